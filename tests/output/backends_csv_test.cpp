// backends.csv and the backends' rows of summary.csv, on a day computed by hand.
//
// Arrivals one a minute from 8:00, 48 s of work and then a call that takes 2 s; the cloud below is down 14:30 to 15:10.
// Who comes at 14:30 calls at 14:30:48, in vain, and again at 15:10:00; from then on a call is answered each 50 s until
// the line is gone.

#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "ripresa/experiment/summary.hpp"
#include "ripresa/output/csv.hpp"
#include "ripresa/output/result_files.hpp"
#include "runs.hpp"

using namespace ripresa;
using namespace ripresa::output;
using namespace ripresa::testing;
using experiment::Run;
using experiment::ScopeKind;

namespace {

constexpr std::size_t kSteps = 205;  // of five minutes, from 7:00 to 24:00

Scenario calling_day() {
  Scenario s = hand_computed_day(Duration::seconds(48));
  s.backends = {{"cloud", {}, Constant{}, {}},
                {"poste", {Dependency{std::size_t{0}}}, Constant{Duration::seconds(2)}, {}}};
  s.hubs[0].stations[0].calls = {{1, CallPoint::end}};
  return s;
}

class Table {
 public:
  explicit Table(const Scenario& scenario) : table_(parse_csv(backends_csv(results_of(scenario)), "backends.csv")) {}
  const CsvTable& csv() const { return table_; }
  std::string text(const std::string& backend, const std::string& clock, const std::string& column) const {
    for (const auto& row : table_.rows)
      if (row[1] == backend && row[0].substr(11, 5) == clock)
        return row[table_.column(column, "backends.csv")];
    throw std::runtime_error("no such row");
  }
  double operator()(const std::string& clock, const std::string& series, const char* backend = "poste") const {
    return parse_number(text(backend, clock, series + "_mean"), "");
  }

 private:
  CsvTable table_;
};

double value(const std::vector<experiment::SummaryRow>& rows, const char* measure, Run run,
             const char* name = "poste") {
  return experiment::find_row(rows, ScopeKind::backend, name, measure, run).estimate.value;
}

experiment::SummaryRow goodput_back(const Scenario& scenario, const char* backend = "poste") {
  const auto results = results_of(scenario);
  return experiment::find_row(experiment::summarise(results), ScopeKind::backend, backend, "goodput_back_minutes",
                              Run::difference);
}

}  // namespace

TEST_CASE("backends.csv has a row a step for each backend, in the order of time, and five figures of each series") {
  const Table table(calling_day());
  CHECK(table.csv().rows.size() == 2 * kSteps);
  CHECK(table.csv().header[0] == "time");
  CHECK(table.csv().header[1] == "backend");
  CHECK(table.csv().header.size() == 2 + 16 * 2 * 5);
  for (const char* series :
       {"available", "degraded", "first_attempts", "offered", "admitted", "answered", "failed", "refused", "timed_out",
        "wasted", "amplification", "queue", "in_progress", "latency_mean", "latency_p95", "utilisation"})
    for (const char* run : {"_outage", "_baseline"})
      for (const char* statistic : {"_mean", "_se", "_p05", "_p50", "_p95"})
        CHECK_NOTHROW(table.csv().column(std::string(series) + run + statistic, "backends.csv"));
  for (std::size_t i = 1; i < table.csv().rows.size(); ++i)
    CHECK(
        (table.csv().rows[i][1] != table.csv().rows[i - 1][1] || table.csv().rows[i][0] > table.csv().rows[i - 1][0]));
}

TEST_CASE("backends.csv tells of the hand-computed day who answers when, and what becomes of the calls") {
  const Table table(calling_day());
  for (const char* backend : {"cloud", "poste"}) {
    CHECK(table("14:25", "available_outage", backend) == 1);
    CHECK(table("14:30", "available_outage", backend) == 0);
    CHECK(table("15:05", "available_outage", backend) == 0);
    CHECK(table("15:10", "available_outage", backend) == 1);
    CHECK(table("14:30", "available_baseline", backend) == 1);
  }
  // Counts are of the step up to and at its time.
  CHECK(table("08:00", "offered_outage") == 0);
  for (const char* series : {"first_attempts", "offered", "admitted", "answered"}) {
    INFO(series);
    CHECK(table("08:05", series + std::string("_outage")) == 5);
    CHECK(table("14:30", series + std::string("_outage")) == 5);
    CHECK(table("15:15", series + std::string("_baseline")) == 5);
  }
  CHECK(table("14:35", "first_attempts_outage") == 1);
  CHECK(table("14:35", "failed_outage") == 1);
  CHECK(table("14:35", "answered_outage") == 0);
  CHECK(table("15:10", "offered_outage") == 1);
  CHECK(table("15:10", "first_attempts_outage") == 0);
  CHECK(table.text("poste", "15:10", "amplification_outage_mean").empty());
  CHECK(table("15:10", "in_progress_outage") == 1);
  CHECK(table("15:15", "answered_outage") == 6);  // 15:10:02, 15:10:52, …, 15:14:12
  CHECK(table("15:15", "latency_mean_outage") == Approx(2));
  CHECK(table("15:15", "latency_p95_outage") == Approx(2).epsilon(0.1));
  CHECK(table("15:15", "in_progress_outage") == 1);                        // made at that instant
  CHECK(table.text("poste", "15:15", "utilisation_outage_mean").empty());  // no limit
  CHECK(table("15:15", "offered_outage", "cloud") == 0);
}

TEST_CASE("a backend that answers, but not as it does when sound, is degraded") {
  Scenario s = calling_day();
  s.failures = {down_between(Time::clock(10), Time::clock(11))};
  s.failures[0].severity = Degraded{3, 0, Duration::seconds(30), 1};
  s.failures[0].recovery = {{}, 1, 1, 0, {}, Duration::minutes(20), 9};
  s.failures.push_back(down_between(Time::clock(10, 30), Time::clock(10, 40)));
  const Table table(s);
  for (const auto& [clock, share] :
       {std::pair("09:55", 0), {"10:00", 1}, {"10:30", 0}, {"10:40", 1}, {"11:10", 1}, {"11:20", 0}}) {
    INFO(clock);
    CHECK(table(clock, "degraded_outage") == share);
    CHECK(table(clock, "degraded_baseline") == 0);
  }
  CHECK(table("10:00", "available_outage") == 1);
  CHECK(table("10:30", "available_outage") == 0);
}

TEST_CASE("a queue at a backend and its use are those of the calls that wait and are worked on") {
  Scenario s = calling_day();
  // Five clerks call at 9:00 at once, one call takes two minutes and one is worked on at a time.
  s.failures.clear();
  s.backends[1].latency = Constant{Duration::minutes(2)};
  Capacity capacity;
  capacity.calls_in_progress = 1;
  s.backends[1].capacity = capacity;
  s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(10'000), 5}}};
  s.hubs[0].appointments.slot = Duration::minutes(1);
  s.hubs[0].appointments.blocks = {{Time::clock(9), Time::clock(9, 1), 5}};
  s.hubs[0].stations[0].service = {Constant{}};
  const Table table(s);
  // The first is answered at 9:02, the last at 9:10.
  CHECK(table("09:00", "queue_baseline") == 4);
  CHECK(table("09:00", "in_progress_baseline") == 1);
  CHECK(table("09:05", "queue_baseline") == 2);
  CHECK(table("09:05", "utilisation_baseline") == 1);
  CHECK(table("09:05", "answered_baseline") == 2);
  CHECK(table("09:10", "answered_baseline") == 3);
  CHECK(table("09:10", "latency_mean_baseline") == Approx(8 * 60));
  CHECK(table("09:10", "utilisation_baseline") == 0);
  const auto rows = experiment::summarise(results_of(s));
  CHECK(value(rows, "peak_call_queue", Run::baseline) == 4);
}

TEST_CASE("the summary has each backend's day: availability, calls by what became of them, and when goodput was back") {
  const auto rows = experiment::summarise(results_of(calling_day()));
  CHECK(value(rows, "availability", Run::outage) == Approx(1 - 40.0 / (17 * 60)));
  CHECK(value(rows, "availability", Run::outage, "cloud") == Approx(1 - 40.0 / (17 * 60)));
  CHECK(value(rows, "availability", Run::baseline) == 1);
  CHECK(value(rows, "calls_first", Run::outage) == 720);
  CHECK(value(rows, "calls_offered", Run::outage) == 721);
  CHECK(value(rows, "calls_offered", Run::difference) == 1);
  CHECK(value(rows, "calls_answered", Run::outage) == 720);
  CHECK(value(rows, "calls_failed", Run::outage) == 1);
  for (const char* none : {"calls_refused", "calls_timed_out", "calls_wasted", "calls_under_way", "peak_call_queue"})
    CHECK(value(rows, none, Run::outage) == 0);
  CHECK(value(rows, "peak_amplification", Run::outage) == 1);
  CHECK(value(rows, "peak_calls_per_second", Run::outage) == Approx(6.0 / 300));
  CHECK(value(rows, "peak_calls_per_second", Run::baseline) == Approx(5.0 / 300));
  CHECK(value(rows, "goodput_back_minutes", Run::difference) == 0);
}

TEST_CASE("a backend that nobody calls is down for those who reach it through what they call") {
  Scenario s = calling_day();
  s.backends.push_back({"root", {}, Constant{}, {}});
  s.backends.push_back({"unused", {Dependency{std::size_t{2}}}, Constant{}, {}});
  s.backends[0].depends_on = {Dependency{std::size_t{2}}};
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "other";
  s.hubs.push_back(s.hubs[0]);
  s.hubs[2].name = "without";
  s.hubs[2].stations[0].calls.clear();
  s.failures[0].backend = 2;
  s.failures[0].hubs = {0};
  const auto rows = experiment::summarise(results_of(s));
  const Table table(s);
  for (const char* backend : {"root", "cloud", "poste"}) {
    INFO(backend);
    CHECK(value(rows, "availability", Run::outage, backend) == Approx(1 - 0.5 * 40.0 / (17 * 60)));
    CHECK(table("14:40", "available_outage", backend) == 0.5);
  }
  // Nobody reaches this one, and it is down for no one everywhere.
  CHECK(value(rows, "availability", Run::outage, "unused") == 1);
  CHECK(table("14:40", "available_outage", "unused") == 1);
}

TEST_CASE("a backend whose calls a second are all used is in full use, over steps that hold no whole number of calls") {
  Scenario s = calling_day();
  s.failures.clear();
  Capacity capacity;
  capacity.calls_per_second = 1. / 120;  // two and a half in a step of five minutes, and more people come
  s.backends[1].capacity = capacity;
  const Table table(s);
  CHECK(table("10:05", "utilisation_outage") + table("10:10", "utilisation_outage") == Approx(2));
  CHECK(table("10:05", "utilisation_outage") != table("10:10", "utilisation_outage"));
}

TEST_CASE("goodput that is not back by the horizon is censored, not averaged") {
  Scenario s = calling_day();
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10)),
                down_between(Time::clock(15), Time::clock(19, 52))};
  s.experiment.horizon = Time::clock(20);
  const auto back = goodput_back(s);
  CHECK(std::isnan(back.estimate.value));
  CHECK(back.estimate.replications == 1);
  CHECK(back.estimate.censored == 1);
}

TEST_CASE("goodput has no value on a day on which nobody would have called after the failure") {
  Scenario s = calling_day();
  const auto check = [](const Scenario& scenario, const char* backend) {
    const auto back = goodput_back(scenario, backend);
    CHECK(std::isnan(back.estimate.value));
    CHECK(back.estimate.replications == 0);
    CHECK(back.estimate.censored == 0);
  };
  check(s, "cloud");
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "late";
  s.hubs[1].closes = Time::clock(23);
  s.hubs[1].stations[0].calls.clear();
  s.failures = {down_between(Time::clock(14, 30), Time::clock(21))};
  check(s, "poste");
  // Calls at the start of the next whole step are to be answered.
  s.failures[0].to = Time::clock(19, 49);
  CHECK(goodput_back(s).estimate.value == 1);
}

TEST_CASE("goodput is back a while after the failure where the backend comes back slowly") {
  Scenario s = calling_day();
  // A cold cache: at first a call takes 400 s, and it is more than the usual minute between two people for 20 minutes.
  s.failures[0].recovery.cold_cache = Duration::minutes(25);
  s.failures[0].recovery.cold_cache_latency_factor = 200;
  const auto rows = experiment::summarise(results_of(s));
  const double back = value(rows, "goodput_back_minutes", Run::difference);
  CHECK(back >= 10);
  CHECK(back <= 25);
}
