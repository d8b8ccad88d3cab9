#pragma once

#include <atomic>
#include <cstddef>
#include <functional>

#include "ripresa/experiment/results.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::experiment {

struct RunOptions {
  int threads = 0;                                                      // 0: one a core
  const std::atomic<bool>* stop_requested = nullptr;                    // looked at between replications
  std::function<void(std::size_t finished, std::size_t all)> progress;  // called from any thread, one at a time
};

/// Runs the scenario's replications, each with its twin. The results are the same whatever the number of threads. When
/// a stop is requested, the replications finished without a gap from the first on are kept and `interrupted` is set.
Results run_experiment(const scenario::Scenario& scenario, const RunOptions& options);

}  // namespace ripresa::experiment
