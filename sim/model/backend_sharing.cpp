// Processor sharing: all calls are worked on at once, and beyond the places each at the same part of full speed.
//
// The processor has a clock of its own that tells how much work each call has had done since the sharing began: it runs
// at full speed up to the places and slower in proportion beyond, and slower while the backend is degraded. A call is
// done when the clock reaches the reading at which it joined plus its work (virtual time; Parekh and Gallager 1993,
// IEEE/ACM Transactions on Networking 1(3)), so that a call that joins or leaves costs the logarithm of their number.
// As long as there were places for all, calls have their end known from the beginning, as at a backend without a limit,
// and the clock is not needed.

#include <algorithm>
#include <cmath>
#include <functional>

#include "ripresa/model/backend_run.hpp"

namespace ripresa::model {

using engine::Phase;

namespace {

double micros(Duration duration) {
  return static_cast<double>(duration.in_microseconds());
}

}  // namespace

/// How much longer than by a sound backend at full speed work takes now.
double BackendRun::slowdown(std::uint32_t backend) const {
  const Site& site = sites_[backend];
  return std::max(1.0, site.sharers / places(backend)) * site.latency_factor;
}

void BackendRun::read_clock(std::uint32_t backend, Time now) {
  Site& site = sites_[backend];
  site.clock += micros(now - site.clock_read) / slowdown(backend);
  site.clock_read = now;
}

/// Everyone who is worked on is put on the clock, at zero.
void BackendRun::begin_sharing(std::uint32_t backend, Time now) {
  Site& site = sites_[backend];
  site.sharing.clear();
  site.sharers = 0;
  site.clock = 0;
  site.clock_read = now;
  for (std::uint32_t id = 0; id < jobs_.size(); ++id) {
    Job& job = jobs_[id];
    if (job.backend != backend || job.state != State::working)
      continue;
    job.state = State::sharing;
    job.finishes_at = micros(job.due - now) / job.slowed_by;
    job.due = Time::never();
    site.sharing.push_back({job.finishes_at, ++order_, {id, job.serial}});
    ++site.sharers;
  }
  std::make_heap(site.sharing.begin(), site.sharing.end(), std::greater<>{});
}

void BackendRun::share(std::uint32_t id, Time now) {
  const std::uint32_t backend = jobs_[id].backend;
  Site& site = sites_[backend];
  if (site.sharers == 0)
    begin_sharing(backend, now);
  else
    read_clock(backend, now);
  Job& job = jobs_[id];
  job.state = State::sharing;
  // What slows calls from its hub alone is told now, what slows all of them as time goes by.
  const double by_hub = std::max(1.0, state_for(job.hub, backend, now).latency_factor / site.latency_factor);
  job.finishes_at = site.clock + micros(job.work) * by_hub;
  site.sharing.push_back({job.finishes_at, ++order_, {id, job.serial}});
  std::push_heap(site.sharing.begin(), site.sharing.end(), std::greater<>{});
  ++site.sharers;
  schedule_departure(backend, now);
}

/// The event at which the first of the sharers is done, as things stand.
void BackendRun::schedule_departure(std::uint32_t backend, Time now) {
  Site& site = sites_[backend];
  while (!site.sharing.empty() && !alive(site.sharing.front().ticket)) {
    std::pop_heap(site.sharing.begin(), site.sharing.end(), std::greater<>{});
    site.sharing.pop_back();
  }
  site.departure_due = Time::never();
  if (site.sharing.empty() || places(backend) == 0)
    return;
  const double left =
      std::min((site.sharing.front().finishes_at - site.clock) * slowdown(backend), kLongestCallSeconds * 1e6);
  site.departure_due = now + Duration::microseconds(std::max<std::int64_t>(0, std::llround(left)));
  calendar_.schedule(site.departure_due, Phase::progress, token(kDeparture, backend));
}

void BackendRun::depart(std::uint32_t backend, Time now) {
  Site& site = sites_[backend];
  read_clock(backend, now);
  std::pop_heap(site.sharing.begin(), site.sharing.end(), std::greater<>{});
  const CallTicket ticket = site.sharing.back().ticket;
  site.sharing.pop_back();
  site.departure_due = Time::never();
  if (alive(ticket)) {
    --site.sharers;
    const Job& job = jobs_[ticket.job];
    if (!job.given_up)
      notices_.push_back({job.hub, job.caller, ticket, now});
    complete(ticket.job, now);
  }
  if (site.sharers > 0)
    schedule_departure(backend, now);
}

}  // namespace ripresa::model
