#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>

#include "ripresa/experiment/results.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::experiment {

/// Receives the replications one by one, in their order and without a gap; never from two threads at once. `results`
/// has its scenario and layout from the beginning, its values only once the experiment has ended.
class ReplicationSink {
 public:
  virtual ~ReplicationSink() = default;
  virtual void begin(const Results& results) = 0;
  virtual void take(const Results& results, const ReplicationRow& row) = 0;
};

/// Called one at a time, from any thread.
using Progress = std::function<void(std::size_t finished, std::size_t all)>;

struct RunOptions {
  int threads = 0;                                    // 0: one a core
  const std::atomic<bool>* stop_requested = nullptr;  // looked at between replications
  Progress progress;
  ReplicationSink* sink = nullptr;
  std::string scratch_folder;  // for what does not fit into memory; empty: the system's for temporary files
};

/// Runs the scenario's replications, each with its twin. The results are the same whatever the number of threads, and
/// the memory does not grow with the replications. When a stop is requested, those under way are finished and kept, and
/// `interrupted` is set. The results keep the scenario: a nation's is some megabytes, to be moved here by whoever needs
/// it no more. Throws InputError when the results would need more room than there is set aside for them, and
/// EnvironmentError when the scratch folder has none.
Results run_experiment(scenario::Scenario scenario, const RunOptions& options);

}  // namespace ripresa::experiment
