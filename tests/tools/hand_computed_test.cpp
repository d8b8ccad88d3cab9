// The days of the hand computation, from the command line to the files, to the second.

#include <catch2/catch.hpp>
#include <string>

#include "program.hpp"
#include "ripresa/output/csv.hpp"

using namespace ripresa::testing;

namespace {

/// The field of the only scope in the first replication, or of a time in backlog.csv.
std::string replication_field(const Desk& desk, const std::string& column) {
  const auto table = ripresa::output::parse_csv(desk.read("out/s/replications.csv"), "replications.csv");
  return table.rows.front()[table.column(column, "replications.csv")];
}

std::string backlog_field(const Desk& desk, const std::string& time, const std::string& column) {
  const auto table = ripresa::output::parse_csv(desk.read("out/s/backlog.csv"), "backlog.csv");
  for (const auto& row : table.rows)
    if (row[0] == "2021-12-15T" + time && row[1] == "hub")
      return row[table.column(column, "backlog.csv")];
  return "no such time";
}

}  // namespace

TEST_CASE("one a minute, capacity 1.25, down 14:30 to 15:10: queue 40, falling by 0.25 a minute, caught up 17:50:00") {
  const Desk desk;
  desk.write("s.toml", hand_computed_scenario());
  const Outcome outcome = desk.ripresa({"run", "s.toml"});
  REQUIRE(outcome.status == 0);
  CHECK_THAT(outcome.out,
             Catch::Contains("The queue peaked at 40 people at 15:10") && Catch::Contains("Caught up at 17:50"));
  CHECK(replication_field(desk, "catch_up_time") == "2021-12-15T17:50:00");
  CHECK(replication_field(desk, "catch_up_minutes") == "160");
  CHECK(replication_field(desk, "peak_queue_outage") == "40");
  CHECK(replication_field(desk, "peak_queue_time_outage") == "2021-12-15T15:10:00");
  CHECK(replication_field(desk, "peak_queue_baseline") == "0");
  CHECK(replication_field(desk, "peak_queue_time_baseline").empty());
  CHECK(replication_field(desk, "peak_backlog") == "40");
  // By 17:00 the baseline has served 540, the outage 390 and, at one in 48 s from 15:10 on, another 137.
  CHECK(replication_field(desk, "backlog_at_17_00") == "13");
  // 40 at the end of the outage; a quarter of a dose a minute from there, in whole doses.
  CHECK(backlog_field(desk, "15:10:00", "backlog_mean") == "40");
  CHECK(backlog_field(desk, "15:30:00", "backlog_mean") == "35");
  CHECK(backlog_field(desk, "17:10:00", "backlog_mean") == "10");
  CHECK(backlog_field(desk, "17:50:00", "backlog_mean") == "0");
  // Nothing is random: no spread and no error.
  CHECK(backlog_field(desk, "15:30:00", "backlog_se") == "0");
  CHECK(backlog_field(desk, "15:30:00", "queue_outage_p05") == backlog_field(desk, "15:30:00", "queue_outage_p95"));
}

TEST_CASE("with capacity 1.05 a minute it takes 800 minutes: not that day, and the day is counted as censored") {
  const Desk desk;
  desk.write("s.toml", hand_computed_scenario());
  const Outcome day =
      desk.ripresa({"run", "s.toml", "--set", "hub.0.station.0.service=57142857 us", "--set", "hub.0.closes=24:00",
                    "--set", "hub.0.appointments.per_day=960", "--set", "experiment.horizon=24:00"});
  REQUIRE(day.status == 0);
  CHECK_THAT(day.out, Catch::Contains("Not caught up by the horizon"));
  CHECK(replication_field(desk, "catch_up_time").empty());
  CHECK(replication_field(desk, "caught_up") == "0");
  CHECK_THAT(desk.read("out/s/summary.csv"),
             Catch::Contains("hub,hub,,catch_up_time,min after midnight,difference,,,,,,,2,2\n"));

  // Through the night: 800 minutes after 15:10 is 4:30.
  const Outcome night = desk.ripresa({"run", "s.toml", "--force", "--set", "hub.0.station.0.service=57142857 us",
                                      "--set", "hub.0.closes=36:00", "--set", "hub.0.appointments.per_day=1680",
                                      "--set", "experiment.horizon=40:00"});
  REQUIRE(night.status == 0);
  CHECK_THAT(replication_field(desk, "catch_up_time"),
             Catch::StartsWith("2021-12-16T04:30:0") || Catch::StartsWith("2021-12-16T04:29:"));
}
