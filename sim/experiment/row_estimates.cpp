#include "row_estimates.hpp"

#include "ripresa/statistics/kaplan_meier.hpp"

namespace ripresa::experiment {

void summarise_amount(const statistics::Sample& sample, statistics::StudentQuantiles& student, SummaryRow& row) {
  row.estimate = sample.mean(student);
  const auto quantiles = sample.quantiles();
  row.p05 = quantiles[0];
  row.p50 = quantiles[1];
  row.p95 = quantiles[2];
}

void summarise_censored(const statistics::Sample& sample, double end, SummaryRow& row) {
  const auto curve = sample.kaplan_meier(end);
  row.estimate = statistics::quantile(curve, 0.5);
  // Outwards to the edges of the bins, for the interval is to hold the median however narrow it is.
  row.estimate.lower -= sample.event_rounding();
  row.estimate.upper += sample.event_rounding();
  row.p05 = statistics::quantile(curve, 0.05).value;
  row.p50 = row.estimate.value;
  row.p95 = statistics::quantile(curve, 0.95).value;
}

Band band_of(const statistics::Sample& sample) {
  const auto quantiles = sample.quantiles();
  return {sample.average(), sample.standard_error(), quantiles[0], quantiles[1], quantiles[2]};
}

}  // namespace ripresa::experiment
