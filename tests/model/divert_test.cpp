// People sent to another hub, on days computed by hand.

#include <catch2/catch.hpp>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::Fate;

namespace {

/// Two hubs, each with arrivals one a minute, 48 s of work and a call at its end. The first's backend is down
/// 14:30–15:10; from 14:40 to 15:15 it sends people to the other, 20 min away.
Scenario two_hubs(Divert divert = {}) {
  Scenario s = hand_computed_day(Duration::seconds(48));
  s.failures[0].hubs = {0};
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::end}};
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "other";
  s.hubs[0].stations[0].on_failure = {{divert, Duration::minutes(10), {}, Duration::minutes(5)}};
  s.hubs[0].nearby = {{1, Duration::minutes(20)}};
  return s;
}

}  // namespace

TEST_CASE("people in line and those who come are sent to the hub nearby, and arrive after their travel") {
  const Day day(two_hubs());
  const auto& home = day.outage();
  const auto& other = day.outage(1);
  // The person of 14:30 is held at the counter; those of 14:31 to 15:14 are sent on.
  CHECK(home.persons[kFirstInOutage].left == Time::clock(15, 10));
  CHECK(home.persons[kFirstInOutage + 1].fate == Fate::diverted);
  CHECK(home.persons[kFirstInOutage + 1].left == Time::clock(14, 40));
  CHECK(home.persons[kFirstInOutage + 20].left == Time::clock(14, 50));
  CHECK(home.persons[kFirstInOutage + 45].fate == Fate::vaccinated);
  CHECK(home.counts.diverted == 44);
  CHECK(home.counts.vaccinated == 720 - 44);
  CHECK(other.counts.diverted_in == 44);
  CHECK(other.counts.arrivals == 720 + 44);
  CHECK(other.counts.vaccinated == 720 + 44);
  // The nine of the line and the person of 14:40 arrive at 15:00, before the other hub's own person of then.
  REQUIRE(other.persons.size() == 720 + 44);
  CHECK(other.persons[720].arrival == Time::clock(15, 0));
  CHECK(other.persons[720].left == Time::clock(15, 0, 48));
  CHECK(other.persons[kFirstInOutage + 30].left == Time::clock(15, 0) + Duration::seconds(48) * 11);
  CHECK(other.persons[729].arrival == Time::clock(15, 0));
  CHECK(other.persons[763].arrival == Time::clock(15, 34));
  CHECK(day.baseline(1).counts.diverted_in == 0);
}

TEST_CASE("nobody is sent to a hub that is hit as well, that closes before they get there, or that has no room") {
  Scenario hit = two_hubs();
  hit.failures[0].hubs = {};
  hit.hubs[0].stations[0].on_failure[0].back_after = {};
  CHECK(Day(hit).outage().counts.diverted == 0);
  Scenario closed = two_hubs();
  closed.hubs[1].closes = Time::clock(14, 55);
  CHECK(Day(closed).outage().counts.diverted == 0);
  // Those on their way count as if in line: five go at 14:40, and nobody else before they are there.
  const Day full(two_hubs(Divert{5, 0}));
  CHECK(full.outage().persons[kFirstInOutage + 5].fate == Fate::diverted);
  CHECK(full.outage().persons[kFirstInOutage + 6].fate == Fate::vaccinated);
  CHECK(full.outage().persons[kFirstInOutage + 30].fate == Fate::vaccinated);
  CHECK(full.outage(1).stations[0].peak_queue.persons <= 6);
}

TEST_CASE("who rather waits stays, and then nothing is as if nobody had been asked") {
  Scenario waiting = two_hubs();
  waiting.hubs[0].stations[0].on_failure.clear();
  const Day asked(two_hubs(Divert{{}, 1}));
  const Day not_asked(waiting);
  CHECK(asked.outage().vaccinations == not_asked.outage().vaccinations);
  CHECK(asked.outage(1).vaccinations == not_asked.outage(1).vaccinations);
}

TEST_CASE("a hub that has nobody of its own that day takes in people who may give up") {
  Scenario s = two_hubs();
  s.hubs[1].appointments.blocks.clear();
  s.hubs[1].stations[0].patience = Constant{Duration::minutes(5)};
  const Day day(s);
  CHECK(day.outage(1).persons.size() == 44);
  // Ten come at once, 48 s each: seven are served within five minutes of waiting.
  CHECK(day.outage(1).persons[0].fate == Fate::vaccinated);
  CHECK(day.outage(1).counts.abandoned > 0);
}

TEST_CASE("of several hubs nearby the nearest with room is chosen") {
  Scenario s = two_hubs();
  s.hubs.push_back(s.hubs[1]);
  s.hubs[2].name = "third";
  s.hubs[0].nearby = {{2, Duration::minutes(5)}, {1, Duration::minutes(20)}};
  CHECK(Day(s).outage(2).counts.diverted_in == 44);
  s.failures[0].hubs = {0, 2};
  s.hubs[0].stations[0].on_failure[0].back_after = {};
  const Day day(s);
  CHECK(day.outage(2).counts.diverted_in == 0);
  CHECK(day.outage(1).counts.diverted_in == 39);  // of 14:31 to 15:09
}

namespace {

/// Two hubs that nobody comes to yet, 3 min apart, each with a backend of its own that is down 10:00–11:00: people are
/// sent to the other.
Scenario each_near_the_other(Duration after, Duration back_after) {
  Scenario s = empty_scenario();
  s.backends = {{"first", {}, Constant{}, {}}, {"second", {}, Constant{}, {}}};
  for (const std::size_t backend : {0u, 1u}) {
    s.failures.push_back(down_between(Time::clock(10), Time::clock(11), backend));
    Station station = staffed_station("desk", 10, Constant{Duration::minutes(5)});
    station.calls = {{backend, CallPoint::end}};
    station.on_failure = {{Divert{}, after, {}, back_after}};
    Hub hub = hub_of({station});
    hub.name = backend == 0 ? "one" : "other";
    hub.nearby = {{1 - backend, Duration::minutes(3)}};
    s.hubs.push_back(hub);
  }
  return s;
}

void ten_people_at(Hub& hub, Time from) {
  hub.appointments.slot = Duration::minutes(1);
  hub.appointments.blocks = {{from, from + Duration::minutes(1), 10}};
}

}  // namespace

TEST_CASE("nobody is sent to a hub that loses its backend at this very instant, whichever hub's turn is first") {
  Scenario s = each_near_the_other({}, {});
  for (Hub& hub : s.hubs) {
    hub.stations[0].servers = Staffed{{{Time{}, Time::clock(24), 1}}};
    ten_people_at(hub, Time::clock(9, 59));
  }
  model::Model model = model::build_model(s);
  model::DayRun run(model);
  for (std::uint32_t replication = 0; replication < 10; ++replication) {
    run.run(replication);
    REQUIRE(run.outage(0).counts.diverted + run.outage(1).counts.diverted == 0);
  }
}

TEST_CASE("people are sent to a hub whose backend is back at this very instant, whichever hub's turn is first") {
  Scenario s = each_near_the_other({}, {});
  s.failures[0].to = Time::clock(12);
  s.hubs[0].stations[0].on_failure[0].after = Duration::hours(1);
  s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(24), 1}}};
  ten_people_at(s.hubs[0], Time::clock(9, 59));
  model::Model model = model::build_model(s);
  model::DayRun run(model);
  for (std::uint32_t replication = 0; replication < 10; ++replication) {
    run.run(replication);
    REQUIRE(run.outage(0).counts.diverted == 9);
  }
}

TEST_CASE("nobody is sent to a hub that sends people on or turns them away, though its backend is back") {
  Scenario s = each_near_the_other(Duration::minutes(1), Duration::minutes(30));
  ten_people_at(s.hubs[0], Time::clock(11, 1));
  const auto counts_are = [](const Scenario& scenario, std::int64_t diverted) {
    const Day day(scenario);
    CHECK(day.outage(0).counts.diverted == diverted);
    CHECK(day.outage(1).counts.diverted_in == diverted);
    CHECK(day.outage(1).counts.turned_away == 0);
    CHECK(day.outage(0).counts.vaccinated + day.outage(1).counts.vaccinated == 10);
  };
  SECTION("it sends people on") {
    counts_are(s, 0);
  }
  SECTION("it turns them away") {
    s.hubs[1].stations[0].on_failure[0].how = TurnAway{};
    counts_are(s, 0);
  }
  SECTION("it works on paper") {
    s.hubs[1].stations[0].on_failure[0].how = Paper{{Constant{Duration::minutes(5)}}, {}, {}};
    counts_are(s, 10);
  }
  SECTION("it is back to usual at that very instant") {
    s.hubs[1].stations[0].on_failure[0].back_after = Duration::minutes(1);
    counts_are(s, 10);
  }
}

TEST_CASE("people keep their own random numbers at the hub they are sent to") {
  Scenario s = two_hubs();
  s.hubs[0].stations[0].service = {Exponential{Duration::seconds(48), {}}};
  s.hubs[1].stations[0].service = {Exponential{Duration::seconds(96), {}}};
  s.hubs[1].stations[0].servers = Staffed{{{Time{}, Time::clock(24), 500}}};
  const Day day(s);
  const auto& home = day.outage();
  const auto& other = day.outage(1);
  std::size_t guest = 720;
  // The line is sent on in its order, as are those who come later.
  for (std::size_t person = 0; person < 720; ++person) {
    if (home.persons[person].fate != Fate::diverted)
      continue;
    const Duration service = other.persons[guest].left - other.persons[guest].arrival;
    const Duration at_home = day.run.people(0).service[0][person];
    REQUIRE(std::abs((service - at_home * 2).in_microseconds()) <= 1);
    ++guest;
  }
  CHECK(guest == other.persons.size());
  CHECK(guest > 720);
}

TEST_CASE("people on their way at the horizon are counted where they came from") {
  Scenario s = two_hubs();
  s.experiment.horizon = Time::clock(15, 10);
  for (Hub& hub : s.hubs)
    hub.closes = Time::clock(15, 10);
  const Day day(s);
  CHECK(day.outage().counts.diverted == 9 + 10);  // who would come after closing is not sent
  CHECK(day.outage(1).counts.diverted_in == 9 + 10);
}

TEST_CASE("a replication with people sent on is the same alone and after others") {
  Scenario s = two_hubs(Divert{30, 0.3});
  for (Hub& hub : s.hubs) {
    hub.stations[0].service = {Lognormal{Duration::seconds(48), 0.5}};
    hub.walk_ins.pieces = {{hub.opens, hub.closes, 5}};
  }
  const model::Model model = model::build_model(s);
  model::DayRun used(model);
  used.run(4);
  used.run(2);
  model::DayRun fresh(model);
  fresh.run(2);
  for (std::size_t hub = 0; hub < 2; ++hub)
    CHECK(used.outage(hub).vaccinations == fresh.outage(hub).vaccinations);
  CHECK(used.outage(1).counts.diverted_in > 0);
}
