// Doses on record, or not yet.

#include <cassert>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using observation::Fate;

/// Called whenever a service is completed: the dose is given at the vaccination station, and on record once both it and
/// the recording station are passed without a form outstanding.
void HubRun::give_dose(Person& p) {
  const bool here_vaccinated = p.station == hub_->vaccination_station;
  const bool here_recorded = p.station == hub_->recording_station;
  if (!here_vaccinated && !here_recorded)
    return;
  if (here_vaccinated && !p.vaccinated) {
    p.vaccinated = true;
    ++record_.counts.vaccinated;
    record_.vaccinations.push_back(now_);
    record_.persons.fate[static_cast<std::size_t>(&p - persons_.data())] = Fate::vaccinated;
  }
  p.passed_recording = p.passed_recording || here_recorded;
  if (!p.vaccinated || !p.passed_recording)
    return;
  ++record_count(p);
  if (p.forms == 0 && p.cached == 0)
    record_.recordings.push_back(now_);
}

/// Where a dose counts that has been given and whose person has passed the recording station.
std::int64_t& HubRun::record_count(const Person& p) {
  if (p.forms > 0)
    return record_.counts.on_paper;
  return p.cached > 0 ? record_.counts.unsynced : record_.counts.recorded;
}

/// A form or a cached record of the person has been stored: the dose is on record once none is outstanding.
void HubRun::put_on_record(std::uint32_t person, std::uint8_t Person::*outstanding) {
  Person& p = persons_[person];
  assert(p.*outstanding > 0);
  if (dose_is_counted(p))
    --record_count(p);
  --(p.*outstanding);
  if (!dose_is_counted(p))
    return;
  ++record_count(p);
  if (p.forms == 0 && p.cached == 0)
    record_.recordings.push_back(now_);
}

}  // namespace ripresa::model
