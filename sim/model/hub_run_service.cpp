// Lines, servers and the steps of a service.

#include <algorithm>
#include <cassert>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;

void HubRun::schedule(std::uint32_t person, Time due, Phase phase, std::int32_t lane) {
  Person& p = persons_[person];
  p.due = due;
  p.event = lane >= 0 ? calendar_.schedule_in_lane(static_cast<std::size_t>(lane), due, phase, person)
                      : calendar_.schedule(due, phase, person);
}

/// Brings the station's areas up to now; to be called before its queue or its busy servers change.
void HubRun::touch(std::uint32_t station) {
  Station& s = stations_[station];
  auto& record = record_.stations[station];
  const Duration elapsed = now_ - s.touched;
  record.queue_area += elapsed * s.queued;
  record.occupied_area += elapsed * s.busy;
  s.touched = now_;
}

void HubRun::join(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  const Station& station = stations_[p.station];
  p.remaining = Duration::microseconds(-1);
  p.since = now_;
  const StationModel& model = hub_->stations[p.station];
  if (station.response.mode() == Mode::turn_away) {
    send_home(person);
    return;
  }
  if (station.response.mode() == Mode::divert && divert(person, p.station))
    return;
  if (station.queued > 0 || station.busy >= station.servers || !dose_ready_for(model)) {
    if (!model.balking.empty() && balks(person))
      go_away(person, observation::Fate::balked);
    else
      enqueue(person);
    return;
  }
  if (model.supply >= 0)
    take_dose(person);
  seize(person, queues);
}

/// The lines of the stations and the door together.
void HubRun::change_lines(std::int32_t change) {
  queued_ += change;
  if (record_.queue_levels.wanted())
    record_.queue_levels.note(now_, change);
}

void HubRun::note_queue(std::uint32_t station, std::int32_t change) {
  stations_[station].queued += change;
  change_lines(change);
  if (change > 0) {
    record_.stations[station].peak_queue.raise_to(stations_[station].queued, now_);
    record_.peak_queue.raise_to(queued_, now_);
  }
  if (hub_->watches_lines)
    watch_lines();
}

/// The person has stood in line, and is not served: they leave, or the run ends.
void HubRun::note_unserved(const Person& p) {
  record_.stations[p.station].queued_total += now_ - p.since;
  if (!p.dose_in_hand && !dose_ready_for(hub_->stations[p.station]))
    supply_of(p).note_unserved();
}

void HubRun::enqueue(std::uint32_t person) {
  Person& p = persons_[person];
  p.activity = Activity::queued;
  touch(p.station);
  const std::uint32_t place = stations_[p.station].queue.push_back(person);
  note_queue(p.station, +1);
  if (hub_->impatient)
    begin_patience(person, place);
  if (const std::int32_t supply = hub_->stations[p.station].supply; supply >= 0)
    top_up(static_cast<std::uint32_t>(supply));
}

void HubRun::enqueue_first(std::uint32_t person) {
  Person& p = persons_[person];
  p.activity = Activity::queued;
  p.since = now_;
  touch(p.station);
  stations_[p.station].queue.push_front(person);
  note_queue(p.station, +1);
}

/// Somebody is in line, a server is free, and a dose is there if the service takes one.
bool HubRun::can_serve_next(std::uint32_t station) const {
  const Station& s = stations_[station];
  if (s.queued == 0 || s.busy >= s.servers || all_have_to_leave())
    return false;
  const StationModel& model = hub_->stations[station];
  return model.supply < 0 || persons_[s.queue.front()].dose_in_hand || dose_ready_for(model);
}

void HubRun::fill_servers(std::uint32_t station, BackendQueues& queues) {
  while (can_serve_next(station))
    serve_next(station, queues);
  if (forms_.any_on_pile(station))
    key_in_forms(station);
}

void HubRun::serve_next(std::uint32_t station, BackendQueues& queues) {
  touch(station);
  const std::uint32_t person = stations_[station].queue.pop_front();
  note_queue(station, -1);
  Person& p = persons_[person];
  record_.stations[station].queued_total += now_ - p.since;
  if (hub_->stations[station].supply >= 0 && !p.dose_in_hand)
    take_dose(person);
  end_wait(p);
  p.due = Time::never();
  seize(person, queues);
}

void HubRun::seize(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  Station& station = stations_[p.station];
  const StationModel& model = hub_->stations[p.station];
  touch(p.station);
  ++station.busy;
  if (model.needs_service_list) {
    p.slot = static_cast<std::uint32_t>(station.in_service.size());
    p.turn = station.begun++;
    station.in_service.push_back(person);
    station.calls.emplace_back();
  }
  if (p.remaining >= Duration{}) {
    begin_work(person, p.remaining, queues);
    return;
  }
  p.step = 0;
  p.attempt = 0;
  p.served = station.response.mode() == Mode::divert ? Mode::usual : station.response.mode();
  if (p.served == Mode::usual) {
    do_step(person, queues);
    return;
  }
  begin_work(person, whole_work(person), queues);
  if (p.served == Mode::offline) {
    ++station.in_cache;
    give_up_full_cache(p.station, queues);
  }
}

void HubRun::release(std::uint32_t person) {
  Person& p = persons_[person];
  Station& station = stations_[p.station];
  touch(p.station);
  --station.busy;
  record_.stations[p.station].last_release = now_;
  if (!hub_->stations[p.station].needs_service_list)
    return;
  const std::uint32_t last = station.in_service.back();
  station.in_service[p.slot] = last;
  persons_[last].slot = p.slot;
  station.in_service.pop_back();
  station.calls[p.slot] = station.calls.back();
  station.calls.pop_back();
}

/// Those in service at the station, in the order in which they began.
void HubRun::list_in_turn(std::uint32_t station) {
  in_turn_ = stations_[station].in_service;
  std::sort(in_turn_.begin(), in_turn_.end(),
            [this](std::uint32_t a, std::uint32_t b) { return persons_[a].turn < persons_[b].turn; });
}

/// Takes up the step that the person has come to, or completes the service after the last one.
void HubRun::do_step(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  const StationModel& station = hub_->stations[p.station];
  if (p.served != Mode::usual || p.step == station.steps.size()) {
    complete(person, queues);
    return;
  }
  const Step& step = station.steps[p.step];
  if (step.kind == Step::Kind::call) {
    if (p.activity != Activity::pausing)
      p.since = now_;
    make_call(person, step, queues);
  } else {
    begin_work(person, begin_anew(person), queues, station.work_lane);
  }
}

/// Of services that begin now.
double HubRun::work_factor(std::uint32_t station) const {
  const auto& factors = stations_[station].work_factors;
  return factors.empty() ? 1 : factors.back();
}

/// The whole work of a service that begins now, for the first time or again.
Duration HubRun::begin_anew(std::uint32_t person) {
  Person& p = persons_[person];
  p.work_factor = static_cast<std::uint16_t>(stations_[p.station].work_factors.size());
  return work_as_begun(person);
}

/// The whole work of the person's service, whatever has shortened services since it began.
Duration HubRun::work_as_begun(std::uint32_t person) const {
  const Person& p = persons_[person];
  const Duration work = is_guest(person) ? guest_service(person) : people_->service[p.station][person];
  const double factor = p.work_factor == 0 ? 1 : stations_[p.station].work_factors[p.work_factor - std::size_t{1}];
  return factor == 1 ? work : Duration::nearest_seconds(factor * work.in_seconds());
}

/// As the person is served.
Duration HubRun::whole_work(std::uint32_t person) {
  return persons_[person].served == Mode::paper ? paper_work(person) : begin_anew(person);
}

void HubRun::begin_work(std::uint32_t person, Duration work, BackendQueues& queues, std::int32_t lane) {
  Person& p = persons_[person];
  if (lacks_server(p)) {
    put_back(person, work);
    return;
  }
  const StationModel& station = hub_->stations[p.station];
  if (!station.gates.empty() && p.served == Mode::usual && !gates_open(station)) {
    p.since = now_;
    suspend(person, work);
    respond_to_stalled(p.station, queues);
    return;
  }
  p.activity = Activity::working;
  p.remaining = Duration::microseconds(-1);
  schedule(person, now_ + work, Phase::progress, lane);
}

/// Adds the wait that ends now to the person's waits at this station.
void HubRun::end_wait(Person& p) {
  p.waited_here += now_ - p.since;
}

void HubRun::complete(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  const std::uint32_t station = p.station;
  if ((is_guest(person) ? record_.persons.arrival[person] : people_->arrival[person]) >= model_->warm_up) {
    record_.stations[station].waits.push_back(p.waited_here);
    record_.stations[station].sojourns.push_back(now_ - p.set_out);
  }
  release(person);
  if (p.dose_in_hand)
    use_dose(p);
  if (p.served == Mode::paper)
    file_form(person);
  else if (p.served == Mode::offline)
    cache_record(person);
  give_dose(p);
  fill_servers(station, queues);
  go_on(person, queues);
}

void HubRun::change_staff(std::uint32_t station, std::int32_t servers, BackendQueues& queues) {
  stations_[station].scheduled = servers;
  if (mitigations_.empty())
    set_servers(station, servers, queues);
  else
    share_out_staff_later();
}

void HubRun::set_servers(std::uint32_t station, std::int32_t servers, BackendQueues& queues) {
  Station& s = stations_[station];
  s.servers = servers;
  if (!mitigations_.empty())
    s.staffed.push_back({now_, s.servers});
  if (hub_->stations[station].at_shift_end != scenario::UnderWay::finish)
    break_off_for_shift_end(station);
  fill_servers(station, queues);
}

/// More people in service than servers: those served last go back to the head of the line. Whoever is done at this very
/// instant finishes; whoever is at the counter for a call is looked at again when work follows upon it.
void HubRun::break_off_for_shift_end(std::uint32_t station) {
  Station& s = stations_[station];
  const bool restart = hub_->stations[station].at_shift_end == scenario::UnderWay::restart;
  list_in_turn(station);
  for (std::size_t i = in_turn_.size(); i-- > 0 && s.busy > s.servers;) {
    const std::uint32_t person = in_turn_[i];
    Person& p = persons_[person];
    const bool suspended = p.activity == Activity::suspended;
    if (!suspended && (p.activity != Activity::working || p.due <= now_))
      continue;
    const Duration left = suspended ? p.remaining : p.due - now_;
    if (suspended) {
      take_from_stalled(person);
      end_wait(p);
    }
    put_back(person, restart ? whole_work(person) : left);
  }
}

/// From the counter to the head of the line, for want of a server.
void HubRun::put_back(std::uint32_t person, Duration left) {
  Person& p = persons_[person];
  release(person);
  p.due = Time::never();
  p.remaining = left;
  enqueue_first(person);
}

/// Whether fewer are on duty than it takes to go on with the person at the counter: those whose services began first go
/// on.
bool HubRun::lacks_server(const Person& p) const {
  const Station& s = stations_[p.station];
  if (s.busy <= s.servers || hub_->stations[p.station].at_shift_end == scenario::UnderWay::finish)
    return false;
  const auto clerks = s.busy - static_cast<std::int32_t>(s.in_service.size());
  const auto before = std::count_if(s.in_service.begin(), s.in_service.end(),
                                    [&](std::uint32_t other) { return persons_[other].turn < p.turn; });
  return clerks + before >= s.servers;
}

}  // namespace ripresa::model
