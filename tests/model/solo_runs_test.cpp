// Hubs that meet at calls, each run by itself and again where a call of its has to wait: the same as event by event.

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "support/both_ways.hpp"
#include "support/random_hubs.hpp"
#include "support/records.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// Random hubs that meet at backends where hardly any call, or now and then one, waits: for its turn, for a place or
/// for both.
Scenario hubs_with_room(unsigned seed) {
  Scenario s = hubs_that_meet(seed, seed % 2 == 0);
  std::mt19937 random(seed);
  const auto one_of = [&random](std::initializer_list<int> values) { return values.begin()[random() % values.size()]; };
  for (Backend& backend : s.backends) {
    Capacity& capacity = backend.capacity.emplace();
    if (one_of({0, 1, 1}) == 1)
      capacity.calls_per_second = one_of({1, 5, 20, 100, 1000});
    if (one_of({0, 1}) == 1 || capacity.calls_per_second == 0)
      capacity.calls_in_progress = one_of({2, 4, 10, 100});
  }
  return s;
}

/// Three hubs alike, whose clerks wait for the backend while it is down for half an hour from 10:00 on.
Scenario clerks_who_wait(Distribution service) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Lognormal{Duration::seconds(2), 0.6}, {}}};
  s.failures = {down_between(Time::clock(10), Time::clock(10, 30))};
  Station desk = staffed_station("desk", 12, std::move(service));
  desk.calls = {{0, CallPoint::end}};
  Hub hub = hub_of({desk});
  hub.appointments = {
      {{hub.opens, hub.closes, 800}}, Duration::minutes(10), 0.95, Normal{Duration{}, Duration::minutes(5), {}, {}}};
  for (const char* name : {"A", "B", "C"}) {
    hub.name = name;
    s.hubs.push_back(hub);
  }
  return s;
}

/// Whether the only group's hubs were run each by itself; be that as it may, it was the same as event by event.
bool same_alone(const Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  REQUIRE(model.groups.size() == 1);
  REQUIRE(model.groups[0].solo);
  model::GroupRun run(model);
  REQUIRE(same_both_ways(model, 0, run));
  return run.alone();
}

}  // namespace

TEST_CASE("hubs run alone or event by event: every field is the same") {
  int alone = 0;
  constexpr unsigned kGroups = 600;
  for (unsigned seed = 0; seed < kGroups; ++seed) {
    const model::Model model = model::build_model(hubs_with_room(seed));
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
      if (!model.groups[group].solo)
        continue;
      INFO("group of seed " << seed);
      model::GroupRun run(model);
      alone += same_both_ways(model, group, run) && run.alone() ? 1 : 0;
    }
  }
  CHECK(alone > static_cast<int>(kGroups) / 8);
}

TEST_CASE("hubs run alone: all who were held call at once when the backend is back, and wait for a place") {
  Scenario s = clerks_who_wait(Lognormal{Duration::minutes(5), 0.5});
  for (const Capacity capacity : {Capacity{0, 20}, Capacity{200}, Capacity{400, 30}}) {
    s.backends[0].capacity = capacity;
    INFO(capacity.calls_per_second << " a second, " << capacity.calls_in_progress << " in progress");
    CHECK(same_alone(s));
  }
}

TEST_CASE("hubs run alone: not where most calls have to wait") {
  Scenario s = clerks_who_wait(Lognormal{Duration::minutes(5), 0.5});
  for (const Capacity capacity : {Capacity{0, 1}, Capacity{0.1}}) {
    s.backends[0].capacity = capacity;
    INFO(capacity.calls_per_second << " a second, " << capacity.calls_in_progress << " in progress");
    CHECK_FALSE(same_alone(s));
  }
}

TEST_CASE("hubs run alone: two stations call at one instant as the backend is back, but not else") {
  const auto two_desks = [](Distribution service, Duration walk) {
    Scenario s = clerks_who_wait(std::move(service));
    s.backends[0].latency = Constant{Duration::milliseconds(1500)};
    s.backends[0].capacity = Capacity{100};
    for (Hub& hub : s.hubs) {
      hub.stations.push_back(hub.stations[0]);
      hub.stations[1].name = "second desk";
      hub.stations[1].walk = Constant{walk};
      hub.stations[0].next = {{{1, 1}}};
    }
    return s;
  };
  CHECK(same_alone(two_desks(Lognormal{Duration::minutes(5), 0.5}, Duration::seconds(10))));
  // To the second, so that somebody's second call comes as somebody of the next slot calls for the first time.
  Scenario s = two_desks(Constant{Duration::minutes(5)}, Duration::milliseconds(298'500));
  for (Hub& hub : s.hubs)
    hub.appointments.punctuality = Constant{};
  const model::Model model = model::build_model(s);
  model::GroupRun run(model);
  same_both_ways(model, 0, run);
  CHECK_FALSE(run.alone());
}

TEST_CASE("hubs run alone: a call read too early at its instant, for the one before it has to wait") {
  // Answers take no time. A's call waits for its turn beyond the failure, and B's after it is never made.
  Scenario s = empty_scenario();
  s.experiment.horizon = Time::clock(13);
  s.backends = {{"A", {}, Constant{}, Capacity{0.05}}, {"B", {}, Constant{}, Capacity{1}}};
  s.failures = {down_between(Time::clock(11), Time::clock(12, 59, 50))};
  Station desk = staffed_station("desk", 2, Constant{Duration::minutes(5)});
  desk.calls = {{0, CallPoint::end}, {1, CallPoint::end}};
  Hub hub = hub_of({desk}, Time::clock(8), Time::clock(13));
  hub.appointments = {{{Time::clock(9), Time::clock(12), 6}}, Duration::minutes(10), 1, Constant{}};
  s.hubs = {hub, hub};
  s.hubs[1].name = "other";
  s.hubs[1].stations[0].service = {Constant{Duration::seconds(77)}};
  s.hubs[1].stations[0].calls = {{1, CallPoint::end}};
  CHECK_FALSE(same_alone(s));
}

TEST_CASE("hubs run alone: a call that ties with one which another station makes after yet another at that instant") {
  // The second desk's call to B is answered at once, and its call to A comes as the first desk's next person calls A.
  Scenario s = empty_scenario();
  s.backends = {{"A", {}, Constant{Duration::seconds(2)}, Capacity{1}}, {"B", {}, Constant{}, Capacity{1000}}};
  Station first = staffed_station("first", 1, Constant{Duration::minutes(1)});
  first.calls = {{0, CallPoint::end}};
  Station second = staffed_station("second", 1, Constant{Duration::minutes(9)});
  second.walk = Constant{Duration::seconds(58)};
  second.calls = {{1, CallPoint::end}, {0, CallPoint::end}};
  Hub hub = hub_of({first, second});
  hub.appointments = {{{Time::clock(9), Time::clock(9, 50), 5}}, Duration::minutes(10), 1, Constant{}};
  Station desk = staffed_station("desk", 1, Constant{Duration::seconds(77)});
  desk.calls = {{0, CallPoint::end}};
  Hub other = hub_of({desk});
  other.name = "other";
  other.appointments = hub.appointments;
  s.hubs = {hub, other};
  const model::Model model = model::build_model(s);
  model::GroupRun run(model);
  same_both_ways(model, 0, run);
  CHECK_FALSE(run.alone());
  // With places for both it does not matter who is first.
  s.backends[0].capacity = Capacity{0, 9};
  CHECK(same_alone(s));
}

TEST_CASE(
    "hubs run alone or from call to call by turns, in groups of several sizes: the same as in memory of their own") {
  Scenario s = clerks_who_wait(Lognormal{Duration::minutes(5), 0.5});
  s.backends[0].capacity = Capacity{0, 20};
  s.backends.push_back(s.backends[0]);
  s.backends[1].name = "busy";
  s.backends[1].capacity = Capacity{0.1};
  s.failures.push_back(down_between(Time::clock(10), Time::clock(10, 30), 1));
  for (int i = 0; i < 5; ++i) {
    s.hubs.push_back(s.hubs[0]);
    s.hubs.back().name = "busy " + std::to_string(i);
    s.hubs.back().stations[0].calls = {{1, CallPoint::end}};
  }
  const model::Model model = model::build_model(s);
  REQUIRE(model.groups.size() == 2);
  model::GroupRun used(model);
  for (std::uint32_t replication = 0; replication < 3; ++replication)
    for (std::size_t group = 0; group < 2; ++group) {
      INFO("replication " << replication << ", group " << group);
      used.run(group, replication);
      CHECK(used.streamed());
      CHECK(used.alone() == (group == 0));
      model::GroupRun fresh(model);
      fresh.run(group, replication);
      for (std::size_t hub = 0; hub < model.groups[group].hubs.size(); ++hub) {
        CHECK(difference(used.baseline(hub), fresh.baseline(hub)) == "");
        CHECK(difference(used.outage(hub), fresh.outage(hub)) == "");
      }
      CHECK(used.outage_calls() == fresh.outage_calls());
    }
}

TEST_CASE("hubs run alone: people of their own in the run with the failure") {
  Scenario s = clerks_who_wait(Lognormal{Duration::minutes(5), 0.5});
  s.backends[0].capacity = Capacity{100, 40};
  BookingFailure failure;
  failure.from = Time::clock(9);
  failure.to = Time::clock(14);
  failure.hubs = {0, 1};
  failure.elsewhere = 2;
  failure.not_called = 0.1;
  failure.called_elsewhere = 0.3;
  failure.called_twice = 0.1;
  s.booking_failures = {failure};
  CHECK(same_alone(s));
}

TEST_CASE("hubs run alone: memory that other days were run in does not tell") {
  Scenario s = clerks_who_wait(Lognormal{Duration::minutes(5), 0.5});
  s.backends[0].capacity = Capacity{0, 20};
  s.hubs[1].appointments.blocks[0].persons = 300;
  const model::Model model = model::build_model(s);
  model::GroupRun used(model);
  for (std::uint32_t replication = 0; replication < 5; ++replication) {
    model::GroupRun fresh(model);
    used.run(0, replication);
    fresh.run(0, replication);
    REQUIRE(used.alone());
    REQUIRE(fresh.alone());
    INFO("replication " << replication);
    for (std::size_t hub = 0; hub < s.hubs.size(); ++hub) {
      CHECK(difference(used.baseline(hub), fresh.baseline(hub)) == "");
      CHECK(difference(used.outage(hub), fresh.outage(hub)) == "");
    }
    CHECK(used.baseline_calls() == fresh.baseline_calls());
    CHECK(used.outage_calls() == fresh.outage_calls());
  }
}
