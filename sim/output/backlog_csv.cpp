#include <fmt/format.h>

#include "ripresa/output/csv.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::output {
namespace {

using experiment::Band;
using experiment::Run;
using experiment::SeriesKind;

/// A series in the file: the names of its outage, baseline and difference columns. The backlog is what is missing: the
/// baseline's value less the outage's; excess is what there is too much of.
struct SeriesColumns {
  const char* series;
  const char* difference;
  SeriesKind kind;
  bool missing;
};

constexpr SeriesColumns kBacklogColumns[] = {{"vaccinated", "backlog", SeriesKind::vaccinated, true},
                                             {"recorded", "recording_backlog", SeriesKind::recorded, true},
                                             {"queue", "queue_excess", SeriesKind::queue, false},
                                             {"outdoors", "outdoors_excess", SeriesKind::outdoors, false},
                                             {"present", "present_excess", SeriesKind::present, false}};

void header_of(CsvWriter& csv, const std::string& prefix) {
  for (const char* statistic : {"mean", "se", "p05", "p50", "p95"})
    csv.text(fmt::format("{}_{}", prefix, statistic));
}

void write_band(CsvWriter& csv, const Band& band) {
  for (const double value : {band.mean, band.standard_error, band.p05, band.p50, band.p95})
    csv.number(value);
}

Band negated(const Band& band) {
  return {-band.mean, band.standard_error, -band.p95, -band.p50, -band.p05};
}

/// `column_of` gives the series' column for a run.
template <class ColumnOf>
void write_point(CsvWriter& csv, const experiment::Results& results, ColumnOf column_of, bool missing) {
  write_band(csv, experiment::band_of(results, column_of(Run::outage)));
  write_band(csv, experiment::band_of(results, column_of(Run::baseline)));
  const Band difference = experiment::band_of(results, column_of(Run::difference));
  write_band(csv, missing ? negated(difference) : difference);
}

void write_blank_series(CsvWriter& csv) {
  for (int i = 0; i < 15; ++i)
    csv.blank();
}

}  // namespace

std::string backlog_csv(const experiment::Results& results) {
  CsvWriter csv;
  for (const char* label : {"time", "scope", "name"})
    csv.text(label);
  for (const SeriesColumns& column : kBacklogColumns) {
    header_of(csv, fmt::format("{}_outage", column.series));
    header_of(csv, fmt::format("{}_baseline", column.series));
    header_of(csv, column.difference);
  }
  csv.end_row();
  const experiment::Layout& layout = results.layout;
  const auto begin_row = [&](std::size_t point, std::string_view scope, std::string_view name) {
    csv.text(iso_local_time(results.scenario.date, layout.grid.at(point)));
    csv.text(scope);
    csv.text(name);
  };
  for (const auto& scope : layout.scopes)
    for (std::size_t point = 0; scope.first_series && point < layout.grid.points; ++point) {
      begin_row(point, experiment::to_string(scope.scope.kind), scope.scope.name);
      for (const SeriesColumns& column : kBacklogColumns)
        write_point(
            csv, results, [&](Run run) { return layout.series_value(scope, column.kind, run, point); }, column.missing);
      csv.end_row();
    }
  for (const auto& scope : layout.scopes)
    for (std::size_t s = 0; layout.keeps_station_queues(scope) && s < scope.stations.size(); ++s)
      for (std::size_t point = 0; point < layout.grid.points; ++point) {
        begin_row(point, "station", fmt::format("{} / {}", scope.scope.name, scope.stations[s]));
        for (const SeriesColumns& column : kBacklogColumns)
          if (column.kind == SeriesKind::queue)
            write_point(
                csv, results, [&](Run run) { return layout.station_queue(scope, s, run, point); }, false);
          else
            write_blank_series(csv);
        csv.end_row();
      }
  return csv.str();
}

}  // namespace ripresa::output
