#include "ripresa/model/failures.hpp"

#include <algorithm>
#include <map>

#include "felt_backends.hpp"

namespace ripresa::model {
namespace {

using scenario::FailureWindow;

/// The book of the hub is hit, or other hubs' people are called to it.
bool feels(const scenario::BookingFailure& failure, std::size_t hub) {
  return hits_hub(failure.hubs, hub) || failure.elsewhere == hub;
}

std::vector<bool> by_backend(const std::vector<std::size_t>& some, std::size_t backends) {
  std::vector<bool> among(backends);
  for (const std::size_t backend : some)
    among[backend] = true;
  return among;
}

/// By backend: whether one of those felt rests on it.
std::vector<bool> backends_needed(const std::vector<bool>& felt, const BackendGraph& graph) {
  std::vector<bool> needed(felt.size());
  for (std::size_t backend = 0; backend < felt.size(); ++backend)
    if (felt[backend])
      for (const std::size_t below : graph.below(backend))
        needed[below] = true;
  return needed;
}

/// Of all stations: how long after a backend's return they trust it again.
Duration longest_way_back(const scenario::Scenario& scenario) {
  Duration longest;
  for (const scenario::Hub& hub : scenario.hubs)
    for (const scenario::Station& station : hub.stations)
      for (const scenario::Response& response : station.on_failure)
        longest = std::max(longest, response.back_after);
  return longest;
}

}  // namespace

FailurePeriods joined(FailurePeriods periods) {
  std::sort(periods.begin(), periods.end(),
            [](const FailurePeriod& a, const FailurePeriod& b) { return a.first < b.first; });
  FailurePeriods apart;
  for (const FailurePeriod& period : periods)
    if (apart.empty() || period.first > apart.back().end)
      apart.push_back(period);
    else
      apart.back().end = std::max(apart.back().end, period.end);
  return apart;
}

bool hits_hub(const std::vector<std::size_t>& hubs, std::size_t hub) {
  return hubs.empty() || std::binary_search(hubs.begin(), hubs.end(), hub);
}

FailurePlan::FailurePlan(const scenario::Scenario& scenario, const std::vector<std::uint32_t>& keys)
    : graph_(scenario.backends),
      horizon_(scenario.experiment.horizon),
      longest_way_back_(longest_way_back(scenario)),
      windows_(scenario.failures),
      booking_(scenario.booking_failures) {
  for (std::size_t i = 0; i < scenario.random_failures.size(); ++i)
    random_.emplace_back(scenario.random_failures[i], keys[i]);
  std::map<std::pair<std::vector<bool>, std::vector<bool>>, std::size_t> known;
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub) {
    std::vector<bool> hit;
    for (const FailureWindow& window : windows_)
      hit.push_back(hits_hub(window.hubs, hub));
    for (const FailureProcess& process : random_)
      hit.push_back(hits_hub(process.failure().hubs, hub));
    for (const scenario::BookingFailure& failure : booking_)
      hit.push_back(feels(failure, hub));
    std::pair key(std::move(hit), by_backend(felt_backends(scenario.hubs[hub]), scenario.backends.size()));
    const auto [entry, added] = known.emplace(std::move(key), first_hubs_.size());
    if (added) {
      first_hubs_.push_back(hub);
      felt_.push_back(entry->first.second);
      needs_.push_back(backends_needed(felt_.back(), graph_));
    }
    exposure_.push_back(entry->second);
  }
  fixed_ = failures_of(windows_);
}

Time FailurePlan::effects_end(const FailureWindow& window) const {
  const bool down = std::holds_alternative<scenario::Down>(window.severity);
  return window.to +
         std::max({window.recovery.ramp, window.recovery.cold_cache, down ? longest_way_back_ : Duration{}});
}

bool FailurePlan::is_felt(const FailureWindow& window) const {
  return window.from < horizon_ && effects_end(window) > Time{};
}

std::vector<FailureWindow> FailurePlan::felt_after_midnight(std::vector<FailureWindow> windows) const {
  Time since = Time::never();
  for (const FailureWindow& window : windows)
    if (is_felt(window))
      since = std::min(since, window.from);
  if (since == Time::never())
    return {};
  std::erase_if(windows, [this](const FailureWindow& window) { return window.from >= horizon_; });
  for (bool further = !graph_.others_take_over(); further;) {
    further = false;
    for (const FailureWindow& window : windows)
      if (window.from < since && effects_end(window) >= since) {
        since = window.from;
        further = true;
      }
  }
  if (!graph_.others_take_over())
    std::erase_if(windows, [&](const FailureWindow& window) { return window.from < since; });
  return windows;
}

bool FailurePlan::may_hit(std::size_t hub, std::size_t backend) const {
  const auto& below = graph_.below(backend);
  const auto rests_on = [&below](std::size_t failing) {
    return std::binary_search(below.begin(), below.end(), failing);
  };
  const bool by_window = std::any_of(windows_.begin(), windows_.end(), [&](const FailureWindow& window) {
    return hits_hub(window.hubs, hub) && rests_on(window.backend);
  });
  return by_window || std::any_of(random_.begin(), random_.end(), [&](const FailureProcess& process) {
           const auto& backends = process.failure().backends;
           return hits_hub(process.failure().hubs, hub) && std::any_of(backends.begin(), backends.end(), rests_on);
         });
}

Failures FailurePlan::draw(std::uint64_t seed, std::uint32_t replication) const {
  if (!random())
    return fixed_;
  std::vector<FailureWindow> windows = windows_;
  for (const FailureProcess& process : random_)
    for (const auto& episode : process.draw(seed, replication, horizon_))
      process.append_windows(episode.from, episode.to, windows);
  return failures_of(felt_after_midnight(std::move(windows)));
}

std::vector<BackendTimeline> FailurePlan::without_recovery(std::vector<FailureWindow> windows) const {
  if (!graph_.others_take_over())
    return {};
  for (FailureWindow& window : windows)
    window.recovery = {};
  return graph_.timelines(windows);
}

FailurePeriod FailurePlan::clipped(Time from, Time to) const {
  return {std::max(Time{}, from), std::max(Time{}, std::min(to, horizon_))};
}

/// Adds the failures of the booking that the hub feels, or all.
void FailurePlan::add_booking(FailurePeriods& periods, std::optional<std::size_t> hub) const {
  for (const scenario::BookingFailure& failure : booking_)
    if (failure.from < horizon_ && (!hub || feels(failure, *hub)))
      periods.push_back(clipped(failure.from, failure.to));
}

/// Adds the window where one of `backends` that rests on its own is not sound: where others take over, all may be over
/// long before the window is, or nothing be felt of it. `timelines` are without recoveries, which are no failures.
void FailurePlan::add_felt(const FailureWindow& window, const std::vector<bool>& backends,
                           std::span<const BackendTimeline> timelines, FailurePeriods& periods) const {
  if (!graph_.others_take_over()) {
    periods.push_back(clipped(window.from, window.to));
    return;
  }
  for (std::size_t backend = 0; backend < backends.size(); ++backend) {
    const auto& below = graph_.below(backend);
    if (!backends[backend] || !std::binary_search(below.begin(), below.end(), window.backend))
      continue;
    for (const Interval& unsound : unsound_intervals(timelines[backend]))
      if (std::max(window.from, unsound.from) < std::min(window.to, unsound.to))
        periods.push_back(clipped(std::max(window.from, unsound.from), std::min(window.to, unsound.to)));
  }
}

/// `timelines`: where all windows are felt, likewise.
FailurePeriod FailurePlan::period_at(std::size_t backend, const std::vector<FailureWindow>& windows,
                                     std::span<const BackendTimeline> timelines) const {
  const auto& below = graph_.below(backend);
  std::vector<bool> itself(backend + 1);
  itself[backend] = true;
  FailurePeriods periods;
  for (const FailureWindow& window : windows)
    if (is_felt(window) && std::binary_search(below.begin(), below.end(), window.backend))
      add_felt(window, itself, timelines, periods);
  return whole(joined(std::move(periods)));
}

/// Where nothing is felt before `first`, what was before midnight is forgotten.
std::vector<BackendTimeline> FailurePlan::timelines_of(std::span<const FailureWindow> windows, Time first) const {
  auto timelines = graph_.timelines(windows);
  for (BackendTimeline& timeline : timelines)
    if (first > Time{} && changes_before_midnight(timeline) > 0)
      timeline = from_midnight_on(timeline);
  return timelines;
}

/// `met_by_all`: how many of the windows are, and made the timelines everywhere.
ExposureFailures FailurePlan::met_by(std::size_t exposure, const std::vector<FailureWindow>& windows,
                                     const Failures& failures, std::size_t met_by_all) const {
  const std::size_t hub = first_hubs_[exposure];
  ExposureFailures met;
  std::vector<FailureWindow> hits;
  for (const FailureWindow& window : windows) {
    if (window.from >= horizon_ || !hits_hub(window.hubs, hub))
      continue;
    hits.push_back(window);
  }
  met.everywhere = failures.everywhere;
  met.timelines = hits.size() == met_by_all ? failures.everywhere : timelines_of(hits, failures.first);
  const auto timelines = without_recovery(hits);
  for (const FailureWindow& window : hits)
    if (is_felt(window) && needs_[exposure][window.backend])
      add_felt(window, felt_[exposure], timelines, met.periods);
  add_booking(met.periods, hub);
  met.periods = joined(std::move(met.periods));
  return met;
}

Failures FailurePlan::failures_of(const std::vector<FailureWindow>& windows) const {
  Failures failures;
  std::vector<FailureWindow> shared;
  for (const FailureWindow& window : windows) {
    if (window.from >= horizon_)
      continue;
    if (is_felt(window)) {
      failures.first = std::min(failures.first, std::max(Time{}, window.from));
      failures.end = std::max(failures.end, window.to);
      failures.periods.push_back(clipped(window.from, window.to));
    }
    if (window.hubs.empty())
      shared.push_back(window);
  }
  for (const scenario::BookingFailure& failure : booking_)
    if (failure.from < horizon_) {
      failures.first = std::min(failures.first, failure.from);
      failures.end = std::max(failures.end, failure.to);
    }
  add_booking(failures.periods, std::nullopt);
  failures.periods = joined(std::move(failures.periods));
  failures.everywhere = timelines_of(shared, failures.first);
  for (std::size_t exposure = 0; exposure < first_hubs_.size(); ++exposure)
    failures.by_exposure.push_back(met_by(exposure, windows, failures, shared.size()));
  keep_what_is_met(failures);
  const auto timelines = without_recovery(windows);
  for (std::size_t backend = 0; backend < failures.everywhere.size(); ++backend) {
    const FailurePeriod period = period_at(backend, windows, timelines);
    failures.by_backend.push_back(period.any() ? period : whole(failures.periods));
  }
  return failures;
}

void FailurePlan::keep_what_is_met(Failures& failures) {
  FailurePeriods met;
  for (const ExposureFailures& exposure : failures.by_exposure)
    met.insert(met.end(), exposure.periods.begin(), exposure.periods.end());
  if (!met.empty())
    failures.periods = joined(std::move(met));
}

FailurePeriods FailurePlan::periods_of(const Failures& failures, std::span<const std::size_t> hubs) const {
  FailurePeriods periods;
  std::vector<bool> seen(failures.by_exposure.size());
  for (const std::size_t hub : hubs) {
    const std::size_t exposure = exposure_[hub];
    const FailurePeriods& met = failures.by_exposure[exposure].periods;
    if (!seen[exposure])
      periods.insert(periods.end(), met.begin(), met.end());
    seen[exposure] = true;
  }
  return periods.empty() ? failures.periods : joined(std::move(periods));
}

}  // namespace ripresa::model
