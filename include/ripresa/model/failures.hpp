#pragma once

// The failures that a replication meets: windows at fixed times, and those drawn at random.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ripresa/model/backend_graph.hpp"
#include "ripresa/model/backend_timeline.hpp"
#include "ripresa/model/failure_process.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

/// What the hubs of one exposure meet.
struct ExposureFailures {
  std::vector<BackendTimeline> timelines;   // by backend: what calls from these hubs meet
  std::vector<BackendTimeline> everywhere;  // by backend: what it meets wherever its callers are
  Time end;                                 // of the last window that hits these hubs; the replication's when none does
};

/// The failures of one replication.
struct Failures {
  Time first = Time::never();  // start of the first window; never: nothing fails before the horizon
  Time end;                    // of the last window; midnight when there is none
  std::vector<ExposureFailures> by_exposure;
  std::vector<BackendTimeline> everywhere;  // by backend: what it meets wherever its callers are

  bool any() const { return first != Time::never(); }
};

/// Whether the window is felt at the hub with index `hub`.
bool hits_hub(const std::vector<std::size_t>& hubs, std::size_t hub);

/// Where failures come from. Hubs hit by the same failures are one exposure and share their timelines.
class FailurePlan {
 public:
  FailurePlan() : graph_({}) {}
  /// `keys` are the words that key the random failures' numbers, one each.
  FailurePlan(const scenario::Scenario& scenario, const std::vector<std::uint32_t>& keys);

  std::size_t exposure(std::size_t hub) const { return exposure_[hub]; }
  bool random() const { return !random_.empty(); }
  const BackendGraph& graph() const { return graph_; }

  /// Whether any failure, fixed or at random, may be felt by calls from this hub to this backend.
  bool may_hit(std::size_t hub, std::size_t backend) const;

  /// The failures at fixed times alone.
  const Failures& fixed() const { return fixed_; }

  /// Fixed and random failures of one replication, the latter as FailureProcess has them.
  Failures draw(std::uint64_t seed, std::uint32_t replication) const;

  /// What hubs meet of these windows instead. Each has to be felt by the hubs of one of the scenario's failures.
  Failures failures_of(const std::vector<scenario::FailureWindow>& windows) const;

  /// The failures at random, in the scenario's order.
  const std::vector<FailureProcess>& processes() const { return random_; }

 private:
  BackendGraph graph_;
  Time horizon_;
  std::vector<scenario::FailureWindow> windows_;
  std::vector<scenario::BookingFailure> booking_;
  std::vector<FailureProcess> random_;
  std::vector<std::size_t> exposure_;    // by hub
  std::vector<std::size_t> first_hubs_;  // by exposure: a hub that has it
  Failures fixed_;
};

}  // namespace ripresa::model
