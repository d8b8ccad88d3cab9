#pragma once

// The failures that a replication meets: windows at fixed times, and those drawn at random.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ripresa/model/backend_graph.hpp"
#include "ripresa/model/backend_timeline.hpp"
#include "ripresa/model/failure_process.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

/// From the start of a failure, midnight at the earliest, to the end of it or of others, the horizon at the latest.
struct FailurePeriod {
  Time first = Time::never();  // never: there is none
  Time end;                    // midnight when there is none

  bool any() const { return first != Time::never(); }
};

/// Failures that overlap or follow upon each other are one period; those apart are several, ascending.
using FailurePeriods = std::vector<FailurePeriod>;

/// Puts periods in any order together.
FailurePeriods joined(FailurePeriods periods);

/// From the first to the end of the last.
inline FailurePeriod whole(const FailurePeriods& periods) {
  return periods.empty() ? FailurePeriod{} : FailurePeriod{periods.front().first, periods.back().end};
}

/// What the hubs of one exposure meet.
struct ExposureFailures {
  std::vector<BackendTimeline> timelines;   // by backend: what calls from these hubs meet
  std::vector<BackendTimeline> everywhere;  // by backend: what it meets wherever its callers are
  FailurePeriods periods;                   // of what these hubs' calls, mitigations or book meet of the windows
};

/// The failures of one replication.
struct Failures {
  Time first = Time::never();  // start of the first window; never: nothing fails before the horizon
  Time end;                    // of the last window, be it beyond the horizon; midnight when there is none
  FailurePeriods periods;      // of what any hub meets; of all windows where none meets anything
  std::vector<ExposureFailures> by_exposure;
  std::vector<BackendTimeline> everywhere;  // by backend: what it meets wherever its callers are
  std::vector<FailurePeriod> by_backend;    // of the windows that it meets, whoever feels them; of all if there is none

  bool any() const { return first != Time::never(); }
};

/// Whether the window is felt at the hub with index `hub`.
bool hits_hub(const std::vector<std::size_t>& hubs, std::size_t hub);

/// Where failures come from. Hubs that are hit by the same failures and call the same backends are one exposure and
/// share their timelines.
class FailurePlan {
 public:
  FailurePlan() : graph_({}) {}
  /// `keys` are the words that key the random failures' numbers, one each.
  FailurePlan(const scenario::Scenario& scenario, const std::vector<std::uint32_t>& keys);

  std::size_t exposure(std::size_t hub) const { return exposure_[hub]; }
  bool random() const { return !random_.empty(); }
  const BackendGraph& graph() const { return graph_; }

  /// The periods of the failures that any of these hubs meets. Where none of them does, all failures count: what these
  /// do to other hubs may be felt through a backend that is shared, or people sent on.
  FailurePeriods periods_of(const Failures& failures, std::span<const std::size_t> hubs) const;

  /// Whether any failure, fixed or at random, may be felt by calls from this hub to this backend.
  bool may_hit(std::size_t hub, std::size_t backend) const;

  /// The failures at fixed times alone.
  const Failures& fixed() const { return fixed_; }

  /// Fixed and random failures of one replication, the latter as FailureProcess has them, with those before midnight
  /// that matter.
  Failures draw(std::uint64_t seed, std::uint32_t replication) const;

  /// What hubs meet of these windows instead. Each has to be felt by the hubs of one of the scenario's failures. Those
  /// over before midnight count as the past of the others alone.
  Failures failures_of(const std::vector<scenario::FailureWindow>& windows) const;

  /// When all that the window brings about is over: its recovery, and the time until stations trust the backend again.
  Time effects_end(const scenario::FailureWindow& window) const;

  /// Of windows that may have begun before midnight, those that matter to the day: what is felt on it; and, if anything
  /// is, its past, back to when all was sound: responses and failovers depend on what was before. Where others can take
  /// over from a backend, that is all the past, for who has taken over serves on.
  std::vector<scenario::FailureWindow> felt_after_midnight(std::vector<scenario::FailureWindow> windows) const;

  /// The failures at random, in the scenario's order.
  const std::vector<FailureProcess>& processes() const { return random_; }

 private:
  bool is_felt(const scenario::FailureWindow& window) const;
  void add_booking(FailurePeriods& periods, std::optional<std::size_t> hub) const;
  FailurePeriod clipped(Time from, Time to) const;
  /// Nothing where no others take over: nobody asks then.
  std::vector<BackendTimeline> without_recovery(std::vector<scenario::FailureWindow> windows) const;
  void add_felt(const scenario::FailureWindow& window, const std::vector<bool>& backends,
                std::span<const BackendTimeline> timelines, FailurePeriods& periods) const;
  static void keep_what_is_met(Failures& failures);
  FailurePeriod period_at(std::size_t backend, const std::vector<scenario::FailureWindow>& windows,
                          std::span<const BackendTimeline> timelines) const;
  std::vector<BackendTimeline> timelines_of(std::span<const scenario::FailureWindow> windows, Time first) const;
  ExposureFailures met_by(std::size_t exposure, const std::vector<scenario::FailureWindow>& windows,
                          const Failures& failures, std::size_t met_by_all) const;

  BackendGraph graph_;
  Time horizon_;
  Duration longest_way_back_;  // of all stations' responses
  std::vector<scenario::FailureWindow> windows_;
  std::vector<scenario::BookingFailure> booking_;
  std::vector<FailureProcess> random_;
  std::vector<std::size_t> exposure_;     // by hub
  std::vector<std::size_t> first_hubs_;   // by exposure: a hub that has it
  std::vector<std::vector<bool>> felt_;   // by exposure, then by backend: whether these hubs call or watch it
  std::vector<std::vector<bool>> needs_;  // likewise: whether they rest on it
  Failures fixed_;
};

}  // namespace ripresa::model
