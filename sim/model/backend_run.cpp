#include "ripresa/model/backend_run.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ripresa::model {

using engine::Phase;

BackendRun::BackendRun(const Model& model)
    : model_(&model), sites_(model.backends.size()), log_(model.grid, model.backends.size()) {}

void BackendRun::start() {
  failures_ = nullptr;
  by_hub_ = {};
  calendar_.clear();
  for (Site& site : sites_)
    site = Site{};
  jobs_.clear();
  free_jobs_.clear();
  changes_.clear();
  notices_.clear();
  left_.clear();
  most_left_ = 0;
  serial_ = 0;
  order_ = 0;
  log_.clear();
}

void BackendRun::meet(const Failures& failures, std::span<const ExposureFailures* const> by_hub) {
  failures_ = &failures;
  by_hub_ = by_hub;
  for (const LeftCall& call : left_)
    meet_failures(call);
  left_.clear();
  for (std::uint32_t backend = 0; backend < sites_.size(); ++backend) {
    if (!model_->backends[backend].capacity)
      continue;
    const BackendTimeline& timeline = failures.everywhere[backend];
    const std::uint32_t past = changes_before_midnight(timeline);
    if (past > 0)
      change(backend, timeline[past - 1].state, Time{});
    for (std::uint32_t i = past; i < timeline.size(); ++i) {
      calendar_.schedule(timeline[i].at, Phase::availability,
                         token(kChange, static_cast<std::uint32_t>(changes_.size())));
      changes_.emplace_back(backend, i);
    }
  }
}

void BackendRun::step() {
  engine::Calendar::Event event;
  if (!calendar_.pop_by(Time::never() - Duration::microseconds(1), event))
    return;
  const std::uint32_t subject = event.token & 0x3fff'ffffu;
  switch (event.token >> 30) {
    case kJobDone:
      if (jobs_[subject].state == State::working && jobs_[subject].due == event.time)
        complete(subject, event.time);
      break;
    case kAdmission:
      if (sites_[subject].admission_due == event.time) {
        sites_[subject].admission_due = Time::never();
        admit_waiting(subject, event.time);
      }
      break;
    case kDeparture:
      if (sites_[subject].departure_due == event.time)
        depart(subject, event.time);
      break;
    case kChange: {
      const auto [backend, ordinal] = changes_[subject];
      change(backend, failures_->everywhere[backend][ordinal].state, event.time);
      break;
    }
    default:
      break;
  }
}

std::uint32_t BackendRun::new_job(const Job& job) {
  if (free_jobs_.empty()) {
    free_jobs_.push_back(static_cast<std::uint32_t>(jobs_.size()));
    jobs_.emplace_back();
  }
  const std::uint32_t id = free_jobs_.back();
  free_jobs_.pop_back();
  jobs_[id] = job;
  jobs_[id].serial = ++serial_;
  return id;
}

void BackendRun::free_job(std::uint32_t job) {
  jobs_[job].state = State::free;
  jobs_[job].due = Time::never();
  free_jobs_.push_back(job);
}

/// How many calls are worked on at full speed now; a whole number where calls wait for a place of their own.
double BackendRun::places(std::uint32_t backend) const {
  const CapacityModel& capacity = limits(backend);
  if (capacity.calls_in_progress == 0)
    return std::numeric_limits<double>::infinity();
  const double places = capacity.calls_in_progress * sites_[backend].capacity_factor;
  if (capacity.discipline == scenario::Discipline::processor_sharing || places == 0)
    return places;
  return std::max(1.0, std::floor(places + 0.5));
}

bool BackendRun::may_begin(std::uint32_t backend, Time now) const {
  const CapacityModel& capacity = limits(backend);
  const Site& site = sites_[backend];
  if (site.capacity_factor == 0 || (capacity.gap > Duration{} && site.next_admission > now))
    return false;
  return capacity.discipline == scenario::Discipline::processor_sharing || site.in_progress < places(backend);
}

/// Beyond the places, as many may wait or share as the queue has room for.
bool BackendRun::full(std::uint32_t backend) const {
  const CapacityModel& capacity = limits(backend);
  const Site& site = sites_[backend];
  if (!capacity.queue)
    return false;
  if (capacity.discipline == scenario::Discipline::processor_sharing)
    return site.waiting + site.in_progress >= std::int64_t{capacity.calls_in_progress} + *capacity.queue;
  return site.waiting >= *capacity.queue;
}

Reception BackendRun::receive(std::uint32_t backend, std::uint32_t hub, std::uint32_t caller, Duration work, Time now) {
  const CapacityModel& capacity = limits(backend);
  Site& site = sites_[backend];
  if (capacity.spaced_only) {
    // Nothing but the spacing: the instant of admission is known at once, and so is the answer's, unless a failure
    // begins before.
    const Time admitted = std::max(site.next_admission, now);
    const Time answered = admitted + slowed(work, state_for(hub, backend, admitted));
    site.next_admission = admitted + capacity.gap;
    ++log_.at(backend, now).queue_change;
    observation::CallStep& admission = step_ahead(backend, admitted);
    --admission.queue_change;
    ++admission.admitted;
    ++admission.progress_change;
    --step_ahead(backend, answered).progress_change;
    return {false, admitted, answered, {}};
  }
  const bool begins = site.waiting == 0 && may_begin(backend, now);
  const bool shares = capacity.discipline == scenario::Discipline::processor_sharing;
  if ((!begins || shares) && full(backend))
    return {true, Time::never(), Time::never(), {}};
  const std::uint32_t id = new_job({Time::never(), work, 0, 1, hub, caller, 0, backend, State::queued, false});
  const CallTicket ticket{id, jobs_[id].serial};
  if (begins) {
    begin(id, now);
    return {false, now, jobs_[id].due, ticket};
  }
  ++site.waiting;
  ++log_.at(backend, now).queue_change;
  site.queue.push_back(id);
  schedule_admission(backend, now);
  return {false, Time::never(), Time::never(), ticket};
}

/// Work on a call begins. Its end is known unless it shares.
void BackendRun::begin(std::uint32_t id, Time now) {
  Job& job = jobs_[id];
  Site& site = sites_[job.backend];
  const CapacityModel& capacity = limits(job.backend);
  ++site.in_progress;
  if (capacity.gap > Duration{})
    site.next_admission = now + Duration::nearest_seconds(capacity.gap.in_seconds() / site.capacity_factor);
  observation::CallStep& step = log_.at(job.backend, now);
  ++step.admitted;
  ++step.progress_change;
  if (capacity.discipline == scenario::Discipline::processor_sharing &&
      (site.sharers > 0 || site.in_progress > places(job.backend))) {
    share(id, now);
    return;
  }
  const BackendState state = state_for(job.hub, job.backend, now);
  job.state = State::working;
  job.due = now + slowed(job.work, state);
  job.slowed_by = std::min(state.latency_factor, site.latency_factor);
  calendar_.schedule(job.due, Phase::progress, token(kJobDone, id));
}

void BackendRun::admit_waiting(std::uint32_t backend, Time now) {
  Site& site = sites_[backend];
  while (site.waiting > 0 && may_begin(backend, now)) {
    const std::uint32_t id = site.queue.pop_front();
    if (jobs_[id].state == State::withdrawn) {
      free_job(id);
      continue;
    }
    --site.waiting;
    --log_.at(backend, now).queue_change;
    begin(id, now);
    const Job& job = jobs_[id];
    if (!job.given_up && job.due != Time::never())
      notices_.push_back({job.hub, job.caller, {id, job.serial}, job.due});
  }
  schedule_admission(backend, now);
}

/// Where calls wait for nothing but their turn a second, their turn is an event.
void BackendRun::schedule_admission(std::uint32_t backend, Time now) {
  Site& site = sites_[backend];
  if (site.waiting == 0 || site.next_admission <= now || site.admission_due == site.next_admission)
    return;
  site.admission_due = site.next_admission;
  calendar_.schedule(site.admission_due, Phase::progress, token(kAdmission, backend));
}

void BackendRun::complete(std::uint32_t id, Time now) {
  const std::uint32_t backend = jobs_[id].backend;
  observation::CallStep& step = log_.at(backend, now);
  --step.progress_change;
  step.wasted += jobs_[id].given_up ? 1 : 0;
  --sites_[backend].in_progress;
  free_job(id);
  admit_waiting(backend, now);
}

void BackendRun::give_up(const CallTicket& ticket, Time now) {
  if (!alive(ticket))
    return;
  Job& job = jobs_[ticket.job];
  if (limits(job.backend).abandoned_work) {
    job.given_up = true;
    return;
  }
  const std::uint32_t backend = job.backend;
  Site& site = sites_[backend];
  if (job.state == State::queued) {
    job.state = State::withdrawn;
    --site.waiting;
    --log_.at(backend, now).queue_change;
    return;
  }
  --log_.at(backend, now).progress_change;
  --site.in_progress;
  if (job.state == State::sharing) {
    read_clock(backend, now);
    --site.sharers;
    free_job(ticket.job);
    schedule_departure(backend, now);
  } else {
    free_job(ticket.job);
  }
  admit_waiting(backend, now);
}

/// The backend's state as calls from the hub meet it.
BackendState BackendRun::state_for(std::uint32_t hub, std::uint32_t backend, Time now) const {
  return by_hub_.empty() ? BackendState{} : state_at(by_hub_[hub]->timelines[backend], now);
}

/// The wait for the next admission goes by as fast as the capacity that is left.
void BackendRun::change_capacity(Site& site, double factor, Time now) {
  if (factor == site.capacity_factor)
    return;
  if (site.capacity_factor > 0)
    site.gap_left_seconds = std::max(Duration{}, site.next_admission - now).in_seconds() * site.capacity_factor;
  site.capacity_factor = factor;
  if (factor > 0)
    site.next_admission = now + Duration::nearest_seconds(site.gap_left_seconds / factor);
}

void BackendRun::change(std::uint32_t backend, const BackendState& state, Time now) {
  Site& site = sites_[backend];
  if (!state.up) {
    lose_all(backend, now);
    return;
  }
  const bool shares = limits(backend).discipline == scenario::Discipline::processor_sharing;
  if (site.sharers > 0)
    read_clock(backend, now);
  site.latency_factor = state.latency_factor;
  change_capacity(site, state.capacity_factor, now);
  if (shares && site.sharers == 0 && site.in_progress > places(backend))
    begin_sharing(backend, now);
  if (site.sharers > 0)
    schedule_departure(backend, now);
  if (!limits(backend).spaced_only)
    admit_waiting(backend, now);
}

/// A backend that goes down forgets all it had; what is done at this very instant was done.
void BackendRun::lose_all(std::uint32_t backend, Time now) {
  Site& site = sites_[backend];
  for (std::uint32_t id = 0; id < jobs_.size(); ++id) {
    const Job& job = jobs_[id];
    if (job.backend != backend || job.state == State::free)
      continue;
    if (job.state == State::working && job.due <= now)
      continue;
    if (job.state == State::queued)
      --log_.at(backend, now).queue_change;
    else if (job.state != State::withdrawn)
      --log_.at(backend, now).progress_change, --site.in_progress;
    free_job(id);
  }
  const std::int32_t done_now = site.in_progress;
  site = Site{};
  site.in_progress = done_now;
}

}  // namespace ripresa::model
