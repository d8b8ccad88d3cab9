// Measures of supplies, on days that can be computed by hand.

#include <catch2/catch.hpp>
#include <cmath>

#include "experiments.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// One person a minute from 8:00 to 9:00, each vaccinated in `service` with a dose of the supply; at 9:00 everybody has
/// to leave.
Scenario clinic(Duration service, Supply supply) {
  Scenario s = empty_scenario();
  Station station = staffed_station("vaccination", 1, Constant{service});
  station.needs = 0;
  Hub hub = hub_of({station}, Time::clock(8), Time::clock(9));
  hub.closing = Closing::hard;
  supply.name = "doses";
  hub.supplies = {std::move(supply)};
  one_a_slot(hub, Duration::minutes(1));
  s.hubs = {hub};
  return s;
}

double waited_for_dose(const Scenario& scenario) {
  return Summary(scenario)("waited_for_dose", Run::outage, "hub", "doses");
}

}  // namespace

TEST_CASE("who never gets a dose has waited for one, however they leave the line") {
  Supply supply;
  supply.stock = 20;
  Scenario s = clinic(Duration::seconds(30), supply);
  CHECK(waited_for_dose(s) == 40);  // sent home at closing
  CHECK(Summary(s)("waiting_p99", Run::outage, "hub", "doses") == 0);
  s.hubs[0].closing = Closing::serve_inside;
  CHECK(waited_for_dose(s) == 40);  // still in line at the horizon
  s.hubs[0].stations[0].patience = Constant{Duration::minutes(5)};
  CHECK(waited_for_dose(s) == 40);  // gave up
  s.hubs[0].supplies[0].stock = 0;
  CHECK(waited_for_dose(s) == 60);
  CHECK(std::isnan(Summary(s)("waiting_p99", Run::outage, "hub", "doses")));
  s.hubs[0].stations[0].patience = {};
  s.hubs[0].supplies[0].deliveries = {{Time::clock(8, 30), 40}};
  CHECK(waited_for_dose(s) == 30 + 20);  // those of 8:00 to 8:29 get theirs later than they came
}

TEST_CASE("people sent on or home from a line for a dose have waited for one") {
  Supply supply;
  supply.stock = 20;
  Scenario s = clinic(Duration::seconds(30), supply);
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.hubs[0].stations[0].calls = {{0, CallPoint::throughout}};
  s.failures = {down_between(Time::clock(8, 40), Time::clock(9, 10))};
  s.hubs[0].stations[0].on_failure = {Response{TurnAway{}, {}, {}, {}}};
  CHECK(waited_for_dose(s) == 20);  // of 8:20 to 8:39; who comes later joins no line
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "other";
  s.hubs[1].stations[0].on_failure.clear();
  s.hubs[0].nearby = {{1, Duration::minutes(10)}};
  s.hubs[0].stations[0].on_failure = {Response{Divert{}, {}, {}, {}}};
  s.failures[0].hubs = {0};
  CHECK(waited_for_dose(s) == 20 + 10);  // those of 8:50 on would find the other hub closed
}

TEST_CASE("who waits for a server while doses are ready does not wait for a dose") {
  Supply supply;
  supply.stock = 100;
  CHECK(waited_for_dose(clinic(Duration::minutes(7), supply)) == 0);
}
