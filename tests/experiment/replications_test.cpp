// Replications: in any order, on any number of threads, interrupted or not, they are the same.

#include <catch2/catch.hpp>

#include "experiments.hpp"
#include "ripresa/base/error.hpp"
#include "ripresa/model/day_run.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// NaN is the same as NaN here.
bool same(const experiment::ReplicationRow& a, const experiment::ReplicationRow& b) {
  const auto equal = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  return a.replication == b.replication && a.series == b.series &&
         std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), equal) &&
         std::equal(a.backends.begin(), a.backends.end(), b.backends.begin(), b.backends.end(), equal);
}

std::vector<experiment::ReplicationRow> rows_with(const Scenario& scenario, int threads) {
  KeepingSink sink;
  experiment::RunOptions options;
  options.threads = threads;
  options.sink = &sink;
  experiment::run_experiment(scenario, options);
  return sink.rows;
}

std::vector<Time> exits(const observation::RunRecord& record) {
  std::vector<Time> left;
  for (const auto& person : record.persons)
    left.push_back(person.left);
  return left;
}

}  // namespace

TEST_CASE("replications come out in order, and are the same whatever the number of threads") {
  const Scenario scenario = random_day(50);
  const auto one = rows_with(scenario, 1);
  REQUIRE(one.size() == 50);
  for (std::size_t r = 0; r < one.size(); ++r)
    CHECK(one[r].replication == r);
  for (const int threads : {2, 8}) {
    const auto many = rows_with(scenario, threads);
    REQUIRE(many.size() == one.size());
    CHECK(std::equal(one.begin(), one.end(), many.begin(), same));
  }
}

TEST_CASE("so they are with people sent from hub to hub, a backend that the hubs share, and calls made again") {
  Scenario scenario = random_day(12);
  scenario.backends[0].capacity.emplace();
  scenario.backends[0].capacity->calls_in_progress = 2;
  scenario.failures[0].hubs = {0, 2};
  scenario.hubs.resize(4, scenario.hubs[0]);
  for (std::size_t i = 0; i < scenario.hubs.size(); ++i) {
    Hub& hub = scenario.hubs[i];
    hub.name = "hub " + std::to_string(i);
    hub.nearby = {{(i + 1) % 4, Duration::minutes(10)}, {(i + 3) % 4, Duration::minutes(25)}};
    hub.stations[0].on_failure = {{Divert{30, 0.1}, Duration::minutes(2), {}, {}}};
  }
  Retry retry;
  retry.timeout = Duration::seconds(10);
  retry.backoff = {Duration::seconds(1), 2, Duration::seconds(30)};
  retry.jitter = Jitter::full;
  scenario.hubs[2].stations[0].on_failure = {{retry, {}, {}, {}}};
  const auto one = rows_with(scenario, 1);
  const auto many = rows_with(scenario, 3);
  REQUIRE(many.size() == one.size());
  CHECK(std::equal(one.begin(), one.end(), many.begin(), same));
  const auto rows = experiment::summarise(experiment::run_experiment(scenario, {}));
  CHECK(experiment::find_row(rows, experiment::ScopeKind::nation, "nation", "diverted_in", Run::outage).estimate.value >
        0);
}

TEST_CASE("more replications begin with the same ones") {
  const auto few = rows_with(random_day(10), 2);
  const auto many = rows_with(random_day(30), 2);
  CHECK(std::equal(few.begin(), few.end(), many.begin(), same));
}

TEST_CASE("a replication is the same in any order of execution, after any other in the same memory") {
  const model::Model model = model::build_model(random_day(1));
  model::DayRun ascending(model);
  std::vector<std::vector<Time>> outage;
  std::vector<std::vector<Time>> baseline;
  for (std::uint32_t r = 0; r < 6; ++r) {
    ascending.run(r);
    outage.push_back(exits(ascending.outage(0)));
    baseline.push_back(exits(ascending.baseline(0)));
  }
  CHECK(outage[0] != outage[1]);
  model::DayRun shuffled(model);
  for (const std::uint32_t r : {4u, 0u, 5u, 2u, 2u, 1u, 3u}) {
    shuffled.run(r);
    CHECK(exits(shuffled.outage(0)) == outage[r]);
    CHECK(exits(shuffled.baseline(0)) == baseline[r]);
  }
}

TEST_CASE("another seed gives other days") {
  Scenario scenario = random_day(3);
  const auto days = rows_with(scenario, 1);
  scenario.experiment.seed = 8;
  CHECK_FALSE(same(rows_with(scenario, 1).front(), days.front()));
}

TEST_CASE("a stop keeps the replications finished, without a gap, as they are in a run that is not stopped") {
  const Scenario scenario = random_day(5000);
  for (const int threads : {1, 2, 8}) {
    KeepingSink sink;
    std::atomic<bool> stop = false;
    experiment::RunOptions options;
    options.threads = threads;
    options.sink = &sink;
    options.stop_requested = &stop;
    options.progress = [&stop](std::size_t finished, std::size_t all) {
      CHECK(all == 5000);
      if (finished == 25)
        stop = true;
    };
    const auto results = experiment::run_experiment(scenario, options);
    CHECK(results.interrupted);
    CHECK(results.replications >= 25);
    CHECK(results.replications < 5000);
    REQUIRE(sink.rows.size() == results.replications);
    const auto whole = rows_with(random_day(static_cast<int>(results.replications)), 1);
    CHECK(std::equal(whole.begin(), whole.end(), sink.rows.begin(), same));
  }
}

TEST_CASE("a stop before anything is finished leaves nothing") {
  std::atomic<bool> stop = true;
  experiment::RunOptions options;
  options.stop_requested = &stop;
  const auto results = experiment::run_experiment(random_day(5), options);
  CHECK(results.interrupted);
  CHECK(results.replications == 0);
}

TEST_CASE("time series that would not fit into the memory set aside are refused, each with its remedy") {
  Scenario scenario = random_day(1000);
  scenario.measures.step = Duration::seconds(1);
  for (const char* what : {"the time series of the hubs make", "the time series of the backends make"})
    CHECK_THROWS_WITH(experiment::run_experiment(scenario, {}), Catch::Contains(what));
  const auto remedy = [&scenario] {
    try {
      experiment::run_experiment(scenario, {});
    } catch (const InputError& error) {
      return error.diagnostics().front().remedy;
    }
    return std::string();
  };
  CHECK(remedy() == "write a longer measures.step");
  scenario.hubs.push_back(scenario.hubs[0]);
  scenario.hubs.back().name = "another";
  CHECK(remedy() == "write output.hubs = \"summary\", or a longer measures.step");
}
