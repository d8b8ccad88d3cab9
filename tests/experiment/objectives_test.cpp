// What objectives are judged by.

#include "ripresa/experiment/objectives.hpp"

#include <catch2/catch.hpp>

#include "experiments.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

Objective objective(std::string measure, Bound bound, Time before, double limit, double probability = 0.95) {
  Objective o;
  o.name = o.measure = std::move(measure);
  o.bound = bound;
  o.before = before;
  o.limit = limit;
  o.probability = probability;
  return o;
}

Objective before(std::string measure, Time time) {
  return objective(std::move(measure), Bound::before, time, 0);
}
Objective below(std::string measure, double limit) {
  return objective(std::move(measure), Bound::below, {}, limit);
}
Objective above(std::string measure, double limit) {
  return objective(std::move(measure), Bound::above, {}, limit);
}

std::vector<experiment::Verdict> judged(Scenario scenario, std::vector<Objective> objectives) {
  scenario.objectives = std::move(objectives);
  return experiment::judge(experiment::run_experiment(scenario, {}));
}

}  // namespace

TEST_CASE("a bound is met up to and at the bound itself") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.measures.catch_up_tolerance = 0;
  const auto verdicts =
      judged(scenario, {before("catch_up_time", Time::clock(17, 50)), before("catch_up_time", Time::clock(17, 49, 59)),
                        below("peak_queue", 40), below("peak_queue", 39.5), above("vaccinated", 720),
                        above("vaccinated", 721), below("delayed_15", 125), below("delayed_15", 124)});
  REQUIRE(verdicts.size() == 8);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    INFO(i);
    CHECK(verdicts[i].met.value == (i % 2 == 0 ? 1 : 0));
    CHECK(verdicts[i].holds == (i % 2 == 0));
  }
}

TEST_CASE("a day not caught up does not meet an objective on the time of it") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.failures.front().to = Time::clock(24);
  for (const auto& verdict : judged(scenario, {before("catch_up_time", Time::clock(23, 59)),
                                               below("catch_up_minutes", 1e9), above("catch_up_minutes", -1e9)}))
    CHECK_FALSE(verdict.holds);
}

TEST_CASE("a day on which a measure has no value has nothing that breaks the bound") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  for (const auto& verdict : judged(scenario, {below("rebooking_delay", 3), above("rebooking_delay", 3)}))
    CHECK(verdict.met.value == 1);
  scenario.hubs[0].appointments.blocks.clear();
  for (const auto& verdict :
       judged(scenario, {below("waiting_mean", 1), above("sojourn_p95", 1), before("peak_queue_time", Time::clock(9))}))
    CHECK(verdict.met.value == 1);
}

TEST_CASE("where people came and nobody was served, no bound on their time is met, though there is no value") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.failures = {down_between(Time::clock(7), Time::clock(24))};
  const Summary day(scenario);
  REQUIRE(std::isnan(day("waiting_mean", Run::outage)));
  REQUIRE(day("arrivals", Run::outage) > 0);
  for (const auto& verdict : judged(scenario, {below("waiting_mean", 1e9), below("sojourn_p95", 1e9)}))
    CHECK(verdict.met.value == 0);
  CHECK(judged(scenario, {below("rebooking_delay", 3)}).front().holds);
}

TEST_CASE("where all who were served had come by the end of the warm-up, no bound on their time is broken") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(9), 60}};
  scenario.experiment.warm_up = Time::clock(10);
  const Summary day(scenario);
  REQUIRE(std::isnan(day("waiting_mean", Run::outage)));
  REQUIRE(day("vaccinated", Run::outage) == 60);
  CHECK(judged(scenario, {below("waiting_mean", 1)}).front().met.value == 1);
}

TEST_CASE("an objective holds when the share of days that meet it reaches its probability; the interval is exact") {
  const Scenario scenario = random_day(40);
  const Summary days(scenario);
  const double median = days.row("peak_queue", Run::outage).p50;
  Objective half = below("peak_queue", median);
  half.probability = 0.5;
  Objective most = half;
  most.probability = 0.99;
  const auto verdicts = judged(scenario, {half, most});
  CHECK(verdicts[0].met.replications == 40);
  CHECK(verdicts[0].met.value >= 0.5);
  CHECK(verdicts[0].met.value < 0.99);
  CHECK(verdicts[0].holds);
  CHECK_FALSE(verdicts[1].holds);
  CHECK(verdicts[0].met.lower < verdicts[0].met.value);
  CHECK(verdicts[0].met.upper > verdicts[0].met.value);
  // Sure of a clear miss, less sure of a near thing.
  CHECK(verdicts[1].confidence > 0.999);
  CHECK(verdicts[0].confidence < verdicts[1].confidence);
}

TEST_CASE("a verdict is less than 95 % sure just where its 95 % interval covers what is wanted") {
  Objective wanted = below("peak_queue", 1);
  for (const double probability : {0.5, 0.95}) {
    wanted.probability = probability;
    for (const std::size_t days : {1u, 2u, 60u, 400u})
      for (std::size_t met = 0; met <= days; ++met) {
        const auto verdict = experiment::verdict_of(wanted, met, days);
        const bool covers = verdict.met.lower < probability && probability < verdict.met.upper;
        CHECK(covers == (verdict.confidence < 0.95));
      }
  }
}

TEST_CASE("an objective without a hub has to be met at every hub on the same day; with a hub, at that one") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  Hub slow = scenario.hubs[0];
  slow.name = "slow";
  slow.stations[0].service = {Constant{Duration::seconds(57)}};
  scenario.hubs.push_back(slow);
  Objective everywhere = below("overtime", 0);
  Objective here = everywhere;
  here.scope.name = scenario.hubs[0].name;
  Objective there = everywhere;
  there.scope.name = "slow";
  const auto verdicts = judged(scenario, {everywhere, here, there});
  CHECK_FALSE(verdicts[0].holds);
  CHECK(verdicts[1].holds);
  CHECK_FALSE(verdicts[2].holds);
}

TEST_CASE("an objective about several hubs names those that missed it, the least often met first") {
  Scenario scenario = random_day(40);
  const Hub usual = scenario.hubs[0];
  scenario.hubs[0].name = "at times";
  const auto add = [&](const char* name, int servers) {
    scenario.hubs.push_back(usual);
    scenario.hubs.back().name = name;
    for (Station& station : scenario.hubs.back().stations)
      std::get<Staffed>(station.servers).shifts[0].servers = servers;
  };
  add("never", 1);
  add("always", 1000);
  const double median = Summary(scenario).row("peak_queue", Run::outage, "at times").p50;
  Objective here = below("peak_queue", median);
  here.scope.name = "at times";
  const auto verdicts = judged(scenario, {below("peak_queue", median), here, below("peak_queue", 1e9)});
  CHECK(verdicts[0].met.value == 0);
  CHECK(verdicts[0].scopes == 3);
  REQUIRE(verdicts[0].missed_by.size() == 2);
  CHECK(verdicts[0].missed_by[0].name == "never");
  CHECK(verdicts[0].missed_by[0].met.value == 0);
  CHECK(verdicts[0].missed_by[1].name == "at times");
  CHECK(verdicts[0].missed_by[1].met.value == verdicts[1].met.value);
  CHECK(verdicts[0].missed_by[1].met.lower == verdicts[1].met.lower);
  CHECK(verdicts[1].met.value > 0);
  CHECK(verdicts[1].met.value < 1);
  CHECK(verdicts[1].scopes == 1);
  CHECK(verdicts[1].missed_by.empty());
  CHECK(verdicts[2].missed_by.empty());
}

TEST_CASE("every measure that objectives may name can be judged") {
  std::vector<Objective> all;
  for (const auto& measure : experiment::objective_measures())
    if (!measure.of_campaign)
      all.push_back(measure.is_clock_time ? before(measure.name, Time::clock(20)) : below(measure.name, 1));
  CHECK(judged(random_day(2), all).size() == all.size());
}
