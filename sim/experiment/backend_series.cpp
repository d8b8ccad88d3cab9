#include "ripresa/experiment/backend_series.hpp"

#include <algorithm>
#include <array>

#include "backend_callers.hpp"
#include "ripresa/base/nan.hpp"

namespace ripresa::experiment {
namespace {

using observation::CallStep;

bool is_degraded(const model::BackendState& state) {
  return state.up && (state.latency_factor > 1 || state.error_rate > 0 || state.capacity_factor < 1);
}

struct Shares {
  double available = 1, degraded = 0;
};

/// Of those who call the backend; the state everywhere where nobody does. All find it sound where nothing fails.
Shares shares_of_callers(const model::Failures* failures, const std::vector<int>& callers, std::size_t backend,
                         Time at) {
  if (!failures)
    return {};
  int all = 0;
  int available = 0;
  int degraded = 0;
  for (std::size_t e = 0; e < callers.size(); ++e) {
    const model::BackendState state = model::state_at(failures->by_exposure[e].timelines[backend], at);
    all += callers[e];
    available += state.up ? callers[e] : 0;
    degraded += is_degraded(state) ? callers[e] : 0;
  }
  if (all > 0)
    return {static_cast<double>(available) / all, static_cast<double>(degraded) / all};
  const model::BackendState state = model::state_at(failures->everywhere[backend], at);
  return {state.up ? 1.0 : 0.0, is_degraded(state) ? 1.0 : 0.0};
}

/// `answered`: the sum of the counts.
double latency_p95(std::int32_t answered, const observation::LatencyCounts& counts) {
  if (answered == 0)
    return kNaN;
  std::int64_t so_far = 0;
  std::size_t bin = 0;
  while (static_cast<double>(so_far += counts[bin]) < 0.95 * static_cast<double>(answered))
    ++bin;
  return observation::latency_of_bin(bin);
}

double utilisation(const model::Model& model, std::size_t backend, std::int64_t in_progress, const CallStep& step) {
  const auto& capacity = model.backends[backend].capacity;
  if (!capacity)
    return kNaN;
  if (capacity->calls_in_progress > 0)
    return std::min(1.0, static_cast<double>(in_progress) / capacity->calls_in_progress);
  return step.admitted * capacity->gap.in_seconds() / model.grid.step.in_seconds();
}

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : kNaN;
}

}  // namespace

std::string_view to_string(BackendSeries series) {
  static constexpr std::array<std::string_view, kBackendSeries> kNames = {
      "available",   "degraded",     "first_attempts", "offered",    "admitted",      "answered",
      "failed",      "refused",      "timed_out",      "wasted",     "amplification", "queue",
      "in_progress", "latency_mean", "latency_p95",    "utilisation"};
  return kNames[static_cast<std::size_t>(series)];
}

void fill_backend_series(const model::Model& model, const model::Failures* failures,
                         const std::vector<observation::CallRecord>& calls, std::span<double> row) {
  for (std::size_t backend = 0; backend < calls.size(); ++backend) {
    const std::vector<int> hubs = callers_by_exposure(model, backend);
    std::int64_t queue = 0;
    std::int64_t in_progress = 0;
    for (std::size_t point = 0; point < model.grid.points; ++point) {
      const CallStep& step = calls[backend].steps()[point];
      queue += step.queue_change;
      in_progress += step.progress_change;
      const Shares shares = shares_of_callers(failures, hubs, backend, model.grid.at(point));
      const std::array<double, kBackendSeries> values = {
          shares.available,
          shares.degraded,
          static_cast<double>(step.first_attempts),
          static_cast<double>(step.offered),
          static_cast<double>(step.admitted),
          static_cast<double>(step.answered),
          static_cast<double>(step.failed),
          static_cast<double>(step.refused),
          static_cast<double>(step.timed_out),
          static_cast<double>(step.wasted),
          ratio(step.offered, step.first_attempts),
          static_cast<double>(queue),
          static_cast<double>(in_progress),
          ratio(static_cast<double>(step.latency_total) * 1e-6, step.answered),
          latency_p95(step.answered, calls[backend].latencies()[point]),
          utilisation(model, backend, in_progress, step)};
      for (std::size_t series = 0; series < kBackendSeries; ++series)
        row[backend_column(model.grid, backend, static_cast<BackendSeries>(series), failures == nullptr, point)] =
            values[series];
    }
  }
}

}  // namespace ripresa::experiment
