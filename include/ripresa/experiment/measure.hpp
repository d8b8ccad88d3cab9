#pragma once

// The catalogue of measures: what is computed from each replication, under which name and in which unit. To add a
// measure, add a group (or a name to one) in run_measures.cpp, twin_measures.cpp, station_measures.cpp or
// supply_measures.cpp.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::experiment {

enum class MeasureKind {
  amount,          // a number; estimated by its mean over replications
  share,           // a number in [0, 1]
  clock_time,      // minutes since midnight of the first day
  censored_clock,  // likewise; NaN where it was not reached by the horizon: right-censored there
  censored_time,   // minutes after the failure's end; NaN likewise
  event            // 1 or 0: estimated by its share of replications
};

struct MeasureInfo {
  std::string_view name;
  std::string_view unit;
  MeasureKind kind = MeasureKind::amount;
  std::string_view meaning;  // one line, for the documentation and `--help`
};

/// One run of one scope (a hub, or several together) in one replication. A scope of several hubs has their records side
/// by side and their completion times merged.
struct RunView {
  std::span<const observation::RunRecord* const> records;
  std::span<const Time> vaccinations;             // ascending
  std::span<const Time> recordings;               // ascending
  std::span<const std::int32_t> queue, outdoors;  // on the grid, summed over the hubs
};

struct TwinView {
  const model::Model* model = nullptr;
  std::span<const std::size_t> hubs;
  RunView outage, baseline;
  Time failure_end;
  double catch_up_tolerance_persons = 1;
  Duration catch_up_hold;
};

/// Working memory of one thread.
struct Scratch {
  std::vector<std::int64_t> values;
};

/// Measures that come from one pass over the same data.
struct RunMeasures {
  std::vector<MeasureInfo> infos;
  void (*compute)(const TwinView& twin, const RunView& run, Scratch& scratch, std::span<double> out);
};

struct TwinMeasures {
  std::vector<MeasureInfo> infos;
  void (*compute)(const TwinView& twin, Scratch& scratch, std::span<double> out);
};

struct StationMeasures {
  std::vector<MeasureInfo> infos;
  void (*compute)(const model::Model& model, const model::HubModel& hub, const model::StationModel& station,
                  const observation::StationRecord& record, Scratch& scratch, std::span<double> out);
};

struct SupplyMeasures {
  std::vector<MeasureInfo> infos;
  void (*compute)(const model::Model& model, const model::HubModel& hub, const model::SupplyModel& supply,
                  const observation::SupplyRecord& record, Scratch& scratch, std::span<double> out);
};

/// Computed for the run with the failure and for the baseline; their difference is the outage's less the baseline's.
std::span<const RunMeasures> run_measures();
/// Computed from the two together.
std::span<const TwinMeasures> twin_measures();
/// Computed for each station of each hub, for both runs.
std::span<const StationMeasures> station_measures();
/// Computed for each supply of each hub, for both runs.
std::span<const SupplyMeasures> supply_measures();

}  // namespace ripresa::experiment
