#pragma once

// Internal to experiment: measures of a whole campaign, from its days.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "ripresa/experiment/results.hpp"
#include "ripresa/observation/campaign_record.hpp"

namespace ripresa::experiment {

/// The days of one scope in one replication: the sums over its hubs.
struct CampaignView {
  std::span<const observation::CampaignDay> outage, baseline;
  std::span<const observation::CampaignTwinDay> twin;
  std::optional<std::int64_t> target_doses;  // of this scope
};

/// The columns of each scope.
std::vector<MeasureColumn> campaign_measures();
std::size_t campaign_measure_columns();

/// Fills `out`, by column; NaN where a measure has no value or, of censored ones, was not reached.
void compute_campaign_measures(const CampaignView& view, std::span<double> out);

}  // namespace ripresa::experiment
