// When a hub is in a failure: what its catch-up is counted from.

#include <catch2/catch.hpp>

#include "ripresa/model/failures.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// Two sites of which either will do, and what rests on them; a hub that calls it, and one that calls the first site.
Scenario two_sites(Duration failover, std::vector<FailureWindow> failures) {
  Scenario s = empty_scenario();
  s.backends = {{"first", {}, Constant{}, {}}, {"second", {}, Constant{}, {}}, {"service", {}, Constant{}, {}}};
  s.backends[2].depends_on = {{DependencyGroup{1, {{std::size_t{0}}, {std::size_t{1}}}, failover, {}}}};
  for (const std::size_t called : {std::size_t{2}, std::size_t{0}}) {
    Station station = staffed_station("registration", 1, Constant{Duration::minutes(1)});
    station.calls = {{called, CallPoint::throughout}};
    s.hubs.push_back(hub_of({station}, Time::clock(8), Time::clock(20)));
  }
  s.failures = std::move(failures);
  return s;
}

using Spans = std::vector<std::pair<Time, Time>>;

Spans met(const Scenario& s, const std::vector<std::size_t>& hubs) {
  const model::FailurePlan plan(s, {});
  Spans spans;
  for (const model::FailurePeriod& period : plan.periods_of(plan.fixed(), hubs))
    spans.emplace_back(period.first, period.end);
  return spans;
}

}  // namespace

TEST_CASE("where others take over, a hub is in a failure for as long as what it calls is") {
  const Scenario s = two_sites(Duration::minutes(30), {down_between(Time::clock(9, 30), Time::clock(19), 0),
                                                       down_between(Time::clock(15), Time::clock(16), 1)});
  const Spans felt = {{Time::clock(9, 30), Time::clock(10)}, {Time::clock(15), Time::clock(16)}};
  const Spans whole = {{Time::clock(9, 30), Time::clock(19)}};
  CHECK(met(s, {0}) == felt);
  CHECK(met(s, {1}) == whole);
  CHECK(met(s, {0, 1}) == whole);
  const model::FailurePlan plan(s, {});
  CHECK(plan.fixed().by_backend[2].end == Time::clock(16));
  CHECK(plan.fixed().by_backend[0].end == Time::clock(19));
}

TEST_CASE("a spare that fails while nobody needs it is no failure of the hub's") {
  const FailureWindow spare = down_between(Time::clock(9, 45), Time::clock(19), 1);
  const Spans felt = {{Time::clock(9, 30), Time::clock(10)}};
  CHECK(met(two_sites(Duration::minutes(30), {down_between(Time::clock(9, 30), Time::clock(10), 0), spare}), {0}) ==
        felt);
  FailureWindow first = down_between(Time::clock(9, 30), Time::clock(10), 0);
  first.recovery.ramp = Duration::hours(2);
  first.recovery.latency_factor = 3;
  CHECK(met(two_sites(Duration::minutes(30), {first, spare}), {0}) == felt);
  // Where no hub feels any failure, all count.
  CHECK(met(two_sites({}, {spare}), {0}) == Spans{{Time::clock(9, 45), Time::clock(19)}});
}

TEST_CASE("a hub that meets nothing itself is in the failures that others meet, not in those that nobody notices") {
  Scenario s = empty_scenario();
  s.backends = {{"called", {}, Constant{}, {}}, {"idle", {}, Constant{}, {}}};
  Station station = staffed_station("registration", 1, Constant{Duration::minutes(1)});
  s.hubs.assign(2, hub_of({station}));
  s.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  s.failures = {down_between(Time::clock(10), Time::clock(11), 0),
                down_between(Time::clock(8, 30), Time::clock(17), 1)};
  const Spans felt = {{Time::clock(10), Time::clock(11)}};
  const Spans all = {{Time::clock(8, 30), Time::clock(17)}};
  CHECK(met(s, {0}) == felt);
  CHECK(met(s, {1}) == felt);
  CHECK(model::FailurePlan(s, {}).fixed().periods.front().first == Time::clock(10));
  s.hubs[0].stations[0].calls.clear();
  CHECK(met(s, {1}) == all);
}
