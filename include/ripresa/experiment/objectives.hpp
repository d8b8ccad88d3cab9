#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "ripresa/experiment/results.hpp"
#include "ripresa/scenario/read.hpp"
#include "ripresa/statistics/estimate.hpp"

namespace ripresa::experiment {

/// How often one of the scopes that an objective is about met it.
struct MetByScope {
  ScopeKind kind = ScopeKind::hub;
  std::string name;
  statistics::Estimate met;  // share of replications with its exact binomial interval
};

/// Whether an objective holds: in which share of replications it was met, and how sure the verdict is.
struct Verdict {
  scenario::Objective objective;
  statistics::Estimate met;  // share of replications with its exact binomial interval
  bool holds = false;        // the share reaches the objective's probability
  double confidence = 0;     // of the widest interval of `met` that leaves the objective's probability out
  std::size_t scopes = 1;    // that the objective is about: it is met where each of them meets it
  // Of several, those that did not meet it in every replication: the least often first, then in the results' order.
  std::vector<MetByScope> missed_by;
};

/// The measures that objectives may name: those that have a value for a scope as a whole. For reading scenarios.
std::vector<scenario::KnownMeasure> objective_measures();

/// Counts a replication. Where people came and none was served, no bound on the waiting or the stay of those served is
/// met.
void count(const scenario::Objective& objective, const Layout& layout, const ReplicationRow& row,
           ObjectiveTally& tally);

/// Whether a measure's value keeps the objective's bound. One that is NaN does not where it is a time not reached;
/// elsewhere there is nothing that breaks the bound.
bool within_bound(const scenario::Objective& objective, MeasureKind kind, double value);

/// The verdict when an objective about a single scope was met in so many replications.
Verdict verdict_of(const scenario::Objective& objective, std::size_t met, std::size_t replications);

/// The verdict on an objective by its tally over the `scopes`.
Verdict verdict_of(const scenario::Objective& objective, const ObjectiveTally& tally,
                   std::span<const Scope* const> scopes, std::size_t replications);

/// One verdict for each objective.
std::vector<Verdict> judge(const Results& results);

}  // namespace ripresa::experiment
