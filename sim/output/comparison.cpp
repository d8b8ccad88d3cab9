#include "ripresa/output/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "ripresa/base/error.hpp"
#include "ripresa/base/nan.hpp"
#include "ripresa/base/text_file.hpp"
#include "ripresa/experiment/measure.hpp"
#include "ripresa/output/campaign_files.hpp"
#include "ripresa/output/files.hpp"
#include "ripresa/output/result_files.hpp"
#include "ripresa/output/risk_files.hpp"
#include "ripresa/statistics/kaplan_meier.hpp"
#include "ripresa/statistics/mean.hpp"
#include "ripresa/statistics/proportion.hpp"

namespace ripresa::output {
namespace {

namespace fs = std::filesystem;

/// The parts of the manifest that have to be the same, with what they are called in messages.
constexpr std::pair<const char*, const char*> kComparable[] = {
    {"hubs", "other hubs or stations"}, {"scopes", "other scopes"},
    {"date", "another date"},           {"grid", "another time step or grid"},
    {"horizon", "another horizon"},     {"catch_up", "another catch-up tolerance or hold time"},
    {"warm_up", "another warm-up"}};

/// ISO local time to minutes from an origin that all have in common: only differences and equal-day values count.
double clock_minutes_of(const std::string& iso, const std::string& file) {
  const auto date = parse_iso_date(std::string_view(iso).substr(0, 10));
  int hour = 0, minute = 0, second = 0;
  if (!date || std::sscanf(iso.c_str() + 10, "T%2d:%2d:%2d", &hour, &minute, &second) != 3)
    throw InputError(fmt::format("{}: '{}' is not a local time", file, iso), "make it anew with ripresa run");
  return static_cast<double>(std::chrono::sys_days{*date}.time_since_epoch().count()) * 1440 + hour * 60 + minute +
         second / 60.0;
}

/// What the measures' own definitions say of a column; "MEASURE_outage" and "MEASURE_baseline" are of MEASURE. Hourly
/// snapshots, and columns that are no measure's, hold amounts.
experiment::MeasureKind kind_of(const std::string& column) {
  const auto of_measure = [&column](std::string_view name) {
    return column == name || column == fmt::format("{}_outage", name) || column == fmt::format("{}_baseline", name);
  };
  for (const auto& group : experiment::run_measures())
    for (const auto& info : group.infos)
      if (of_measure(info.name))
        return info.kind;
  for (const auto& group : experiment::twin_measures())
    for (const auto& info : group.infos)
      if (of_measure(info.name))
        return info.kind;
  return experiment::MeasureKind::amount;
}

/// A column of the reference, and what it holds.
struct Column {
  std::string name;
  experiment::MeasureKind kind = experiment::MeasureKind::amount;
};

/// "backlog_at_15_00" → measure "backlog", time "15:00"; other columns have no time.
std::pair<std::string, std::string> split_snapshot(const std::string& column) {
  const auto at = column.find("_at_");
  if (at == std::string::npos || column.size() < at + 9 || !std::isdigit(static_cast<unsigned char>(column.back())))
    return {column, ""};
  std::string time = column.substr(at + 4);
  std::replace(time.begin(), time.end(), '_', ':');
  return {column.substr(0, at), time};
}

using Values = std::vector<double>;
using ScopeName = std::pair<std::string, std::string>;

/// A run with its rows by scope: found once, not once a column.
struct IndexedRun {
  explicit IndexedRun(const SavedRun& saved) : run(saved) {
    const std::size_t scope_at = run.replications.column("scope", run.folder);
    const std::size_t name_at = run.replications.column("name", run.folder);
    for (std::size_t row = 0; row < run.replications.rows.size(); ++row) {
      const auto& fields = run.replications.rows[row];
      rows_of[{fields[scope_at], fields[name_at]}].push_back(row);
    }
  }

  const SavedRun& run;
  std::map<ScopeName, std::vector<std::size_t>> rows_of;
};

/// The values of a column for one scope, in replication order.
Values values_of(const IndexedRun& indexed, const ScopeName& scope, const Column& column) {
  const SavedRun& run = indexed.run;
  const std::string file = (fs::path(run.folder) / kReplicationsFile).string();
  const std::size_t at = run.replications.column(column.name, file);
  Values values;
  const auto rows = indexed.rows_of.find(scope);
  if (rows == indexed.rows_of.end())
    return values;
  // Clock times count from midnight of the run's day.
  const double midnight = is_clock(column.kind) ? clock_minutes_of(run.date + "T00:00:00", run.folder) : 0;
  for (const std::size_t row : rows->second) {
    const std::string& field = run.replications.rows[row][at];
    values.push_back(is_clock(column.kind) && !field.empty() ? clock_minutes_of(field, file) - midnight
                                                             : parse_number(field, file));
  }
  return values;
}

std::size_t missing_in(const Values& values) {
  return static_cast<std::size_t>(std::count_if(values.begin(), values.end(), [](double v) { return std::isnan(v); }));
}

Values observed(const Values& values) {
  Values kept;
  std::copy_if(values.begin(), values.end(), std::back_inserter(kept), [](double v) { return !std::isnan(v); });
  return kept;
}

/// Replications that all runs have.
void cut_to_common(const std::vector<Values*>& runs) {
  std::size_t common = runs.front()->size();
  for (const Values* run : runs)
    common = std::min(common, run->size());
  for (Values* run : runs)
    run->resize(common);
}

/// Of the replications that all runs have, those in which all have a value.
void keep_common(const std::vector<Values*>& runs) {
  std::vector<Values> common(runs.size());
  for (std::size_t i = 0; i < runs.front()->size(); ++i)
    if (std::none_of(runs.begin(), runs.end(), [i](const Values* run) { return std::isnan((*run)[i]); }))
      for (std::size_t r = 0; r < runs.size(); ++r)
        common[r].push_back((*runs[r])[i]);
  for (std::size_t r = 0; r < runs.size(); ++r)
    *runs[r] = std::move(common[r]);
}

double share_of_events(const Values& values) {
  const auto events = static_cast<std::size_t>(std::count(values.begin(), values.end(), 1.0));
  return statistics::proportion(events, values.size()).value;
}

double median_time(const Values& values) {
  Values times;
  std::vector<bool> reached;
  for (const double value : values) {
    reached.push_back(!std::isnan(value));
    times.push_back(reached.back() ? value : std::numeric_limits<double>::max());
  }
  return statistics::quantile(statistics::kaplan_meier(times, reached), 0.5).value;
}

void compare_amounts(Values reference, Values run, ComparisonRow& row) {
  if (row.method == Method::paired) {
    keep_common({&reference, &run});
    row.difference = statistics::paired_difference(run, reference);
  } else {
    reference = observed(reference);
    run = observed(run);
    row.difference = statistics::unpaired_difference(run, reference);
  }
  row.reference_estimate = statistics::average(reference);
  row.run_estimate = statistics::average(run);
}

void compare_events(const Values& reference, const Values& run, ComparisonRow& row) {
  const auto successes = [](const Values& values) {
    return static_cast<std::size_t>(std::count(values.begin(), values.end(), 1.0));
  };
  row.reference_estimate = share_of_events(reference);
  row.run_estimate = share_of_events(run);
  if (row.method == Method::unpaired) {
    row.difference =
        statistics::unpaired_proportion_difference(successes(run), run.size(), successes(reference), reference.size());
    return;
  }
  statistics::PairedCounts counts;
  for (std::size_t i = 0; i < run.size(); ++i) {
    const bool in_run = run[i] == 1.0;
    const bool in_reference = reference[i] == 1.0;
    ++(in_run && in_reference ? counts.both : in_run ? counts.only_a : in_reference ? counts.only_b : counts.neither);
  }
  row.difference = statistics::paired_proportion_difference(counts);
}

/// Censored times are never averaged: their Kaplan–Meier medians stand side by side. Only where nothing is censored in
/// either run is the mean difference an answer, and it has an interval.
void compare_censored(const Values& reference, const Values& run, ComparisonRow& row) {
  row.reference_censored = missing_in(reference);
  row.run_censored = missing_in(run);
  if (row.reference_censored + row.run_censored == 0) {
    compare_amounts(reference, run, row);
    return;
  }
  row.reference_estimate = median_time(reference);
  row.run_estimate = median_time(run);
  row.difference = {row.run_estimate - row.reference_estimate, kNaN, kNaN, std::min(reference.size(), run.size()),
                    row.reference_censored + row.run_censored};
}

bool same_people(const SavedRun& a, const SavedRun& b) {
  return a.seed == b.seed && a.people_sha1 == b.people_sha1;
}

ComparisonRow compare_column(const IndexedRun& reference, const IndexedRun& run, const ScopeName& scope,
                             const Column& column) {
  ComparisonRow row;
  std::tie(row.measure, row.time) = split_snapshot(column.name);
  std::tie(row.scope, row.name) = scope;
  row.reference = reference.run.name;
  row.run = run.run.name;
  row.method = same_people(reference.run, run.run) ? Method::paired : Method::unpaired;
  Values a = values_of(reference, scope, column);
  Values b = values_of(run, scope, column);
  if (row.method == Method::paired)
    cut_to_common({&a, &b});
  if (column.kind == experiment::MeasureKind::event)
    compare_events(a, b, row);
  else if (is_censored(column.kind))
    compare_censored(a, b, row);
  else
    compare_amounts(std::move(a), std::move(b), row);
  return row;
}

/// One column's estimate by run; `groups` are runs of the same people, and so of the same days.
std::vector<double> column_side_by_side(std::vector<Values> values, experiment::MeasureKind kind,
                                        const std::vector<std::vector<std::size_t>>& groups) {
  const auto for_each_group = [&](const auto& change) {
    for (const auto& group : groups) {
      std::vector<Values*> of_group;
      of_group.reserve(group.size());
      for (const std::size_t run : group)
        of_group.push_back(&values[run]);
      change(of_group);
    }
  };
  for_each_group(cut_to_common);
  const bool is_event = kind == experiment::MeasureKind::event;
  const bool is_censored_in_some = is_censored(kind) && std::any_of(values.begin(), values.end(), missing_in);
  if (!is_event && !is_censored_in_some)
    for_each_group(keep_common);
  std::vector<double> estimates;
  estimates.reserve(values.size());
  for (const Values& run : values)
    estimates.push_back(is_event              ? share_of_events(run)
                        : is_censored_in_some ? median_time(run)
                                              : statistics::average(observed(run)));
  return estimates;
}

/// In the order of the first replication's rows, which name them all.
std::vector<ScopeName> scopes_of(const IndexedRun& run) {
  std::vector<std::pair<std::size_t, ScopeName>> by_first_row;
  for (const auto& [scope, rows] : run.rows_of)
    by_first_row.emplace_back(rows.front(), scope);
  std::sort(by_first_row.begin(), by_first_row.end());
  std::vector<ScopeName> scopes;
  scopes.reserve(by_first_row.size());
  for (auto& [row, scope] : by_first_row)
    scopes.push_back(std::move(scope));
  return scopes;
}

/// A part of the manifest; its lists, of hubs and of scopes, in an order that does not depend on the scenario's.
nlohmann::json in_any_order(nlohmann::json part) {
  if (part.is_array())
    std::sort(part.begin(), part.end());
  return part;
}

void check_comparable(const SavedRun& reference, const SavedRun& run) {
  for (const auto& [key, what] : kComparable)
    if (in_any_order(reference.manifest.at(key)) != in_any_order(run.manifest.at(key)))
      throw InputError(fmt::format("{} cannot be compared with {}: it has {}", run.folder, reference.folder, what),
                       "compare runs of scenarios that differ in their failures, staff and responses only");
}

/// Campaigns and studies of risk have folders of their own, which are easily taken for a run's.
void check_is_of_run(const std::string& folder) {
  if (fs::exists(fs::path(folder) / kManifestFile))
    return;
  for (const auto& [manifest, command] :
       {std::pair(kCampaignManifestFile, "campaign"), std::pair(kRiskManifestFile, "risk")})
    if (fs::exists(fs::path(folder) / manifest))
      throw InputError(fmt::format("{} has the results of ripresa {}", folder, command),
                       "compare takes those of ripresa run");
}

}  // namespace

SavedRun read_saved_run(const std::string& folder) {
  check_is_of_run(folder);
  const std::string manifest_file = (fs::path(folder) / kManifestFile).string();
  const std::string replications_file = (fs::path(folder) / kReplicationsFile).string();
  SavedRun run;
  run.folder = folder;
  const fs::path trimmed = fs::path(folder).has_filename() ? fs::path(folder) : fs::path(folder).parent_path();
  run.name = trimmed.filename().string();
  try {
    run.manifest = nlohmann::json::parse(read_text_file(manifest_file));
    run.title = run.manifest.at("title").get<std::string>();
    run.seed = run.manifest.at("seed").get<std::uint64_t>();
    run.people_sha1 = run.manifest.at("people_sha1").get<std::string>();
    run.date = run.manifest.at("date").get<std::string>();
    run.manifest.emplace("warm_up", nullptr);  // which manifests once did not say
    for (const auto& [key, what] : kComparable)
      run.manifest.at(key);
  } catch (const nlohmann::json::exception&) {
    throw InputError(fmt::format("{} is not the manifest of a run", manifest_file),
                     "make the run anew with ripresa run");
  }
  run.replications = parse_csv(read_text_file(replications_file), replications_file);
  if (run.replications.rows.empty())
    throw InputError(fmt::format("{} has no replications", replications_file), "make the run anew with ripresa run");
  return run;
}

std::vector<ComparisonRow> compare_runs(const std::vector<SavedRun>& runs) {
  const IndexedRun reference(runs.front());
  std::vector<Column> columns;
  for (const std::string& name : runs.front().replications.header)
    if (name != "replication" && name != "scope" && name != "name")
      columns.push_back({name, kind_of(name)});
  std::vector<ComparisonRow> rows;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    check_comparable(runs.front(), runs[i]);
    const IndexedRun run(runs[i]);
    for (const ScopeName& scope : scopes_of(reference))
      for (const Column& column : columns)
        rows.push_back(compare_column(reference, run, scope, column));
  }
  return rows;
}

std::vector<std::vector<std::size_t>> runs_of_same_people(const std::vector<SavedRun>& runs) {
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const auto group = std::find_if(groups.begin(), groups.end(),
                                    [&](const auto& g) { return same_people(runs[g.front()], runs[i]); });
    (group == groups.end() ? groups.emplace_back() : *group).push_back(i);
  }
  return groups;
}

std::vector<std::vector<double>> estimates_side_by_side(const std::vector<SavedRun>& runs, const std::string& scope,
                                                        const std::string& name,
                                                        const std::vector<std::string>& measures) {
  const std::vector<IndexedRun> indexed(runs.begin(), runs.end());
  const auto groups = runs_of_same_people(runs);
  std::vector<std::vector<double>> by_run(runs.size());
  for (const std::string& measure : measures) {
    const Column column{measure, kind_of(measure)};
    std::vector<Values> values;
    values.reserve(indexed.size());
    for (const IndexedRun& run : indexed)
      values.push_back(values_of(run, {scope, name}, column));
    const auto estimates = column_side_by_side(std::move(values), column.kind, groups);
    for (std::size_t i = 0; i < runs.size(); ++i)
      by_run[i].push_back(estimates[i]);
  }
  return by_run;
}

std::string comparison_csv(const std::vector<ComparisonRow>& rows) {
  CsvWriter csv;
  for (const char* label :
       {"time", "scope", "name", "measure", "reference", "run", "reference_estimate", "run_estimate", "difference",
        "lower", "upper", "method", "replications", "reference_censored", "run_censored"})
    csv.text(label);
  csv.end_row();
  for (const ComparisonRow& row : rows) {
    for (const std::string* text : {&row.time, &row.scope, &row.name, &row.measure, &row.reference, &row.run})
      csv.text(*text);
    for (const double value :
         {row.reference_estimate, row.run_estimate, row.difference.value, row.difference.lower, row.difference.upper})
      csv.number(value);
    csv.text(row.method == Method::paired ? "paired" : "unpaired");
    csv.integer(static_cast<std::int64_t>(row.difference.replications));
    csv.integer(static_cast<std::int64_t>(row.reference_censored));
    csv.integer(static_cast<std::int64_t>(row.run_censored));
    csv.end_row();
  }
  return csv.str();
}

}  // namespace ripresa::output
