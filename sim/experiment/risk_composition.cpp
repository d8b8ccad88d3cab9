#include "risk_composition.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ripresa/base/nan.hpp"
#include "ripresa/engine/random.hpp"
#include "risk_strata.hpp"

namespace ripresa::experiment {

Composer::Composer(const scenario::Scenario& scenario, const model::CampaignFailures& failures,
                   const RiskCalendar& calendar, const std::vector<RiskStratum>& strata,
                   std::vector<DosesByDay> undisturbed)
    : scenario_(scenario),
      failures_(failures),
      calendar_(calendar),
      strata_(strata),
      undisturbed_(std::move(undisturbed)) {
  for (const DosesByDay& doses : undisturbed_)
    target_days_.push_back(target_day(doses));
}

std::optional<int> Composer::target_day(const DosesByDay& doses) const {
  const auto reached = std::lower_bound(doses.begin(), doses.end(), *scenario_.campaign->target_doses);
  return reached == doses.end() ? std::nullopt : std::optional(static_cast<int>(reached - doses.begin()));
}

std::vector<int> Composer::target_days() const {
  std::vector<int> days;
  for (const auto& day : target_days_)
    if (day)
      days.push_back(*day);
  std::sort(days.begin(), days.end());
  return days;
}

Composition Composer::compose(double stretch, std::size_t first, std::size_t end) const {
  const scenario::Campaign& campaign = *scenario_.campaign;
  const auto& processes = failures_.failing().failures.processes();
  Composition composition{first};
  for (std::size_t c = first; c < end; ++c) {
    const auto number = static_cast<std::uint32_t>(c);
    const engine::RandomNumbers picks(scenario_.experiment.seed, number, kRiskEntity);
    for (std::size_t failure = 0; failure < processes.size(); ++failure) {
      std::uint32_t ordinal = 0;
      for (const auto& episode : processes[failure].draw(scenario_.experiment.seed, number, calendar_.ends(), stretch))
        if (episode.from >= calendar_.begins())
          composition.parts.push_back({stratum_of(campaign.risk, calendar_, failure, episode),
                                       calendar_.day_of(episode.from),
                                       engine::uniform(picks.bits(ordinal++, risk_purpose(RiskDraw::pick, failure)))});
    }
    composition.ends.push_back(composition.parts.size());
  }
  return composition;
}

const SimulatedFailure& Composer::simulated(const Part& part, const Resampled* again) const {
  const auto& all = strata_[part.stratum].simulated;
  const std::size_t among = again ? again->failures[part.stratum].size() : all.size();
  const std::size_t picked = std::min(among - 1, static_cast<std::size_t>(part.pick * static_cast<double>(among)));
  return all[again ? again->failures[part.stratum][picked] : picked];
}

CampaignLosses Composer::losses_of(const Composition& composition, std::size_t campaign, const Resampled* again) const {
  CampaignLosses losses{};
  for (std::size_t part = composition.begin_of(campaign); part < composition.ends[campaign]; ++part) {
    const SimulatedFailure& failure = simulated(composition.parts[part], again);
    for (std::size_t loss = 0; loss < kAddedLosses; ++loss)
      losses[loss] += failure.losses[loss];
  }
  if (!undisturbed_.empty())
    note_target(composition, campaign, again, losses);
  return losses;
}

/// Doses that a failure has put behind by the end of a day. Where hubs are closed nothing is caught up with, whichever
/// the days on which it was simulated.
std::int64_t Composer::behind_on(int day, const Part& part, const Resampled* again) const {
  const auto& behind = simulated(part, again).behind;
  const int open_days = day < part.first_day ? 0 : calendar_.open_days(part.first_day, day + 1);
  if (open_days == 0 || behind.empty())
    return 0;
  return behind[std::min(behind.size(), static_cast<std::size_t>(open_days)) - 1];
}

/// The target is reached when the doses of the campaign's own undisturbed one, less those that are behind, are as many;
/// the delay is counted from when these reach it themselves.
void Composer::note_target(const Composition& composition, std::size_t campaign, const Resampled* again,
                           CampaignLosses& losses) const {
  double& delay = losses[static_cast<std::size_t>(Loss::target_delay)];
  delay = losses[kTargetDay] = kNaN;
  const std::size_t number = composition.first + campaign;
  const std::size_t twin =
      again ? again->undisturbed[number % again->undisturbed.size()] : number % undisturbed_.size();
  if (!target_days_[twin])
    return;
  const DosesByDay& undisturbed = undisturbed_[twin];
  for (int day = *target_days_[twin]; day < static_cast<int>(undisturbed.size()); ++day) {
    std::int64_t doses = undisturbed[static_cast<std::size_t>(day)];
    for (std::size_t part = composition.begin_of(campaign); part < composition.ends[campaign]; ++part)
      doses -= behind_on(day, composition.parts[part], again);
    if (doses >= *scenario_.campaign->target_doses) {
      delay = day - *target_days_[twin];
      losses[kTargetDay] = day + 1;
      return;
    }
  }
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
