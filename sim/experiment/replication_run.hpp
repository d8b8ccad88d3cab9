#pragma once

// Internal to experiment: one replication of all hubs, in parallel over their groups, down to its row of values.

#include <array>
#include <mutex>
#include <vector>

#include "delays.hpp"
#include "ripresa/base/threads.hpp"
#include "ripresa/experiment/results.hpp"
#include "ripresa/model/group_run.hpp"
#include "ripresa/observation/call_record.hpp"
#include "scope_views.hpp"

namespace ripresa::experiment {

/// The working memory of one thread.
struct Worker {
  explicit Worker(const model::Model& model) : group(model) {}
  model::GroupRun group;
  ScopeView outage, baseline;
  engine::KeySort sort;
  Scratch scratch;
  std::array<double, 16> outage_values{}, baseline_values{};
};
using Workers = PerThread<Worker>;

/// The lines of several hubs together in one run.
struct WiderLevels {
  observation::LevelChanges queue, outdoors;
};

/// The memory of one replication under way.
struct ReplicationRun {
  model::Failures failures;
  Time start_of_difference;       // between the runs with the failures and without
  std::vector<HubPart> parts;     // by hub
  std::vector<HubDelays> delays;  // by hub
  // Over outage_calls, baseline_calls, the wider scopes' series in `row` and their levels.
  std::mutex sums_mutex;
  std::vector<observation::CallRecord> outage_calls, baseline_calls;  // by backend, of all hubs
  std::vector<WiderLevels> outage_levels, baseline_levels;            // by scope; empty for those of one hub
  ReplicationRow row;
};

/// Runs replication `number` and fills run.row. Called from several threads at once, each with a `run` of its own.
void run_replication(const model::Model& model, const scenario::MeasureOptions& options, const Layout& layout,
                     std::size_t number, Workers& workers, ReplicationRun& run);

}  // namespace ripresa::experiment
