#include "ripresa/experiment/results.hpp"

#include <algorithm>

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
  const model::Failures& failures = model.failures.fixed();
  columns.failure_end =
      is_hub ? failures.by_exposure[model.failures.exposure(scope.hubs.front())].end : failures.end;
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
  if (is_hub && scenario.output.hubs != Detail::everything)
    return columns;
  columns.first_series = layout.series;
  const std::size_t queues = layout.station_queues ? columns.stations.size() : 0;
  layout.series += (kSeriesKinds + queues) * kRuns * layout.grid.points;
  return columns;
}

}  // namespace

std::string_view to_string(ScopeKind kind) {
  switch (kind) {
    case ScopeKind::hub:
      return "hub";
    case ScopeKind::region:
      return "region";
    case ScopeKind::nation:
      return "nation";
  }
  return "";
}

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

std::vector<Scope> scopes_of(const scenario::Scenario& scenario) {
  std::vector<Scope> hubs;
  std::vector<Scope> regions;
  Scope nation{ScopeKind::nation, "nation", {}};
  for (std::size_t i = 0; i < scenario.hubs.size(); ++i) {
    const auto& hub = scenario.hubs[i];
    hubs.push_back({ScopeKind::hub, hub.name, {i}});
    nation.hubs.push_back(i);
    if (hub.region.empty())
      continue;
    const auto known =
        std::find_if(regions.begin(), regions.end(), [&hub](const Scope& region) { return region.name == hub.region; });
    if (known == regions.end())
      regions.push_back({ScopeKind::region, hub.region, {i}});
    else
      known->hubs.push_back(i);
  }
  std::vector<Scope> all = std::move(hubs);
  std::copy_if(regions.begin(), regions.end(), std::back_inserter(all),
               [](const Scope& region) { return region.hubs.size() > 1; });
  if (nation.hubs.size() > 1)
    all.push_back(std::move(nation));
  return all;
}

Layout layout_of(const scenario::Scenario& scenario, const model::Model& model) {
  Layout layout;
  layout.grid = model.grid;
  layout.station_queues = scenario.output.stations == Detail::everything;
  layout.measure_columns =
      add_measures(twin_measures(), false, add_measures(run_measures(), true, 0, layout.measures), layout.measures);
  layout.station_columns = add_measures(station_measures(), true, 0, layout.station_measures);
  layout.supply_columns = add_measures(supply_measures(), true, 0, layout.supply_measures);
  for (const Scope& scope : scopes_of(scenario)) {
    layout.scopes.push_back(place_scope(scenario, model, scope, layout));
    if (scope.kind == ScopeKind::hub) {
      layout.hub_scopes = layout.scopes.size();
      layout.hub_values = layout.values;
      layout.hub_series = layout.series;
    }
  }
  return layout;
}

}  // namespace ripresa::experiment
