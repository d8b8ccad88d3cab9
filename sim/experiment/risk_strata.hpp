#pragma once

// Internal to experiment: the strata of failures at random.

#include <cstdint>
#include <vector>

#include "ripresa/experiment/risk.hpp"
#include "ripresa/model/failure_process.hpp"
#include "risk_calendar.hpp"

namespace ripresa::experiment {

/// The entity in the key of the study's own random numbers: the last there is, which neither hub nor failure has.
inline constexpr std::uint32_t kRiskEntity = 0xffff'ffffu;

/// What these are drawn for: the low bits of their purpose.
enum class RiskDraw : std::uint32_t { day, start, length, pick, campaign_again, failure_again, undisturbed_again };

constexpr std::uint32_t risk_purpose(RiskDraw draw, std::size_t failure = 0) {
  return static_cast<std::uint32_t>(failure) << 4 | static_cast<std::uint32_t>(draw);
}

/// The quantile at which stratum `number` of lengths begins: the share above falls with the square, so that the longest
/// failures, which cost most, have strata of their own.
double length_edge(const scenario::RiskStudy& study, int number);

/// The random bits from which a process draws this quantile of its lengths.
engine::UniformBits length_bits(double quantile);

/// The strata of every random failure: by failure, then on open days before others, then by start, then by length;
/// nothing is simulated yet.
std::vector<RiskStratum> make_strata(const scenario::Scenario& scenario, const RiskCalendar& calendar,
                                     const std::vector<model::FailureProcess>& processes);

/// Where in the list the stratum of a failure of the campaign is.
std::size_t stratum_of(const scenario::RiskStudy& study, const RiskCalendar& calendar, std::size_t failure,
                       const model::FailureProcess::Episode& episode);

}  // namespace ripresa::experiment
