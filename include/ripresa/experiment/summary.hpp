#pragma once

// Results condensed over replications: estimates with their intervals, and the bands of the series.

#include <string>
#include <string_view>
#include <vector>

#include "ripresa/experiment/results.hpp"
#include "ripresa/statistics/estimate.hpp"

namespace ripresa::experiment {

enum class Run { outage, baseline, difference };
std::string_view to_string(Run run);

/// One row of the summary. `estimate` holds the mean over replications with its t interval; for events their share
/// with its exact binomial interval; for censored times the Kaplan–Meier median with its interval. p05, p50, p95 are
/// quantiles over replications (Kaplan–Meier for censored times; NaN where more than that share is censored).
struct SummaryRow {
  ScopeKind scope = ScopeKind::hub;
  std::string name, station;
  MeasureInfo info;
  Run run = Run::outage;
  statistics::Estimate estimate;
  double p05 = 0, p50 = 0, p95 = 0;
};

std::vector<SummaryRow> summarise(const Results& results);

/// The row with these labels; throws InternalError when there is none.
const SummaryRow& find_row(const std::vector<SummaryRow>& rows, ScopeKind scope, std::string_view name,
                           std::string_view measure, Run run);

/// Mean and quantiles over replications at one instant.
struct Band {
  double mean = 0, standard_error = 0, p05 = 0, p50 = 0, p95 = 0;
};

/// Bands of one series at one instant. The difference is the outage's value less the baseline's.
struct SeriesPoint {
  Band outage, baseline, difference;
};

SeriesPoint series_point(const SeriesSamples& samples, std::size_t series, std::size_t point, std::size_t replications);

}  // namespace ripresa::experiment
