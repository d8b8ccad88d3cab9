#include <fmt/format.h>

#include "ripresa/output/csv.hpp"
#include "ripresa/output/result_files.hpp"
#include "series_columns.hpp"

namespace ripresa::output {
namespace {

using experiment::Run;
using experiment::SeriesKind;

constexpr SeriesColumns<SeriesKind> kBacklogColumns[] = {{"vaccinated", "backlog", SeriesKind::vaccinated, true},
                                                         {"recorded", "recording_backlog", SeriesKind::recorded, true},
                                                         {"queue", "queue_excess", SeriesKind::queue, false},
                                                         {"outdoors", "outdoors_excess", SeriesKind::outdoors, false},
                                                         {"present", "present_excess", SeriesKind::present, false}};

/// `column_of` gives the series' column for a run.
template <class ColumnOf>
void write_point(CsvWriter& csv, const experiment::Results& results, ColumnOf column_of, bool missing) {
  const auto band = [&](Run run) { return experiment::band_of(results, column_of(run)); };
  write_series_point(csv, band(Run::outage), band(Run::baseline), band(Run::difference), missing);
}

}  // namespace

std::string backlog_csv(const experiment::Results& results) {
  CsvWriter csv;
  for (const char* label : {"time", "scope", "name"})
    csv.text(label);
  for (const auto& column : kBacklogColumns)
    write_series_labels(csv, column.series, column.difference);
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
      for (const auto& column : kBacklogColumns)
        write_point(
            csv, results, [&](Run run) { return layout.series_value(scope, column.kind, run, point); }, column.missing);
      csv.end_row();
    }
  for (const auto& scope : layout.scopes)
    for (std::size_t s = 0; layout.keeps_station_queues(scope) && s < scope.stations.size(); ++s)
      for (std::size_t point = 0; point < layout.grid.points; ++point) {
        begin_row(point, "station", fmt::format("{} / {}", scope.scope.name, scope.stations[s]));
        for (const auto& column : kBacklogColumns)
          if (column.kind == SeriesKind::queue)
            write_point(
                csv, results, [&](Run run) { return layout.station_queue(scope, s, run, point); }, false);
          else
            write_no_series_point(csv);
        csv.end_row();
      }
  return csv.str();
}

}  // namespace ripresa::output
