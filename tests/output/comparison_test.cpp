// Comparing runs, on tables small enough to work out by hand.

#include "ripresa/output/comparison.hpp"

#include <catch2/catch.hpp>

#include "ripresa/base/error.hpp"

using namespace ripresa;
using namespace ripresa::output;

namespace {

const nlohmann::json kManifest = {{"hubs", "h"},        {"scopes", "s"},   {"date", "2021-12-15"}, {"grid", "g"},
                                  {"horizon", "24:00"}, {"catch_up", "c"}, {"warm_up", nullptr}};

/// A run with one scope and these columns of values, a replication a row.
SavedRun run_of(const std::string& name, const std::vector<std::string>& columns,
                const std::vector<std::vector<std::string>>& values) {
  SavedRun run;
  run.folder = run.name = run.title = name;
  run.date = "2021-12-15";
  run.seed = 1;
  run.people_sha1 = "people";
  run.manifest = kManifest;
  run.manifest["replications"] = {{"finished", values.size()}};
  run.replications.header = {"replication", "scope", "name"};
  run.replications.header.insert(run.replications.header.end(), columns.begin(), columns.end());
  for (std::size_t r = 0; r < values.size(); ++r) {
    std::vector<std::string> row = {std::to_string(r), "hub", "Milano"};
    row.insert(row.end(), values[r].begin(), values[r].end());
    run.replications.rows.push_back(row);
  }
  return run;
}

ComparisonRow compared(const SavedRun& reference, const SavedRun& run) {
  const auto rows = compare_runs({reference, run});
  REQUIRE(rows.size() == 1);
  return rows.front();
}

}  // namespace

TEST_CASE("runs of the same people are compared replication by replication: the t interval of the differences") {
  const auto reference = run_of("a", {"peak_backlog"}, {{"10"}, {"20"}, {"30"}});
  const auto run = run_of("b", {"peak_backlog"}, {{"11"}, {"22"}, {"33"}});
  const ComparisonRow row = compared(reference, run);
  CHECK(row.method == Method::paired);
  CHECK(row.reference_estimate == 20);
  CHECK(row.run_estimate == 22);
  // Differences 1, 2, 3: mean 2, standard error 1/√3; t with 2 degrees of freedom, 97.5 %: 4.302653.
  CHECK(row.difference.value == Approx(2));
  CHECK(row.difference.lower == Approx(2 - 4.302653 / std::sqrt(3)));
  CHECK(row.difference.upper == Approx(2 + 4.302653 / std::sqrt(3)));
}

TEST_CASE("other people, or another seed, are compared as independent samples: Welch's interval") {
  const auto reference = run_of("a", {"peak_backlog"}, {{"10"}, {"20"}, {"30"}});
  auto run = run_of("b", {"peak_backlog"}, {{"11"}, {"22"}, {"33"}});
  run.seed = 2;
  const ComparisonRow row = compared(reference, run);
  CHECK(row.method == Method::unpaired);
  CHECK(row.difference.value == Approx(2));
  // Variances 100/3 and 121/3; R: t.test(c(11, 22, 33), c(10, 20, 30)).
  CHECK(row.difference.lower == Approx(-21.9151291).epsilon(1e-8));
  CHECK(row.difference.upper == Approx(25.9151291).epsilon(1e-8));
  run.seed = 1;
  run.people_sha1 = "others";
  CHECK(compared(reference, run).method == Method::unpaired);
}

TEST_CASE("days without a value in one run are left out of a pair, not shifted") {
  const auto reference = run_of("a", {"waiting_mean_outage"}, {{"1"}, {""}, {"3"}, {"4"}});
  const auto run = run_of("b", {"waiting_mean_outage"}, {{"2"}, {"9"}, {"4"}, {""}});
  const ComparisonRow row = compared(reference, run);
  CHECK(row.difference.value == Approx(1));
  CHECK(row.difference.replications == 2);
  CHECK(row.reference_estimate == Approx(2));
}

TEST_CASE("clock times are compared in minutes, across midnight too") {
  const auto reference =
      run_of("a", {"catch_up_time"}, {{"2021-12-15T23:50:00"}, {"2021-12-15T23:40:00"}, {"2021-12-15T23:45:00"}});
  const auto run =
      run_of("b", {"catch_up_time"}, {{"2021-12-16T00:10:00"}, {"2021-12-16T00:00:00"}, {"2021-12-16T00:05:30"}});
  const ComparisonRow row = compared(reference, run);
  CHECK(row.difference.value == Approx(20 + 1.0 / 6));
  CHECK(row.reference_estimate == Approx(23 * 60 + 45));
  CHECK(row.run_estimate == Approx(24 * 60 + 5 + 1.0 / 6));
}

TEST_CASE("days not caught up are counted, never averaged: medians stand side by side, without an interval") {
  const auto reference = run_of("a", {"catch_up_minutes"}, {{"10"}, {"20"}, {"30"}});
  const auto run = run_of("b", {"catch_up_minutes"}, {{"40"}, {""}, {"50"}});
  const ComparisonRow row = compared(reference, run);
  CHECK(row.reference_estimate == 20);
  CHECK(row.run_estimate == 50);
  CHECK(row.difference.value == 30);
  CHECK(std::isnan(row.difference.lower));
  CHECK(row.reference_censored == 0);
  CHECK(row.run_censored == 1);
  // With most days censored there is no median either.
  CHECK(std::isnan(compared(reference, run_of("b", {"catch_up_minutes"}, {{"40"}, {""}, {""}})).run_estimate));
}

TEST_CASE("the share of days caught up is compared as a share") {
  const auto reference = run_of("a", {"caught_up"}, {{"1"}, {"1"}, {"1"}, {"0"}});
  const auto run = run_of("b", {"caught_up"}, {{"1"}, {"0"}, {"0"}, {"0"}});
  const ComparisonRow row = compared(reference, run);
  CHECK(row.reference_estimate == 0.75);
  CHECK(row.run_estimate == 0.25);
  CHECK(row.difference.value == Approx(-0.5));
  CHECK(row.difference.lower >= -1);
  CHECK(row.difference.upper <= 1);
}

TEST_CASE("paired runs of different numbers of days are compared on the days that both have, whatever the measure") {
  const std::vector<std::string> columns = {"peak_backlog", "caught_up", "catch_up_minutes"};
  std::vector<std::vector<std::string>> days = {{"1", "1", "10"}, {"2", "1", "20"}, {"3", "1", "30"}};
  const auto run = run_of("short", columns, days);
  days.insert(days.end(), {{"40", "0", ""}, {"50", "0", ""}, {"60", "0", ""}, {"70", "0", ""}});
  auto reference = run_of("long", columns, days);
  const auto check_same = [](const std::vector<ComparisonRow>& rows) {
    REQUIRE(rows.size() == 3);
    for (const ComparisonRow& row : rows) {
      INFO(row.measure);
      CHECK(row.reference_estimate == row.run_estimate);
      CHECK(row.difference.value == 0);
      CHECK(row.difference.replications == 3);
      CHECK(row.reference_censored + row.run_censored == 0);
    }
    CHECK(rows[1].run_estimate == 1);
    CHECK(rows[2].run_estimate == 20);
  };
  check_same(compare_runs({reference, run}));
  check_same(compare_runs({run, reference}));
  // Other people's days are a sample of their own, all of it.
  reference.seed = 2;
  const auto rows = compare_runs({reference, run});
  CHECK(rows[1].reference_estimate == Approx(3.0 / 7));
  CHECK(rows[2].reference_censored == 4);
}

TEST_CASE("hourly columns become rows with their time") {
  const auto a = run_of("a", {"backlog_at_15_00"}, {{"1"}, {"2"}});
  const ComparisonRow row = compared(a, run_of("b", {"backlog_at_15_00"}, {{"2"}, {"3"}}));
  CHECK(row.measure == "backlog");
  CHECK(row.time == "15:00");
  CHECK(compared(run_of("a", {"backlog_at_failure_end"}, {{"1"}}), run_of("b", {"backlog_at_failure_end"}, {{"1"}}))
            .measure == "backlog_at_failure_end");
}

TEST_CASE("runs that cannot be compared are refused with the reason") {
  const auto reference = run_of("a", {"peak_backlog"}, {{"1"}});
  for (const auto& [key, reason] :
       {std::pair("hubs", "other hubs or stations"), std::pair("date", "another date"),
        std::pair("grid", "another time step or grid"), std::pair("horizon", "another horizon"),
        std::pair("catch_up", "another catch-up tolerance or hold time"), std::pair("warm_up", "another warm-up")}) {
    auto run = run_of("b", {"peak_backlog"}, {{"1"}});
    run.manifest[key] = "other";
    CHECK_THROWS_WITH(compare_runs({reference, run}),
                      Catch::Contains("b cannot be compared with a: it has ") && Catch::Contains(reason));
  }
  CHECK_THROWS_WITH(compare_runs({reference, run_of("b", {"other_measure"}, {{"1"}})}),
                    Catch::Contains("has no column 'peak_backlog'"));
}

TEST_CASE("several runs are each compared with the first, and shown side by side") {
  const auto reference = run_of("a", {"peak_queue_outage"}, {{"10"}, {"20"}});
  const std::vector<SavedRun> runs = {reference, run_of("b", {"peak_queue_outage"}, {{"20"}, {"40"}}),
                                      run_of("c", {"peak_queue_outage"}, {{"5"}, {"10"}})};
  const auto rows = compare_runs(runs);
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].run == "b");
  CHECK(rows[1].run == "c");
  CHECK(rows[1].reference == "a");
  const std::string screen = comparison_screen(runs, rows);
  CHECK_THAT(screen, Catch::Contains("reference: a (a)") && Catch::Contains("b (b) against it"));
  CHECK_THAT(screen, Catch::Contains("15") && Catch::Contains("30") && Catch::Contains("7.5"));
  CHECK_THAT(comparison_csv(rows), Catch::Contains(",hub,Milano,peak_queue_outage,a,c,15,7.5,-7.5,"));
}

TEST_CASE("side by side are the days that all runs of the same people have, in whatever order they are named") {
  const std::vector<std::vector<std::string>> days = {{"10"}, {"20"}, {"60"}};
  const auto first = [&days](const std::string& name, std::ptrdiff_t number) {
    return run_of(name, {"peak_queue_outage"}, {days.begin(), days.begin() + number});
  };
  const SavedRun three = first("three", 3), one = first("one", 1), two = first("two", 2);
  const auto table_of = [](const std::vector<SavedRun>& runs) {
    const std::string screen = comparison_screen(runs, compare_runs(runs));
    return screen.substr(0, screen.find("\nreference: "));
  };
  const auto check_rows = [](const std::string& table, const std::vector<std::pair<std::string, std::string>>& rows) {
    for (const auto& [name, value] : rows) {
      const std::string padded = name + std::string(6 - name.size(), ' ');
      CHECK_THAT(table, Catch::Contains("\n" + padded + std::string(7 - value.size(), ' ') + value + "\n"));
    }
  };
  const std::vector<std::pair<std::string, std::string>> all_ten = {{"three", "10"}, {"one", "10"}, {"two", "10"}};
  check_rows(table_of({three, one, two}), all_ten);
  check_rows(table_of({three, two, one}), all_ten);
  check_rows(table_of({one, three, two}), all_ten);
  CHECK_THAT(table_of({three, two, one}),
             Catch::EndsWith("\nover the days that all of these have, the first 1: three (3), two (2), one (1)\n"));
  CHECK_THAT(table_of({three, three}), !Catch::Contains("over the "));

  // What a run met is in its manifest alone, of all its days.
  std::vector<SavedRun> with_objective = {three, two};
  for (SavedRun& run : with_objective)
    run.manifest["objectives"] = {{{"name", "soon"}, {"met", 0.5}}};
  CHECK_THAT(
      table_of(with_objective),
      Catch::EndsWith("over the days that all of these have, the first 2 (met: over all): three (3), two (2)\n"));

  // Other people's days are none of theirs.
  SavedRun other = first("other", 3);
  other.seed = 2;
  for (const auto& runs :
       {std::vector{three, other, two}, std::vector{other, two, three}, std::vector{two, three, other}}) {
    check_rows(table_of(runs), {{"three", "15"}, {"two", "15"}, {"other", "30"}});
    CHECK_THAT(table_of(runs), Catch::EndsWith("\nover all days: other (3)\n"));
  }
  CHECK_THAT(table_of({other, three, two}),
             Catch::Contains("\nover the days that all of these have, the first 2: three (3), two (2)\nover all days"));
}

TEST_CASE("side by side, times are medians in all runs where a day of one is not caught up") {
  const auto run = [](const std::string& name, const std::vector<std::vector<std::string>>& values) {
    return run_of(name, {"catch_up_time"}, values);
  };
  const SavedRun a = run("a", {{"2021-12-15T17:00:00"}, {"2021-12-15T17:10:00"}, {"2021-12-15T17:50:00"}});
  const SavedRun b = run("b", {{"2021-12-15T17:00:00"}, {"2021-12-15T17:10:00"}, {"2021-12-15T17:50:00"}});
  const SavedRun c = run("c", {{"2021-12-15T17:00:00"}, {"2021-12-15T17:30:00"}, {""}});
  const auto table_of = [](const std::vector<SavedRun>& runs) { return comparison_screen(runs, compare_runs(runs)); };
  CHECK_THAT(table_of({a, b}), Catch::Contains("\na       17:20\nb       17:20\n"));
  CHECK_THAT(table_of({a, b, c}), Catch::Contains("\na       17:10\nb       17:10\nc       17:30\n"));
  CHECK_THAT(table_of({c, a, b}), Catch::Contains("\nc       17:30\na       17:10\nb       17:10\n"));
}

TEST_CASE("the table of all runs has the doses that were missed, without which a run that puts people off looks best") {
  const std::vector<std::string> columns = {"catch_up_time", "peak_queue_outage", "peak_excess_outdoors", "delayed_30",
                                            "missed",        "added_waiting",     "overtime_outage"};
  const auto run = [&columns](const std::string& name, const std::vector<std::string>& values) {
    SavedRun made = run_of(name, columns, {values, values});
    made.manifest["objectives"] = {{{"name", "back"}, {"met", 0.9887}, {"probability", 0.99}}};
    return made;
  };
  const std::vector<SavedRun> runs = {
      run("waiting", {"2021-12-15T20:00:00", "16932", "203", "17132", "0", "1547", "42"}),
      run("put off", {"2021-12-15T17:00:00", "9", "0", "0", "1024", "3", "0"})};
  const std::string screen = comparison_screen(runs, compare_runs(runs));
  CHECK_THAT(screen,
             Catch::Contains("\n          caught up  queue  outdoors  delayed  missed  added h  overtime     met\n"
                             "waiting       20:00  16932       203    17132       0     1547        42  98.9 %\n"
                             "put off       17:00      9         0        0    1024        3         0  98.9 %\n"));
  CHECK_THAT(screen, Catch::Contains("missed: people without a dose by the horizon who would have got one; ") &&
                         Catch::Contains("\nmissed their dose   "));
  // A time of the next day makes its column as wide as it is.
  const std::vector<SavedRun> late = {run("a", {"2021-12-16T00:30:00", "9", "0", "0", "0", "3", "0"}), runs[1]};
  CHECK_THAT(comparison_screen(late, compare_runs(late)), Catch::Contains("\n               caught up  queue") &&
                                                              Catch::Contains("\na         00:30 (+1 day)      9"));
}

TEST_CASE("a run in which nothing fails has caught up at once, not at midnight") {
  const SavedRun failing = run_of("a", {"catch_up_time"}, {{"2021-12-15T17:00:00"}, {"2021-12-15T17:10:00"}});
  const SavedRun undisturbed = run_of("b", {"catch_up_time"}, {{"2021-12-15T00:00:00"}, {"2021-12-15T00:00:00"}});
  CHECK_THAT(comparison_screen({failing, undisturbed}, compare_runs({failing, undisturbed})),
             Catch::Contains("    17:05  at once ") && !Catch::Contains("00:00"));
}

TEST_CASE("one day gives no interval, and is not called censored for that; a day not caught up is") {
  const auto screen_of = [](const SavedRun& reference, const SavedRun& run) {
    return comparison_screen({reference, run}, compare_runs({reference, run}));
  };
  const auto one = run_of("a", {"catch_up_time"}, {{"2021-12-15T17:00:00"}});
  CHECK_THAT(screen_of(one, run_of("b", {"catch_up_time"}, {{"2021-12-15T18:00:00"}})),
             Catch::Contains("60 min none from one day\n") && !Catch::Contains("censored"));
  CHECK_THAT(screen_of(one, run_of("b", {"catch_up_time"}, {{""}})), Catch::Contains(" censored: medians\n"));
}
