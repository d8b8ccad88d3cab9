// Stations that call a backend, on a calendar of their own. What happens at an instant is HubRun's, service by service.

#include <algorithm>
#include <cassert>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

using engine::Phase;

void StreamRun::start_group(CallingGroup& group) {
  group.calendar.clear();
  group.changes.clear();
  group.next_change_at = kNever;
  std::fill(group.backends.begin(), group.backends.end(), BackendState{});
  leave_calendar(group);
}

void StreamRun::leave_calendar(CallingGroup& group) {
  group.due.start(model_->horizon);
  group.sound = true;
  group.settles_at = kNever;
}

void StreamRun::schedule_change(CallingGroup& group, Time at, Phase phase, Change change) {
  if (at == Time::never())
    return;
  group.calendar.schedule(at, phase, static_cast<std::uint32_t>(group.changes.size()));
  group.next_change_at = std::min(group.next_change_at, at.in_microseconds());
  change.order = group.due.take_order();
  group.changes.push_back(change);
}

void StreamRun::run_group(CallingGroup& group, Micros end) {
  while (!group.sound && group.settles_at < end) {
    run_calendar(group, group.settles_at);
    if (next_call_.at != Time::never())
      return;
    try_to_settle(group);
  }
  if (group.sound)
    run_sound(group, end);
  else
    run_calendar(group, end);
}

void StreamRun::run_calendar(CallingGroup& group, Micros end) {
  for (const std::uint32_t s : group.stations)
    if (!streams_[s].in_order)
      let_in_order(s, end);
  // Looked for again only when somebody has joined: nobody sets out from here who joins a station of the group before
  // the end. With its twin a day costs 0.98 of what it does when it is looked for at every event.
  NextJoin next = next_join(group, end);
  for (;;) {
    const bool change = change_is_first(group);
    const Micros at = change ? group.next_change_at : group.due.first_at();
    if (at > std::min(next.at, end - 1)) {
      if (!next.stream)
        break;
      now_ = next.at;
      join(group, next.station);
      next = next_join(group, end);
      continue;
    }
    const Phase phase = change ? group.calendar.next_due().second : Phase::progress;
    if (streams_[group.stations.front()].takes_turns && may_call(group, change, at) && !take_turn(at, phase))
      return;
    if (next.stream && next.stream->direct && at == next.at && phase == Phase::progress) {
      join_before(group, next.station, change, at);
      next = next_join(group, end);
    }
    now_ = at;
    event_scheduled_ = -1;
    call_phase_ = phase;
    if (change) {
      carry_out(group, group.changes[take_change(group)]);
    } else {
      group.due.begin_first();
      service_due(group, group.due.first(), at);
      group.due.remove_first();
    }
  }
  undecided_ = undecided_ || group.due.full();
}

/// Who joins next, before `end`.
StreamRun::NextJoin StreamRun::next_join(const CallingGroup& group, Micros end) {
  NextJoin next{end, nullptr, 0};
  for (const std::uint32_t s : group.stations) {
    Stream& stream = streams_[s];
    if (stream.lined_up == stream.joined)
      continue;
    const Micros at = stream.join[stream.lined_up];
    // Whose call comes first would depend on who joins first.
    undecided_ = undecided_ || (next.stream && at == next.at);
    if (at < next.at)
      next = {at, &stream, s};
  }
  return next;
}

/// Whether the next to happen is a change, not a service.
bool StreamRun::change_is_first(const CallingGroup& group) {
  if (group.next_change_at != group.due.first_at())
    return group.next_change_at < group.due.first_at();
  return group.calendar.next_due().second < Phase::progress ||
         group.changes[group.calendar.next_token()].order < group.due.first_order();
}

/// Takes the next change out of the calendar: its place in the list of changes.
std::uint32_t StreamRun::take_change(CallingGroup& group) {
  engine::Calendar::Event event;
  group.calendar.pop_by(time_at(group.next_change_at), event);
  group.next_change_at = group.calendar.next_time().in_microseconds();
  return event.token;
}

/// Whether a call may be made at an event. Work comes first in every service where hubs meet at calls.
bool StreamRun::may_call(const CallingGroup& group, bool change, Micros at) const {
  if (change) {
    const Kind kind = group.changes[group.calendar.next_token()].kind;
    return kind != Kind::call_admitted && kind != Kind::form_admitted;
  }
  const Service& service = services_[group.due.first()];
  if (service.due != at)
    return false;
  const bool another_step = service.step + std::size_t{1} < streams_[service.station].model->steps.size();
  switch (service.activity) {
    case Activity::working:
      return service.served == Mode::usual && another_step;
    case Activity::calling:
      return another_step;
    default:
      return true;
  }
}

/// Who comes straight from a departure that was scheduled before the event joins before it.
void StreamRun::join_before(CallingGroup& group, std::uint32_t station, bool change, Micros at) {
  Stream& stream = streams_[station];
  Micros due = kNever;
  Micros scheduled = -1;
  if (!change) {
    due = services_[group.due.first()].due;
    scheduled = services_[group.due.first()].scheduled;
  } else if (const Change next = group.changes[group.calendar.next_token()];
             next.kind == Kind::form_entry && static_cast<FormEvent>(next.ordinal) == FormEvent::form_due) {
    due = forms_.form(next.subject).due.in_microseconds();
    scheduled = forms_.form(next.subject).scheduled.in_microseconds();
  }
  if (due != at)
    return;
  while (stream.lined_up < stream.joined && stream.join[stream.lined_up] == at &&
         stream.cause[stream.lined_up] <= scheduled) {
    undecided_ = undecided_ || stream.cause[stream.lined_up] == scheduled;
    now_ = at;
    join(group, station);
  }
}

void StreamRun::carry_out(CallingGroup& group, Change change) {
  switch (change.kind) {
    case Kind::staff_change:
      streams_[change.subject].on_duty = hub_->stations[change.subject].staffing[change.ordinal].servers;
      fill_servers(group, change.subject);
      break;
    case Kind::backend_change:
      note_change();
      change_backends(group);
      break;
    case Kind::queue_lost:
      if (admission_ == Admission::by_script)
        scripts_[group.stations.front()].forget(change.subject, time_at(now_), call_phase_);
      else
        backends_->admissions.forget(change.subject);
      break;
    case Kind::response_change:
      note_change();
      change_response(group, change);
      break;
    case Kind::form_entry:
      carry_out_entry(group, change);
      break;
    case Kind::call_admitted:
      admit_waiting(group, change);
      break;
    case Kind::form_admitted:
      note_admission(hub_->stations[forms_.form(change.subject).station].called.front());
      promise_form_answer(group, change);
      break;
  }
}

void StreamRun::join(CallingGroup& group, std::uint32_t station) {
  Stream& stream = streams_[station];
  const std::size_t place = stream.lined_up++;
  if (stream.begun == place && stream.busy < stream.on_duty) {
    begin_service(group, station);
    return;
  }
  record_.stations[station].peak_queue.raise_to(static_cast<std::int32_t>(stream.lined_up - stream.begun),
                                                time_at(now_));
  line_.join(now_);
}

void StreamRun::fill_servers(CallingGroup& group, std::uint32_t station) {
  Stream& stream = streams_[station];
  if (group.sound) {
    fill_sound_servers(station, now_, event_scheduled_);
  } else {
    while (stream.begun < stream.lined_up && stream.busy < stream.on_duty) {
      line_.leave(now_);
      if (stream.join[stream.begun] == now_)
        stream.tied.push_back(static_cast<std::uint32_t>(stream.begun));
      begin_service(group, station);
    }
  }
  if (forms_.any_on_pile(station))
    key_in_forms(group, station);
}

void StreamRun::begin_service(CallingGroup& group, std::uint32_t station) {
  Stream& stream = streams_[station];
  const std::size_t place = stream.begun++;
  stream.begin[place] = now_;
  ++stream.busy;
  if (spare_services_.empty()) {
    spare_services_.push_back(static_cast<std::uint32_t>(services_.size()));
    services_.emplace_back();
  }
  const std::uint32_t id = spare_services_.back();
  spare_services_.pop_back();
  Service& service = services_[id];
  service = Service{};
  service.waited = now_ - stream.join[place];
  service.person = stream.person[place];
  service.place = static_cast<std::uint32_t>(place);
  service.slot = static_cast<std::uint32_t>(stream.in_service.size());
  service.station = static_cast<std::uint8_t>(station);
  service.served = stream.response.mode();
  stream.in_service.push_back(id);
  if (service.served == Mode::paper)
    begin_work(group, id, paper_work(service));
  else
    do_step(group, id);
}

void StreamRun::schedule(CallingGroup& group, std::uint32_t id, Micros due) {
  Service& service = services_[id];
  service.due = due;
  service.scheduled = now_;
  group.due.schedule(due, id);
}

void StreamRun::begin_work(CallingGroup& group, std::uint32_t id, Duration work) {
  services_[id].activity = Activity::working;
  undecided_ = undecided_ || work <= Duration{};
  schedule(group, id, now_ + work.in_microseconds());
}

void StreamRun::service_due(CallingGroup& group, std::uint32_t id, Micros at) {
  Service& service = services_[id];
  if (service.due != at)
    return;
  service.due = kNever;
  event_scheduled_ = service.scheduled;
  switch (service.activity) {
    case Activity::working:
      ++service.step;
      do_step(group, id);
      break;
    case Activity::calling:
      answer(group, id);
      break;
    case Activity::pausing:
      do_step(group, id);
      break;
    case Activity::waiting:
    case Activity::held:
      assert(false && "nothing is due for somebody who waits");
  }
}

void StreamRun::do_step(CallingGroup& group, std::uint32_t id) {
  Service& service = services_[id];
  const Stream& stream = streams_[service.station];
  if (service.served != Mode::usual || service.step == stream.model->steps.size()) {
    complete(group, id);
    return;
  }
  const Step& step = stream.model->steps[service.step];
  if (step.kind == Step::Kind::work) {
    begin_work(group, id, stream.service[service.person]);
    return;
  }
  if (service.activity != Activity::pausing)
    service.since = now_;
  make_call(group, id, step);
}

engine::UniformBits StreamRun::call_bits(const Service& service, const Step& step, Use use) const {
  return people_->bits(random_, service.person,
                       purpose(hub_->stations[service.station].code, use, call_ordinal(step.ordinal, service.attempt)));
}

Duration StreamRun::sound_latency(const Service& service, const Step& step) const {
  return service.attempt == 0 ? streams_[service.station].steps[service.step].time[service.person]
                              : model_->backends[step.backend].latency.draw(call_bits(service, step, Use::latency));
}

/// When a call is answered that is made now and admitted then.
Time StreamRun::answer_time(const CallingGroup& group, std::uint32_t backend, Time admitted, Duration work) const {
  const bool later = admitted > time_at(now_);
  return admitted + slowed(work, later ? state_at(failures_->timelines[backend], admitted) : group.backends[backend]);
}

void StreamRun::make_call(CallingGroup& group, std::uint32_t id, const Step& step) {
  Service& service = services_[id];
  const Time now = time_at(now_);
  service.made = now_;
  observation::CallStep& log = backends_->log.at(step.backend, now);
  ++log.offered;
  log.first_attempts += service.made_before ? 0 : 1;
  service.made_before = true;
  if (!group.backends[step.backend].up) {
    ++log.failed;
    hold(id);
    respond_to_stalled(group, service.station);
    return;
  }
  const Duration work = sound_latency(service, step);
  note_call_at_loss(step.backend, now);
  const Time admitted = admit(service.station, step.backend, now, work);
  const Time answered = answer_time(group, step.backend, admitted, work);
  service.activity = Activity::calling;
  service.admitted = admitted.in_microseconds();
  service.answered = answered.in_microseconds();
  log_admission(step.backend, now, admitted, answered);
  if (admitted > now && has_places(step.backend))
    await_place(group, id);
  else if (answered == now)
    answer(group, id);
  else
    schedule(group, id, answered.in_microseconds());
}

/// A hub may still call at the very instant at which a backend goes, which has lost all it had by then.
void StreamRun::note_call_at_loss(std::uint32_t backend, Time now) {
  undecided_ = undecided_ || (has_places(backend) && !state_at(failures_->everywhere[backend], now).up);
}

/// HubRun hears of the answer when the call is admitted: its event is scheduled then, and before all others of that
/// instant.
void StreamRun::await_place(CallingGroup& group, std::uint32_t id) {
  Service& service = services_[id];
  service.activity = Activity::waiting;
  service.due = kNever;
  service.waiting_as = ++calls_that_waited_;
  schedule_change(group, time_at(service.admitted), Phase::availability, {Kind::call_admitted, id, service.waiting_as});
}

void StreamRun::admit_waiting(CallingGroup& group, Change change) {
  Service& service = services_[change.subject];
  if (service.activity != Activity::waiting || service.waiting_as != change.ordinal)
    return;
  note_admission(streams_[service.station].model->steps[service.step].backend);
  service.activity = Activity::calling;
  schedule(group, change.subject, service.answered);
}

/// Of what comes first at an instant, admissions come before all else, and those of two backends in the order in which
/// work began that ends now. Here all come in the order in which they were scheduled, which may be another.
void StreamRun::note_admission(std::uint32_t backend) {
  undecided_ = undecided_ || last_change_at_ == now_ || (last_admission_at_ == now_ && last_admission_by_ != backend);
  last_admission_at_ = now_;
  last_admission_by_ = backend;
}

void StreamRun::note_change() {
  undecided_ = undecided_ || last_admission_at_ == now_;
  last_change_at_ = now_;
}

void StreamRun::answer(CallingGroup& group, std::uint32_t id) {
  Service& service = services_[id];
  const Step& step = streams_[service.station].model->steps[service.step];
  const BackendState& state = group.backends[step.backend];
  observation::CallStep& log = backends_->log.at(step.backend, time_at(now_));
  log.progress_change -= model_->backends[step.backend].capacity ? 0 : 1;
  if (state.error_rate > 0 && engine::uniform(call_bits(service, step, Use::call_outcome)) < state.error_rate) {
    ++log.failed;
    ++service.attempt;
    service.activity = Activity::pausing;
    schedule(group, id, now_ + state.retry_pause.in_microseconds());
    return;
  }
  backends_->log.note_answer(step.backend, time_at(now_), Duration::microseconds(now_ - service.made));
  service.made_before = false;
  service.waited += now_ - service.since;
  ++service.step;
  service.attempt = 0;
  do_step(group, id);
}

void StreamRun::complete(CallingGroup& group, std::uint32_t id) {
  const Service service = services_[id];
  Stream& stream = streams_[service.station];
  --stream.busy;
  // As HubRun does: the order decides who stalls first when a backend goes.
  const std::uint32_t last = stream.in_service.back();
  stream.in_service[service.slot] = last;
  services_[last].slot = service.slot;
  stream.in_service.pop_back();
  if (!service.left_an_event)
    spare_services_.push_back(id);
  if (service.served == Mode::paper)
    file_form(group, service.station, service.person);
  fill_servers(group, service.station);
  let_depart(service.station, {service.person, service.place, now_, event_scheduled_, service.waited});
}

/// Those in service at the horizon.
void StreamRun::complete_services() {
  for (CallingGroup& group : groups_)
    for (const std::uint32_t s : group.stations) {
      complete_entry(group, s);
      Stream& stream = streams_[s];
      for (const StreamKeys::Key key : stream.servers.all()) {
        const std::size_t place = keys_.place(key);
        const SoundStep& step = stream.steps[stream.progress[place].step];
        if (step.calls)
          backends_->log.note_under_way(step.backend);
        note_wait(stream.person[place], stream.begin[place] - stream.join[place] + stream.progress[place].called_for +
                                            (step.calls ? horizon_ - stream.progress[place].since : 0));
        stream.lined += stream.begin[place] - stream.join[place];
        leave_under_way(s, stream.begin[place]);
      }
      for (const std::uint32_t id : stream.in_service) {
        const Service& service = services_[id];
        const Micros begin = stream.begin[service.place];
        if (service.activity == Activity::calling || service.activity == Activity::waiting)
          backends_->log.note_under_way(stream.model->steps[service.step].backend);
        note_wait(service.person,
                  service.waited + (service.activity != Activity::working ? horizon_ - service.since : 0));
        stream.lined += begin - stream.join[service.place];
        leave_under_way(s, begin);
      }
    }
}

}  // namespace ripresa::model
