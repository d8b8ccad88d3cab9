#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ripresa/experiment/results.hpp"
#include "ripresa/scenario/read.hpp"
#include "ripresa/statistics/estimate.hpp"

namespace ripresa::experiment {

/// Whether an objective holds: in which share of replications it was met, and how sure the verdict is.
struct Verdict {
  scenario::Objective objective;
  statistics::Estimate met;  // share of replications with its exact binomial interval
  bool holds = false;        // the share reaches the objective's probability
  double confidence = 0;     // of the widest interval of `met` that leaves the objective's probability out
};

/// The measures that objectives may name: those that have a value for a scope as a whole. For reading scenarios.
std::vector<scenario::KnownMeasure> objective_measures();

/// Whether a replication meets the objective. Where the objective names no scope, every one of its kind has to
/// meet it. Where people came and none was served, no bound on the waiting or the stay of those served is met.
bool meets(const scenario::Objective& objective, const Layout& layout, const ReplicationRow& row);

/// Whether a measure's value keeps the objective's bound. One that is NaN does not where it is a time not reached;
/// elsewhere there is nothing that breaks the bound.
bool within_bound(const scenario::Objective& objective, MeasureKind kind, double value);

/// The verdict when the objective was met in so many replications.
Verdict verdict_of(const scenario::Objective& objective, std::size_t met, std::size_t replications);

/// One verdict for each objective.
std::vector<Verdict> judge(const Results& results);

}  // namespace ripresa::experiment
