#include "ripresa/model/hub_run.hpp"

#include <algorithm>
#include <cassert>

namespace ripresa::model {

using engine::Phase;
using observation::Fate;

void HubRun::schedule_change(Time at, Phase phase, Change change) {
  if (at == Time::never())
    return;
  calendar_.schedule(at, phase, kChangeToken | static_cast<std::uint32_t>(changes_.size()));
  changes_.push_back(change);
}

Time HubRun::next_arrival() const {
  return next_arrival_ < people_->order.size() ? people_->arrival[people_->order[next_arrival_]] : Time::never();
}

std::pair<Time, Phase> HubRun::next_event() const {
  const auto scheduled = calendar_.next_due();
  const Time arrival = next_arrival();
  return arrival < scheduled.first ? std::pair(arrival, Phase::joining) : scheduled;
}

void HubRun::run_until(Time end, BackendQueues& queues) {
  while (step_before(end, queues)) {
  }
}

bool HubRun::step_before(Time end, BackendQueues& queues) {
  queues_ = &queues;
  const Time arrival = next_arrival();
  // At one instant, those on their way within the hub come before new arrivals.
  engine::Calendar::Event event;
  if (calendar_.pop_by(std::min(arrival, end - Duration::microseconds(1)), event)) {
    advance_clock(event.time);
    if ((event.token & kChangeToken) != 0)
      carry_out(changes_[event.token & ~kChangeToken], queues);
    else
      person_due(event, queues);
    return true;
  }
  if (arrival >= end)
    return false;
  advance_clock(arrival);
  arrive(people_->order[next_arrival_++], queues);
  return true;
}

void HubRun::run_to_next_call(Time end, BackendQueues& queues) {
  while (!may_call_next())
    if (!step_before(end, queues))
      return;
}

/// Whether a call may be made at the next event. Work comes first in every service, so that nobody calls by joining.
bool HubRun::may_call_next() const {
  const Time next = calendar_.next_time();
  if (next_arrival() < next)
    return false;
  if (next == Time::never())
    return false;
  const std::uint32_t token = calendar_.next_token();
  return (token & kChangeToken) != 0 || (persons_[token].due == next && may_call(persons_[token]));
}

bool HubRun::may_call(const Person& p) const {
  const StationModel& station = hub_->stations[p.station];
  switch (p.activity) {
    case Activity::walking:
      return false;
    case Activity::working:
      return p.served == Mode::usual && !station.called.empty();
    case Activity::calling:
      return station.retry || p.step + std::size_t{1} < station.steps.size();
    default:
      return true;
  }
}

void HubRun::advance_clock(Time now) {
  if (sampled_ < model_->grid.points && model_->grid.at(sampled_) < now)
    sample_before(now);
  now_ = now;
}

void HubRun::carry_out(Change change, BackendQueues& queues) {
  switch (change.kind) {
    case Kind::staff_change: {
      const auto& staffing = hub_->stations[change.subject].staffing;
      if (!is_overtaken(change, staffing) && !stays_for_overtime(change, staffing, stations_[change.subject].scheduled))
        change_staff(change.subject, staffing[change.ordinal].servers, queues);
      break;
    }
    case Kind::staff_shared_out:
      set_staff(queues);
      break;
    case Kind::backend_change:
      change_backends(queues);
      break;
    case Kind::queue_lost:
      queues.forget_waiting(change.subject);
      break;
    case Kind::response_change:
      if (change.ordinal == stations_[change.subject].response.epoch())
        change_response(change.subject, queues);
      break;
    case Kind::form_entry:
      carry_out_entry(change);
      break;
    case Kind::mitigation_watch:
      look_at_watch(change);
      break;
    case Kind::mitigation_begins:
      begin_mitigation(change.subject);
      break;
    case Kind::mitigation_ends:
      if (mitigations_[change.subject].state == MitigationState::on || change.ordinal == 1)
        end_mitigation(change.subject);
      break;
    case Kind::sync:
      stations_[change.subject].syncing = false;
      sync_next(change.subject);
      if (!stations_[change.subject].response.backend_lost())
        sync(change.subject);
      break;
    case Kind::breaker_half_opens:
      half_open_breaker(change.subject, queues);
      break;
    case Kind::opening:
      open(queues);
      break;
    case Kind::closing:
      if (now_ >= closes_)
        close();
      break;
    default:
      carry_out_supply(change, queues);
  }
}

void HubRun::person_due(const engine::Calendar::Event& event, BackendQueues& queues) {
  const std::uint32_t person = event.token;
  Person& p = persons_[person];
  if (p.due != event.time || p.event != event.sequence)
    return;
  p.due = Time::never();
  switch (p.activity) {
    case Activity::walking:
      join(person, queues);
      break;
    case Activity::working:
      ++p.step;
      do_step(person, queues);
      break;
    case Activity::calling:
      call_due(person, queues);
      break;
    case Activity::held:
      attempts_exhausted(person, queues);
      break;
    case Activity::pausing:
      do_step(person, queues);
      break;
    case Activity::queued:
    case Activity::at_door:
      give_up(person, queues);
      break;
    case Activity::away:
      if (record_.persons.arrival[person] != Time::never())
        come_back(person, queues);
      else
        come(person, queues);
      break;
    default:
      assert(false && "nothing is due for somebody who waits");
  }
}

void HubRun::arrive(std::uint32_t person, BackendQueues& queues) {
  if (messages_.empty() || !held_back(person))
    come(person, queues);
}

void HubRun::come(std::uint32_t person, BackendQueues& queues) {
  if (is_guest(person)) {
    ++record_.counts.diverted_in;
    --guests_travelling_;
  }
  ++record_.counts.arrivals;
  record_.persons.arrival[person] = now_;
  receive(person, queues);
}

/// Somebody stands at the door.
void HubRun::receive(std::uint32_t person, BackendQueues& queues) {
  persons_[person].activity = Activity::outside;
  if (now_ >= closes_) {
    ++record_.counts.turned_away;
    record_.persons.left[person] = now_;
    record_.persons.fate[person] = Fate::turned_away;
    return;
  }
  record_.persons.fate[person] = Fate::inside;
  note_present(+1);
  if (doors_open_) {
    if (hub_->outdoor_patience)
      stand_outdoors(person);
    go_to(person, 0, queues);
    return;
  }
  persons_[person].activity = Activity::at_door;
  persons_[person].since = now_;
  at_door_.push_back(person);
  if (hub_->outdoor_patience)
    stand_outdoors(person);
  change_lines(+1);
  record_.peak_queue.raise_to(queued_, now_);
  if (hub_->watches_lines)
    watch_lines();
}

void HubRun::go_to(std::uint32_t person, std::int32_t station, BackendQueues& queues) {
  if (station < 0) {
    leave(person);
    return;
  }
  Person& p = persons_[person];
  const auto s = static_cast<std::size_t>(station);
  p.station = static_cast<std::uint8_t>(station);
  p.waited += p.waited_here;
  p.waited_here = Duration{};
  p.set_out = now_;
  if (all_have_to_leave()) {
    p.activity = Activity::walking;  // until they are sent home, at this very instant
    return;
  }
  if (hub_->stations[s].walk) {
    p.activity = Activity::walking;
    const Duration walk = is_guest(person) ? guest_walk(person, s) : people_->walk[s][person];
    schedule(person, now_ + walk, Phase::joining, hub_->stations[s].walk_lane);
    return;
  }
  join(person, queues);
}

void HubRun::go_on(std::uint32_t person, BackendQueues& queues) {
  const StationModel& station = hub_->stations[persons_[person].station];
  const auto& branches = station.onward[class_of(person)];
  std::size_t chosen = 0;
  if (branches.size() > 1) {
    const double u = engine::uniform(bits_of(person, purpose(station.code, Use::branch)));
    while (u >= branches[chosen].up_to)
      ++chosen;
  }
  go_to(person, branches[chosen].station, queues);
}

/// Leaves the hub, with the given fate unless vaccinated.
void HubRun::leave(std::uint32_t person, Fate unvaccinated) {
  Person& p = persons_[person];
  p.activity = Activity::outside;
  p.due = Time::never();
  if (p.dose_in_hand)
    spoil_dose(p);
  record_.persons.waited[person] = p.waited + p.waited_here;
  record_.persons.left[person] = now_;
  if (!p.vaccinated) {
    record_.persons.fate[person] = unvaccinated;
    ++count_of(record_.counts, unvaccinated);
  }
  record_.last_exit = now_;
  if (!outdoor_line_.empty() && visits_[person].outdoors) {
    visits_[person].outdoors = false;
    outdoor_line_.leave(visits_[person].outdoors_place);
  }
  note_present(-1);
}

void HubRun::open(BackendQueues& queues) {
  doors_open_ = true;
  std::vector<std::uint32_t> waiting;
  waiting.swap(at_door_);
  let_in();
  for (const std::uint32_t person : waiting) {
    change_lines(-1);
    end_wait(persons_[person]);
    persons_[person].due = Time::never();  // nobody gives up at the door any more
    // go_to adds what was waited so far and starts anew for the station.
    go_to(person, 0, queues);
    if (hub_->watches_lines)
      watch_lines();
  }
  // The next day uses the memory again.
  waiting.clear();
  if (at_door_.empty())
    at_door_.swap(waiting);
}

void HubRun::close() {
  doors_open_ = false;
  if (hub_->closing == scenario::Closing::hard)
    send_everybody_home();
}

void HubRun::send_everybody_home() {
  for (const Station& station : stations_)
    for (const std::uint32_t person : station.in_service)
      stop_calling(person, *queues_);
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    Station& station = stations_[s];
    touch(s);
    note_queue(s, -station.queued);
    station.queue.clear();
    put_back_idle_clerks_forms(s);
    if (station.busy > 0)
      record_.stations[s].last_release = now_;
    station.busy = 0;
    station.in_service.clear();
    station.calls.clear();
    station.held.clear();
    station.in_cache = static_cast<std::int32_t>(station.cache.size());
  }
  outdoor_line_.clear();
  for (std::uint32_t person = 0; person < persons_.size(); ++person) {
    Person& p = persons_[person];
    if (p.activity == Activity::outside || p.activity == Activity::away)
      continue;
    if (p.activity == Activity::queued)
      note_unserved(p);
    if (p.activity != Activity::walking && p.activity != Activity::working)
      end_wait(p);
    leave(person, Fate::turned_away);
  }
}

std::int32_t HubRun::outdoors() const {
  // Before the doors first open everybody stands outside.
  return now_ < hub_->opens ? present_ : std::max(0, present_ - hub_->indoor_capacity);
}

void HubRun::note_present(std::int32_t change) {
  present_ += change;
  if (record_.outdoor_levels.wanted())
    record_.outdoor_levels.note(now_, change);
  if (change > 0)
    record_.peak_outdoors.raise_to(outdoors(), now_);
  else if (!outdoor_line_.empty())
    let_in();
}

void HubRun::sample_before(Time now) {
  for (; sampled_ < model_->grid.points && model_->grid.at(sampled_) < now; ++sampled_)
    sample(sampled_);
}

void HubRun::sample(std::size_t point) {
  auto& series = record_.series;
  series.vaccinated[point] = static_cast<std::int32_t>(record_.counts.vaccinated);
  series.recorded[point] = static_cast<std::int32_t>(record_.counts.recorded);
  series.queue[point] = queued_;
  series.outdoors[point] = outdoors();
  series.present[point] = present_;
  for (std::size_t s = 0; s < stations_.size(); ++s)
    record_.stations[s].queue[point] = stations_[s].queued;
}

void HubRun::finish(BackendQueues& queues) {
  now_ = model_->horizon;
  queues_ = &queues;
  for (Station& station : stations_)
    for (const std::uint32_t person : station.in_service)
      if (hub_->stations[persons_[person].station].retry && persons_[person].activity == Activity::held &&
          !call_of(persons_[person]).passive && !call_of(persons_[person]).blocked)
        tell_attempts(person, now_, queues);
  sample_before(Time::never());
  record_.outdoor_levels.leave_outdoors(hub_->opens, hub_->indoor_capacity);
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    touch(s);
    if (stations_[s].busy > 0)
      record_.stations[s].last_release = now_;
    note_staff(s);
    finish_entry(s);
  }
  auto& counts = record_.counts;
  counts.present = present_;
  for (std::uint32_t person = 0; person < persons_.size(); ++person) {
    Person& p = persons_[person];
    if (p.activity == Activity::outside || p.activity == Activity::away)
      continue;
    if (p.vaccinated)
      ++counts.present_vaccinated;
    if (p.activity == Activity::queued)
      note_unserved(p);
    if (p.activity == Activity::calling)
      queues.log().note_under_way(step_of(p).backend);
    if (p.activity != Activity::walking && p.activity != Activity::working)
      end_wait(p);
    record_.persons.waited[person] = p.waited + p.waited_here;
  }
  finish_supplies();
}

}  // namespace ripresa::model
