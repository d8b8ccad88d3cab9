// People who go by themselves, and who come back.
//
// Patience in line is drawn anew at each line. Outdoors it runs from arrival until the person comes indoors; then that
// of the line begins. Who is being served, or was and waits for a server again, does not give up.

#include <algorithm>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;
using observation::Fate;

/// Keyed by the visit where visits are counted.
engine::UniformBits HubRun::choice_bits(std::uint32_t person, std::uint32_t station_code, Choice choice) const {
  const std::uint32_t visit = visits_.empty() ? 0 : visits_[person].ordinal;
  return bits_of(person, purpose(station_code, Use::choice, choice_ordinal(choice, visit)));
}

/// Whether somebody who would have to wait does not care to.
bool HubRun::balks(std::uint32_t person) const {
  const std::uint32_t station = persons_[person].station;
  const StationModel& model = hub_->stations[station];
  double probability = 0;
  for (const scenario::Balking& step : model.balking)
    if (stations_[station].queued >= step.queue)
      probability = step.probability;
  return probability > 0 && engine::uniform(choice_bits(person, model.code, Choice::balk)) < probability;
}

/// Goes home without a dose, and perhaps comes again the same day.
void HubRun::go_away(std::uint32_t person, Fate fate) {
  leave(person, fate);
  Person& p = persons_[person];
  if (p.vaccinated || !hub_->come_back)
    return;
  const ComeBackModel& model = *hub_->come_back;
  Visit& visit = visits_[person];
  if (visit.ordinal >= model.times || engine::uniform(choice_bits(person, 0, Choice::come_back)) >= model.probability)
    return;
  const Time again = now_ + model.after.draw(choice_bits(person, 0, Choice::come_back_after));
  if (again >= closes_)
    return;
  ++visit.ordinal;
  p.activity = Activity::away;
  schedule(person, again, Phase::joining);
}

void HubRun::come_back(std::uint32_t person, BackendQueues& queues) {
  auto& persons = record_.persons;
  --count_of(record_.counts, persons.fate[person]);
  ++record_.counts.came_back;
  persons.away[person] += now_ - persons.left[person];
  persons.left[person] = Time::never();
  receive(person, queues);
}

/// The person has joined a line at `place`.
void HubRun::begin_patience(std::uint32_t person, std::uint32_t place) {
  const Person& p = persons_[person];
  Visit& visit = visits_[person];
  visit.place = place;
  const StationModel& station = hub_->stations[p.station];
  if (visit.outdoors)
    schedule(person, std::max(now_, visit.outdoors_until), Phase::giving_up);
  else if (station.patience)
    schedule(person,
             now_ + station.patience->draw(bits_of(person, purpose(station.code, Use::patience, visit.ordinal))),
             Phase::giving_up);
}

/// The person's patience has ended, in line or at the door.
void HubRun::give_up(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  const std::uint32_t station = p.station;
  const bool in_line = p.activity == Activity::queued;
  if (in_line) {
    touch(station);
    stations_[station].queue.leave(visits_[person].place);
    note_queue(station, -1);
    note_unserved(p);
  } else {
    at_door_.erase(std::find(at_door_.begin(), at_door_.end(), person));
    change_lines(-1);
    if (hub_->watches_lines)
      watch_lines();
  }
  end_wait(p);
  go_away(person, Fate::abandoned);
  // An idle clerk may now have time for a form.
  if (in_line)
    fill_servers(station, queues);
}

/// Who finds the hub full, or not yet open, stands outdoors.
void HubRun::stand_outdoors(std::uint32_t person) {
  if (now_ >= hub_->opens && present_ <= hub_->indoor_capacity)
    return;
  Visit& visit = visits_[person];
  visit.outdoors = true;
  const auto bits = bits_of(person, purpose(0, Use::patience, visit.ordinal));
  visit.outdoors_until = now_ + hub_->outdoor_patience->draw(bits);
  visit.outdoors_place = outdoor_line_.push_back(person);
  if (!doors_open_)
    schedule(person, visit.outdoors_until, Phase::giving_up);
}

/// Those who stand outdoors come in as others leave, in the order in which they came.
void HubRun::let_in() {
  while (!outdoor_line_.empty() && static_cast<std::int32_t>(outdoor_line_.size()) > outdoors()) {
    const std::uint32_t person = outdoor_line_.pop_front();
    Visit& visit = visits_[person];
    visit.outdoors = false;
    if (persons_[person].activity != Activity::queued)
      continue;
    persons_[person].due = Time::never();
    begin_patience(person, visit.place);
  }
}

}  // namespace ripresa::model
