// People who give up, do not join, or come back.

#include <catch2/catch.hpp>
#include <cmath>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::Fate;

namespace {

/// One server, 48 s each, one person a minute; nobody is served between 14:30 and 15:10.
Scenario waiting_day() {
  Scenario s = hand_computed_day(Duration::seconds(48));
  s.hubs[0].stations[0].on_backend_loss = UnderWay::suspend;
  return s;
}

/// One server, 20 min each; five people come at 7:50, before the doors open.
Scenario five_at_the_door() {
  Scenario s = empty_scenario();
  Hub hub = hub_of({staffed_station("station", 1, Constant{Duration::minutes(20)})});
  hub.appointments.blocks = {{Time::clock(8), Time::clock(8, 10), 5}};
  hub.appointments.punctuality = Constant{-Duration::minutes(10)};
  s.hubs = {hub};
  return s;
}

/// A Poisson stream at one station, round the clock.
Scenario markovian(double arrivals_per_hour, int servers, double service_minutes) {
  Scenario s = empty_scenario();
  s.experiment.horizon = Time::clock(3000);
  s.experiment.seed = 11;
  s.measures.step = Duration::hours(1);
  Station station =
      staffed_station("station", servers, Exponential{Duration::nearest_seconds(60 * service_minutes), {}});
  Hub hub = hub_of({station}, Time{}, Time::clock(3000));
  hub.walk_ins.pieces = {{Time{}, Time::clock(3000), arrivals_per_hour}};
  s.hubs = {hub};
  return s;
}

/// Share of arrivals lost by replication: mean and standard error.
struct Share {
  double mean = 0, standard_error = 0;
};

Share share_of(const Scenario& s, std::int64_t observation::Counts::*count) {
  constexpr int kReplications = 12;
  const model::Model model = model::build_model(s);
  model::DayRun run(model);
  double sum = 0;
  double squares = 0;
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    run.run(r);
    const auto& counts = run.baseline(0).counts;
    const double share = static_cast<double>(counts.*count) / static_cast<double>(counts.arrivals);
    sum += share;
    squares += share * share;
  }
  const double mean = sum / kReplications;
  return {mean, std::sqrt((squares - kReplications * mean * mean) / (kReplications - 1) / kReplications)};
}

/// Erlang A (Palm 1957; Garnett, Mandelbaum, Reiman 2002): share of arrivals who give up in M/M/c+M, by the stationary
/// birth and death process. Rates an hour.
double erlang_a_abandonment(double arrival, double service, double impatience, int servers) {
  double weight = 1;
  double total = 1;
  double waiting = 0;
  for (int n = 1; n < 2000; ++n) {
    weight *= arrival / (std::min(n, servers) * service + std::max(0, n - servers) * impatience);
    total += weight;
    waiting += weight * std::max(0, n - servers);
  }
  return waiting / total * impatience / arrival;
}

}  // namespace

TEST_CASE("who waits longer than their patience gives up, and the line moves on") {
  Scenario s = waiting_day();
  s.hubs[0].stations[0].patience = Constant{Duration::minutes(20)};
  const Day day(s);
  // Came 14:30 and is at the counter, suspended: does not give up. Those of 14:31 to 14:50 do, each after 20 min.
  CHECK(day.outage().persons[kFirstInOutage].fate == Fate::vaccinated);
  for (std::size_t k = 1; k <= 20; ++k) {
    REQUIRE(day.outage().persons[kFirstInOutage + k].fate == Fate::abandoned);
    REQUIRE(day.outage().persons[kFirstInOutage + k].left ==
            Time::clock(14, 50) + Duration::minutes(static_cast<int>(k)));
    REQUIRE(day.outage().persons[kFirstInOutage + k].waited == Duration::minutes(20));
  }
  CHECK(day.outage().persons[kFirstInOutage + 21].left == Time::clock(15, 11, 36));
  CHECK(day.baseline().counts.abandoned == 0);
}

TEST_CASE("who is called at the very instant at which patience ends stays") {
  Scenario s = waiting_day();
  // The person of 14:31 is called at 15:10:48.
  s.hubs[0].stations[0].patience = Constant{Duration::seconds(39 * 60 + 48)};
  CHECK(Day(s).outage().persons[kFirstInOutage + 1].fate == Fate::vaccinated);
  s.hubs[0].stations[0].patience = Constant{Duration::seconds(39 * 60 + 47)};
  CHECK(Day(s).outage().persons[kFirstInOutage + 1].fate == Fate::abandoned);
}

TEST_CASE("who gave up comes back the same day, so many times, and not after closing") {
  Scenario s = waiting_day();
  s.hubs[0].stations[0].patience = Constant{Duration::minutes(20)};
  s.hubs[0].come_back = ComeBack{1, Constant{Duration::hours(3)}, 1};
  const Day day(s);
  CHECK(day.outage().counts.abandoned == 0);
  CHECK(day.outage().counts.came_back >= 20);
  CHECK(day.outage().counts.vaccinated == 720);
  // Gave up at 14:51, came again at 17:51 together with the appointment of then, and queues behind nobody.
  const auto& person = day.outage().persons[kFirstInOutage + 1];
  CHECK(person.fate == Fate::vaccinated);
  CHECK(person.away == Duration::hours(3));
  CHECK(person.left - person.arrival > Duration::minutes(200));
  s.hubs[0].come_back->after = Constant{Duration::hours(5)};
  const Day late(s);
  // Only those who gave up before 15:00 would be back before 20:00.
  CHECK(late.outage().counts.came_back >= 9);
  CHECK(late.outage().persons[kFirstInOutage + 10].fate == Fate::abandoned);
}

TEST_CASE("who finds the line too long does not join") {
  Scenario s = waiting_day();
  s.hubs[0].stations[0].balking = {{10, 1}};
  const Day day(s);
  // One suspended and ten in line by 14:40; nobody joins until 15:10, when there is room for one every 48 s.
  CHECK(day.outage().persons[kFirstInOutage + 10].fate == Fate::vaccinated);
  CHECK(day.outage().persons[kFirstInOutage + 11].fate == Fate::balked);
  CHECK(day.outage().persons[kFirstInOutage + 40].fate == Fate::balked);
  CHECK(day.outage().stations[0].peak_queue.persons == 10);
  CHECK(day.baseline().counts.balked == 0);
}

TEST_CASE("patience outdoors runs until the person comes in; then that of the line begins") {
  Scenario s = waiting_day();
  s.hubs[0].indoor_capacity = 5;
  s.hubs[0].outdoor_patience = Constant{Duration::minutes(10)};
  const Day day(s);
  // 14:30 to 14:34 are in. Who comes from 14:35 on stands outdoors and gives up after ten minutes, up to 15:00; whoever
  // comes later may still get in.
  CHECK(day.outage().persons[kFirstInOutage + 4].fate == Fate::vaccinated);
  for (std::size_t k = 5; k <= 29; ++k)
    REQUIRE(day.outage().persons[kFirstInOutage + k].left ==
            Time::clock(14, 40) + Duration::minutes(static_cast<int>(k)));
  CHECK(day.outage().persons[kFirstInOutage + 31].fate == Fate::vaccinated);  // in at 15:10:12 at the latest
  CHECK(day.outage().peak_outdoors.persons <= 11);
}

TEST_CASE("who has come in does not give up any more by the patience of outdoors") {
  Scenario s = five_at_the_door();
  s.hubs[0].outdoor_patience = Constant{Duration::minutes(30)};
  const Day day(s);
  CHECK(day.baseline().counts.vaccinated == 5);
  CHECK(day.baseline().persons[4].waited == Duration::minutes(90));
  // Two come in. The third does as the first leaves, at the very instant at which patience ends for all.
  s.hubs[0].indoor_capacity = 2;
  const Day small(s);
  CHECK(small.baseline().counts.vaccinated == 3);
  CHECK(small.baseline().persons[3].fate == Fate::abandoned);
  CHECK(small.baseline().persons[3].left == Time::clock(8, 20));
  CHECK(small.baseline().persons[4].left == Time::clock(8, 20));
}

TEST_CASE("who stood outdoors, gave up and came back comes in after those who came before that") {
  Scenario s = five_at_the_door();
  Hub& hub = s.hubs[0];
  hub.appointments = {};
  hub.appointments.slot = Duration::minutes(5);
  // 8:00 and 8:05 are in. 8:10 gives up at 8:40 and is back at 9:40, when 9:35 stands outdoors; at 9:50 there is room
  // for one.
  hub.appointments.blocks = {{Time::clock(8), Time::clock(8, 15), 3}, {Time::clock(9, 35), Time::clock(9, 40), 1}};
  hub.stations[0].service = {Constant{Duration::minutes(110)}};
  hub.indoor_capacity = 2;
  hub.outdoor_patience = Constant{Duration::minutes(30)};
  hub.come_back = ComeBack{1, Constant{Duration::hours(1)}, 1};
  const Day day(s);
  CHECK(day.baseline().counts.came_back == 1);
  CHECK(day.baseline().persons[2].fate == Fate::abandoned);
  CHECK(day.baseline().persons[2].left == Time::clock(10, 10));
  CHECK(day.baseline().persons[3].fate == Fate::vaccinated);
}

TEST_CASE("M/M/c+M gives up as Erlang A says") {
  struct Case {
    double arrivals;
    int servers;
    double patience_minutes;
  };
  for (const Case& c : {Case{60, 4, 5}, Case{60, 5, 10}, Case{90, 5, 4}, Case{30, 1, 20}}) {
    Scenario s = markovian(c.arrivals, c.servers, 4);
    s.hubs[0].stations[0].patience = Exponential{Duration::nearest_seconds(60 * c.patience_minutes), {}};
    const double exact = erlang_a_abandonment(c.arrivals, 15, 60 / c.patience_minutes, c.servers);
    const Share share = share_of(s, &observation::Counts::abandoned);
    INFO("exact " << exact << ", simulated " << share.mean << " ± " << share.standard_error);
    CHECK(share.standard_error < 0.05 * exact);
    CHECK(std::abs(share.mean - exact) <= 4 * share.standard_error);
  }
}

TEST_CASE("M/M/1/K loses (1-ρ)ρ^K / (1-ρ^(K+1)) of the arrivals to balking") {
  for (const int k : {1, 3, 6}) {
    Scenario s = markovian(12, 1, 4);
    s.hubs[0].stations[0].balking = {{k - 1, 1}};
    const double rho = 0.8;
    const double exact = (1 - rho) * std::pow(rho, k) / (1 - std::pow(rho, k + 1));
    const Share share = share_of(s, &observation::Counts::balked);
    INFO("exact " << exact << ", simulated " << share.mean << " ± " << share.standard_error);
    CHECK(share.standard_error < 0.05 * exact);
    CHECK(std::abs(share.mean - exact) <= 4 * share.standard_error);
  }
}

TEST_CASE("patience without end is no patience at all, byte for byte") {
  Scenario s = markovian(60, 5, 4);
  s.experiment.horizon = s.hubs[0].closes = Time::clock(24);
  s.hubs[0].walk_ins.pieces = {{Time{}, Time::clock(24), 60}};
  const Day without(s);
  s.hubs[0].stations[0].patience = Constant{Duration::hours(100)};
  const Day with(s);
  CHECK(without.baseline().vaccinations == with.baseline().vaccinations);
}
