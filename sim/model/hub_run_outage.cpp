// Failures of backends: what becomes of calls in progress and of work under way.

#include <algorithm>
#include <cassert>
#include <cmath>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using scenario::UnderWay;

/// Those that change at one instant do so together, whatever their order in the scenario: the events of the others then
/// find nothing to do.
void HubRun::change_backends(BackendQueues& queues) {
  bool any_gone = false;
  bool any_back = false;
  for (std::uint32_t backend = 0; backend < backends_.size(); ++backend) {
    const bool was_up = backends_[backend].up;
    backends_[backend] = state_at(failures_->timelines[backend], now_);
    const bool is_up = backends_[backend].up;
    any_gone = any_gone || (was_up && !is_up);
    any_back = any_back || (!was_up && is_up);
    if (was_up && !is_up && !mitigations_.empty())
      watch_backend(backend);
  }
  if (!any_gone && !any_back)
    return;
  // All stations before anybody moves: who goes on from one at a return finds the next as the return leaves it.
  for (std::uint32_t s = 0; s < stations_.size(); ++s)
    if (!hub_->stations[s].called.empty())
      note_backends(s);
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    if (hub_->stations[s].called.empty())
      continue;
    if (any_gone) {
      lose_backend(s, queues);
      put_back_stalled_forms(s);
    }
    if (any_back)
      regain_backend(s, queues);
  }
}

bool HubRun::gates_open(const StationModel& station) const {
  return std::all_of(station.gates.begin(), station.gates.end(),
                     [this](std::uint32_t backend) { return backends_[backend].up; });
}

/// Calls in progress are lost and work that needs the backend throughout is broken off; what is due now is done.
void HubRun::lose_backend(std::uint32_t station, BackendQueues& queues) {
  const StationModel& model = hub_->stations[station];
  const bool gated_off = !gates_open(model);
  list_in_turn(station);
  for (const std::uint32_t person : in_turn_) {
    Person& p = persons_[person];
    if (p.served != Mode::usual || p.due <= now_)
      continue;
    if (p.activity == Activity::calling && !backends_[model.steps[p.step].backend].up) {
      leave_behind(step_of(p).backend, call_of(p), queues);
      stall(person, queues);
    } else if (p.activity == Activity::pausing && model.retry && !backends_[model.steps[p.step].backend].up) {
      put_among_stalled(person);  // there is no use in the call that comes after the pause
    } else if (p.activity == Activity::working && gated_off && model.on_backend_loss != UnderWay::finish) {
      p.since = now_;
      suspend(person, model.on_backend_loss == UnderWay::restart ? begin_anew(person) : p.due - now_);
    }
  }
  respond_to_stalled(station, queues);
}

void HubRun::hold(std::uint32_t person) {
  Person& p = persons_[person];
  p.activity = Activity::held;
  p.due = Time::never();
  put_among_stalled(person);
}

void HubRun::suspend(std::uint32_t person, Duration remaining) {
  Person& p = persons_[person];
  p.activity = Activity::suspended;
  p.due = Time::never();
  p.remaining = remaining;
  put_among_stalled(person);
}

/// Makes the calls that were held and takes up the work that was broken off, in the order in which they stalled.
void HubRun::regain_backend(std::uint32_t station, BackendQueues& queues) {
  const StationModel& model = hub_->stations[station];
  std::vector<std::uint32_t> stalled;
  stalled.swap(stations_[station].held);
  std::vector<std::uint32_t> retrying;
  for (const std::uint32_t person : stalled) {
    Person& p = persons_[person];
    Call& call = call_of(p);
    call.stalled = false;
    const bool attempts = p.activity == Activity::calling || p.activity == Activity::pausing;
    if (attempts && backends_[model.steps[p.step].backend].up) {
      continue;  // makes them one by one
    } else if (p.activity == Activity::held && !call.blocked && backends_[model.steps[p.step].backend].up) {
      if (model.retry && !call.passive) {
        retrying.push_back(person);
        continue;
      }
      call.passive = false;
      make_call(person, model.steps[p.step], queues);
    } else if (p.activity == Activity::suspended && gates_open(model)) {
      end_wait(p);
      begin_work(person, p.remaining, queues);
    } else {
      call.stalled = true;
      stations_[station].held.push_back(person);
    }
  }
  // The next time uses the memory again.
  auto& held = stations_[station].held;
  stalled.assign(held.begin(), held.end());
  stalled.swap(held);
  if (!retrying.empty())
    resume_retries(retrying, queues);
  if (forms_.any_on_pile(station))
    key_in_forms(station);
  if (!stations_[station].cache.empty())
    sync(station);
  // Without a time to trust the backend the station is back to usual: as change_response does.
  fill_servers(station, queues);
}

bool HubRun::has_work_ahead(const Person& p) const {
  const auto& steps = hub_->stations[p.station].steps;
  return std::any_of(steps.begin() + p.step, steps.end(),
                     [](const Step& step) { return step.kind == Step::Kind::work; });
}

/// Of somebody whose service has stalled.
double HubRun::share_of_work_left(std::uint32_t person) const {
  const Person& p = persons_[person];
  if (p.activity != Activity::suspended)
    return has_work_ahead(p) ? 1 : 0;
  const Duration whole = work_as_begun(person);
  return whole == Duration{} ? 0 : p.remaining.in_seconds() / whole.in_seconds();
}

/// The same in time at the usual speed.
Duration HubRun::rest_of_work(std::uint32_t person) {
  const Person& p = persons_[person];
  if (p.activity == Activity::suspended)
    return p.remaining;
  return has_work_ahead(p) ? begin_anew(person) : Duration{};
}

}  // namespace ripresa::model
