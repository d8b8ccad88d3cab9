// Calls to backends: made, answered, failed, made again.

#include <algorithm>
#include <cassert>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;

HubRun::Call& HubRun::call_of(const Person& p) {
  return stations_[p.station].calls[p.slot];
}

void HubRun::make_call(std::uint32_t person, const Step& step, BackendQueues& queues) {
  Person& p = persons_[person];
  const StationModel& model = hub_->stations[p.station];
  if (model.retry && !let_through(person))
    return;
  Call& call = call_of(p);
  call.made = now_;
  call.admitted = call.answered = Time::never();
  call.ticket = {};
  ++queues.log().at(step.backend, now_).offered;
  if (!call.made_before)
    note_first_attempt(p, step, queues);
  if (!backends_[step.backend].up) {
    stall(person, queues);
    respond_to_stalled(p.station, queues);
    return;
  }
  p.activity = Activity::calling;
  if (hand_over(person, step, queues))
    await_answer(person, queues);
}

void HubRun::note_first_attempt(const Person& p, const Step& step, BackendQueues& queues) {
  ++queues.log().at(step.backend, now_).first_attempts;
  call_of(p).made_before = true;
  call_of(p).round = 0;
  const auto& retry = hub_->stations[p.station].retry;
  if (!retry || !retry->policy.budget)
    return;
  double& tokens = stations_[p.station].retry_tokens;
  tokens = std::min(retry->policy.budget->burst, tokens + retry->policy.budget->ratio);
}

/// The call reaches the backend. False when it was refused, which is dealt with.
bool HubRun::hand_over(std::uint32_t person, const Step& step, BackendQueues& queues) {
  if (reach_backend(step.backend, person, sound_latency(person, step), call_of(persons_[person]), queues))
    return true;
  call_failed(person, model_->backends[step.backend].capacity->retry_after);
  return false;
}

/// The same for whoever calls; a refusal goes on record. `work`: that the backend does for the call when it is sound.
bool HubRun::reach_backend(std::uint32_t backend, std::uint32_t caller, Duration work, CallUnderWay& call,
                           BackendQueues& queues) {
  if (!model_->backends[backend].capacity) {
    call.admitted = now_;
    call.answered = now_ + slowed(work, backends_[backend]);
    observation::CallStep& log = queues.log().at(backend, now_);
    ++log.admitted;
    ++log.progress_change;
    return true;
  }
  const Reception reception = queues.receive(backend, place_, caller, work, now_);
  if (reception.refused) {
    ++queues.log().at(backend, now_).refused;
    return false;
  }
  call.answered = reception.answered;
  call.admitted = reception.admitted;
  call.ticket = reception.ticket;
  return true;
}

Time HubRun::gives_up_at(const Person& p) {
  const auto& retry = hub_->stations[p.station].retry;
  return retry ? call_of(p).made + retry->policy.timeout : Time::never();
}

/// Schedules what comes first, the answer or the time-out. An answer at the very instant of the time-out is in time.
void HubRun::await_answer(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  const Call& call = call_of(p);
  const Time gives_up = gives_up_at(p);
  if (call.answered == now_ && call.ticket == CallTicket{})
    answer(person, queues);
  else if (call.answered <= gives_up && call.answered != Time::never())
    schedule(person, call.answered, Phase::progress);
  else if (gives_up != Time::never())
    schedule(person, gives_up, Phase::retry, hub_->stations[p.station].retry->timeout_lane);
  else
    p.due = Time::never();
}

void HubRun::expect_answer(const Notice& notice, BackendQueues& queues) {
  if ((notice.caller & kFormCaller) != 0) {
    queues_ = &queues;
    expect_form_answer(notice.caller & ~kFormCaller, notice);
    return;
  }
  const Person& p = persons_[notice.caller];
  if (p.activity != Activity::calling || call_of(p).ticket != notice.ticket)
    return;
  call_of(p).answered = notice.answered;
  await_answer(notice.caller, queues);
}

/// What a call waits for has come: the answer, unless the backend has slowed down since, or the time-out.
void HubRun::call_due(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  Call& call = call_of(p);
  if (call.answered != now_) {
    time_out(person, queues);
  } else if (queues.finished(call.ticket)) {
    answer(person, queues);
  } else {
    call.answered = Time::never();
    await_answer(person, queues);
  }
}

Duration HubRun::sound_latency(std::uint32_t person, const Step& step) const {
  const engine::Sampler& sampler = model_->backends[step.backend].latency;
  const auto constant = sampler.constant_value();
  return constant ? *constant : sampler.draw(call_bits(person, step, Use::latency));
}

engine::UniformBits HubRun::call_bits(std::uint32_t person, const Step& step, Use use) const {
  const Person& p = persons_[person];
  return bits_of(person, purpose(hub_->stations[p.station].code, use, call_ordinal(step.ordinal, p.attempt)));
}

const Step& HubRun::step_of(const Person& p) const {
  return hub_->stations[p.station].steps[p.step];
}

/// The backend answers the current call, or tells that it failed.
void HubRun::answer(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  const Step& step = step_of(p);
  const BackendState& state = backends_[step.backend];
  Call& call = call_of(p);
  observation::CallStep& log = queues.log().at(step.backend, now_);
  if (!model_->backends[step.backend].capacity)
    --log.progress_change;
  call.ticket = {};
  if (state.error_rate > 0 && engine::uniform(call_bits(person, step, Use::call_outcome)) < state.error_rate) {
    ++log.failed;
    call_failed(person, state.retry_pause);
    return;
  }
  queues.log().note_answer(step.backend, now_, now_ - call.made);
  call.made_before = false;
  const std::uint32_t station = p.station;
  // Before the call that may follow at once; who was blocked comes after it.
  const bool closes = stations_[station].breaker.note_success(call.breaker_era);
  end_wait(p);
  ++p.step;
  p.attempt = 0;
  do_step(person, queues);
  if (closes)
    release_blocked(station, stations_[station].blocked.size(), queues);
}

/// The client no longer waits, and the backend works on unless it has gone. Without a limit that is in nobody's way.
void HubRun::leave_behind(std::uint32_t backend, CallUnderWay& call, BackendQueues& queues) {
  if (call.ticket == CallTicket{} && call.answered != Time::never())
    queues.give_up(backend, place_, call.admitted, call.answered, now_);
  queues.give_up(call.ticket, now_);
  call.ticket = {};
  call.answered = Time::never();
}

/// The client gives up waiting.
void HubRun::time_out(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  Call& call = call_of(p);
  const std::uint32_t backend = step_of(p).backend;
  ++queues.log().at(backend, now_).timed_out;
  leave_behind(backend, call, queues);
  call_failed(person, Duration{});
}

/// A call has failed for its client: it is made again after a pause, if at all.
void HubRun::call_failed(std::uint32_t person, Duration pause_without_rules) {
  Person& p = persons_[person];
  const auto& retry = hub_->stations[p.station].retry;
  ++p.attempt;
  if (!retry) {
    p.activity = Activity::pausing;
    schedule(person, now_ + pause_without_rules, Phase::progress);
    return;
  }
  ++call_of(p).round;
  note_failure(p);
  if (!may_retry(person)) {
    give_up_retrying(person);
    return;
  }
  p.activity = Activity::pausing;
  schedule(person, now_ + backoff(person), Phase::retry, retry->pause_lane);
}

/// The backend does not answer. A client without rules of its own waits for its return; one that retries goes on.
void HubRun::stall(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  if (!hub_->stations[p.station].retry) {
    ++queues.log().at(step_of(p).backend, now_).failed;
    hold(person);
  } else if (told_later(p.station)) {
    hold(person);
    schedule_exhaustion(person);
  } else {
    p.activity = Activity::calling;
    put_among_stalled(person);
    await_answer(person, queues);
  }
}

void HubRun::put_among_stalled(std::uint32_t person) {
  Person& p = persons_[person];
  if (call_of(p).stalled)
    return;
  call_of(p).stalled = true;
  stations_[p.station].held.push_back(person);
}

void HubRun::take_from_stalled(std::uint32_t person) {
  Person& p = persons_[person];
  if (!call_of(p).stalled)
    return;
  call_of(p).stalled = false;
  auto& held = stations_[p.station].held;
  held.erase(std::find(held.begin(), held.end(), person));
}

/// The person's call will not be made any more: the work goes on without the backend, or the day is over.
void HubRun::stop_calling(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  if (stations_[p.station].calls.empty() || p.step >= hub_->stations[p.station].steps.size() ||
      step_of(p).kind != Step::Kind::call)
    return;
  Call& call = call_of(p);
  const std::uint32_t backend = step_of(p).backend;
  const bool told = hub_->stations[p.station].retry && p.activity == Activity::held && !call.passive && !call.blocked;
  if (told)
    tell_attempts(person, now_, queues);
  if (p.activity == Activity::calling) {
    ++queues.log().at(backend, now_).failed;
    leave_behind(backend, call, queues);
    note_failure(p);
  }
  const bool stalled = call.stalled;
  call = Call{};
  call.stalled = stalled;
}

}  // namespace ripresa::model
