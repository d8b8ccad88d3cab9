// Rules for making a call again: pauses, budget, circuit breaker, and what follows when they are used up.
//
// While a backend is down, what becomes of a retry is known without trying: nothing until the time-out. Its attempts
// are not events. When the backend is back, or the person is dealt with otherwise, they are told one after the other by
// arithmetic (each pause is a pure function of person and attempt), and the client goes on from where it is by then.
// Where attempts depend on one another, by a budget or a breaker, each is an event; these are few by their very rules.

#include <algorithm>
#include <cassert>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;

bool HubRun::told_later(std::uint32_t station) const {
  const auto& policy = hub_->stations[station].retry->policy;
  return !policy.budget && !policy.breaker && !model_->every_attempt_an_event;
}

/// The pause before the retry that is due, with jitter drawn for this attempt.
Duration HubRun::backoff(std::uint32_t person) {
  const Person& p = persons_[person];
  const RetryModel& retry = *hub_->stations[p.station].retry;
  const std::size_t which = std::min<std::size_t>(call_of(p).round, retry.pauses.size()) - 1;
  const Duration pause = retry.pauses[which];
  return jittered(person, pause);
}

/// As it is, or uniform between nothing and it.
Duration HubRun::jittered(std::uint32_t person, Duration pause) const {
  const Person& p = persons_[person];
  if (hub_->stations[p.station].retry->policy.jitter == scenario::Jitter::none)
    return pause;
  const double u = engine::uniform(call_bits(person, step_of(p), Use::backoff));
  return Duration::nearest_seconds(u * pause.in_seconds());
}

/// Whether attempts and budget allow one more; the budget is charged.
bool HubRun::may_retry(std::uint32_t person) {
  const Person& p = persons_[person];
  const scenario::Retry& policy = hub_->stations[p.station].retry->policy;
  if (policy.attempts && call_of(p).round >= static_cast<std::uint32_t>(*policy.attempts))
    return false;
  if (!policy.budget)
    return true;
  double& tokens = stations_[p.station].retry_tokens;
  if (tokens < 1)
    return false;
  tokens -= 1;
  return true;
}

/// The attempts are used up: the response that follows deals with the person, or the server waits.
void HubRun::give_up_retrying(std::uint32_t person) {
  Person& p = persons_[person];
  Call& call = call_of(p);
  call.round = 0;
  if (deal_with_otherwise(person, hub_->stations[p.station].retry->then))
    return;
  if (backends_[step_of(p).backend].up) {
    p.activity = Activity::pausing;
    schedule(person, now_ + jittered(person, hub_->stations[p.station].retry->policy.rest), Phase::retry);
    return;
  }
  p.activity = Activity::held;
  p.due = Time::never();
  call.passive = true;
  put_among_stalled(person);
}

/// The person at the counter is dealt with as the given response would. False where it is to wait, or cannot.
bool HubRun::deal_with_otherwise(std::uint32_t person, Mode mode) {
  Person& p = persons_[person];
  const std::uint32_t station = p.station;
  const auto& offline = hub_->stations[station].offline;
  if (mode == Mode::usual || mode == Mode::divert ||
      (mode == Mode::offline && stations_[station].in_cache >= offline->persons))
    return false;
  take_from_stalled(person);
  call_of(p) = Call{};
  end_wait(p);
  if (mode == Mode::turn_away) {
    release(person);
    send_home(person);
    fill_servers(station, *queues_);
    return true;
  }
  p.served = mode;
  if (mode == Mode::offline)
    ++stations_[station].in_cache;
  const bool whole = mode == Mode::paper || offline->under_way == scenario::UnderWay::restart;
  begin_work(person, whole ? whole_work(person) : rest_of_work(person), *queues_);
  return true;
}

/// For attempts that are told later: when the last of them has failed, if the backend is not back by then.
void HubRun::schedule_exhaustion(std::uint32_t person) {
  Person& p = persons_[person];
  const auto& policy = hub_->stations[p.station].retry->policy;
  if (!policy.attempts)
    return;
  const Person before = p;
  Call& call = call_of(p);
  const Call call_before = call;
  Time fails = call.made + policy.timeout;
  while (++call.round < static_cast<std::uint32_t>(*policy.attempts)) {
    ++p.attempt;
    fails = fails + backoff(person) + policy.timeout;
  }
  p = before;
  call = call_before;
  schedule(person, fails, Phase::retry);
}

/// The attempts made up to, not including, `until` by somebody who is held go on record, and the person is left where
/// the last one leaves it: calling or pausing, with `due` set and nothing scheduled. Says when that began.
Time HubRun::tell_attempts(std::uint32_t person, Time until, BackendQueues& queues) {
  Person& p = persons_[person];
  Call& call = call_of(p);
  const auto& policy = hub_->stations[p.station].retry->policy;
  const std::uint32_t backend = step_of(p).backend;
  for (;;) {
    const Time fails = call.made + policy.timeout;
    if (fails >= until) {
      p.activity = Activity::calling;
      call.answered = Time::never();
      p.due = fails;
      return call.made;
    }
    ++queues.log().at(backend, fails).timed_out;
    ++p.attempt;
    ++call.round;
    const Time again = fails + backoff(person);
    if (again >= until) {
      p.activity = Activity::pausing;
      p.due = again;
      return fails;
    }
    ++queues.log().at(backend, again).offered;
    call.made = again;
  }
}

/// The last attempt that was allowed has failed.
void HubRun::attempts_exhausted(std::uint32_t person, BackendQueues& queues) {
  Person& p = persons_[person];
  tell_attempts(person, now_, queues);
  assert(p.activity == Activity::calling && p.due == now_);
  ++queues.log().at(step_of(p).backend, now_).timed_out;
  ++p.attempt;
  p.activity = Activity::held;
  p.due = Time::never();
  give_up_retrying(person);
}

/// The backend is back: those whose attempts were not events go on. Among what is due at one instant the order is that
/// in which it would have been scheduled.
void HubRun::resume_retries(const std::vector<std::uint32_t>& stalled, BackendQueues& queues) {
  std::vector<std::pair<Time, std::uint32_t>> resumed;
  resumed.reserve(stalled.size());
  for (const std::uint32_t person : stalled)
    resumed.emplace_back(tell_attempts(person, now_, queues), person);
  std::stable_sort(resumed.begin(), resumed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [begun, person] : resumed)
    schedule(person, persons_[person].due, Phase::retry);
}

/// Whether the breaker lets a call pass. If not, the client waits until it does.
bool HubRun::let_through(std::uint32_t person) {
  Person& p = persons_[person];
  CircuitBreaker& breaker = stations_[p.station].breaker;
  if (breaker.let_through()) {
    call_of(p).breaker_era = breaker.era();
    return true;
  }
  p.activity = Activity::held;
  p.due = Time::never();
  call_of(p).blocked = true;
  stations_[p.station].blocked.push_back(person);
  put_among_stalled(person);
  respond_to_stalled(p.station, *queues_);
  return false;
}

/// The person's call has failed.
void HubRun::note_failure(const Person& p) {
  if (stations_[p.station].breaker.note_failure(call_of(p).breaker_era))
    schedule_change(now_ + hub_->stations[p.station].retry->policy.breaker->open_for, Phase::retry,
                    {Kind::breaker_half_opens, p.station, 0});
}

void HubRun::half_open_breaker(std::uint32_t station, BackendQueues& queues) {
  stations_[station].breaker.half_open();
  release_blocked(station, static_cast<std::size_t>(hub_->stations[station].retry->policy.breaker->probes), queues);
}

/// Those who have waited longest make their calls: at once, or when the breaker has closed and pauses are jittered,
/// each after a pause of its own, so that they do not all come together.
void HubRun::release_blocked(std::uint32_t station, std::size_t most, BackendQueues& queues) {
  // A call that is answered at once may release the others while this goes on.
  // A probe that fails at once opens the breaker again.
  while (most > 0 && stations_[station].blocked.size() > 0 && !stations_[station].breaker.open()) {
    const std::uint32_t person = stations_[station].blocked.pop_front();
    Person& p = persons_[person];
    // Some have been dealt with otherwise.
    if (p.station != station || p.activity != Activity::held || !call_of(p).blocked)
      continue;
    --most;
    Call& call = call_of(p);
    call.blocked = false;
    take_from_stalled(person);
    const bool spread = stations_[station].breaker.closed() && call.round > 0 &&
                        hub_->stations[station].retry->policy.jitter == scenario::Jitter::full;
    if (!spread) {
      make_call(person, step_of(p), queues);
      continue;
    }
    p.activity = Activity::pausing;
    schedule(person, now_ + backoff(person), Phase::retry);
  }
}

}  // namespace ripresa::model
