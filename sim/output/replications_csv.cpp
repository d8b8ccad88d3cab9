#include <fmt/format.h>

#include "ripresa/output/csv.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::output {
namespace {

using experiment::MeasureKind;
using experiment::MeasureValues;
using experiment::SeriesKind;

bool is_clock(MeasureKind kind) {
  return kind == MeasureKind::clock_time || kind == MeasureKind::censored_clock;
}

void write_value(CsvWriter& csv, const experiment::Results& results, MeasureKind kind, double value) {
  if (is_clock(kind) && !std::isnan(value))
    csv.text(iso_local_time(results.scenario.date, Time::since_midnight(Duration::nearest_seconds(value * 60))));
  else
    csv.number(value);
}

void write_header(CsvWriter& csv, const experiment::Results& results, const std::vector<Snapshot>& snapshots) {
  for (const char* label : {"replication", "scope", "name"})
    csv.text(label);
  for (const MeasureValues& measure : results.scopes.front().measures) {
    if (!measure.station.empty())
      continue;
    if (measure.outage.empty()) {
      csv.text(measure.info.name);
    } else {
      csv.text(fmt::format("{}_outage", measure.info.name));
      csv.text(fmt::format("{}_baseline", measure.info.name));
    }
  }
  for (const char* series : {"backlog", "queue_outage", "queue_baseline"})
    for (const Snapshot& snapshot : snapshots)
      csv.text(fmt::format("{}_at_{}", series, snapshot.label));
  csv.end_row();
}

void write_snapshots(CsvWriter& csv, const experiment::SeriesSamples& series, const std::vector<Snapshot>& snapshots,
                     std::size_t replication) {
  const auto at = [&](bool outage, SeriesKind kind, std::size_t point) {
    return series.at(outage, static_cast<std::size_t>(kind), point, replication);
  };
  for (const Snapshot& s : snapshots)
    csv.integer(at(false, SeriesKind::vaccinated, s.point) - at(true, SeriesKind::vaccinated, s.point));
  for (const Snapshot& s : snapshots)
    csv.integer(at(true, SeriesKind::queue, s.point));
  for (const Snapshot& s : snapshots)
    csv.integer(at(false, SeriesKind::queue, s.point));
}

}  // namespace

std::vector<Snapshot> snapshots_of(const observation::Grid& grid) {
  std::vector<Snapshot> snapshots;
  for (std::size_t point = 0; point < grid.points; ++point) {
    const Duration elapsed = grid.at(point).since_midnight();
    if (elapsed.in_microseconds() % Duration::hours(1).in_microseconds() != 0)
      continue;
    const std::int64_t hours = elapsed / Duration::hours(1);
    snapshots.push_back(
        {point, hours < 24 ? fmt::format("{:02}_00", hours) : fmt::format("d{}_{:02}_00", hours / 24, hours % 24)});
  }
  return snapshots;
}

std::string replications_csv(const experiment::Results& results) {
  CsvWriter csv;
  const auto snapshots = snapshots_of(results.grid);
  write_header(csv, results, snapshots);
  for (std::size_t r = 0; r < results.replications; ++r)
    for (const auto& scope : results.scopes) {
      csv.integer(static_cast<std::int64_t>(r));
      csv.text(to_string(scope.scope.kind));
      csv.text(scope.scope.name);
      for (const MeasureValues& measure : scope.measures) {
        if (!measure.station.empty())
          continue;
        if (measure.outage.empty()) {
          write_value(csv, results, measure.info.kind, measure.difference[r]);
        } else {
          write_value(csv, results, measure.info.kind, measure.outage[r]);
          write_value(csv, results, measure.info.kind, measure.baseline[r]);
        }
      }
      write_snapshots(csv, scope.series, snapshots, r);
      csv.end_row();
    }
  return csv.str();
}

}  // namespace ripresa::output
