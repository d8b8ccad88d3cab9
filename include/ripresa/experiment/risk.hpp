#pragma once

// Random years: what failures at random cost a campaign, how likely larger losses are, and what availability it takes
// to keep them below a limit.
//
// A failure is rare, and most of a campaign's days have none. So single failures are simulated, each with its twin and
// until everything is caught up with, in strata of whether hubs are open, of the time of day at which they begin and of
// their length, finer for longer ones; whole campaigns are then put together from them, with their failures drawn as
// `run_campaigns` draws them. The failures of a campaign are taken to act apart from each other, and one that is under
// way when the campaign begins is left out. A failure's day begins as a campaign without failures has left it. A target
// is reached when the doses of a campaign without failures, less those that the failures put behind, are as many; every
// composed campaign has one of several undisturbed ones as its twin.

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "ripresa/scenario/scenario.hpp"
#include "ripresa/statistics/estimate.hpp"

namespace ripresa::experiment {

/// Of a campaign, all hubs together, against the same without failures. All but the last are sums over its failures.
enum class Loss { doses_delayed, dose_days, sent_home, waiting_hours, target_delay };
inline constexpr std::size_t kLosses = 5;
inline constexpr std::size_t kAddedLosses = 4;
using AddedLosses = std::array<double, kAddedLosses>;

/// Name, unit and meaning of each loss; the names are those of a campaign's measures.
std::span<const MeasureInfo, kLosses> losses();

/// One failure with its twin.
struct SimulatedFailure {
  Time from;  // counted from the midnight that begins the campaign
  Duration length;
  AddedLosses losses{};
  /// Doses, at the end of each day with open hubs from the first on that it is felt on; the last one stays.
  std::vector<std::int64_t> behind;
  int days_felt = 0;  // of the campaign, until everything is caught up with
};

/// Failures of one kind that begin in the same hours of days with open hubs, or of others, and are about as long.
struct RiskStratum {
  std::size_t failure = 0;  // in the scenario's list of random failures
  bool open = true;         // the days on which they are felt first
  double from_hour = 0, to_hour = 0;
  Duration shortest, longest;  // the lengths at its bounds
  double probability = 0;      // that one of this kind falls into it
  std::vector<SimulatedFailure> simulated;
};

/// The probability that a campaign loses more.
struct Exceedance {
  double loss = 0;
  statistics::Estimate probability;
};

/// What holds when all times between failures are `stretch` times as long.
struct AvailabilityPoint {
  double stretch = 1;
  double availability = 1;  // the share of time in which none of the random failures is under way
  double failures = 0;      // expected in a campaign
  AddedLosses expected{};
  std::vector<double> met;  // by verdict: the probability that its objective is met
};

struct RiskVerdict {
  scenario::Objective objective;
  statistics::Estimate met;  // the probability that a campaign meets it
  bool holds = false;
  double availability = 0;  // that it takes; NaN where it is not met often enough without failures either
  bool or_less = false;     // it is met at this one already, and none lower was looked at
};

struct RiskResults {
  scenario::Scenario scenario;
  bool interrupted = false;
  std::size_t failures_each = 0;  // simulated in each stratum
  std::vector<RiskStratum> strata;
  std::optional<int> target_day;    // the median of undisturbed campaigns that reach it, the first day being 1
  double undisturbed_reaching = 0;  // share of undisturbed campaigns that reach their target
  double not_reached = 0;           // share of campaigns that do not
  double days_felt = 0;  // of all days, on how many some failure's effects are not over, each failure counted by itself
  std::array<statistics::Estimate, kLosses> expected;
  std::array<std::array<double, 3>, kLosses> quantiles{};  // over campaigns: 5, 50 and 95 %
  // What one campaign in ten loses more than, and one in a hundred; NaN: its target is not reached.
  std::array<std::array<double, 2>, kLosses> exceeded{};
  std::array<std::vector<Exceedance>, kLosses> curves;  // ascending by loss; empty where there is no target
  std::vector<AvailabilityPoint> availability;          // ascending
  std::vector<RiskVerdict> verdicts;
  std::vector<std::string> not_judged;  // names of objectives about something else than the losses of all hubs

  /// What holds as the scenario has it.
  const AvailabilityPoint& now() const;
};

/// Precondition: the scenario has a campaign, random failures and none at fixed times. The results are the same
/// whatever the number of threads. When a stop is requested, what was simulated in every stratum is kept; with fewer
/// than two in each there are no results but `failures_each`. Where there is a target, campaigns without failures come
/// first, told of by `undisturbed_progress`.
RiskResults run_risk(const scenario::Scenario& scenario, const RunOptions& options,
                     const Progress& undisturbed_progress = {});

/// Expected losses, of a campaign and the doses delayed of a year of such days; failures; availability.
std::vector<SummaryRow> summarise(const RiskResults& results);

}  // namespace ripresa::experiment
