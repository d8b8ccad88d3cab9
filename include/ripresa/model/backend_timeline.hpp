#pragma once

// What a backend does as time goes by, as one hub sees it: its own failure windows and those of all it rests on.

#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

struct BackendState {
  bool up = true;
  double latency_factor = 1;
  double error_rate = 0;  // of calls made now
  Duration retry_pause;   // after a failed call

  bool operator==(const BackendState&) const = default;
};

struct BackendChange {
  Time at;
  BackendState state;  // from `at` on
};

/// Changes in ascending order of time, each different from the one before; before the first the backend is up and
/// sound.
using BackendTimeline = std::vector<BackendChange>;

/// Whether the window is felt at the hub with index `hub`.
bool hits_hub(const scenario::FailureWindow& window, std::size_t hub);

/// The timeline of every backend, by its index, for the hub with index `hub`. Where windows overlap: down if any is
/// down; latency factors multiply; a call survives only if it survives each (error rates combine as
/// 1 − Π(1 − rate)); the longest pause holds.
std::vector<BackendTimeline> backend_timelines(const scenario::Scenario& scenario, std::size_t hub);

/// For each backend, by its index, the backends of limited capacity among itself and all it rests on.
std::vector<std::vector<std::size_t>> limiting_backends(const scenario::Scenario& scenario);

}  // namespace ripresa::model
