#pragma once

// What an experiment gives: the values of every measure and series over its replications, whole where they fit into
// what is set aside for them, condensed where they do not.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ripresa/experiment/measure.hpp"
#include "ripresa/experiment/objective_tally.hpp"
#include "ripresa/observation/grid.hpp"
#include "ripresa/scenario/scenario.hpp"
#include "ripresa/statistics/sample_table.hpp"

namespace ripresa::experiment {

using scenario::ScopeKind;
using scenario::to_string;

/// Hubs that are added up. Where there is only one hub, health agencies, regions and the nation would repeat it and
/// appear if an objective or the precision asks for them; groups always do.
struct Scope {
  ScopeKind kind = ScopeKind::hub;
  std::string name;
  std::vector<std::size_t> hubs;
};

/// Whether the scope is one of those chosen.
bool concerns(const scenario::ScopeChoice& choice, const Scope& scope);

/// Hubs in scenario order, then health agencies, regions, groups and the nation.
std::vector<Scope> scopes_of(const scenario::Scenario& scenario);

/// By hub, of `hubs`: the scopes that it belongs to, ascending, of those from number `first` on.
std::vector<std::vector<std::size_t>> scopes_by_hub(const std::vector<Scope>& scopes, std::size_t first,
                                                    std::size_t hubs);

/// How much is kept of single hubs: what the scenario says. Where there is only one, nothing wider stands for it, and
/// everything is.
scenario::Detail detail_of_hubs(const scenario::Scenario& scenario);

enum class Run { outage, baseline, difference };
inline constexpr std::size_t kRuns = 3;
std::string_view to_string(Run run);

enum class SeriesKind { vaccinated, recorded, queue, outdoors, present };
inline constexpr std::size_t kSeriesKinds = 5;

/// A measure among the columns of each scope, or of each station or supply.
struct MeasureColumn {
  MeasureInfo info;
  bool paired = true;     // has a column for each run; a twin measure has its difference alone
  std::size_t first = 0;  // counted from the first column of the scope, station or supply

  std::size_t of(Run run) const { return paired ? first + static_cast<std::size_t>(run) : first; }
};

struct ScopeColumns {
  Scope scope;
  Time failure_end;  // of those at fixed times that are met here, from which catch-up counts; midnight without any
  std::size_t failures_apart = 0;  // how many these are; those that overlap or follow upon each other are one
  // Those that are measured: a hub's, where the scenario wants them.
  std::vector<std::string> stations, supplies;
  std::size_t first_value = 0;              // of the scope's measures; those of its stations and then supplies follow
  std::optional<std::size_t> first_series;  // likewise; nothing where no series is kept
};

struct BackendColumns {
  std::string name;
  Time failure_end;  // of the failures at fixed times that it meets; midnight without any
};

/// Where each value of a replication stands in its row.
struct Layout {
  observation::Grid grid;
  std::vector<MeasureColumn> measures, station_measures, supply_measures, backend_measures;
  std::size_t measure_columns = 0;                      // of a scope without its stations and supplies
  std::size_t station_columns = 0, supply_columns = 0;  // of each of these
  std::vector<BackendColumns> backends;
  std::size_t first_backend_value = 0, backend_columns = 0;  // of all backends, after the scopes; of each of them
  std::vector<ScopeColumns> scopes;                          // those of one hub first
  std::size_t hub_scopes = 0;                                // how many these are
  std::vector<std::vector<std::size_t>> wider_scopes;        // by hub: the scopes that it belongs to with others
  std::size_t hub_values = 0, values = 0;                    // columns of the hubs' scopes; of all
  std::size_t hub_series = 0, series = 0;
  bool station_queues = false;  // where a hub's series are kept, its stations' are too

  bool keeps_station_queues(const ScopeColumns& scope) const { return station_queues && scope.first_series; }
  std::size_t value(const ScopeColumns& scope, const MeasureColumn& measure, Run run) const {
    return scope.first_value + measure.of(run);
  }
  /// The first columns of one of the scope's stations and supplies.
  std::size_t first_of_station(const ScopeColumns& scope, std::size_t station) const {
    return scope.first_value + measure_columns + station * station_columns;
  }
  std::size_t first_of_supply(const ScopeColumns& scope, std::size_t supply) const {
    return first_of_station(scope, scope.stations.size()) + supply * supply_columns;
  }
  std::size_t first_of_backend(std::size_t backend) const { return first_backend_value + backend * backend_columns; }
  /// Precondition: the scope's series are kept.
  std::size_t series_value(const ScopeColumns& scope, SeriesKind kind, Run run, std::size_t point) const {
    return *scope.first_series +
           (static_cast<std::size_t>(kind) * kRuns + static_cast<std::size_t>(run)) * grid.points + point;
  }
  std::size_t station_queue(const ScopeColumns& scope, std::size_t station, Run run, std::size_t point) const {
    return *scope.first_series + ((kSeriesKinds + station) * kRuns + static_cast<std::size_t>(run)) * grid.points +
           point;
  }
};

/// The measure with this name; throws InternalError when there is none.
const MeasureColumn& find_measure(const std::vector<MeasureColumn>& measures, std::string_view name);

/// Which scopes, measures and series the scenario's results have, and where each lies. `model` is built from it.
Layout layout_of(const scenario::Scenario& scenario, const model::Model& model);

/// The values of one replication, in the layout's columns. The difference is the outage's value less the baseline's.
struct ReplicationRow {
  std::size_t replication = 0;
  std::vector<double> values;  // NaN where a measure has none
  std::vector<std::int32_t> series;
  std::vector<double> backends;  // see backend_series.hpp
};

struct Results {
  scenario::Scenario scenario;
  Layout layout;
  Time failure_end;              // of the failures at fixed times; midnight without any
  bool anything_fails = false;   // or may fail at random
  std::size_t replications = 0;  // finished: 0, 1, …, replications - 1
  bool interrupted = false;
  bool precise = false;                    // and ended for that, before all replications
  std::vector<std::string> imprecise;      // at the end, of the measures wanted precisely
  statistics::SampleTable<double> values;  // of the hubs only where the scenario wants them summarised
  statistics::SampleTable<std::int32_t> series;
  statistics::SampleTable<double> backends;    // see backend_series.hpp
  std::vector<ObjectiveTally> objectives_met;  // by objective
};

}  // namespace ripresa::experiment
