#include "ripresa/output/campaign_files.hpp"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "manifest_head.hpp"
#include "replication_labels.hpp"
#include "series_columns.hpp"
#include "verdicts.hpp"

namespace ripresa::output {
namespace {

using experiment::CampaignResults;
using experiment::CampaignSeries;
using experiment::Run;

constexpr SeriesColumns<CampaignSeries> kCampaignColumns[] = {
    {"arrivals", "arrivals_excess", CampaignSeries::arrivals, false},
    {"returning", "returning_excess", CampaignSeries::returning, false},
    {"vaccinated", "vaccinated_missing", CampaignSeries::vaccinated, true},
    {"cumulative", "backlog", CampaignSeries::cumulative, true},
    {"recorded", "recording_backlog", CampaignSeries::recorded, true},
    {"sent_home", "sent_home_excess", CampaignSeries::sent_home, false},
    {"waiting", "waiting_excess", CampaignSeries::waiting, false},
    {"in_store", "in_store_excess", CampaignSeries::in_store, false},
    {"wasted", "wasted_excess", CampaignSeries::wasted, false}};

void write_header(CsvWriter& csv) {
  for (const char* label : {"date", "scope", "name"})
    csv.text(label);
  for (const auto& column : kCampaignColumns)
    write_series_labels(csv, column.series, column.difference);
  csv.end_row();
}

std::string date_of(const CampaignResults& results, int day) {
  return iso_date(days_after(results.scenario.date, day));
}

}  // namespace

std::vector<std::string> campaign_file_names() {
  return {kCampaignFile, kCampaignSummaryFile, kCampaignReplicationsFile, kCampaignManifestFile};
}

std::string campaign_csv(const CampaignResults& results) {
  CsvWriter csv;
  write_header(csv);
  for (std::size_t scope = 0; scope < results.scopes.size(); ++scope)
    for (int day = 0; day < results.days(); ++day) {
      csv.text(date_of(results, day));
      csv.text(to_string(results.scopes[scope].kind));
      csv.text(results.scopes[scope].name);
      for (const auto& column : kCampaignColumns) {
        const auto band = [&](Run run) {
          return band_of(results, results.series_column(scope, column.kind, run, day));
        };
        write_series_point(csv, band(Run::outage), band(Run::baseline), band(Run::difference), column.missing);
      }
      csv.end_row();
    }
  return csv.str();
}

void CampaignReplicationsFile::begin(const CampaignResults& results) {
  write_labels(file_.csv(), results.measures);
  file_.end_row();
}

void CampaignReplicationsFile::take(const CampaignResults& results, std::size_t replication,
                                    std::span<const double> values) {
  CsvWriter& csv = file_.csv();
  for (std::size_t scope = 0; scope < results.scopes.size(); ++scope) {
    csv.integer(static_cast<std::int64_t>(replication));
    csv.text(to_string(results.scopes[scope].kind));
    csv.text(results.scopes[scope].name);
    for (const experiment::MeasureColumn& measure : results.measures) {
      if (measure.paired)
        csv.number(values[results.value_column(scope, measure, Run::outage)]);
      csv.number(values[results.value_column(scope, measure, measure.paired ? Run::baseline : Run::difference)]);
    }
    file_.end_row();
  }
}

std::string campaign_manifest_json(const CampaignResults& results, const std::vector<experiment::Verdict>& verdicts,
                                   const RunIdentity& identity) {
  const scenario::Scenario& scenario = results.scenario;
  Json manifest = manifest_head("campaign", scenario, identity);
  manifest.update({{"replications", {{"asked", scenario.campaign->replications}, {"finished", results.replications}}},
                   {"interrupted", results.interrupted},
                   {"first_day", iso_date(scenario.date)},
                   {"last_day", date_of(results, results.days() - 1)},
                   {"time_zone", scenario.time_zone},
                   {"objectives", objectives_json(verdicts)},
                   {"resolved_scenario", scenario::resolved_toml(scenario)}});
  return manifest_text(manifest);
}

}  // namespace ripresa::output
