#include "ripresa/experiment/objectives.hpp"

#include <algorithm>
#include <cmath>

#include "ripresa/base/error.hpp"
#include "ripresa/statistics/proportion.hpp"

namespace ripresa::experiment {
namespace {

using scenario::Bound;
using scenario::Objective;

bool meets(const Objective& objective, double value) {
  if (std::isnan(value))
    return false;
  switch (objective.bound) {
    case Bound::before:
      return value <= objective.before.since_midnight().in_minutes();
    case Bound::below:
      return value <= objective.limit;
    case Bound::above:
      return value >= objective.limit;
  }
  return false;
}

/// What the objective is about: the run with the failure, or for twin measures the two together.
const std::vector<double>& values_of(const ScopeResult& scope, const std::string& measure) {
  for (const MeasureValues& values : scope.measures)
    if (values.station.empty() && values.info.name == measure)
      return values.outage.empty() ? values.difference : values.outage;
  throw InternalError("an objective names the unknown measure " + measure);
}

bool concerns(const Objective& objective, const Scope& scope) {
  return scope.kind == ScopeKind::hub && (!objective.hub || scope.hubs.front() == *objective.hub);
}

}  // namespace

std::vector<Verdict> judge(const Results& results) {
  std::vector<Verdict> verdicts;
  for (const Objective& objective : results.scenario.objectives) {
    std::vector<bool> met(results.replications, true);
    for (const ScopeResult& scope : results.scopes) {
      if (!concerns(objective, scope.scope))
        continue;
      const auto& values = values_of(scope, objective.measure);
      for (std::size_t r = 0; r < met.size(); ++r)
        met[r] = met[r] && meets(objective, values[r]);
    }
    const auto successes = static_cast<std::size_t>(std::count(met.begin(), met.end(), true));
    Verdict verdict;
    verdict.objective = objective;
    verdict.met = statistics::proportion(successes, met.size());
    verdict.holds = verdict.met.value >= objective.probability;
    const double reached = statistics::probability_at_least(successes, met.size(), objective.probability);
    verdict.confidence = verdict.holds ? reached : 1 - reached;
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

}  // namespace ripresa::experiment
