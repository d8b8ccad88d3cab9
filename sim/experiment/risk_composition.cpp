#include "risk_composition.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ripresa/base/nan.hpp"
#include "ripresa/engine/random.hpp"
#include "risk_strata.hpp"

namespace ripresa::experiment {

Composer::Composer(const scenario::Scenario& scenario, const model::CampaignFailures& failures,
                   const std::vector<RiskStratum>& strata, std::vector<std::int64_t> doses)
    : scenario_(scenario), failures_(failures), strata_(strata), doses_(std::move(doses)) {
  if (!scenario.campaign->target_doses)
    return;
  const auto reached = std::lower_bound(doses_.begin(), doses_.end(), *scenario.campaign->target_doses);
  if (reached != doses_.end())
    target_day_ = static_cast<int>(reached - doses_.begin());
}

Composition Composer::compose(double stretch) const {
  const scenario::Campaign& campaign = *scenario_.campaign;
  const auto& processes = failures_.failing().failures.processes();
  const Time end = Time::since_midnight(Duration::days(campaign.days));
  Composition composition;
  for (int c = 0; c < campaign.risk.campaigns; ++c) {
    const auto number = static_cast<std::uint32_t>(c);
    const engine::RandomNumbers picks(scenario_.experiment.seed, number, kRiskEntity);
    for (std::size_t failure = 0; failure < processes.size(); ++failure) {
      std::uint32_t ordinal = 0;
      for (const auto& episode : processes[failure].draw(scenario_.experiment.seed, number, end, stretch))
        if (episode.from >= Time{})
          composition.parts.push_back({stratum_of(campaign.risk, failure, episode),
                                       first_day_felt(episode.from, failures_.plain().horizon),
                                       engine::uniform(picks.bits(ordinal++, risk_purpose(RiskDraw::pick, failure)))});
    }
    composition.ends.push_back(composition.parts.size());
  }
  return composition;
}

const SimulatedFailure& Composer::simulated(const Part& part,
                                            const std::vector<std::vector<std::size_t>>* again) const {
  const auto& all = strata_[part.stratum].simulated;
  const std::size_t among = again ? (*again)[part.stratum].size() : all.size();
  const std::size_t picked = std::min(among - 1, static_cast<std::size_t>(part.pick * static_cast<double>(among)));
  return all[again ? (*again)[part.stratum][picked] : picked];
}

CampaignLosses Composer::losses_of(const Composition& composition, std::size_t campaign,
                                   const std::vector<std::vector<std::size_t>>* again) const {
  CampaignLosses losses{};
  for (std::size_t part = composition.begin_of(campaign); part < composition.ends[campaign]; ++part) {
    const SimulatedFailure& failure = simulated(composition.parts[part], again);
    for (std::size_t loss = 0; loss < kAddedLosses; ++loss)
      losses[loss] += failure.losses[loss];
  }
  losses[static_cast<std::size_t>(Loss::target_delay)] = target_day_ ? target_delay(composition, campaign, again) : 0;
  return losses;
}

/// Days from the undisturbed campaign's target day on until the doses less those that are behind reach the target.
double Composer::target_delay(const Composition& composition, std::size_t campaign,
                              const std::vector<std::vector<std::size_t>>* again) const {
  for (int day = *target_day_; day < static_cast<int>(doses_.size()); ++day) {
    std::int64_t doses = doses_[static_cast<std::size_t>(day)];
    for (std::size_t p = composition.begin_of(campaign); p < composition.ends[campaign]; ++p) {
      const Part& part = composition.parts[p];
      const auto& behind = simulated(part, again).behind;
      if (day >= part.first_day && !behind.empty())
        doses -= behind[std::min(behind.size() - 1, static_cast<std::size_t>(day - part.first_day))];
    }
    if (doses >= *scenario_.campaign->target_doses)
      return day - *target_day_;
  }
  return kNaN;
}

double Composer::failures_a_campaign(std::size_t failure, double stretch) const {
  const auto& process = failures_.failing().failures.processes()[failure];
  const double cycle = stretch * process.mean_between().in_seconds() + process.mean_to_repair().in_seconds();
  return Duration::days(scenario_.campaign->days).in_seconds() / cycle;
}

double Composer::availability(double stretch) const {
  double product = 1;
  for (const auto& process : failures_.failing().failures.processes()) {
    const double up = stretch * process.mean_between().in_seconds();
    product *= up / (up + process.mean_to_repair().in_seconds());
  }
  return product;
}

}  // namespace ripresa::experiment
