#include "ripresa/experiment/objectives.hpp"

#include <algorithm>
#include <cmath>

#include "campaign_measures.hpp"
#include "ripresa/statistics/proportion.hpp"

namespace ripresa::experiment {
namespace {

using scenario::Bound;
using scenario::Objective;

}  // namespace

bool within_bound(const Objective& objective, double value) {
  if (std::isnan(value))
    return false;
  switch (objective.bound) {
    case Bound::before:
      return value <= objective.before.since_midnight().in_minutes();
    case Bound::by:
    case Bound::below:
      return value <= objective.limit;
    case Bound::above:
      return value >= objective.limit;
  }
  return false;
}

std::vector<scenario::KnownMeasure> objective_measures() {
  std::vector<scenario::KnownMeasure> all;
  const auto add = [&all](const std::vector<MeasureInfo>& infos) {
    for (const MeasureInfo& info : infos)
      all.push_back({std::string(info.name), is_clock(info.kind), std::string(info.unit), false});
  };
  for (const auto& group : run_measures())
    add(group.infos);
  for (const auto& group : twin_measures())
    add(group.infos);
  for (const MeasureColumn& column : campaign_measures())
    all.push_back({std::string(column.info.name), false, std::string(column.info.unit), true});
  return all;
}

bool meets(const Objective& objective, const Layout& layout, const ReplicationRow& row) {
  // Of the run with the failure, or for twin measures of the two together.
  const std::size_t column = find_measure(layout.measures, objective.measure).of(Run::outage);
  return std::all_of(layout.scopes.begin(), layout.scopes.end(), [&](const ScopeColumns& scope) {
    return !concerns(objective.scope, scope.scope) || within_bound(objective, row.values[scope.first_value + column]);
  });
}

Verdict verdict_of(const Objective& objective, std::size_t met, std::size_t replications) {
  Verdict verdict;
  verdict.objective = objective;
  verdict.met = statistics::proportion(met, replications);
  verdict.holds = verdict.met.value >= objective.probability;
  verdict.confidence = statistics::confidence_to_leave_out(met, replications, objective.probability);
  return verdict;
}

std::vector<Verdict> judge(const Results& results) {
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < results.scenario.objectives.size(); ++i)
    verdicts.push_back(verdict_of(results.scenario.objectives[i], results.objectives_met[i], results.replications));
  return verdicts;
}

}  // namespace ripresa::experiment
