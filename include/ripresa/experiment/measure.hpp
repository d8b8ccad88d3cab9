#pragma once

// The catalogue of measures: what is computed from each replication, under which name and in which unit. To add a
// measure, add a group (or a name to one) in run_measures.cpp, twin_measures.cpp, station_measures.cpp,
// supply_measures.cpp, backend_measures.cpp or campaign_measures.cpp.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/failures.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/misbooking.hpp"
#include "ripresa/observation/backlog.hpp"
#include "ripresa/observation/call_record.hpp"
#include "ripresa/observation/run_record.hpp"
#include "ripresa/statistics/rank_selection.hpp"

namespace ripresa::experiment {

enum class MeasureKind {
  amount,          // a number; estimated by its mean over replications
  share,           // a number in [0, 1]
  clock_time,      // minutes since midnight of the first day
  censored_clock,  // likewise; NaN where it was not reached by the horizon: right-censored there
  censored_time,   // minutes after the failure's end; NaN likewise; statistics::kNothingToReach where that is so
  event            // 1 or 0: estimated by its share of replications
};

inline bool is_clock(MeasureKind kind) {
  return kind == MeasureKind::clock_time || kind == MeasureKind::censored_clock;
}

inline bool is_censored(MeasureKind kind) {
  return kind == MeasureKind::censored_clock || kind == MeasureKind::censored_time;
}

struct MeasureInfo {
  std::string_view name;
  std::string_view unit;
  MeasureKind kind = MeasureKind::amount;
  std::string_view meaning;  // one line, for the documentation and `--help`
};

/// Lengths of time, in one part or several, in no order.
using Lengths = statistics::RankSelection::Parts;

/// One run of one scope (a hub, or several together) in one replication: what adds up over hubs.
struct RunView {
  // Ascending. Of wider scopes than a hub only those from where the two runs may differ on, which is no later than the
  // first failure or the first dose missing, and none where the runs are the same.
  std::span<const Time> vaccinations;
  std::span<const std::int32_t> queue, outdoors;  // on the grid
  observation::Peak peak_queue, peak_outdoors;    // a hub's are exact; those of several together are of their levels
  observation::Counts counts;
  Lengths waited, sojourned;  // by person served
  Duration longest_overtime;  // from a hub's closing until its last person is out
  Duration staff_overtime;
};

/// People against their own twins, added up.
struct Delays {
  static constexpr std::array kLongerThan = {Duration::minutes(15), Duration::minutes(30), Duration::minutes(60)};
  std::array<std::int64_t, kLongerThan.size()> delayed{};  // by how much later they left the hub, or had not left it
  std::int64_t missed = 0;                                 // vaccinated in the baseline only
  Duration added_waiting;

  Delays& operator+=(const Delays& other) {
    for (std::size_t k = 0; k < delayed.size(); ++k)
      delayed[k] += other.delayed[k];
    missed += other.missed;
    added_waiting += other.added_waiting;
    return *this;
  }
};

/// How far the doses on record are behind the baseline's.
struct RecordingBacklog {
  std::int64_t peak_persons = 0;
  std::optional<Time> caught_up;
};

struct TwinView {
  const model::Model* model = nullptr;
  RunView outage, baseline;
  observation::PeakBacklog peak_backlog;  // of doses given
  RecordingBacklog recording_backlog;
  Delays delays;
  model::FailurePeriods failures;  // that are met here
  model::BookingCounts booking;    // added up, in the run with the failure
  Time failure_end;
  double catch_up_tolerance_persons = 1;
  Duration catch_up_hold;

  observation::CatchUpRule catch_up_rule() const {
    return {failure_end, catch_up_tolerance_persons, catch_up_hold, model->horizon};
  }
};

/// Working memory of one thread.
struct Scratch {
  statistics::RankSelection ranks;
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

/// The calls of all hubs to one backend, in one run.
struct BackendView {
  const model::Model* model = nullptr;
  std::size_t backend = 0;
  const model::Failures* failures = nullptr;  // null in the baseline
  const observation::CallRecord* calls = nullptr;
};

struct BackendMeasures {
  std::vector<MeasureInfo> infos;
  void (*compute)(const BackendView& run, std::span<double> out);
};

struct BackendTwinMeasures {
  std::vector<MeasureInfo> infos;
  void (*compute)(const BackendView& outage, const BackendView& baseline, Duration hold, std::span<double> out);
};

/// Computed for the run with the failure and for the baseline; their difference is the outage's less the baseline's.
std::span<const RunMeasures> run_measures();
/// Computed from the two together.
std::span<const TwinMeasures> twin_measures();
/// Of these, those computed from TwinView::delays alone.
const TwinMeasures& delay_measures();
/// Computed for each station of each hub, for both runs.
std::span<const StationMeasures> station_measures();
/// Computed for each supply of each hub, for both runs.
std::span<const SupplyMeasures> supply_measures();
/// Computed for each backend, for both runs.
std::span<const BackendMeasures> backend_measures();
/// Computed for each backend from the two together.
std::span<const BackendTwinMeasures> backend_twin_measures();

}  // namespace ripresa::experiment
