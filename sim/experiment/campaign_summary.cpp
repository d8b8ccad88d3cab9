// The results of campaigns condensed over replications.

#include "ripresa/experiment/campaign.hpp"
#include "ripresa/statistics/mean.hpp"
#include "row_estimates.hpp"

namespace ripresa::experiment {
namespace {

SummaryRow make_row(const CampaignResults& results, const Scope& scope, const MeasureColumn& measure, Run run,
                    std::size_t column, statistics::StudentQuantiles& student) {
  SummaryRow row;
  row.scope = scope.kind;
  row.name = scope.name;
  row.info = measure.info;
  row.run = run;
  const statistics::Sample sample = results.values.column(column);
  if (measure.info.kind == MeasureKind::censored_time)
    summarise_censored(sample, results.days() + 1, row);  // after the last day
  else
    summarise_amount(sample, student, row);
  return row;
}

}  // namespace

std::vector<SummaryRow> summarise(const CampaignResults& results) {
  std::vector<SummaryRow> rows;
  statistics::StudentQuantiles student;
  for (std::size_t s = 0; s < results.scopes.size(); ++s) {
    const bool has_target =
        results.scenario.campaign->target_doses && results.scopes[s].hubs.size() == results.scenario.hubs.size();
    for (const MeasureColumn& measure : results.measures) {
      if (measure.info.name.substr(0, 6) == "target" && !has_target)
        continue;
      for (const Run run : {Run::outage, Run::baseline, Run::difference}) {
        // The difference of two days that may be censored is target_delay.
        const bool censored = measure.info.kind == MeasureKind::censored_time;
        if (measure.paired ? run != Run::difference || !censored : run == Run::difference)
          rows.push_back(make_row(results, results.scopes[s], measure, run,
                                  s * results.measure_columns + measure.of(run), student));
      }
    }
  }
  return rows;
}

std::vector<Verdict> judge(const CampaignResults& results) {
  const auto& objectives = results.scenario.campaign->objectives;
  std::vector<const Scope*> scopes;
  for (const Scope& scope : results.scopes)
    scopes.push_back(&scope);
  std::vector<Verdict> verdicts;
  for (std::size_t i = 0; i < objectives.size(); ++i)
    verdicts.push_back(verdict_of(objectives[i], results.objectives_met[i], scopes, results.replications));
  return verdicts;
}

Band band_of(const CampaignResults& results, std::size_t series_column) {
  return band_of(results.series.column(series_column));
}

}  // namespace ripresa::experiment
