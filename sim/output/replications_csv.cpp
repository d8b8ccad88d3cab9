#include <fmt/format.h>

#include "replication_labels.hpp"
#include "ripresa/output/csv.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::output {
namespace {

using experiment::Layout;
using experiment::MeasureColumn;
using experiment::MeasureKind;
using experiment::Run;
using experiment::ScopeColumns;
using experiment::SeriesKind;

void write_value(CsvWriter& csv, const experiment::Results& results, MeasureKind kind, double value) {
  if (is_clock(kind) && !std::isnan(value))
    csv.text(iso_local_time(results.scenario.date, Time::since_midnight(Duration::seconds(std::llround(value * 60)))));
  else
    csv.number(value);
}

void write_measures(CsvWriter& csv, const experiment::Results& results, const ScopeColumns& scope,
                    const std::vector<double>& values) {
  for (const MeasureColumn& measure : results.layout.measures) {
    const auto write = [&](Run run) {
      write_value(csv, results, measure.info.kind, values[results.layout.value(scope, measure, run)]);
    };
    if (measure.paired)
      write(Run::outage);
    write(measure.paired ? Run::baseline : Run::difference);
  }
}

void write_snapshots(CsvWriter& csv, const Layout& layout, const ScopeColumns& scope,
                     const std::vector<Snapshot>& snapshots, const std::vector<std::int32_t>& series) {
  const auto at = [&](SeriesKind kind, Run run, std::size_t point) {
    return series[layout.series_value(scope, kind, run, point)];
  };
  for (const Snapshot& s : snapshots)
    csv.integer(-at(SeriesKind::vaccinated, Run::difference, s.point));
  for (const Snapshot& s : snapshots)
    csv.integer(at(SeriesKind::queue, Run::outage, s.point));
  for (const Snapshot& s : snapshots)
    csv.integer(at(SeriesKind::queue, Run::baseline, s.point));
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

void write_labels(CsvWriter& csv, const std::vector<MeasureColumn>& measures) {
  for (const char* label : {"replication", "scope", "name"})
    csv.text(label);
  for (const MeasureColumn& measure : measures) {
    if (!measure.paired) {
      csv.text(measure.info.name);
    } else {
      csv.text(fmt::format("{}_outage", measure.info.name));
      csv.text(fmt::format("{}_baseline", measure.info.name));
    }
  }
}

void ReplicationsFile::begin(const experiment::Results& results) {
  snapshots_ = snapshots_of(results.layout.grid);
  write_labels(file_.csv(), results.layout.measures);
  for (const char* series : {"backlog", "queue_outage", "queue_baseline"})
    for (const Snapshot& snapshot : snapshots_)
      file_.csv().text(fmt::format("{}_at_{}", series, snapshot.label));
  file_.end_row();
}

void ReplicationsFile::take(const experiment::Results& results, const experiment::ReplicationRow& row) {
  CsvWriter& csv = file_.csv();
  for (const ScopeColumns& scope : results.layout.scopes) {
    if (!scope.first_series)
      continue;
    csv.integer(static_cast<std::int64_t>(row.replication));
    csv.text(experiment::to_string(scope.scope.kind));
    csv.text(scope.scope.name);
    write_measures(csv, results, scope, row.values);
    write_snapshots(csv, results.layout, scope, snapshots_, row.series);
    file_.end_row();
  }
}

}  // namespace ripresa::output
