#include "ripresa/experiment/objectives.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "campaign_measures.hpp"
#include "ripresa/statistics/proportion.hpp"

namespace ripresa::experiment {
namespace {

using scenario::Bound;
using scenario::Objective;

/// Whether people came to the scope in the run with the failure, but the measure is of those served, and none was. That
/// their wait has no value is no reason to be content with it.
bool nobody_served(const MeasureColumn& measure, const Layout& layout, std::span<const double> scope_values) {
  if (!measure.info.name.starts_with("waiting_") && !measure.info.name.starts_with("sojourn_"))
    return false;
  const auto count = [&](std::string_view name) {
    return scope_values[find_measure(layout.measures, name).of(Run::outage)];
  };
  // Those served may all have come before the warm-up was over.
  return std::isnan(scope_values[measure.of(Run::outage)]) && count("arrivals") > 0 && count("vaccinated") == 0 &&
         count("left_unvaccinated") == 0;
}

}  // namespace

bool within_bound(const Objective& objective, MeasureKind kind, double value) {
  if (std::isnan(value))
    return !is_censored(kind);
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

void count(const Objective& objective, const Layout& layout, const ReplicationRow& row, ObjectiveTally& tally) {
  const MeasureColumn& measure = find_measure(layout.measures, objective.measure);
  for (std::size_t s = 0; s < layout.scopes.size(); ++s) {
    const ScopeColumns& scope = layout.scopes[s];
    if (!concerns(objective.scope, scope.scope))
      continue;
    const auto values = std::span(row.values).subspan(scope.first_value, layout.measure_columns);
    // Of the run with the failure, or for twin measures of the two together.
    tally.look_at(s, within_bound(objective, measure.info.kind, values[measure.of(Run::outage)]) &&
                         !nobody_served(measure, layout, values));
  }
  tally.end_replication();
}

Verdict verdict_of(const Objective& objective, std::size_t met, std::size_t replications) {
  Verdict verdict;
  verdict.objective = objective;
  verdict.met = statistics::proportion(met, replications);
  verdict.holds = verdict.met.value >= objective.probability;
  verdict.confidence = statistics::confidence_to_leave_out(met, replications, objective.probability);
  return verdict;
}

Verdict verdict_of(const Objective& objective, const ObjectiveTally& tally, std::span<const Scope* const> scopes,
                   std::size_t replications) {
  Verdict verdict = verdict_of(objective, tally.met(), replications);
  verdict.scopes = 0;
  for (std::size_t s = 0; s < scopes.size(); ++s) {
    if (!concerns(objective.scope, *scopes[s]))
      continue;
    ++verdict.scopes;
    if (tally.met_by(s) < replications)
      verdict.missed_by.push_back(
          {scopes[s]->kind, scopes[s]->name, statistics::proportion(tally.met_by(s), replications)});
  }
  if (verdict.scopes == 1)
    verdict.missed_by.clear();  // would repeat the verdict
  std::stable_sort(verdict.missed_by.begin(), verdict.missed_by.end(),
                   [](const MetByScope& a, const MetByScope& b) { return a.met.value < b.met.value; });
  return verdict;
}

std::vector<Verdict> judge(const Results& results) {
  std::vector<const Scope*> scopes;
  for (const ScopeColumns& scope : results.layout.scopes)
    scopes.push_back(&scope.scope);
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < results.scenario.objectives.size(); ++i)
    verdicts.push_back(
        verdict_of(results.scenario.objectives[i], results.objectives_met[i], scopes, results.replications));
  return verdicts;
}

}  // namespace ripresa::experiment
