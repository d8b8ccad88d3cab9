#pragma once

// The failures of a campaign: drawn once for all its days, and felt day by day.

#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/model/hub_model.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

using FailureWindows = std::vector<scenario::FailureWindow>;

/// Never changed once built: several threads may use it at once.
class CampaignFailures {
 public:
  /// Precondition: the scenario has a campaign, and no failures of the booking.
  explicit CampaignFailures(const scenario::Scenario& scenario);

  /// Whether anything may fail in the campaign.
  bool any() const;

  /// The windows of one replication, those at fixed times and those at random, counted from the midnight that begins
  /// the campaign. Those at random on its first day are the ones of that day run alone.
  FailureWindows windows(std::uint32_t replication) const;

  /// What of these matters to one day, counted from its own midnight: what is felt on it, and its past.
  FailureWindows felt_on(int day, std::span<const scenario::FailureWindow> windows) const;

  /// The model of a day without failures.
  const Model& plain() const { return plain_; }

  /// The model of a day on which failures may come; which do is for its plan's `failures_of` to say.
  const Model& failing() const { return failing_; }

  /// When the last day of the campaign ends.
  Time end() const { return end_; }

 private:
  Time end_;
  FailureWindows fixed_;
  Model plain_, failing_;
};

}  // namespace ripresa::model
