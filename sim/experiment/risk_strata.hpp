#pragma once

// Internal to experiment: failures simulated one by one, in strata.

#include <vector>

#include "ripresa/experiment/risk.hpp"
#include "ripresa/model/campaign_failures.hpp"

namespace ripresa::experiment {

/// The entity in the key of the study's own random numbers: the last there is, which neither hub nor failure has.
inline constexpr std::uint32_t kRiskEntity = 0xffff'ffffu;

/// What these are drawn for: the low bits of their purpose.
enum class RiskDraw : std::uint32_t { day, start, length, pick, campaign_again, failure_again, undisturbed_again };

constexpr std::uint32_t risk_purpose(RiskDraw draw, std::size_t failure = 0) {
  return static_cast<std::uint32_t>(failure) << 4 | static_cast<std::uint32_t>(draw);
}

/// The first day of a campaign on which a failure is felt: a hub may be open past midnight, up to the day's horizon.
int first_day_felt(Time from, Time horizon);

/// The strata of every random failure: by failure, then by start, then by length; nothing is simulated yet.
std::vector<RiskStratum> make_strata(const scenario::Scenario& scenario,
                                     const std::vector<model::FailureProcess>& processes);

/// Where in the list the stratum of a failure is.
std::size_t stratum_of(const scenario::RiskStudy& study, std::size_t failure,
                       const model::FailureProcess::Episode& episode);

/// Simulates failures in every stratum, one in each before the next, until there are as many as the study wants or a
/// stop is requested; then all strata have as many as the one with the fewest.
void simulate_strata(const scenario::Scenario& scenario, const model::CampaignFailures& failures,
                     const RunOptions& options, std::vector<RiskStratum>& strata);

/// Doses given by the end of each day of one campaign.
using DosesByDay = std::vector<std::int64_t>;

/// Of as many campaigns without failures as the study wants; `progress` counts these. Empty when a stop is requested.
std::vector<DosesByDay> undisturbed_doses(const scenario::Scenario& scenario, const RunOptions& options,
                                          const Progress& progress);

}  // namespace ripresa::experiment
