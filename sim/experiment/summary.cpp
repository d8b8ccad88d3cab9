#include "ripresa/experiment/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "ripresa/base/error.hpp"
#include "ripresa/statistics/kaplan_meier.hpp"
#include "ripresa/statistics/mean.hpp"
#include "ripresa/statistics/proportion.hpp"
#include "ripresa/statistics/quantile.hpp"

namespace ripresa::experiment {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Replications in which the measure has no value (nobody came, no queue ever) are left out and counted by
/// `replications`.
std::vector<double> observed(const std::vector<double>& values) {
  std::vector<double> kept;
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept), [](double v) { return !std::isnan(v); });
  return kept;
}

void summarise_amount(const std::vector<double>& values, SummaryRow& row) {
  std::vector<double> sorted = observed(values);
  row.estimate = statistics::mean(sorted);
  std::sort(sorted.begin(), sorted.end());
  const auto at = [&sorted](double p) { return sorted.empty() ? kNaN : statistics::quantile(sorted, p); };
  row.p05 = at(0.05);
  row.p50 = at(0.50);
  row.p95 = at(0.95);
}

void summarise_event(const std::vector<double>& values, SummaryRow& row) {
  const auto successes = static_cast<std::size_t>(std::count(values.begin(), values.end(), 1.0));
  row.estimate = statistics::proportion(successes, values.size());
  row.p05 = row.p50 = row.p95 = kNaN;
}

/// `horizon` in the measure's own unit: where what was not reached is censored.
void summarise_censored(const std::vector<double>& values, double horizon, SummaryRow& row) {
  std::vector<double> times;
  std::vector<bool> reached;
  for (const double value : values) {
    reached.push_back(!std::isnan(value));
    times.push_back(reached.back() ? value : horizon);
  }
  const auto curve = statistics::kaplan_meier(times, reached);
  row.estimate = statistics::quantile(curve, 0.5);
  row.p05 = statistics::quantile(curve, 0.05).value;
  row.p50 = row.estimate.value;
  row.p95 = statistics::quantile(curve, 0.95).value;
}

double horizon_in_unit(const Results& results, const MeasureInfo& info, Time failure_end) {
  const Time horizon = results.scenario.experiment.horizon;
  return info.kind == MeasureKind::censored_time ? (horizon - failure_end).in_minutes()
                                                 : horizon.since_midnight().in_minutes();
}

void add_row(const Results& results, const ScopeResult& scope, const MeasureValues& measure, Run run,
             const std::vector<double>& values, std::vector<SummaryRow>& rows) {
  SummaryRow row;
  row.scope = scope.scope.kind;
  row.name = scope.scope.name;
  row.station = measure.station;
  row.info = measure.info;
  row.run = run;
  // The difference of two clock times is a duration.
  if (run == Run::difference && measure.info.kind == MeasureKind::clock_time && !measure.outage.empty())
    row.info = {measure.info.name, "min", MeasureKind::amount, measure.info.meaning};
  switch (measure.info.kind) {
    case MeasureKind::event:
      summarise_event(values, row);
      break;
    case MeasureKind::censored_clock:
    case MeasureKind::censored_time:
      summarise_censored(values, horizon_in_unit(results, measure.info, scope.failure_end), row);
      break;
    default:
      summarise_amount(values, row);
  }
  rows.push_back(std::move(row));
}

}  // namespace

std::string_view to_string(Run run) {
  switch (run) {
    case Run::outage:
      return "outage";
    case Run::baseline:
      return "baseline";
    case Run::difference:
      return "difference";
  }
  return "";
}

std::vector<SummaryRow> summarise(const Results& results) {
  std::vector<SummaryRow> rows;
  for (const ScopeResult& scope : results.scopes)
    for (const MeasureValues& measure : scope.measures) {
      if (!measure.outage.empty()) {
        add_row(results, scope, measure, Run::outage, measure.outage, rows);
        add_row(results, scope, measure, Run::baseline, measure.baseline, rows);
      }
      add_row(results, scope, measure, Run::difference, measure.difference, rows);
    }
  return rows;
}

const SummaryRow& find_row(const std::vector<SummaryRow>& rows, ScopeKind scope, std::string_view name,
                           std::string_view measure, Run run) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const SummaryRow& row) {
    return row.scope == scope && row.name == name && row.station.empty() && row.info.name == measure && row.run == run;
  });
  if (found == rows.end())
    throw InternalError(fmt::format("no summary row for {} {} {}", name, measure, to_string(run)));
  return *found;
}

SeriesPoint series_point(const SeriesSamples& samples, std::size_t series, std::size_t point,
                         std::size_t replications) {
  const auto band = [replications](auto value) {
    std::vector<double> values(replications);
    for (std::size_t r = 0; r < replications; ++r)
      values[r] = static_cast<double>(value(r));
    Band result;
    const auto mean = statistics::mean(values);
    result.mean = mean.value;
    result.standard_error = statistics::standard_error(values);
    const auto quantiles = statistics::quantiles_in_place(std::span(values), std::array<double, 3>{0.05, 0.5, 0.95});
    result.p05 = quantiles[0];
    result.p50 = quantiles[1];
    result.p95 = quantiles[2];
    return result;
  };
  const auto outage = [&](std::size_t r) { return samples.at(true, series, point, r); };
  const auto baseline = [&](std::size_t r) { return samples.at(false, series, point, r); };
  return {band(outage), band(baseline), band([&](std::size_t r) { return outage(r) - baseline(r); })};
}

}  // namespace ripresa::experiment
