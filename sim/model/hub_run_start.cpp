// The start of a hub's day, and of its failures.

#include <algorithm>

#include "ripresa/model/hub_run.hpp"
#include "ripresa/model/responses_at_midnight.hpp"

namespace ripresa::model {

using engine::Phase;

HubRun::HubRun(const Model& model, std::size_t hub)
    : model_(&model), hub_(&model.hubs[hub]), calendar_(hub_->lanes), backends_(model.backends.size()) {
  aim_at(hub);
}

void HubRun::aim_at(std::size_t hub, std::size_t place) {
  place_ = static_cast<std::uint32_t>(place);
  hub_ = &model_->hubs[hub];
  calendar_.set_lanes(hub_->lanes);
  stations_.resize(hub_->stations.size());
  supplies_.resize(hub_->supplies.size());
  record_.stations.resize(stations_.size());
  record_.supplies.resize(supplies_.size());
}

void HubRun::start(const People& people, const engine::RandomNumbers& random, const HubDay& day) {
  people_ = &people;
  day_ = day;
  failures_ = nullptr;
  reacts_from_ = Time::never();
  own_people_ = people.size();
  guests_.clear();
  guests_travelling_ = 0;
  closes_ = hub_->closes;
  mitigations_.assign(hub_->mitigations.size(), {});
  staff_changes_ = false;
  backend_losses_.assign(backends_.size(), 0);
  backend_lost_at_.assign(backends_.size(), Time{});
  messages_.clear();
  group_ = {};
  given_.clear();
  random_ = random;
  now_ = Time{};
  calendar_.clear();
  next_arrival_ = 0;
  doors_open_ = false;
  persons_.assign(people.size(), Person{});
  clear_stations();
  if (keeps_visits())
    visits_.assign(people.size(), {});
  else
    visits_.clear();
  outdoor_line_.clear();
  forms_.start(stations_.size());
  std::fill(backends_.begin(), backends_.end(), BackendState{});
  at_door_.clear();
  present_ = queued_ = 0;
  sampled_ = 0;
  clear_record();
  schedule_day();
}

void HubRun::clear_stations() {
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    Station& station = stations_[s];
    station.queue.clear();
    station.queued = station.servers = station.busy = 0;
    station.scheduled = 0;
    station.work_factors.clear();
    station.staffed.clear();
    station.response = ResponseClock(hub_->stations[s].responses);
    station.syncing = false;
    station.in_cache = 0;
    station.touched = Time{};
    station.in_service.clear();
    station.begun = 0;
    station.calls.clear();
    const auto& retry = hub_->stations[s].retry;
    station.breaker = retry && retry->policy.breaker ? CircuitBreaker(*retry->policy.breaker) : CircuitBreaker();
    station.blocked.clear();
    station.retry_tokens = 0;
    station.held.clear();
    station.cache.clear();
  }
}

void HubRun::clear_record() {
  const std::size_t points = model_->grid.points;
  record_.persons.assign(people_->size());
  record_.vaccinations.clear();
  record_.recordings.clear();
  for (auto& station : record_.stations) {
    station.waits.clear();
    station.sojourns.clear();
    station.queue.assign(points, 0);
    station.peak_queue = {};
    station.queue_area = station.occupied_area = station.queued_total = station.entry_time = {};
    station.extra_staffed = station.extra_staffed_late = {};
    station.last_release = Time{};
  }
  auto& series = record_.series;
  for (auto* values : {&series.vaccinated, &series.recorded, &series.queue, &series.outdoors, &series.present})
    values->assign(points, 0);
  record_.peak_queue = record_.peak_outdoors = {};
  for (observation::LevelChanges* levels : {&record_.queue_levels, &record_.outdoor_levels})
    if (model_->adds_up_lines)
      levels->start(model_->horizon);
    else
      levels->leave_out();
  record_.counts = {};
  record_.last_exit = Time{};
}

void HubRun::schedule_day() {
  changes_.clear();
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    const StationModel& station = hub_->stations[s];
    if (station.retry && station.retry->policy.budget)
      stations_[s].retry_tokens = station.retry->policy.budget->burst;
    if (station.staffing.empty())
      stations_[s].servers = station.seats;
    for (std::uint32_t i = 0; i < station.staffing.size(); ++i)
      schedule_change(station.staffing[i].at, Phase::staffing, {Kind::staff_change, s, i});
  }
  schedule_supplies();
  watch_mitigations(false);
  schedule_change(hub_->opens, Phase::doors, {Kind::opening, 0, 0});
  schedule_change(hub_->closes, Phase::doors, {Kind::closing, 0, 0});
}

/// What began before midnight goes on. Nobody is here yet whom it would have met.
void HubRun::take_over_from_before() {
  const auto& timelines = failures_->timelines;
  for (std::uint32_t b = 0; b < timelines.size(); ++b) {
    if (const std::uint32_t past = changes_before_midnight(timelines[b]); past > 0) {
      backends_[b] = timelines[b][past - 1].state;
      watch_backend_gone_before(b);
    }
  }
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    stations_[s].response = responses_at_midnight(hub_->stations[s], timelines);
    schedule_response_change(s);
  }
}

/// Calls in the queue of `calls_per_second` whose turns come when the failure has begun: when they were made, their
/// answers were worked out with the latency of before.
void HubRun::slow_calls_that_wait(BackendQueues& queues) {
  for (const Station& station : stations_)
    for (const std::uint32_t person : station.in_service) {
      if (persons_[person].activity != Activity::calling)
        continue;
      const std::uint32_t backend = step_of(persons_[person]).backend;
      const auto& capacity = model_->backends[backend].capacity;
      Call& call = call_of(persons_[person]);
      if (!capacity || !capacity->spaced_only || call.answered == Time::never())
        continue;
      const BackendState state = state_at(failures_->timelines[backend], call.admitted);
      const Time answered = call.admitted + slowed(call.answered - call.admitted, state);
      if (answered == call.answered)
        continue;
      ++queues.step_ahead(backend, call.answered).progress_change;
      --queues.step_ahead(backend, answered).progress_change;
      call.answered = answered;
      await_answer(person, queues);
    }
}

void HubRun::meet(const ExposureFailures& failures, Time first, BackendQueues& queues) {
  failures_ = &failures;
  reacts_from_ = first_failure_felt(first);
  watch_mitigations(true);
  for (std::uint32_t b = 0; b < failures.everywhere.size(); ++b)
    if (model_->backends[b].capacity && model_->backends[b].capacity->spaced_only)
      for (const auto& change : failures.everywhere[b])
        if (!change.state.up && change.at >= Time{})
          schedule_change(change.at, Phase::availability, {Kind::queue_lost, b, 0});
  for (std::uint32_t b = 0; b < failures.timelines.size(); ++b)
    for (std::uint32_t i = changes_before_midnight(failures.timelines[b]); i < failures.timelines[b].size(); ++i)
      schedule_change(failures.timelines[b][i].at, Phase::availability, {Kind::backend_change, b, i});
  take_over_from_before();
  slow_calls_that_wait(queues);
  for (std::uint32_t s = 0; s < stations_.size(); ++s)
    if (const auto& paper = hub_->stations[s].paper; paper && paper->entry)
      prepare_entry(s);
}

}  // namespace ripresa::model
