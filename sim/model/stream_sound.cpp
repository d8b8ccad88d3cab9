// Stations that call while no backend of theirs has failed yet, or once that is got over: the course of a service is
// then known beforehand but for its wait to be admitted, and a heap of the services under way by their next event does
// for a calendar. Forms that a failure has left are keyed in beside it.
//
// Events of one station at one instant are told apart by when they were scheduled, as their sequence numbers would:
// the earlier scheduled comes first, and of those scheduled at once, whose service began first.

#include <algorithm>
#include <cassert>
#include <tuple>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

using engine::Phase;

/// Sets out the steps of all services, and draws the latency of everybody's first attempt at every call: in bulk, and
/// once for the run and its twin.
void StreamRun::prepare_steps() {
  first_latency_.resize(streams_.size());
  for (std::uint32_t s = 0; s < streams_.size(); ++s) {
    Stream& stream = streams_[s];
    const auto& steps = stream.model->steps;
    first_latency_[s].resize(steps.size());
    stream.steps.resize(steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (steps[i].kind == Step::Kind::work) {
        stream.steps[i] = {false, 0, stream.service};
        continue;
      }
      const BackendModel& backend = model_->backends[steps[i].backend];
      draw_durations(backend.latency, random_, *people_,
                     purpose(stream.model->code, Use::latency, call_ordinal(steps[i].ordinal, 0)),
                     first_latency_[s][i]);
      stream.steps[i] = {true, steps[i].backend, first_latency_[s][i].view()};
    }
  }
}

void StreamRun::run_sound(CallingGroup& group, Micros end) {
  call_phase_ = Phase::progress;
  for (const std::uint32_t s : group.stations)
    if (!streams_[s].in_order)
      let_in_order(s, end);
  const bool forms =
      group.next_change_at != kNever || std::any_of(group.stations.begin(), group.stations.end(),
                                                    [this](std::uint32_t s) { return forms_.any_on_pile(s); });
  if (forms)
    run_sound_stations<true>(group, end);
  else if (group.stations.size() > 1)
    run_sound_stations<false>(group, end);
  else
    run_sound_station<false>(group.stations.front(), end);
}

template <bool kWithForms>
void StreamRun::run_sound_stations(CallingGroup& group, Micros end) {
  for (const std::uint32_t s : group.stations)
    streams_[s].next_event = next_sound_event(streams_[s]);
  // Always the station with the earliest event, up to the earliest of the others: they meet at the backend. Who sets
  // out from one of them joins another after the end.
  for (;;) {
    Micros first = kNever;
    Micros second = kNever;
    std::uint32_t station = 0;
    for (const std::uint32_t s : group.stations) {
      const Micros at = streams_[s].next_event;
      if (at < first) {
        second = first;
        first = at;
        station = s;
      } else {
        second = std::min(second, at);
      }
    }
    const Micros until = kWithForms ? std::min(end, group.next_change_at) : end;
    if (first < until) {
      run_sound_station<kWithForms>(station, std::min(until, std::max(second, first + 1)));
      if (next_call_.at != Time::never())
        return;
      streams_[station].next_event = next_sound_event(streams_[station]);
    } else if (until < end) {
      carry_out_sound_change(group);
    } else {
      return;
    }
  }
}

Micros StreamRun::next_sound_event(const Stream& stream) const {
  const Micros joins = stream.lined_up < stream.joined ? stream.join[stream.lined_up] : kNever;
  return std::min({joins, keys_.at(stream.servers.first()), stream.next_staffing_at});
}

/// To `end`, or to what is put on the calendar meanwhile.
template <bool kWithForms>
void StreamRun::run_sound_station(std::uint32_t station, Micros end) {
  Stream& stream = streams_[station];
  for (;;) {
    const StreamKeys::Key first = stream.servers.first();
    const Micros due = keys_.at(first);
    const Micros joins = stream.lined_up < stream.joined ? stream.join[stream.lined_up] : kNever;
    if (stream.next_staffing_at <= std::min(due, joins)) {
      if (stream.next_staffing_at >= end)
        return;
      const Micros now = stream.next_staffing_at;
      change_sound_staff(station);
      if (kWithForms && forms_.any_on_pile(station))
        end = turn_to_forms(station, now, end);
    } else if (due < joins || (due == joins && !joins_before(stream, keys_.place(first)))) {
      if (due >= end)
        return;
      // Where hubs take turns, all steps after the work are calls.
      if (stream.takes_turns && stream.progress[keys_.place(first)].step + std::size_t{1} < stream.steps.size() &&
          !take_turn(due, Phase::progress))
        return;
      const bool goes_on = sound_service_due(station, keys_.place(first), due, kWithForms);
      if (kWithForms && !goes_on && forms_.any_on_pile(station))
        end = turn_to_forms(station, due, end);
    } else {
      if (joins >= end)
        return;
      join_sound(station, joins, kWithForms);
    }
  }
}

/// Clerks without anybody to serve key in forms: the earlier of `end` and what is then next on the calendar.
Micros StreamRun::turn_to_forms(std::uint32_t station, Micros now, Micros end) {
  CallingGroup& group = groups_[static_cast<std::size_t>(group_of(station))];
  // Which of two stations' clerks are free first at one instant is told by what frees them: equally long forms would
  // then call at one instant too.
  undecided_ = undecided_ || (now == last_turn_to_forms_at_ && station != last_turn_to_forms_by_);
  last_turn_to_forms_at_ = now;
  last_turn_to_forms_by_ = station;
  now_ = now;
  key_in_forms(group, station);
  return std::min(end, group.next_change_at);
}

/// Whether the next to join, straight from another station, does so before the event of the service at `place` that is
/// due at the same instant.
bool StreamRun::joins_before(const Stream& stream, std::size_t place) {
  if (!stream.direct)
    return false;
  const Micros scheduled = stream.progress[place].scheduled;
  undecided_ = undecided_ || stream.cause[stream.lined_up] == scheduled;
  return stream.cause[stream.lined_up] < scheduled;
}

void StreamRun::change_sound_staff(std::uint32_t station) {
  Stream& stream = streams_[station];
  const auto& staffing = stream.model->staffing;
  const Micros now = stream.next_staffing_at;
  stream.on_duty = staffing[stream.next_staffing++].servers;
  stream.next_staffing_at =
      stream.next_staffing < staffing.size() ? staffing[stream.next_staffing].at.in_microseconds() : kNever;
  fill_sound_servers(station, now, -1);
}

void StreamRun::fill_sound_servers(std::uint32_t station, Micros now, Micros scheduled) {
  Stream& stream = streams_[station];
  while (stream.begun < stream.lined_up && stream.servers_taken() < stream.on_duty)
    stream.servers.push(begin_sound_service(station, now, scheduled, true));
}

/// What is next on the calendar happens: of what may still be there, forms alone matter.
void StreamRun::carry_out_sound_change(CallingGroup& group) {
  now_ = group.next_change_at;
  const Phase phase = group.calendar.next_due().second;
  const Change change = group.changes[take_change(group)];
  if (change.kind != Kind::form_entry && change.kind != Kind::form_admitted)
    return;
  undecided_ = undecided_ || !is_first_now(group);
  call_phase_ = phase;
  const bool of_form = change.kind == Kind::form_entry && static_cast<FormEvent>(change.ordinal) == FormEvent::form_due;
  event_scheduled_ = of_form ? forms_.form(change.subject).scheduled.in_microseconds() : -1;
  carry_out(group, change);
  call_phase_ = Phase::progress;
  for (const std::uint32_t s : group.stations)
    streams_[s].next_event = next_sound_event(streams_[s]);
}

/// Whether what is on the calendar now, forms that are due, comes first at this instant: before all who join, but
/// straight from another station. Between forms and services the order of scheduling decides, which is not known here;
/// a shift would be first.
bool StreamRun::is_first_now(const CallingGroup& group) const {
  return std::all_of(group.stations.begin(), group.stations.end(), [this](std::uint32_t s) {
    const Stream& stream = streams_[s];
    return stream.next_event > now_ ||
           (!stream.direct && keys_.at(stream.servers.first()) > now_ && stream.next_staffing_at > now_);
  });
}

void StreamRun::join_sound(std::uint32_t station, Micros now, bool with_forms) {
  Stream& stream = streams_[station];
  const std::size_t place = stream.lined_up++;
  if (stream.begun == place && stream.servers_taken(with_forms) < stream.on_duty) {
    stream.servers.push(begin_sound_service(station, now, stream.direct ? stream.cause[place] : now, false));
    return;
  }
  record_.stations[station].peak_queue.raise_to(static_cast<std::int32_t>(stream.lined_up - stream.begun),
                                                time_at(now));
  line_.join(now);
}

/// The next in line is served: the key of the service's first event. `scheduled` is when the event was that lets it
/// begin; -1 for a shift, which comes before all others at its instant.
StreamKeys::Key StreamRun::begin_sound_service(std::uint32_t station, Micros now, Micros scheduled, bool from_line) {
  Stream& stream = streams_[station];
  const std::size_t place = stream.begun++;
  if (from_line) {
    line_.leave(now);
    if (stream.join[place] == now)
      stream.tied.push_back(static_cast<std::uint32_t>(place));
  }
  stream.begin[place] = now;
  return sound_key(next_sound_due(station, stream.progress.begin(place), now, scheduled), place);
}

/// Goes on with a service from its present step; `scheduled` is when the event now carried out was. Gives the instant
/// of its next event, -1 when the service is over. There is always work in it.
Micros StreamRun::next_sound_due(std::uint32_t station, ServiceProgress& progress, Micros now, Micros scheduled) {
  const Stream& stream = streams_[station];
  const std::uint32_t person = stream.person[progress.place];
  for (; progress.step < stream.steps.size(); ++progress.step) {
    const SoundStep& step = stream.steps[progress.step];
    const Duration time = step.time[person];
    progress.since = progress.scheduled = now;
    if (!step.calls) {
      undecided_ |= time <= Duration{};
      return now + time.in_microseconds();
    }
    if (model_->backends[step.backend].capacity)
      note_call_order(station, now, scheduled);
    const Micros admitted = admit(station, step.backend, time_at(now), time).in_microseconds();
    const Micros answered = admitted + time.in_microseconds();
    log_call(step.backend, time_at(now), time_at(admitted), time_at(answered));
    if (answered > now) {
      if (has_places(step.backend))
        progress.scheduled = admitted;
      return answered;
    }
    log_answer(step.backend, time_at(now), Duration{});
  }
  return -1;
}

/// A first attempt at a sound backend goes on record.
void StreamRun::log_call(std::uint32_t backend, Time now, Time admitted, Time answered) {
  observation::CallStep& log = log_admission(backend, now, admitted, answered);
  ++log.offered;
  ++log.first_attempts;
}

/// The backend takes the call on; the end of the work is told when it comes, but where calls are spaced. Gives the step
/// of `now`.
observation::CallStep& StreamRun::log_admission(std::uint32_t backend, Time now, Time admitted, Time answered) {
  const bool limited = model_->backends[backend].capacity.has_value();
  observation::CallStep& log = backends_->log.at(backend, now);
  // Mostly all of it falls on one step, where what changes there and back is as it was.
  if (answered < model_->horizon && backends_->log.in_last_step(answered)) {
    ++log.admitted;
    log.progress_change += limited ? 0 : 1;
    return log;
  }
  if (limited)
    --step_ahead(backend, answered).progress_change;
  observation::CallStep& admission = step_ahead(backend, admitted);
  ++admission.progress_change;
  ++admission.admitted;
  if (admitted > now) {
    --admission.queue_change;
    ++log.queue_change;
  }
  return log;
}

void StreamRun::log_answer(std::uint32_t backend, Time now, Duration latency) {
  if (!model_->backends[backend].capacity)
    --backends_->log.at(backend, now).progress_change;
  backends_->log.note_answer(backend, now, latency);
}

/// Two stations that call at one instant: the call by the event that was scheduled first is the first.
void StreamRun::note_call_order(std::uint32_t station, Micros now, Micros scheduled) {
  undecided_ |= now == last_call_at_ && station != last_caller_ && scheduled <= last_call_scheduled_;
  last_call_at_ = now;
  last_caller_ = station;
  last_call_scheduled_ = scheduled;
}

/// True if the server goes on with a service, this one or the next.
bool StreamRun::sound_service_due(std::uint32_t station, std::size_t place, Micros now, bool with_forms) {
  Stream& stream = streams_[station];
  ServiceProgress& progress = stream.progress[place];
  const Micros scheduled = progress.scheduled;
  const std::uint8_t step = progress.step;
  const Micros began = progress.since;
  const bool waited = began != scheduled;
  // The heap takes those due at one instant by place.
  if (now == stream.last_due)
    undecided_ = undecided_ || scheduled < stream.last_scheduled ||
                 (scheduled == stream.last_scheduled && (step != stream.last_step || waited || stream.last_waited));
  stream.last_due = now;
  stream.last_waited = waited;
  stream.last_scheduled = scheduled;
  stream.last_step = step;
  if (const SoundStep& ended = stream.steps[step]; ended.calls) {
    progress.called_for += now - began;
    log_answer(ended.backend, time_at(now), Duration::microseconds(now - began));
  }
  ++progress.step;
  if (const Micros next = next_sound_due(station, progress, now, scheduled); next >= 0) {
    stream.servers.replace_first(sound_key(next, place));
    return true;
  }
  const Micros called_for = progress.called_for;
  stream.progress.end(place);
  const bool follows = stream.begun < stream.lined_up && stream.servers_taken(with_forms) <= stream.on_duty;
  if (follows)
    stream.servers.replace_first(begin_sound_service(station, now, scheduled, true));
  else
    stream.servers.pop();
  let_depart(station, {stream.person[place], static_cast<std::uint32_t>(place), now, scheduled,
                       stream.begin[place] - stream.join[place] + called_for});
  return follows;
}

/// From here on the group's stations meet failures: what is under way goes on to the calendar.
void StreamRun::take_up_calendar(CallingGroup& group) {
  group.sound = false;
  memory_->under_way.clear();
  memory_->waiting.clear();
  for (const std::uint32_t s : group.stations) {
    Stream& stream = streams_[s];
    for (std::size_t i = stream.next_staffing; i < stream.model->staffing.size(); ++i)
      schedule_change(group, stream.model->staffing[i].at, Phase::staffing,
                      {Kind::staff_change, s, static_cast<std::uint32_t>(i)});
    stream.busy = static_cast<std::int32_t>(stream.servers.size());
    for (const StreamKeys::Key key : stream.servers.all()) {
      const std::size_t place = keys_.place(key);
      const auto id = static_cast<std::uint32_t>(services_.size());
      Service& service = services_.emplace_back();
      service.due = keys_.at(key);
      service.scheduled = stream.progress[place].scheduled;
      service.since = stream.progress[place].since;
      service.waited = stream.begin[place] - stream.join[place] + stream.progress[place].called_for;
      service.person = stream.person[place];
      service.place = static_cast<std::uint32_t>(place);
      service.slot = static_cast<std::uint32_t>(stream.in_service.size());
      service.station = static_cast<std::uint8_t>(s);
      service.step = stream.progress[place].step;
      const Step& step = stream.model->steps[service.step];
      if (step.kind == Step::Kind::call) {
        const BackendModel& backend = model_->backends[step.backend];
        const Duration latency = stream.steps[service.step].time[service.person];
        service.activity = Activity::calling;
        service.made = service.since;
        service.answered = service.due;
        service.admitted = backend.capacity ? service.due - latency.in_microseconds() : service.made;
        service.made_before = true;
        if (service.admitted >= now_ && has_places(step.backend))
          service.activity = Activity::waiting;
        // Its turn comes once a failure has begun: when it is answered then is for HubRun to tell.
        undecided_ =
            undecided_ || (backend.capacity &&
                           state_at(failures_->timelines[step.backend], time_at(service.admitted)).latency_factor > 1);
      }
      stream.in_service.push_back(id);
      (service.activity == Activity::waiting ? memory_->waiting : memory_->under_way).push_back(id);
    }
    stream.servers.clear();
  }
  // In the order in which they were scheduled.
  std::sort(memory_->under_way.begin(), memory_->under_way.end(), [this](std::uint32_t a, std::uint32_t b) {
    const Service& left = services_[a];
    const Service& right = services_[b];
    undecided_ = undecided_ || (a != b && left.scheduled == right.scheduled && left.due == right.due &&
                                (left.station != right.station || left.step != right.step ||
                                 left.since != left.scheduled || right.since != right.scheduled));
    return std::tuple(left.scheduled, left.place, left.station) <
           std::tuple(right.scheduled, right.place, right.station);
  });
  for (const std::uint32_t id : memory_->under_way)
    group.due.schedule(services_[id].due, id);
}

/// Calls that wait for a place, in the order in which they were made: each backend admits them in it.
void StreamRun::list_calls_that_wait() {
  std::sort(memory_->waiting.begin(), memory_->waiting.end(), [this](std::uint32_t a, std::uint32_t b) {
    const Service& left = services_[a];
    const Service& right = services_[b];
    undecided_ = undecided_ || (a != b && left.made == right.made && left.answered == right.answered);
    return std::tuple(left.made, left.admitted, left.place, left.station) <
           std::tuple(right.made, right.admitted, right.place, right.station);
  });
}

}  // namespace ripresa::model
