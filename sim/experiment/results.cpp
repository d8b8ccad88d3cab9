#include "ripresa/experiment/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <unordered_map>

#include "ripresa/base/error.hpp"

namespace ripresa::experiment {
namespace {

using scenario::Detail;

/// Gives the groups' measures their columns; returns how many these are.
template <class Groups>
std::size_t add_measures(const Groups& groups, bool paired, std::size_t first, std::vector<MeasureColumn>& columns) {
  for (const auto& group : groups)
    for (const MeasureInfo& info : group.infos) {
      columns.push_back({info, paired, first});
      first += paired ? kRuns : 1;
    }
  return first;
}

ScopeColumns place_scope(const scenario::Scenario& scenario, const model::Model& model, const Scope& scope,
                         Layout& layout) {
  const bool is_hub = scope.kind == ScopeKind::hub;
  ScopeColumns columns;
  columns.scope = scope;
  const model::FailurePeriods failures = model.failures.periods_of(model.failures.fixed(), scope.hubs);
  columns.failure_end = whole(failures).end;
  columns.failures_apart = failures.size();
  if (is_hub && scenario.output.stations != Detail::nothing) {
    const scenario::Hub& hub = scenario.hubs[scope.hubs.front()];
    for (const auto& station : hub.stations)
      columns.stations.push_back(station.name);
    for (const auto& supply : hub.supplies)
      columns.supplies.push_back(supply.name);
  }
  columns.first_value = layout.values;
  layout.values += layout.measure_columns + columns.stations.size() * layout.station_columns +
                   columns.supplies.size() * layout.supply_columns;
  if (is_hub && detail_of_hubs(scenario) != Detail::everything)
    return columns;
  columns.first_series = layout.series;
  const std::size_t queues = layout.station_queues ? columns.stations.size() : 0;
  layout.series += (kSeriesKinds + queues) * kRuns * layout.grid.points;
  return columns;
}

bool is_reported(const scenario::Scenario& scenario, const Scope& scope) {
  const auto asked_for = [&scope](const std::vector<scenario::Objective>& objectives) {
    return std::any_of(objectives.begin(), objectives.end(),
                       [&scope](const auto& objective) { return concerns(objective.scope, scope); });
  };
  return scenario.hubs.size() > 1 ||
         (scenario.experiment.until_precise && concerns(scenario.experiment.until_precise->scope, scope)) ||
         asked_for(scenario.objectives) || (scenario.campaign && asked_for(scenario.campaign->objectives));
}

/// The hubs that have the same text in `label`, in the order of their first.
void add_labelled(const scenario::Scenario& scenario, ScopeKind kind, std::string scenario::Hub::*label,
                  std::vector<Scope>& all) {
  std::vector<Scope> scopes;
  std::unordered_map<std::string, std::size_t> known;
  for (std::size_t i = 0; i < scenario.hubs.size(); ++i) {
    const std::string& name = scenario.hubs[i].*label;
    if (name.empty())
      continue;
    const auto [found, is_new] = known.emplace(name, scopes.size());
    if (is_new)
      scopes.push_back({kind, name, {}});
    scopes[found->second].hubs.push_back(i);
  }
  std::copy_if(scopes.begin(), scopes.end(), std::back_inserter(all),
               [&scenario](const Scope& scope) { return is_reported(scenario, scope); });
}

}  // namespace

std::string_view to_string(Run run) {
  switch (run) {
    case Run::outage:
      return "outage";
    case Run::baseline:
      return "baseline";
    case Run::difference:
      return "difference";
  }
  return "";
}

bool concerns(const scenario::ScopeChoice& choice, const Scope& scope) {
  return choice.kind == scope.kind && (choice.name.empty() || choice.name == scope.name);
}

std::vector<Scope> scopes_of(const scenario::Scenario& scenario) {
  std::vector<Scope> all;
  for (std::size_t i = 0; i < scenario.hubs.size(); ++i)
    all.push_back({ScopeKind::hub, scenario.hubs[i].name, {i}});
  add_labelled(scenario, ScopeKind::health_agency, &scenario::Hub::health_agency, all);
  add_labelled(scenario, ScopeKind::region, &scenario::Hub::region, all);
  for (const scenario::Group& group : scenario.groups)
    all.push_back({ScopeKind::group, group.name, group.hubs});
  Scope nation{ScopeKind::nation, "nation", std::vector<std::size_t>(scenario.hubs.size())};
  std::iota(nation.hubs.begin(), nation.hubs.end(), std::size_t{0});
  if (is_reported(scenario, nation))
    all.push_back(std::move(nation));
  return all;
}

Detail detail_of_hubs(const scenario::Scenario& scenario) {
  return scenario.hubs.size() == 1 ? Detail::everything : scenario.output.hubs;
}

std::vector<std::vector<std::size_t>> scopes_by_hub(const std::vector<Scope>& scopes, std::size_t first,
                                                    std::size_t hubs) {
  std::vector<std::vector<std::size_t>> by_hub(hubs);
  for (std::size_t scope = first; scope < scopes.size(); ++scope)
    for (const std::size_t hub : scopes[scope].hubs)
      by_hub[hub].push_back(scope);
  return by_hub;
}

const MeasureColumn& find_measure(const std::vector<MeasureColumn>& measures, std::string_view name) {
  const auto found = std::find_if(measures.begin(), measures.end(),
                                  [name](const MeasureColumn& column) { return column.info.name == name; });
  if (found == measures.end())
    throw InternalError(fmt::format("the unknown measure {} is named", name));
  return *found;
}

Layout layout_of(const scenario::Scenario& scenario, const model::Model& model) {
  Layout layout;
  layout.grid = model.grid;
  layout.station_queues = scenario.output.stations == Detail::everything;
  layout.measure_columns =
      add_measures(twin_measures(), false, add_measures(run_measures(), true, 0, layout.measures), layout.measures);
  layout.station_columns = add_measures(station_measures(), true, 0, layout.station_measures);
  layout.supply_columns = add_measures(supply_measures(), true, 0, layout.supply_measures);
  const std::vector<Scope> scopes = scopes_of(scenario);
  for (const Scope& scope : scopes) {
    layout.scopes.push_back(place_scope(scenario, model, scope, layout));
    if (scope.kind == ScopeKind::hub) {
      layout.hub_scopes = layout.scopes.size();
      layout.hub_values = layout.values;
      layout.hub_series = layout.series;
    }
  }
  layout.wider_scopes = scopes_by_hub(scopes, layout.hub_scopes, scenario.hubs.size());
  for (std::size_t b = 0; b < scenario.backends.size(); ++b)
    layout.backends.push_back({scenario.backends[b].name, model.failures.fixed().by_backend[b].end});
  layout.backend_columns =
      add_measures(backend_twin_measures(), false, add_measures(backend_measures(), true, 0, layout.backend_measures),
                   layout.backend_measures);
  layout.first_backend_value = layout.values;
  layout.values += layout.backends.size() * layout.backend_columns;
  return layout;
}

}  // namespace ripresa::experiment
