#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

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
                           {"added_waiting", "added waiting, person-hours"},
                           {"overtime_outage", "last person out after closing, min"},
                           {"vaccinated_outage", "vaccinated"},
                           {"recorded_outage", "recorded by the horizon"},
                           {"turned_away_outage", "turned away"}};

std::string value_text(const ComparisonRow& row, double value) {
  return row.measure == "catch_up_time" ? clock_text(value) : figure(value);
}

void write_line(std::string& out, const Line& line, const ComparisonRow& row) {
  const std::string unit = row.measure == "catch_up_time" ? " min" : "";
  const std::string interval = std::isnan(row.difference.lower)
                                   ? "censored: medians"
                                   : fmt::format("{} … {}", figure(row.difference.lower), figure(row.difference.upper));
  fmt::format_to(std::back_inserter(out), "{}{}{}{}{}\n", left(line.label, 35),
                 right(value_text(row, row.reference_estimate), 9), right(value_text(row, row.run_estimate), 9),
                 right(figure(row.difference.value) + unit, 12), right(interval, 18));
}

}  // namespace

std::string comparison_screen(const std::vector<SavedRun>& runs, const std::vector<ComparisonRow>& rows) {
  std::string out = fmt::format("reference: {} ({})\n", runs.front().name, runs.front().title);
  const auto widest = [&rows] { return std::pair(rows.back().scope, rows.back().name); }();
  for (std::size_t i = 1; i < runs.size(); ++i) {
    fmt::format_to(std::back_inserter(out), "\n{} ({}) against it, {}\n", runs[i].name, runs[i].title, widest.second);
    bool head = false;
    for (const Line& line : kLines)
      for (const ComparisonRow& row : rows) {
        if (row.run != runs[i].name || row.measure != line.measure || !row.time.empty() ||
            std::pair(row.scope, row.name) != widest)
          continue;
        if (!head)
          fmt::format_to(std::back_inserter(out), "{}{}{}{}{}\n", left("mean over days", 35), right("reference", 9),
                         right("run", 9), right("difference", 12),
                         right(row.method == Method::paired ? "95 %, paired" : "95 %, unpaired", 18));
        head = true;
        write_line(out, line, row);
      }
  }
  return out;
}

}  // namespace ripresa::output
