#pragma once

// Results condensed over replications: estimates with their intervals, and the bands of the series.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ripresa/experiment/results.hpp"
#include "ripresa/statistics/estimate.hpp"

namespace ripresa::experiment {

/// One row of the summary. `estimate` holds the mean over replications with its t interval; for events their share
/// with its exact binomial interval; for censored times the Kaplan–Meier median with its interval. p05, p50, p95 are
/// quantiles over replications (Kaplan–Meier for censored times; NaN where more than that share is censored), or as
/// near to them as the bins of a histogram where there are more values than are kept (statistics/sample_table.hpp).
struct SummaryRow {
  ScopeKind scope = ScopeKind::hub;
  std::string name, station;
  MeasureInfo info;
  Run run = Run::outage;
  statistics::Estimate estimate;
  double p05 = 0, p50 = 0, p95 = 0;
};

/// Gives the rows one by one to `take`: a nation's are too many to be held at once.
void summarise(const Results& results, const std::function<void(const SummaryRow&)>& take);

std::vector<SummaryRow> summarise(const Results& results);

/// The row with these labels; throws InternalError when there is none.
const SummaryRow& find_row(const std::vector<SummaryRow>& rows, ScopeKind scope, std::string_view name,
                           std::string_view measure, Run run);

/// Mean and quantiles over replications at one instant.
struct Band {
  double mean = 0, standard_error = 0, p05 = 0, p50 = 0, p95 = 0;
};

/// The band of one of the columns of Results::series.
Band band_of(const Results& results, std::size_t series_column);

}  // namespace ripresa::experiment
