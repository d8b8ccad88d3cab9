#pragma once

// The time series of each backend: what is computed from the calls of a replication, step by step of the grid.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "ripresa/model/hub_model.hpp"
#include "ripresa/observation/call_record.hpp"

namespace ripresa::experiment {

/// Counts are of the step that ends at the grid point; the others hold at the point.
enum class BackendSeries {
  available,       // share of the hubs that call it for which it answers
  degraded,        // the share for which it answers, but more slowly, with errors, or with part of its capacity
  first_attempts,  // calls made for the first time
  offered,         // calls made, first and again
  admitted,        // work on the call begun
  answered,        // in time and without error: the goodput
  failed,          // answered with an error, or never because it was down
  refused,         // the queue was full
  timed_out,       // the client gave up
  wasted,          // work done though the client had given up
  amplification,   // offered over first attempts; no value without any
  queue,           // calls that wait
  in_progress,     // calls that are worked on
  latency_mean,    // of those answered, in seconds; no value without any
  latency_p95,     // likewise, to within a fifteenth; below a millisecond half of one
  utilisation      // of its places, or of its calls a second; no value without a limit
};
inline constexpr std::size_t kBackendSeries = static_cast<std::size_t>(BackendSeries::utilisation) + 1;

std::string_view to_string(BackendSeries series);

/// The runs of which a backend has series: with the outage, and the baseline.
inline constexpr std::size_t kBackendRuns = 2;

inline std::size_t backend_columns(const model::Model& model) {
  return model.backends.size() * kBackendSeries * kBackendRuns * model.grid.points;
}

/// Where a value stands in the row of a replication.
inline std::size_t backend_column(const observation::Grid& grid, std::size_t backend, BackendSeries series,
                                  bool baseline, std::size_t point) {
  return ((backend * kBackendSeries + static_cast<std::size_t>(series)) * kBackendRuns + (baseline ? 1 : 0)) *
             grid.points +
         point;
}

/// Fills the columns of all backends in one of the runs. `calls`: by backend, of all hubs together; `failures`: null in
/// the baseline.
void fill_backend_series(const model::Model& model, const model::Failures* failures,
                         const std::vector<observation::CallRecord>& calls, std::span<double> row);

}  // namespace ripresa::experiment
