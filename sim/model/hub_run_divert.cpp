// People who are sent to another hub, and those who come from one.
//
// Hubs that send each other people are advanced in turn, the one with the earliest event first, so that at the instant
// at which one sends somebody on the other stands at the same instant. Travel takes time, so nobody comes in the past.

#include <algorithm>
#include <limits>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;
using observation::Fate;

engine::UniformBits HubRun::guest_bits(std::uint32_t person, std::uint32_t wanted) const {
  const Guest& guest = guests_[person - own_people_];
  return guest.random.bits(guest.random_key, wanted);
}

Duration HubRun::guest_service(std::uint32_t person) const {
  const StationModel& station = hub_->stations[persons_[person].station];
  return station.service[class_of(person)].draw(guest_bits(person, purpose(station.code, Use::service)));
}

Duration HubRun::guest_walk(std::uint32_t person, std::size_t station) const {
  const StationModel& model = hub_->stations[station];
  return model.walk->draw(guest_bits(person, purpose(model.code, Use::walk)));
}

/// Sends on whom it can of the station's line; the others keep their order.
void HubRun::divert_line(std::uint32_t station) {
  Station& s = stations_[station];
  std::vector<std::uint32_t> line;
  while (!s.queue.empty())
    line.push_back(s.queue.pop_front());
  touch(station);
  for (const std::uint32_t person : line) {
    if (persons_[person].dose_in_hand || !divert(person, station)) {
      const std::uint32_t place = s.queue.push_back(person);
      if (hub_->impatient)
        visits_[person].place = place;
      continue;
    }
    note_queue(station, -1);
    note_unserved(persons_[person]);
  }
}

/// Sends the person to the nearest hub with room. False where there is none or the person rather waits.
bool HubRun::divert(std::uint32_t person, std::uint32_t station) {
  Person& p = persons_[person];
  const StationModel& model = hub_->stations[station];
  if (p.vaccinated || (model.divert->refuse > 0 &&
                       engine::uniform(choice_bits(person, model.code, Choice::divert)) < model.divert->refuse))
    return false;
  const std::int32_t below = model.divert->queue_below.value_or(std::numeric_limits<std::int32_t>::max());
  for (const scenario::Nearby& near : hub_->nearby) {
    const auto* target = &model_->hubs[near.hub];
    const auto found =
        std::find_if(group_.begin(), group_.end(), [target](const HubRun& h) { return h.hub_ == target; });
    if (found == group_.end() || !found->has_room(now_, now_ + near.travel, below))
      continue;
    found->expect(is_guest(person) ? guests_[person - own_people_]
                                   : Guest{people_->random_of(random_, person), people_->random_key(person),
                                           people_->person_class[person], place_, person},
                  now_ + near.travel);
    given_.push_back(static_cast<std::size_t>(found - group_.begin()));
    end_wait(p);
    leave(person, Fate::diverted);
    return true;
  }
  return false;
}

bool HubRun::has_room(Time now, Time arrival, std::int32_t queue_below) const {
  if (arrival < hub_->opens || arrival >= closes_ || queued_ + guests_travelling_ >= queue_below)
    return false;
  for (std::uint32_t station = 0; station < stations_.size(); ++station) {
    const ResponseClock response = response_at(station, now);
    if (response.backend_lost() || response.mode() == Mode::divert || response.mode() == Mode::turn_away)
      return false;
  }
  return true;
}

/// As it is once all that is due at `now` has happened: which of two hubs that change at one instant is first is drawn.
ResponseClock HubRun::response_at(std::uint32_t station, Time now) const {
  ResponseClock response = stations_[station].response;
  const auto& called = hub_->stations[station].called;
  const bool lost = std::any_of(called.begin(), called.end(), [&](std::uint32_t backend) {
    return !state_at(failures_->timelines[backend], now).up;
  });
  response.note_backends(lost, now);
  while (response.next_at() <= now)
    response.take_next();
  return response;
}

void HubRun::expect(const Guest& guest, Time arrival) {
  const auto person = static_cast<std::uint32_t>(persons_.size());
  guests_.push_back(guest);
  persons_.emplace_back();
  record_.persons.push_back({});
  if (keeps_visits())
    visits_.emplace_back();
  ++guests_travelling_;
  persons_[person].activity = Activity::away;
  schedule(person, arrival, Phase::joining);
}

void HubRun::report_guests() {
  for (std::size_t i = 0; i < guests_.size(); ++i) {
    const observation::PersonRecord here = record_.persons[own_people_ + i];
    if (here.fate == Fate::diverted)
      continue;  // the hub they were sent on to reports it
    observation::PersonRecords& at_home = group_[guests_[i].home].record_.persons;
    const std::uint32_t person = guests_[i].person_at_home;
    // Who is on the way here at the horizon has not left.
    at_home.fate_elsewhere[person] = here.fate == Fate::absent ? Fate::inside : here.fate;
    at_home.away[person] = std::min(here.left, model_->horizon) - at_home.left[person];
    at_home.rebooked_days[person] = here.rebooked_days;
  }
}

}  // namespace ripresa::model
