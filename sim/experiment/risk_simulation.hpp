#pragma once

// Internal to experiment: failures simulated one by one, and campaigns without any.

#include <cstdint>
#include <vector>

#include "ripresa/experiment/risk.hpp"
#include "ripresa/model/campaign_failures.hpp"
#include "ripresa/model/campaign_plan.hpp"
#include "risk_calendar.hpp"

namespace ripresa::experiment {

/// The campaign and, where it has a target, days after it: what a failure near the end leaves behind is caught up with
/// there, as it is where the same failure comes earlier.
model::CampaignPlan plan_risk(const scenario::Scenario& scenario, const model::Model& model);

/// Simulates failures in every stratum, one in each before the next, until there are as many as the study wants or a
/// stop is requested; then all strata have as many as the one with the fewest. `plan`: of plan_risk.
void simulate_strata(const scenario::Scenario& scenario, const model::CampaignFailures& failures,
                     const model::CampaignPlan& plan, const RiskCalendar& calendar, const RunOptions& options,
                     std::vector<RiskStratum>& strata);

/// Doses given by the end of each day of one campaign.
using DosesByDay = std::vector<std::int64_t>;

/// Of as many campaigns without failures as the study wants; `progress` counts these. Empty when a stop is requested.
std::vector<DosesByDay> undisturbed_doses(const scenario::Scenario& scenario, const RunOptions& options,
                                          const Progress& progress);

}  // namespace ripresa::experiment
