// Calls that wait for a place at a backend, station by station and event by event: every field of the record is the
// same.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "support/both_ways.hpp"
#include "support/random_hubs.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// One random hub or three that call the same two backends, after their work. These work on so many calls at a time,
/// some spacing them as well; some failures hit one hub alone.
Scenario hubs_at_places(unsigned seed, bool many_callers) {
  std::mt19937 random(seed);
  const auto one_of = [&random](std::vector<int> values) {
    return values[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random)];
  };
  Scenario s = hubs_that_meet(seed, many_callers);
  if (one_of({0, 1, 2}) == 0)
    s.hubs.resize(1);
  for (Backend& backend : s.backends) {
    backend.capacity = Capacity{one_of({0, 0, 1, 20}) / 10.0, one_of({1, 1, 2, 5, 30})};
    if (const auto* constant = std::get_if<Constant>(&backend.latency); constant && constant->value == Duration{})
      backend.latency = Lognormal{Duration::seconds(one_of({5, 60})), 0.6};
  }
  for (FailureWindow& failure : s.failures) {
    if (one_of({0, 1}) == 0)
      failure.hubs = {0};
    // How long work takes has to be known as a call is made.
    if (auto* degraded = std::get_if<Degraded>(&failure.severity))
      degraded->latency_factor = 1;
  }
  return s;
}

/// Whether anything of the kind happened to calls at a backend.
bool any_call(const model::GroupRun& run, std::int32_t observation::CallStep::*kind) {
  const auto& records = run.outage_calls();
  return std::any_of(records.begin(), records.end(), [kind](const observation::CallRecord& record) {
    return std::any_of(record.steps().begin(), record.steps().end(),
                       [kind](const observation::CallStep& step) { return step.*kind > 0; });
  });
}

}  // namespace

TEST_CASE("calls that wait for a place at a backend are the same in every field, in streams or by events") {
  int waited = 0;
  int wasted = 0;
  constexpr int kGroups = 600;
  for (unsigned seed = 0; seed < kGroups; ++seed) {
    const model::Model model = model::build_model(hubs_at_places(seed, seed >= 300));
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
      REQUIRE(model.groups[group].streamable);
      INFO("group of seed " << seed);
      model::GroupRun run(model);
      if (!same_both_ways(model, group, run))
        continue;
      waited += any_call(run, &observation::CallStep::queue_change) ? 1 : 0;
      wasted += any_call(run, &observation::CallStep::wasted) ? 1 : 0;
    }
  }
  CHECK(waited > kGroups / 5);
  CHECK(wasted > kGroups / 200);
}

TEST_CASE("calls left behind by one hub are lost with the backend, station by station or event by event") {
  int streamed = 0;
  for (unsigned seed = 0; seed < 20; ++seed) {
    Scenario s = empty_scenario();
    s.experiment.seed = seed;
    s.backends = {{"poste", {}, Lognormal{Duration::seconds(40), 0.6}, Capacity{0, 3}}};
    Station desk = staffed_station("desk", 20, Lognormal{Duration::minutes(3), 0.5});
    desk.calls = {{0, CallPoint::end}};
    Hub hub = hub_of({desk});
    hub.appointments = {{{hub.opens, hub.closes, 1800}}, Duration::minutes(10), 1, Uniform{{}, Duration::minutes(5)}};
    s.hubs = {hub, hub};
    s.hubs[1].name = "other";
    // The first hub's calls go on without it, some waiting and some worked on, until the backend goes.
    s.failures = {down_between(Time::clock(10), Time::clock(11), 0),
                  down_between(Time::clock(10, 0) + Duration::seconds(20 * seed), Time::clock(10, 20), 0)};
    s.failures[0].hubs = {0};
    const model::Model model = model::build_model(s);
    INFO("seed " << seed);
    model::GroupRun run(model);
    streamed += same_both_ways(model, 0, run) ? 1 : 0;
  }
  CHECK(streamed > 15);
}

namespace {

/// A hub whose desk calls one backend or two that have places; what happens falls on few instants.
Scenario desk_at_places(const Distribution& service, int servers, const std::vector<Call>& calls,
                        const std::vector<Backend>& backends, int persons) {
  Scenario s = empty_scenario();
  s.backends = backends;
  Station desk = staffed_station("desk", servers, service);
  desk.calls = calls;
  Hub hub = hub_of({desk});
  hub.appointments = {{{Time::clock(8), Time::clock(8, 35), persons}}, Duration::minutes(5), 1, Constant{}};
  s.hubs = {hub};
  return s;
}

/// How many of the days of so many seeds are streamed; all are the same both ways.
int streamed_days(Scenario s, unsigned seeds) {
  int streamed = 0;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    s.experiment.seed = seed;
    const model::Model model = model::build_model(s);
    INFO("seed " << seed);
    model::GroupRun run(model);
    streamed += same_both_ways(model, 0, run) ? 1 : 0;
  }
  return streamed;
}

}  // namespace

TEST_CASE("a call that is lost while it waits for a place leaves nothing behind") {
  const Call call{0, CallPoint::end};
  // Made again, it waits for the same instant as before.
  Scenario again = desk_at_places(Lognormal{Duration::minutes(2), 0.5}, 20, {call, call},
                                  {{"poste", {}, Constant{Duration::minutes(1)}, Capacity{0, 2}}}, 60);
  again.failures = {down_between(Time::clock(8, 10), Time::clock(8, 12)),
                    down_between(Time::clock(8, 21), Time::clock(8, 22))};
  CHECK(streamed_days(again, 60) > 30);
  // Work on paper ends when the call would have been admitted.
  Scenario on_paper = desk_at_places(Constant{Duration::seconds(10)}, 3, {call, call},
                                     {{"poste", {}, Constant{Duration::seconds(20)}, Capacity{0, 1}}}, 0);
  on_paper.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 13) + Duration::seconds(20), 22}};
  on_paper.hubs[0].appointments.slot = Duration::seconds(20);
  on_paper.hubs[0].stations[0].on_failure = {
      {Paper{{Constant{Duration::seconds(30)}}, UnderWay::restart, {}}, Duration{}, {}, Duration{}}};
  on_paper.failures = {down_between(Time::clock(8, 10), Time::clock(8, 10) + Duration::seconds(20))};
  CHECK(streamed_days(on_paper, 3) > 0);
}

TEST_CASE("the answer to a call that was lost does not come before what is due by then") {
  // Calls are admitted every 15 s. Those under way are lost at 8:10:10; all three in service write a form for 10 s and
  // walk for 5 s. At 8:10:30 their next service is over, in the order in which they came, and one of the lost calls
  // would have been answered.
  Scenario s = desk_at_places(Constant{Duration::seconds(10)}, 3, {{0, CallPoint::end}},
                              {{"poste", {}, Constant{Duration::seconds(5)}, Capacity{1 / 15.0}}}, 0);
  Station desk = s.hubs[0].stations[0];
  desk.on_failure = {{Paper{{Constant{Duration::seconds(10)}}, UnderWay::restart, {}}, Duration{}, {}, Duration{}}};
  Station next = staffed_station("next", 3, Constant{Duration::seconds(5)});
  next.walk = Constant{Duration::seconds(5)};
  Station last = staffed_station("last", 1, Constant{Duration::seconds(1)});
  last.walk = Constant{Duration::seconds(1)};
  Hub hub = hub_of({desk, next, last});
  hub.stations[0].next = {{Branch{1, 1}}};
  hub.appointments.slot = Duration::seconds(7);
  hub.appointments.blocks = {{Time::clock(8), Time::clock(8, 14), 120}};
  s.hubs = {hub};
  const Time lost = Time::clock(8, 10) + Duration::seconds(10);
  s.failures = {down_between(lost, lost + Duration::minutes(5))};
  CHECK(streamed_days(s, 1) == 1);
}

TEST_CASE("two backends that admit a hub's calls at one instant") {
  const Distribution latency = Empirical{{Duration::seconds(5), Duration::seconds(10)}, {1, 1}};
  Scenario s = desk_at_places(Lognormal{Duration::minutes(1), 0.5}, 6,
                              {{0, CallPoint::end}, {1, CallPoint::end}, {1, CallPoint::end}},
                              {{"poste", {}, latency, Capacity{0, 1}}, {"cloud", {}, latency, Capacity{0, 1}}}, 28);
  s.experiment.horizon = Time::clock(9);
  s.hubs[0].appointments.punctuality = Uniform{{}, Duration::minutes(5)};
  Station next = staffed_station("next", 1, Lognormal{Duration::seconds(10), 0.5});
  next.walk = Constant{Duration::seconds(5)};
  s.hubs[0] = [&] {
    Hub hub = hub_of({s.hubs[0].stations[0], next});
    hub.stations[0].next = {{Branch{1, 1}}};
    hub.appointments = s.hubs[0].appointments;
    return hub;
  }();
  s.failures = {down_between(Time::clock(8, 10), Time::clock(8, 12), 0)};
  CHECK(streamed_days(s, 2000) > 500);
}

TEST_CASE("a call that reaches a backend as it goes") {
  // The forms of a station are put back when the one backend goes, and somebody is called who calls the other, which
  // goes at the same instant.
  Scenario s = desk_at_places(Constant{Duration::seconds(30)}, 20, {{1, CallPoint::start}},
                              {{"cloud", {}, Constant{Duration::seconds(30)}, {}},
                               {"poste", {}, Constant{Duration::seconds(45)}, Capacity{0, 1}}},
                              0);
  s.experiment.horizon = Time::clock(10);
  s.hubs[0].closes = Time::clock(9);
  s.hubs[0].appointments = {{{Time::clock(8), Time::clock(8, 50), 96}},
                            Duration::minutes(5),
                            1,
                            Normal{-Duration::minutes(2), Duration::minutes(3), {}, {}}};
  s.hubs[0].stations[0].on_failure = {{Paper{{Constant{Duration::seconds(90)}},
                                             UnderWay::restart,
                                             FormEntry{Constant{Duration::seconds(30)}, true, {}, {}}},
                                       Duration{},
                                       {},
                                       Duration::minutes(5)}};
  s.failures = {down_between(Time::clock(8, 28) + Duration::seconds(55), Time::clock(8, 33), 1),
                down_between(Time::clock(8, 45), Time::clock(8, 49), 0),
                down_between(Time::clock(8, 45), Time::clock(8, 49), 1)};
  CHECK(streamed_days(s, 100) > 0);
}
