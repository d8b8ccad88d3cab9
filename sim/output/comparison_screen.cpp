#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <string_view>

#include "ripresa/base/date.hpp"
#include "ripresa/output/comparison.hpp"
#include "text_columns.hpp"

namespace ripresa::output {
namespace {

struct Line {
  const char* measure;
  const char* label;
};

constexpr Line kLines[] = {{"catch_up_time", "caught up"},
                           {"caught_up", "share of days caught up"},
                           {"peak_backlog", "peak backlog, doses"},
                           {"backlog_at_failure_end", "backlog at the failure's end"},
                           {"peak_queue_outage", "peak queue, people"},
                           {"peak_outdoors_outage", "peak outdoors, people"},
                           {"waiting_mean_outage", "waiting time, mean, min"},
                           {"delayed_30", "delayed by more than 30 min"},
                           {"missed", "missed their dose"},
                           {"added_waiting", "added waiting, person-hours"},
                           {"overtime_outage", "last person out after closing, min"},
                           {"vaccinated_outage", "vaccinated"},
                           {"recorded_outage", "recorded by the horizon"},
                           {"turned_away_outage", "turned away"}};

std::string value_text(std::string_view measure, double value) {
  if (measure != "catch_up_time")
    return figure(value);
  // A run in which nothing fails has caught up when its day begins.
  return value == 0 ? "at once" : clock_text(value);
}

/// The interval, or why there is none.
std::string interval_text(const ComparisonRow& row) {
  if (!std::isnan(row.difference.lower))
    return fmt::format("{} … {}", figure(row.difference.lower), figure(row.difference.upper));
  if (row.reference_censored + row.run_censored > 0)
    return "censored: medians";
  return std::isnan(row.difference.value) ? "—" : "none from one day";
}

void write_line(std::string& out, const Line& line, const ComparisonRow& row) {
  const std::string unit = row.measure == "catch_up_time" ? " min" : "";
  fmt::format_to(std::back_inserter(out), "{}{}{}{}{}\n", left(line.label, 35),
                 right(value_text(row.measure, row.reference_estimate), 9),
                 right(value_text(row.measure, row.run_estimate), 9), right(figure(row.difference.value) + unit, 12),
                 right(interval_text(row), 18));
}

/// The columns of the table of all runs.
constexpr Line kTableColumns[] = {
    {"catch_up_time", "caught up"}, {"peak_queue_outage", "queue"}, {"peak_excess_outdoors", "outdoors"},
    {"delayed_30", "delayed"},      {"missed", "missed"},           {"added_waiting", "added h"},
    {"overtime_outage", "overtime"}};

/// The share of days on which each run met the objective that all of them state first; nothing where they do not.
std::optional<std::vector<std::string>> met_by_run(const std::vector<SavedRun>& runs, std::string& objective) {
  std::vector<std::string> met;
  for (const SavedRun& run : runs) {
    const auto objectives = run.manifest.find("objectives");
    if (objectives == run.manifest.end() || objectives->empty() || !objectives->front().contains("name") ||
        !objectives->front().contains("met"))
      return std::nullopt;
    const auto& first = objectives->front();
    if (met.empty())
      objective = first["name"].get<std::string>();
    if (first["name"] != objective || !first["met"].is_number())
      return std::nullopt;
    met.push_back(percent_beside(first["met"].get<double>(), first.value("probability", 1.0)));
  }
  return met;
}

/// The table's columns that the runs have.
std::vector<Line> columns_in(const std::vector<ComparisonRow>& rows) {
  std::vector<Line> columns;
  std::copy_if(std::begin(kTableColumns), std::end(kTableColumns), std::back_inserter(columns),
               [&](const Line& column) {
                 return std::any_of(rows.begin(), rows.end(), [&column](const ComparisonRow& row) {
                   return row.measure == column.measure && row.time.empty();
                 });
               });
  return columns;
}

std::int64_t days_of(const SavedRun& run) {
  return run.manifest.value(nlohmann::json::json_pointer("/replications/finished"), std::int64_t{0});
}

/// Over which days the runs stand side by side, where not all have as many. What they met, their manifests say of all.
std::string table_days_text(const std::vector<SavedRun>& runs, bool with_met) {
  const auto fewer = [](const SavedRun& a, const SavedRun& b) { return days_of(a) < days_of(b); };
  const auto [fewest, most] = std::minmax_element(runs.begin(), runs.end(), fewer);
  if (days_of(*fewest) == days_of(*most))
    return "";
  std::string cut, whole;
  for (const auto& group : runs_of_same_people(runs)) {
    std::string members;
    std::int64_t least = days_of(runs[group.front()]), greatest = least;
    for (const std::size_t i : group) {
      fmt::format_to(std::back_inserter(members), "{}{} ({})", members.empty() ? "" : ", ", runs[i].name,
                     days_of(runs[i]));
      least = std::min(least, days_of(runs[i]));
      greatest = std::max(greatest, days_of(runs[i]));
    }
    if (least < greatest)
      fmt::format_to(std::back_inserter(cut), "over the days that all of these have, the first {}{}: {}\n", least,
                     with_met ? " (met: over all)" : "", members);
    else
      whole += (whole.empty() ? "over all days: " : ", ") + members;
  }
  return cut + whole + (whole.empty() ? "" : "\n");
}

/// Rows of cells, no column wider than it has to be.
std::string table_text(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const auto& row : rows)
    for (std::size_t c = 0; c < row.size(); ++c)
      widths[c] = std::max(widths[c], columns(row[c]));
  std::string out;
  for (const auto& row : rows) {
    out += left(row.front(), widths.front() + 1);
    for (std::size_t c = 1; c < row.size(); ++c)
      out += right(row[c], widths[c] + 2);
    out += '\n';
  }
  return out;
}

/// One row a run: the answer of each, for the widest scope.
std::string side_by_side(const std::vector<SavedRun>& runs, const std::vector<ComparisonRow>& rows) {
  const auto shown = columns_in(rows);
  std::vector<std::string> measures;
  measures.reserve(shown.size());
  for (const Line& column : shown)
    measures.emplace_back(column.measure);
  const auto estimates = estimates_side_by_side(runs, rows.back().scope, rows.back().name, measures);
  std::string objective;
  const auto met = met_by_run(runs, objective);
  std::vector<std::vector<std::string>> table = {{""}};
  for (const Line& column : shown)
    table.front().emplace_back(column.label);
  if (met)
    table.front().emplace_back("met");
  for (std::size_t i = 0; i < runs.size(); ++i) {
    auto& row = table.emplace_back(1, runs[i].name);
    for (std::size_t c = 0; c < shown.size(); ++c)
      row.push_back(value_text(measures[c], estimates[i][c]));
    if (met)
      row.push_back((*met)[i]);
  }
  std::string out = table_text(table);
  out +=
      "queue: peak; outdoors: people more than undisturbed; delayed: people, by more than 30 min;\n"
      "missed: people without a dose by the horizon who would have got one; added h: person-hours of waiting;\n"
      "overtime: min from closing until the last is out";
  out += met ? fmt::format("; met: days that met \"{}\"\n", objective) : "\n";
  return out + table_days_text(runs, met.has_value());
}

/// Pairs of days are those that both runs have, which are then fewer than one of the runs' own screen is about.
std::string common_days_text(const SavedRun& reference, const SavedRun& run) {
  const std::int64_t days = std::min(days_of(reference), days_of(run));
  if (days_of(reference) == days_of(run))
    return "";
  return fmt::format("compared: the first {} days, which both have ({} has {}, {} has {})\n", days, reference.name,
                     days_of(reference), run.name, days_of(run));
}

}  // namespace

std::string comparison_screen(const std::vector<SavedRun>& runs, const std::vector<ComparisonRow>& rows) {
  const auto widest = [&rows] { return std::pair(rows.back().scope, rows.back().name); }();
  std::string out =
      fmt::format("{}, means over days (caught up: the median where some days did not)\n\n", widest.second);
  out += side_by_side(runs, rows);
  fmt::format_to(std::back_inserter(out), "\nreference: {} ({})\n", runs.front().name, runs.front().title);
  for (std::size_t i = 1; i < runs.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "\n{} ({}) against it, {}\n", runs[i].name, runs[i].title, widest.second);
    bool head = false;
    for (const Line& line : kLines)
      for (const ComparisonRow& row : rows) {
        if (row.run != runs[i].name || row.measure != line.measure || !row.time.empty() ||
            std::pair(row.scope, row.name) != widest)
          continue;
        if (!head)
          fmt::format_to(std::back_inserter(out), "{}{}{}{}{}{}\n",
                         row.method == Method::paired ? common_days_text(runs.front(), runs[i]) : "",
                         left("mean over days", 35), right("reference", 9), right("run", 9), right("difference", 12),
                         right(row.method == Method::paired ? "95 %, paired" : "95 %, unpaired", 18));
        head = true;
        write_line(out, line, row);
      }
  }
  return out;
}

}  // namespace ripresa::output
