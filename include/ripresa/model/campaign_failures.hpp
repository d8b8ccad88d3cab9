#pragma once

// The failures of a campaign: drawn once for all its days, and felt day by day.

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "ripresa/model/hub_model.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

using FailureWindows = std::vector<scenario::FailureWindow>;

/// May be used by several threads at once.
class CampaignFailures {
 public:
  /// Precondition: the scenario has a campaign.
  explicit CampaignFailures(const scenario::Scenario& scenario);

  /// Whether anything may fail in the campaign.
  bool any() const;

  /// The windows of one replication, counted from the midnight that begins the campaign.
  FailureWindows windows(std::uint32_t replication) const;

  /// What of these is felt on one day, counted from its own midnight.
  FailureWindows felt_on(int day, std::span<const scenario::FailureWindow> windows) const;

  /// The model of a day without failures.
  const Model& plain() const { return plain_; }

  /// The model of a day with these; the latest are kept.
  std::shared_ptr<const Model> with(const FailureWindows& felt) const;

 private:
  scenario::Scenario day_;  // without failures
  FailureWindows fixed_;
  Model plain_;
  mutable std::mutex mutex_;
  mutable std::deque<std::pair<FailureWindows, std::shared_ptr<const Model>>> latest_;
};

}  // namespace ripresa::model
