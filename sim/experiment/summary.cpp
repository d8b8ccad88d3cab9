#include "ripresa/experiment/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cmath>

#include "ripresa/base/error.hpp"
#include "ripresa/base/nan.hpp"
#include "ripresa/statistics/mean.hpp"
#include "ripresa/statistics/proportion.hpp"
#include "row_estimates.hpp"

namespace ripresa::experiment {
namespace {

void summarise_event(const statistics::Sample& sample, statistics::Proportions& shares, SummaryRow& row) {
  assert(sample.size() + sample.missing() == shares.trials());
  row.estimate = shares.of(sample.ones());
  row.p05 = row.p50 = row.p95 = kNaN;
}

/// Where failures come at random, each replication's ends at an instant of its own: what was not reached by the horizon
/// then counts as not reached however long one waits, which is never too hopeful.
Time censored_from(const Results& results, Time failure_end) {
  return results.scenario.random_failures.empty() ? failure_end : Time{};
}

double horizon_in_unit(const Results& results, const MeasureInfo& info, Time failure_end) {
  const Time horizon = results.scenario.experiment.horizon;
  return info.kind == MeasureKind::censored_time ? (horizon - failure_end).in_minutes()
                                                 : horizon.since_midnight().in_minutes();
}

/// What a row is about.
struct Subject {
  ScopeKind scope = ScopeKind::hub;
  std::string_view name, station;
  Time failure_end;
};

/// What the intervals of many rows have in common.
struct Intervals {
  statistics::Proportions shares;
  statistics::StudentQuantiles student;
};

SummaryRow make_row(const Results& results, const Subject& subject, const MeasureColumn& measure, Run run,
                    std::size_t column, Intervals& intervals) {
  SummaryRow row;
  row.scope = subject.scope;
  row.name = subject.name;
  row.station = subject.station;
  row.info = measure.info;
  row.run = run;
  // The difference of two clock times is a duration.
  if (run == Run::difference && measure.info.kind == MeasureKind::clock_time && measure.paired)
    row.info = {measure.info.name, "min", MeasureKind::amount, measure.info.meaning};
  const statistics::Sample sample = results.values.column(column);
  switch (measure.info.kind) {
    case MeasureKind::event:
      summarise_event(sample, intervals.shares, row);
      break;
    case MeasureKind::censored_clock:
    case MeasureKind::censored_time:
      summarise_censored(sample, horizon_in_unit(results, measure.info, censored_from(results, subject.failure_end)),
                         row);
      break;
    default:
      summarise_amount(sample, intervals.student, row);
  }
  return row;
}

}  // namespace

void summarise(const Results& results, const std::function<void(const SummaryRow&)>& take) {
  const Layout& layout = results.layout;
  Intervals intervals{statistics::Proportions(results.values.rows()), statistics::StudentQuantiles()};
  const auto add = [&](const Subject& subject, const MeasureColumn& measure, std::size_t first) {
    for (const Run run : {Run::outage, Run::baseline, Run::difference})
      if (measure.paired || run == Run::difference)
        take(make_row(results, subject, measure, run, first + measure.of(run), intervals));
  };
  const bool hubs_kept = detail_of_hubs(results.scenario) != scenario::Detail::nothing;
  for (const ScopeColumns& scope : layout.scopes) {
    if (scope.scope.kind == ScopeKind::hub && !hubs_kept)
      continue;
    const auto subject = [&scope](std::string_view station) {
      return Subject{scope.scope.kind, scope.scope.name, station, scope.failure_end};
    };
    for (const MeasureColumn& measure : layout.measures)
      add(subject(""), measure, scope.first_value);
    for (std::size_t s = 0; s < scope.stations.size(); ++s)
      for (const MeasureColumn& measure : layout.station_measures)
        add(subject(scope.stations[s]), measure, layout.first_of_station(scope, s));
    for (std::size_t s = 0; s < scope.supplies.size(); ++s)
      for (const MeasureColumn& measure : layout.supply_measures)
        add(subject(scope.supplies[s]), measure, layout.first_of_supply(scope, s));
  }
  for (std::size_t b = 0; b < layout.backends.size(); ++b)
    for (const MeasureColumn& measure : layout.backend_measures)
      add({ScopeKind::backend, layout.backends[b].name, "", layout.backends[b].failure_end}, measure,
          layout.first_of_backend(b));
}

std::vector<SummaryRow> summarise(const Results& results) {
  std::vector<SummaryRow> rows;
  summarise(results, [&rows](const SummaryRow& row) { rows.push_back(row); });
  return rows;
}

const SummaryRow& find_row(const std::vector<SummaryRow>& rows, ScopeKind scope, std::string_view name,
                           std::string_view measure, Run run) {
  // From the end, where the widest scopes are.
  const auto found = std::find_if(rows.rbegin(), rows.rend(), [&](const SummaryRow& row) {
    return row.scope == scope && row.run == run && row.station.empty() && row.info.name == measure && row.name == name;
  });
  if (found == rows.rend())
    throw InternalError(fmt::format("no summary row for {} {} {}", name, measure, to_string(run)));
  return *found;
}

Band band_of(const Results& results, std::size_t series_column) {
  return band_of(results.series.column(series_column));
}

}  // namespace ripresa::experiment
