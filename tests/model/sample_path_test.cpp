// Laws that hold on every sample path, under common random numbers.

#include <catch2/catch.hpp>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::RunRecord;

namespace {

/// A small random hub, busy enough to queue: registration that calls the backend, vaccination, observation.
Scenario random_day(int clerks = 6, Duration outage = Duration::minutes(40)) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Lognormal{Duration::seconds(2), 0.6}, {}}};
  if (outage > Duration{})
    s.failures = {down_between(Time::clock(14, 30), Time::clock(14, 30) + outage)};
  Station registration = staffed_station("registration", clerks, Lognormal{Duration::minutes(3), 0.5});
  registration.calls = {{0, CallPoint::end}};
  Station vaccination = staffed_station("vaccination", 8, Gamma{Duration::minutes(4), 0.5});
  vaccination.walk = Exponential{Duration::seconds(30), Duration{}};
  Hub hub = hub_of({registration, vaccination, seats_station("observation", Constant{Duration::minutes(15)})});
  hub.vaccination_station = hub.recording_station = 1;
  hub.indoor_capacity = 40;
  hub.appointments = {{{hub.opens, hub.closes, 1100}},
                      Duration::minutes(10),
                      0.95,
                      Normal{-Duration::minutes(5), Duration::minutes(8), {}, {}}};
  hub.walk_ins.pieces = {{hub.opens, hub.closes, 10}};
  s.hubs = {hub};
  return s;
}

void require_same(const RunRecord& a, const RunRecord& b) {
  REQUIRE(a.vaccinations == b.vaccinations);
  REQUIRE(a.recordings == b.recordings);
  REQUIRE(a.series.queue == b.series.queue);
  REQUIRE(a.series.outdoors == b.series.outdoors);
  REQUIRE(a.persons.size() == b.persons.size());
  for (std::size_t i = 0; i < a.persons.size(); ++i) {
    REQUIRE(a.persons[i].left == b.persons[i].left);
    REQUIRE(a.persons[i].waited == b.persons[i].waited);
  }
}

/// Waits in the order of arrival of one first-come-first-served station are comparable person by person.
Scenario single_station(Scenario s) {
  auto& hub = s.hubs[0];
  hub.stations.resize(1);
  hub.stations[0].next = {{Branch{}}};
  hub.vaccination_station = hub.recording_station = 0;
  return s;
}

}  // namespace

TEST_CASE("without an outage the run is its twin, byte for byte") {
  const Day without(random_day(6, Duration{}));
  const Day with(random_day(6, Duration::minutes(40)));
  require_same(without.outage(), without.baseline());
  require_same(without.outage(), with.baseline());
}

TEST_CASE("a failure that nobody's work depends on changes nothing") {
  Scenario s = random_day();
  s.hubs[0].stations[0].calls.clear();
  const Day day(s);
  require_same(day.outage(), day.baseline());
}

TEST_CASE("a replication is the same run alone, after others and on a fresh machine") {
  const Scenario s = random_day();
  const model::Model model = model::build_model(s);
  model::DayRun used(model);
  used.run(3);
  used.run(1);
  used.run(5);
  const Day fresh(s, 5);
  require_same(used.outage(0), fresh.outage());
  require_same(used.baseline(0), fresh.baseline());
}

TEST_CASE("replications differ") {
  CHECK(Day(random_day(), 0).outage().vaccinations != Day(random_day(), 1).outage().vaccinations);
}

TEST_CASE("a longer outage never shortens anyone's wait at a first-come-first-served station") {
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    const Day shorter(single_station(random_day(6, Duration::minutes(30))), replication);
    const Day longer(single_station(random_day(6, Duration::minutes(45))), replication);
    const auto& a = shorter.outage().persons;
    const auto& b = longer.outage().persons;
    for (std::size_t i = 0; i < a.size(); ++i) {
      REQUIRE(b[i].waited >= a[i].waited);
      REQUIRE(a[i].waited >= shorter.baseline().persons[i].waited);
    }
  }
}

TEST_CASE("one more server never lengthens anyone's wait at a first-come-first-served station") {
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    const Day fewer(single_station(random_day(6)), replication);
    const Day more(single_station(random_day(7)), replication);
    for (std::size_t i = 0; i < fewer.outage().persons.size(); ++i) {
      REQUIRE(more.outage().persons[i].waited <= fewer.outage().persons[i].waited);
      REQUIRE(more.baseline().persons[i].waited <= fewer.baseline().persons[i].waited);
    }
  }
}

TEST_CASE("every person who came is accounted for, and Little's law holds, on every path") {
  // DayRun::run throws when a law is broken.
  for (std::uint32_t replication = 0; replication < 50; ++replication) {
    for (const auto closing : {Closing::serve_inside, Closing::hard}) {
      Scenario s = random_day(5);
      s.hubs[0].closing = closing;
      s.experiment.horizon = Time::clock(20, 10);
      REQUIRE_NOTHROW(Day(s, replication));
    }
  }
}

TEST_CASE("a station added to an alternative leaves everybody's other service times alone") {
  Scenario s = random_day();
  const Day before(s);
  Scenario added = s;
  Station desk = staffed_station("welcome desk", 50, Constant{});
  desk.next = {{Branch{1, 1}}};
  auto& stations = added.hubs[0].stations;
  stations.insert(stations.begin(), desk);
  for (std::size_t i = 1; i < stations.size(); ++i)
    stations[i].next = {{Branch{i + 1 < stations.size() ? std::optional(i + 1) : std::nullopt, 1}}};
  added.hubs[0].vaccination_station = added.hubs[0].recording_station = 2;
  const Day after(added);
  CHECK(before.baseline().vaccinations == after.baseline().vaccinations);
}

TEST_CASE("a second hub leaves the first one's day alone") {
  Scenario s = random_day();
  const Day alone(s);
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "another";
  const Day together(s);
  require_same(alone.outage(), together.outage());
  CHECK(together.outage(1).vaccinations != together.outage().vaccinations);
}

TEST_CASE("hubs advanced together at a shared backend run as they do apart while its capacity is not bound") {
  Scenario s = random_day();
  for (int i = 1; i < 5; ++i) {
    s.hubs.push_back(s.hubs[0]);
    s.hubs.back().name = "hub " + std::to_string(i);
  }
  const Day apart(s);
  REQUIRE(apart.model.groups.size() == 5);
  s.backends[0].capacity = Capacity{1e7};  // shorter than a microsecond apart: never in anybody's way
  const Day together(s);
  REQUIRE(together.model.groups.size() == 1);
  for (std::size_t hub = 0; hub < s.hubs.size(); ++hub) {
    require_same(apart.baseline(hub), together.baseline(hub));
    require_same(apart.outage(hub), together.outage(hub));
  }
}

TEST_CASE("only hubs that call the same limited backend are advanced together") {
  Scenario s = random_day();
  s.backends.push_back({"regional", {}, Constant{}, Capacity{1e7}});
  s.backends.push_back({"front end of the regional", {1}, Constant{}, {}});
  for (const std::size_t backend : {0u, 1u, 2u, 0u}) {
    s.hubs.push_back(s.hubs[0]);
    s.hubs.back().name = "hub " + std::to_string(s.hubs.size());
    s.hubs.back().stations[0].calls = {{backend, CallPoint::end}};
  }
  const model::Model model = model::build_model(s);
  REQUIRE(model.groups.size() == 4);
  CHECK(model.groups[0].hubs == std::vector<std::size_t>{0});
  CHECK(model.groups[2].hubs == std::vector<std::size_t>{2, 3});
  CHECK(model.groups[0].meets_failures);
  CHECK_FALSE(model.groups[2].meets_failures);
}

TEST_CASE("one run's memory serves hubs of different shape one after the other") {
  Scenario s = random_day();
  s.hubs.push_back(single_station(random_day(20)).hubs[0]);
  s.hubs[1].name = "another";
  const Day apart(s);
  model::GroupRun one(apart.model);
  for (const std::size_t group : {0u, 1u, 0u}) {
    one.run(group, 0);
    require_same(one.outage(0), apart.outage(group));
    require_same(one.baseline(0), apart.baseline(group));
  }
}
