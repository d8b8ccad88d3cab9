// The files of a run.

#include "ripresa/output/result_files.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>

#include "ripresa/base/error.hpp"
#include "ripresa/output/csv.hpp"
#include "runs.hpp"
#include "support/temporary_folder.hpp"

using namespace ripresa;
using namespace ripresa::output;
using namespace ripresa::testing;

namespace {

nlohmann::json manifest_of(const Scenario& scenario) {
  const auto results = results_of(scenario);
  return nlohmann::json::parse(
      manifest_json(results, experiment::judge(results), {"day.toml", {{"failure.0.to", "15:10:00"}}}));
}

}  // namespace

TEST_CASE("backlog.csv has a row a step for the hub and each station, in the order of time") {
  const CsvTable table = parse_csv(backlog_csv(results_of(quoted_day())), "backlog.csv");
  CHECK(std::vector(table.header.begin(), table.header.begin() + 3) ==
        std::vector<std::string>{"time", "scope", "name"});
  for (const char* series :
       {"vaccinated_outage", "vaccinated_baseline", "backlog", "recorded_outage", "recording_backlog", "queue_outage",
        "queue_baseline", "queue_excess", "outdoors_excess", "present_excess"})
    for (const char* statistic : {"_mean", "_se", "_p05", "_p50", "_p95"})
      CHECK_NOTHROW(table.column(std::string(series) + statistic, "backlog.csv"));
  std::string last;
  std::set<std::string> names;
  for (const auto& row : table.rows) {
    names.insert(row[1] + ": " + row[2]);
    if (row[1] != "hub")
      continue;
    CHECK(row[0] > last);
    last = row[0];
  }
  CHECK(names == std::set<std::string>{"hub: Palazzo \"delle Scintille\", Milano",
                                       "station: Palazzo \"delle Scintille\", Milano / registration"});
}

TEST_CASE("the backlog is the baseline's doses less the outage's, its quantiles those of the difference") {
  const CsvTable table = parse_csv(backlog_csv(results_of(quoted_day())), "backlog.csv");
  const auto number = [&table](const std::vector<std::string>& row, const char* column) {
    return parse_number(row[table.column(column, "")], "");
  };
  for (const auto& row : table.rows) {
    if (row[1] != "hub")
      continue;
    CHECK(number(row, "backlog_mean") ==
          number(row, "vaccinated_baseline_mean") - number(row, "vaccinated_outage_mean"));
    CHECK(number(row, "queue_excess_mean") == number(row, "queue_outage_mean") - number(row, "queue_baseline_mean"));
    CHECK(number(row, "backlog_p05") <= number(row, "backlog_p95"));
  }
}

TEST_CASE("summary.csv has one row a measure, run and scope or station, under the header that analysts rely on") {
  const auto rows = experiment::summarise(results_of(quoted_day()));
  const CsvTable table = parse_csv(summary_csv(rows), "summary.csv");
  CHECK(table.header == std::vector<std::string>{"scope", "name", "station", "measure", "unit", "run", "estimate",
                                                 "lower", "upper", "p05", "p50", "p95", "replications", "censored"});
  std::set<std::string> keys;
  for (const auto& row : table.rows)
    CHECK(keys.insert(row[0] + "|" + row[1] + "|" + row[2] + "|" + row[3] + "|" + row[5]).second);
  CHECK(table.rows.size() == rows.size());
}

TEST_CASE("summary.csv written row by row is the text of all rows") {
  const auto results = results_of(quoted_day());
  const TemporaryFolder folder;
  const std::string path = folder.file("summary.csv");
  SummaryFile file(path);
  experiment::summarise(results, [&file](const experiment::SummaryRow& row) { file.take(row); });
  CHECK_FALSE(std::filesystem::exists(path));
  file.keep();
  std::ifstream in(path);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  CHECK(text == summary_csv(experiment::summarise(results)));
}

TEST_CASE("the hours of replications.csv are the whole hours on the grid, and the next day's are counted") {
  const observation::Grid grid{Time::clock(22, 30), Duration::minutes(15), 15};
  std::string labels;
  for (const Snapshot& snapshot : snapshots_of(grid))
    labels += snapshot.label + " ";
  CHECK(labels == "23_00 d1_00_00 d1_01_00 d1_02_00 ");
}

TEST_CASE("the manifest says what made the run, and its scenario reads back to the one that ran") {
  Scenario scenario = quoted_day();
  const auto manifest = manifest_of(scenario);
  CHECK(manifest["program"] == "ripresa");
  CHECK(manifest["seed"] == 7);
  CHECK(manifest["scenario_file"] == "day.toml");
  CHECK(manifest["options"]["set"][0] == "failure.0.to=15:10:00");
  CHECK(manifest["replications"]["asked"] == 2);
  CHECK(manifest["replications"]["finished"] == 2);
  CHECK(manifest["interrupted"] == false);
  CHECK(manifest["date"] == "2021-12-15");
  CHECK(manifest["grid"]["step_seconds"] == 300);
  CHECK(manifest["failure_end"] == "2021-12-15T15:10:00");
  CHECK(manifest["warm_up"].is_null());
  for (const char* key : {"version", "build", "time_zone", "horizon", "catch_up", "hubs", "scopes", "objectives"})
    CHECK(manifest.contains(key));
  const auto text = manifest["resolved_scenario"].get<std::string>();
  CHECK(scenario::resolved_toml(scenario::parse_scenario(text, "manifest", {}, {})) == text);
}

TEST_CASE("the hash tells scenarios apart; the people's hash only those with other people") {
  const Scenario scenario = quoted_day();
  const auto hash = [](const Scenario& s) { return manifest_of(s)["scenario_sha1"].get<std::string>(); };
  const auto people = [](const Scenario& s) { return manifest_of(s)["people_sha1"].get<std::string>(); };
  CHECK(hash(scenario).size() == 40);
  CHECK(hash(scenario) == hash(quoted_day()));

  Scenario more_staff = scenario;
  std::get<Staffed>(more_staff.hubs[0].stations[0].servers).shifts[0].servers = 2;
  Scenario longer = scenario;
  longer.failures[0].to = Time::clock(16);
  for (const Scenario& other : {more_staff, longer}) {
    CHECK(hash(other) != hash(scenario));
    CHECK(people(other) == people(scenario));
  }
  Scenario more_people = scenario;
  more_people.hubs[0].appointments.blocks[0].persons += 1;
  Scenario later = scenario;
  later.hubs[0].appointments.punctuality = Constant{Duration::minutes(1)};
  for (const Scenario& other : {more_people, later})
    CHECK(people(other) != people(scenario));
}

TEST_CASE("a manifest is valid JSON whatever is unknown: null, never NaN") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].appointments.blocks.clear();
  scenario.failures.clear();
  Objective objective;
  objective.name = objective.measure = "waiting_mean";
  objective.limit = 1;
  scenario.objectives = {objective};
  const auto manifest = manifest_of(scenario);
  CHECK(manifest["failure_end"].is_null());
  CHECK(manifest["objectives"][0]["holds"] == true);
}
