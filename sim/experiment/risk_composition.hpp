#pragma once

// Internal to experiment: whole campaigns put together from single failures.

#include <cstdint>
#include <optional>
#include <vector>

#include "ripresa/experiment/risk.hpp"
#include "ripresa/model/campaign_failures.hpp"

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
  std::vector<Part> parts;
  std::vector<std::size_t> ends = {};  // by campaign: behind its last part
  std::size_t campaigns() const { return ends.size(); }
  std::size_t begin_of(std::size_t campaign) const { return campaign == 0 ? 0 : ends[campaign - 1]; }
};

using CampaignLosses = std::array<double, kLosses>;  // by Loss; a delay of the target is NaN where it is not reached

/// Puts campaigns together from the strata. All must outlive this.
class Composer {
 public:
  /// `doses`: of the undisturbed campaign, by the end of each day.
  Composer(const scenario::Scenario& scenario, const model::CampaignFailures& failures,
           const std::vector<RiskStratum>& strata, std::vector<std::int64_t> doses);

  /// Day on which the undisturbed campaign reaches its target, its first day being 0; nothing where there is no target
  /// or it is not reached.
  std::optional<int> target_day() const { return target_day_; }

  /// The failures of every campaign, with all times between failures `stretch` times as long.
  Composition compose(double stretch) const;

  /// The losses of one composed campaign. `again`: by stratum, which of its simulated failures are taken instead.
  CampaignLosses losses_of(const Composition& composition, std::size_t campaign,
                           const std::vector<std::vector<std::size_t>>* again = nullptr) const;

  /// Expected failures of one kind in a campaign: the process is in the long run, so one a cycle.
  double failures_a_campaign(std::size_t failure, double stretch) const;

  double availability(double stretch) const;

 private:
  const SimulatedFailure& simulated(const Part& part, const std::vector<std::vector<std::size_t>>* again) const;
  double target_delay(const Composition& composition, std::size_t campaign,
                      const std::vector<std::vector<std::size_t>>* again) const;

  const scenario::Scenario& scenario_;
  const model::CampaignFailures& failures_;
  const std::vector<RiskStratum>& strata_;
  std::vector<std::int64_t> doses_;
  std::optional<int> target_day_;
};

}  // namespace ripresa::experiment
