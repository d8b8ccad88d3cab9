// Failures of backends at stations that call, and which response holds: as in hub_run_outage.cpp and
// hub_run_response.cpp.

#include <algorithm>
#include <cassert>

#include "ripresa/model/responses_at_midnight.hpp"
#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

using engine::Phase;
using scenario::UnderWay;

void StreamRun::meet(const ExposureFailures& failures) {
  failures_ = &failures;
  if (!hub_->meets_failures || undecided_)
    return;
  now_ = run_to_;
  for (CallingGroup& group : groups_) {
    take_up_calendar(group);
    list_calls_that_wait();
    if (group.limited)
      schedule_queue_losses(group);
    for (std::uint32_t b = 0; b < failures.timelines.size(); ++b)
      for (std::uint32_t i = changes_before_midnight(failures.timelines[b]); i < failures.timelines[b].size(); ++i)
        schedule_change(group, failures.timelines[b][i].at, Phase::availability, {Kind::backend_change, b, i});
    take_over_from_before(group);
    // Behind the changes: whoever a backend would admit at the instant at which it goes is lost.
    for (const std::uint32_t id : memory_->waiting)
      await_place(group, id);
    prepare_entry(group);
    expect_settling(group);
  }
}

/// What began before midnight goes on.
void StreamRun::take_over_from_before(CallingGroup& group) {
  const auto& timelines = failures_->timelines;
  for (std::uint32_t b = 0; b < timelines.size(); ++b)
    if (const std::uint32_t past = changes_before_midnight(timelines[b]); past > 0)
      group.backends[b] = timelines[b][past - 1].state;
  for (const std::uint32_t s : group.stations) {
    streams_[s].response = responses_at_midnight(hub_->stations[s], timelines);
    schedule_response_change(group, s);
  }
}

/// A backend that goes down everywhere forgets who waits, whether the hub sees it go or has lost it before.
void StreamRun::schedule_queue_losses(CallingGroup& group) {
  for (std::uint32_t b = 0; b < failures_->everywhere.size(); ++b)
    for (const auto& change : failures_->everywhere[b])
      if (!change.state.up && change.at >= Time{})
        schedule_change(group, change.at, Phase::availability, {Kind::queue_lost, b, 0});
}

void StreamRun::change_backends(CallingGroup& group) {
  bool any_gone = false;
  bool any_back = false;
  for (std::uint32_t backend = 0; backend < group.backends.size(); ++backend) {
    const bool was_up = group.backends[backend].up;
    group.backends[backend] = state_at(failures_->timelines[backend], time_at(now_));
    const bool is_up = group.backends[backend].up;
    any_gone = any_gone || (was_up && !is_up);
    any_back = any_back || (!was_up && is_up);
  }
  if (!any_gone && !any_back)
    return;
  for (const std::uint32_t s : group.stations)
    note_backends(group, s);
  for (const std::uint32_t s : group.stations) {
    if (any_gone) {
      lose_backend(group, s);
      put_back_stalled_forms(group, s);
    }
    if (any_back)
      regain_backend(group, s);
  }
}

/// Those in service at the station, in the order in which they began.
void StreamRun::list_in_turn(std::uint32_t station) {
  auto& in_turn = memory_->in_turn;
  in_turn = streams_[station].in_service;
  std::sort(in_turn.begin(), in_turn.end(),
            [this](std::uint32_t a, std::uint32_t b) { return services_[a].place < services_[b].place; });
}

/// Calls in progress are lost; what is due now is done.
void StreamRun::lose_backend(CallingGroup& group, std::uint32_t station) {
  list_in_turn(station);
  for (const std::uint32_t id : memory_->in_turn) {
    const Service& service = services_[id];
    const bool waiting = service.activity == Activity::waiting;
    if (service.served != Mode::usual || service.due <= now_)
      continue;
    if ((service.activity == Activity::calling || waiting) &&
        !group.backends[streams_[station].model->steps[service.step].backend].up) {
      const std::uint32_t backend = streams_[station].model->steps[service.step].backend;
      ++backends_->log.at(backend, time_at(now_)).failed;
      lose_call(backend, waiting || service.admitted > now_, time_at(service.admitted), time_at(service.answered));
      hold(id);
    }
  }
  respond_to_stalled(group, station);
}

/// The call is lost: here alone, or with the backend.
void StreamRun::lose_call(std::uint32_t backend, bool waiting, Time admitted, Time answered) {
  const Time now = time_at(now_);
  if (state_at(failures_->everywhere[backend], now).up)
    leave_behind(backend, admitted, answered);
  else
    withdraw_from_log(backend, now, waiting, admitted, answered);
}

/// The backend works on, in vain, until it goes down everywhere.
void StreamRun::leave_behind(std::uint32_t backend, Time admitted, Time answered) {
  const Time lost = next_loss(failures_->everywhere[backend], time_at(now_));
  const bool done = answered <= lost && (admitted < lost || has_places(backend));
  observation::CallStep& end = step_ahead(backend, std::min(answered, lost));
  end.progress_change -= model_->backends[backend].capacity ? 0 : 1;
  end.wasted += done ? 1 : 0;
  if (!done && model_->backends[backend].capacity)
    withdraw_from_log(backend, lost, admitted >= lost, admitted, answered);
}

/// What the record has of the call after it is lost is taken back. One whose turn is at that instant is not admitted.
void StreamRun::withdraw_from_log(std::uint32_t backend, Time lost, bool waiting, Time admitted, Time answered) {
  if (waiting || (admitted == lost && !has_places(backend))) {
    observation::CallStep& admission = step_ahead(backend, admitted);
    ++admission.queue_change;
    --admission.admitted;
    --admission.progress_change;
    --step_ahead(backend, lost).queue_change;
  } else {
    --step_ahead(backend, lost).progress_change;
  }
  step_ahead(backend, answered).progress_change += model_->backends[backend].capacity ? 1 : 0;
}

void StreamRun::hold(std::uint32_t id) {
  Service& service = services_[id];
  service.left_an_event = service.left_an_event || service.due != kNever;
  service.activity = Activity::held;
  service.due = kNever;
  streams_[service.station].held.push_back(id);
}

/// Makes the calls that were held, in the order in which they stalled.
void StreamRun::regain_backend(CallingGroup& group, std::uint32_t station) {
  Stream& stream = streams_[station];
  stalled_.clear();
  stalled_.swap(stream.held);
  for (const std::uint32_t id : stalled_) {
    const Step& step = stream.model->steps[services_[id].step];
    if (group.backends[step.backend].up)
      make_call(group, id, step);
    else
      stream.held.push_back(id);
  }
  if (forms_.any_on_pile(station))
    key_in_forms(group, station);
  fill_servers(group, station);
}

void StreamRun::note_backends(CallingGroup& group, std::uint32_t station) {
  Stream& stream = streams_[station];
  const bool lost = std::any_of(stream.model->called.begin(), stream.model->called.end(),
                                [&group](std::uint32_t backend) { return !group.backends[backend].up; });
  if (stream.response.note_backends(lost, time_at(now_)))
    schedule_response_change(group, station);
}

void StreamRun::schedule_response_change(CallingGroup& group, std::uint32_t station) {
  const ResponseClock& clock = streams_[station].response;
  if (clock.next() != ResponseClock::Next::nothing)
    schedule_change(group, clock.next_at(), Phase::availability, {Kind::response_change, station, clock.epoch()});
}

void StreamRun::change_response(CallingGroup& group, Change change) {
  ResponseClock& clock = streams_[change.subject].response;
  if (change.ordinal != clock.epoch())
    return;
  const bool holds = clock.next() == ResponseClock::Next::response_holds;
  clock.take_next();
  schedule_response_change(group, change.subject);
  if (holds)
    respond_to_stalled(group, change.subject);
  else if (!clock.backend_lost())
    fill_servers(group, change.subject);
  else if (forms_.any_on_pile(change.subject))
    key_in_forms(group, change.subject);
}

/// Those whose services have stalled are served on paper, where the station works so and lets them.
void StreamRun::respond_to_stalled(CallingGroup& group, std::uint32_t station) {
  Stream& stream = streams_[station];
  if (stream.response.mode() != Mode::paper || stream.model->paper->under_way == UnderWay::finish)
    return;
  for (const std::uint32_t id : stream.held) {
    Service& service = services_[id];
    service.waited += now_ - service.since;
    service.served = Mode::paper;
    begin_work(group, id, Duration::nearest_seconds(paper_work(service).in_seconds()));
  }
  stream.held.clear();
}

Duration StreamRun::paper_work(const Service& service) const {
  const StationModel& station = hub_->stations[service.station];
  const auto bits = people_->bits(random_, service.person, purpose(station.code, Use::service, kOnPaper));
  return station.paper->service[people_->person_class[service.person]].draw(bits);
}

}  // namespace ripresa::model
