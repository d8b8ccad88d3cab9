#pragma once

// The fluid answer to what an outage does, for every hub, region and the nation.

#include <optional>
#include <string>
#include <vector>

#include "ripresa/exact/flow.hpp"
#include "ripresa/experiment/results.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::estimate {

struct ScopeEstimate {
  experiment::Scope scope;
  double vaccinated_persons = 0, baseline_vaccinated_persons = 0;  // by the horizon
  exact::FlowPeak peak_queue, baseline_peak_queue;
  Time failure_end;
  double backlog_at_failure_end_persons = 0;
  exact::FlowPeak peak_backlog;
  double recovery_persons_per_minute = 0;  // by which the backlog falls on average until it is caught up
  std::optional<Time> caught_up;  // within the scenario's tolerance, for its hold time; none: not by the horizon
  std::optional<Time> cleared;    // likewise, with nobody behind at all
  exact::Flow backlog, queue;     // the curves themselves
};

struct Estimate {
  std::vector<ScopeEstimate> scopes;  // those of a run, in the same order
  bool anything_fails = false;
  std::vector<std::string> neglects;
};

/// Of a scenario as read_scenario gives it, with its failures at fixed times; those at random do not happen. What else
/// is left out stands in `neglects`, a sentence each.
Estimate estimate(const scenario::Scenario& scenario);

}  // namespace ripresa::estimate
