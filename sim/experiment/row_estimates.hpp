#pragma once

// Internal to experiment: what a measure's values over replications are condensed to.

#include "ripresa/experiment/summary.hpp"
#include "ripresa/statistics/mean.hpp"
#include "ripresa/statistics/sample.hpp"

namespace ripresa::experiment {

/// Mean and quantiles. Replications in which the measure has no value (nobody came, no queue ever) are left out and
/// counted by `replications`.
void summarise_amount(const statistics::Sample& sample, statistics::StudentQuantiles& student, SummaryRow& row);

/// Median and quantiles of what may not have been reached: that is censored at `end`, in the measure's own unit.
void summarise_censored(const statistics::Sample& sample, double end, SummaryRow& row);

/// Mean, its standard error and quantiles of one point of a series.
Band band_of(const statistics::Sample& sample);

}  // namespace ripresa::experiment
