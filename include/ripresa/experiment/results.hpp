#pragma once

// What an experiment gives: the values of every measure in every replication, and the series.

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "ripresa/experiment/measure.hpp"
#include "ripresa/observation/grid.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::experiment {

enum class ScopeKind { hub, region, nation };

/// What is added up: a hub, all hubs of a region, or all hubs. Regions and the nation appear where they have more than
/// one hub.
struct Scope {
  ScopeKind kind = ScopeKind::hub;
  std::string name;
  std::vector<std::size_t> hubs;
};

/// "hub", "region", "nation".
std::string_view to_string(ScopeKind kind);

std::vector<Scope> scopes_of(const scenario::Scenario& scenario);

/// One measure of one scope (or of one station or supply of a hub), by replication. A twin measure has `difference`
/// alone.
struct MeasureValues {
  MeasureInfo info;
  std::string station;  // or supply; empty: the whole scope
  std::vector<double> outage, baseline, difference;
};

/// The series of one scope or station by replication: value(series, run, point, replication).
enum class SeriesKind { vaccinated, recorded, queue, outdoors, present };
inline constexpr std::size_t kSeriesKinds = 5;

class SeriesSamples {
 public:
  SeriesSamples(std::size_t series, std::size_t points, std::size_t replications)
      : series_(series), points_(points), replications_(replications), values_(2 * series * points * replications) {}

  std::size_t series() const { return series_; }
  std::size_t points() const { return points_; }
  std::int32_t& at(bool outage, std::size_t series, std::size_t point, std::size_t replication) {
    return values_[index(outage, series, point, replication)];
  }
  std::int32_t at(bool outage, std::size_t series, std::size_t point, std::size_t replication) const {
    return values_[index(outage, series, point, replication)];
  }

 private:
  // A replication's values lie together, so that threads write apart.
  std::size_t index(bool outage, std::size_t series, std::size_t point, std::size_t replication) const {
    return ((replication * 2 + (outage ? 1 : 0)) * series_ + series) * points_ + point;
  }
  std::size_t series_, points_, replications_;
  std::vector<std::int32_t> values_;
};

struct ScopeResult {
  Scope scope;
  Time failure_end;  // from which catch-up counts
  std::vector<MeasureValues> measures;
  SeriesSamples series;                       // by SeriesKind
  std::vector<std::string> stations;          // of a hub; empty for other scopes
  std::vector<SeriesSamples> station_queues;  // by station, one series each
};

struct Results {
  scenario::Scenario scenario;
  observation::Grid grid;
  Time failure_end;
  bool anything_fails = false;
  std::size_t replications = 0;  // finished: 0, 1, …, replications - 1
  bool interrupted = false;
  std::vector<ScopeResult> scopes;  // hubs in scenario order, then regions, then the nation
};

}  // namespace ripresa::experiment
