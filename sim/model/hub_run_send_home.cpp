// People who are sent away.

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using observation::Fate;

/// Everybody in the station's line is sent home.
void HubRun::clear_line(std::uint32_t station) {
  Station& s = stations_[station];
  touch(station);
  while (!s.queue.empty()) {
    const std::uint32_t person = s.queue.pop_front();
    note_queue(station, -1);
    note_unserved(persons_[person]);
    end_wait(persons_[person]);
    send_home(person);
  }
}

/// Everybody at the station's counters whose call or work has stalled is sent home.
void HubRun::send_stalled_home(std::uint32_t station) {
  std::vector<std::uint32_t> stalled;
  stalled.swap(stations_[station].held);
  for (const std::uint32_t person : stalled) {
    stop_calling(person, *queues_);
    call_of(persons_[person]).stalled = false;
    end_wait(persons_[person]);
    release(person);
    send_home(person);
  }
  // Somebody whose server went may stand in line.
  fill_servers(station, *queues_);
}

/// To an appointment on a later day where there is one; else without.
void HubRun::send_home(std::uint32_t person) {
  const bool vaccinated = persons_[person].vaccinated;
  leave(person, !vaccinated && rebook(person) ? Fate::rebooked : Fate::turned_away);
}

/// Gives the person the first free appointment on a later day, unless there is none or the person wants none.
bool HubRun::rebook(std::uint32_t person) {
  if (!hub_->rebooking)
    return false;
  const scenario::Rebooking& rebooking = *hub_->rebooking;
  const std::int64_t taken = record_.counts.rebooked + record_.counts.postponed;
  if (taken >= std::int64_t{rebooking.slots_per_day} * rebooking.days)
    return false;
  if (rebooking.refuse > 0 && engine::uniform(choice_bits(person, 0, Choice::refuse)) < rebooking.refuse)
    return false;
  const std::int64_t days = 1 + taken / rebooking.slots_per_day;
  record_.persons.rebooked_days[person] = static_cast<std::uint16_t>(days);
  record_.counts.rebooked_days += days;
  return true;
}

}  // namespace ripresa::model
