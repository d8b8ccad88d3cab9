#pragma once

// Internal to experiment: whole campaigns put together from single failures.

#include <cstdint>
#include <optional>
#include <vector>

#include "ripresa/experiment/risk.hpp"
#include "ripresa/model/campaign_failures.hpp"
#include "risk_calendar.hpp"
#include "risk_simulation.hpp"

namespace ripresa::experiment {

/// One failure of a campaign: its stratum, the first day on which it is felt, and a uniform number that picks which of
/// the stratum's simulated failures stands for it.
struct Part {
  std::size_t stratum = 0;
  int first_day = 0;
  double pick = 0;
};

/// The failures of many campaigns, one campaign after the other.
struct Composition {
  std::size_t first = 0;  // the number of the first one; the others follow
  std::vector<Part> parts = {};
  std::vector<std::size_t> ends = {};  // by campaign: behind its last part
  std::size_t campaigns() const { return ends.size(); }
  std::size_t begin_of(std::size_t campaign) const { return campaign == 0 ? 0 : ends[campaign - 1]; }
};

/// By Loss, then the day on which the target is reached, the campaign's first being 1. These, and the delay, are NaN
/// where it is not reached.
using CampaignLosses = std::array<double, kLosses + 1>;
inline constexpr std::size_t kTargetDay = kLosses;

/// What is taken instead of all that was simulated: by stratum which of its failures, and which undisturbed campaigns.
struct Resampled {
  std::vector<std::vector<std::size_t>> failures;
  std::vector<std::size_t> undisturbed;
};

/// Puts campaigns together from the strata. All must outlive this.
class Composer {
 public:
  /// `undisturbed`: the campaigns without failures to which those of the composed ones are taken to happen, each in its
  /// turn; none where there is no target.
  Composer(const scenario::Scenario& scenario, const model::CampaignFailures& failures, const RiskCalendar& calendar,
           const std::vector<RiskStratum>& strata, std::vector<DosesByDay> undisturbed);

  /// The days on which undisturbed campaigns reach their target, the first day being 0, ascending; of those that do.
  std::vector<int> target_days() const;

  /// The failures of campaigns from `first` until before `end`, with all times between failures `stretch` times as
  /// long.
  Composition compose(double stretch, std::size_t first, std::size_t end) const;

  /// The losses of one composed campaign, counted from the composition's first.
  CampaignLosses losses_of(const Composition& composition, std::size_t campaign,
                           const Resampled* again = nullptr) const;

  /// Expected failures of one kind in a campaign: the process is in the long run, so one a cycle.
  double failures_a_campaign(std::size_t failure, double stretch) const;

  double availability(double stretch) const;

 private:
  const SimulatedFailure& simulated(const Part& part, const Resampled* again) const;
  std::optional<int> target_day(const DosesByDay& doses) const;
  std::int64_t behind_on(int day, const Part& part, const Resampled* again) const;
  void note_target(const Composition& composition, std::size_t campaign, const Resampled* again,
                   CampaignLosses& losses) const;

  const scenario::Scenario& scenario_;
  const model::CampaignFailures& failures_;
  const RiskCalendar& calendar_;
  const std::vector<RiskStratum>& strata_;
  std::vector<DosesByDay> undisturbed_;
  std::vector<std::optional<int>> target_days_;  // of these
};

}  // namespace ripresa::experiment
