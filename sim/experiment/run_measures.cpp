// Measures of one run of a scope: lines, waiting, overtime and doses.

#include <algorithm>
#include <cmath>
#include <limits>

#include "ripresa/experiment/measure.hpp"
#include "waiting_statistics.hpp"

namespace ripresa::experiment {
namespace {

using observation::Fate;
using observation::Peak;
using observation::PersonRecord;
using observation::RunRecord;

double clock_minutes_or_nan(Time at) {
  return at == Time::never() ? std::numeric_limits<double>::quiet_NaN() : at.since_midnight().in_minutes();
}

/// The peak of a single hub is exact; that of several together is read off the grid.
Peak peak_of(const TwinView& twin, const RunView& run, Peak RunRecord::*exact, std::span<const std::int32_t> series) {
  if (run.records.size() == 1)
    return run.records.front()->*exact;
  Peak peak;
  for (std::size_t point = 0; point < series.size(); ++point)
    peak.raise_to(series[point], twin.model->grid.at(point));
  return peak;
}

void compute_peaks(const TwinView& twin, const RunView& run, Scratch&, std::span<double> out) {
  const Peak queue = peak_of(twin, run, &RunRecord::peak_queue, run.queue);
  const Peak outdoors = peak_of(twin, run, &RunRecord::peak_outdoors, run.outdoors);
  out[0] = queue.persons;
  out[1] = clock_minutes_or_nan(queue.at);
  out[2] = outdoors.persons;
  out[3] = clock_minutes_or_nan(outdoors.at);
}

/// Those who came once measuring had begun and left through the hub, served.
template <class Value>
void gather_served(const TwinView& twin, const RunView& run, Scratch& scratch, Value value) {
  scratch.values.clear();
  for (const RunRecord* record : run.records)
    for (const PersonRecord& person : record->persons)
      if (person.left != Time::never() && person.fate != Fate::turned_away && person.arrival >= twin.model->warm_up)
        scratch.values.push_back(value(person).in_microseconds());
}

void compute_waiting(const TwinView& twin, const RunView& run, Scratch& scratch, std::span<double> out) {
  gather_served(twin, run, scratch, [](const PersonRecord& person) { return person.waited; });
  fill_waiting_statistics(scratch, out);
}

void compute_sojourn(const TwinView& twin, const RunView& run, Scratch& scratch, std::span<double> out) {
  gather_served(twin, run, scratch, [](const PersonRecord& person) { return person.left - person.arrival; });
  fill_waiting_statistics(scratch, out);
}

void compute_overtime(const TwinView& twin, const RunView& run, Scratch&, std::span<double> out) {
  Duration longest;
  Duration staff;
  for (std::size_t i = 0; i < run.records.size(); ++i) {
    const model::HubModel& hub = twin.model->hubs[twin.hubs[i]];
    const RunRecord& record = *run.records[i];
    const Time last = record.counts.present > 0 ? twin.model->horizon : record.last_exit;
    longest = std::max(longest, last - hub.closes);
    for (std::size_t s = 0; s < hub.stations.size(); ++s)
      staff += model::staffed_time(hub.stations[s].staffing, hub.closes, record.stations[s].last_release);
  }
  out[0] = longest.in_minutes();
  out[1] = staff.in_hours();
}

void compute_doses(const TwinView&, const RunView& run, Scratch&, std::span<double> out) {
  observation::Counts sum;
  for (const RunRecord* record : run.records) {
    const observation::Counts& c = record->counts;
    sum.arrivals += c.arrivals;
    sum.vaccinated += c.vaccinated;
    sum.recorded += c.recorded;
    sum.on_paper += c.on_paper;
    sum.left_unvaccinated += c.left_unvaccinated;
    sum.turned_away += c.turned_away;
    sum.present += c.present - c.present_vaccinated;
  }
  const std::int64_t values[] = {
      sum.arrivals,          sum.vaccinated,  sum.recorded, sum.on_paper, sum.vaccinated - sum.recorded - sum.on_paper,
      sum.left_unvaccinated, sum.turned_away, sum.present};
  std::transform(std::begin(values), std::end(values), out.begin(),
                 [](std::int64_t value) { return static_cast<double>(value); });
}

const std::vector<RunMeasures>& groups() {
  static const std::vector<RunMeasures> all = {
      {{{"peak_queue", "persons", MeasureKind::amount, "longest the lines of all stations and the door were together"},
        {"peak_queue_time", "min after midnight", MeasureKind::clock_time, "first instant of the peak queue"},
        {"peak_outdoors", "persons", MeasureKind::amount, "most people present beyond the indoor capacity"},
        {"peak_outdoors_time", "min after midnight", MeasureKind::clock_time, "first instant of that"}},
       compute_peaks},
      {waiting_infos("waiting", "time in lines and at counters for an answer, by person served"), compute_waiting},
      {waiting_infos("sojourn", "time from arrival to leaving, by person served"), compute_sojourn},
      {{{"overtime", "min", MeasureKind::amount,
         "from closing until the last person leaves; several hubs: the longest"},
        {"overtime_staff_hours", "h", MeasureKind::amount,
         "hours that staff stay past closing, by station until its last service"}},
       compute_overtime},
      {{{"arrivals", "persons", MeasureKind::amount, "people who came"},
        {"vaccinated", "doses", MeasureKind::amount, "doses given by the horizon"},
        {"recorded", "doses", MeasureKind::amount, "doses given and on record by the horizon"},
        {"on_paper", "doses", MeasureKind::amount, "doses given whose paper form awaits entry at the horizon"},
        {"awaiting_recording", "doses", MeasureKind::amount,
         "doses given, person not yet through the recording station at the horizon"},
        {"left_unvaccinated", "persons", MeasureKind::amount, "people whose path led out without a dose"},
        {"turned_away", "persons", MeasureKind::amount,
         "people who came after closing or were sent home by a hard close"},
        {"inside_at_horizon", "persons", MeasureKind::amount, "people still there without a dose at the horizon"}},
       compute_doses}};
  return all;
}

}  // namespace

std::span<const RunMeasures> run_measures() {
  return groups();
}

}  // namespace ripresa::experiment
