// Backends of limited capacity while they are degraded, by hand: what a call costs is told when work on it begins, and
// a capacity that changes changes what is under way.

#include <catch2/catch.hpp>
#include <optional>
#include <vector>

#include "ripresa/model/day_run.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// So many people at 8:00, a clerk for each, who works for ten seconds and then calls, all at 8:00:10.
Scenario calling_together(int people, Capacity capacity, Duration latency, Time from, Time to, Degraded degraded) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{latency}, capacity}};
  s.failures = {{0, from, to, degraded, {}}};
  Station desk = staffed_station("desk", people, Constant{Duration::seconds(10)});
  desk.calls = {{0, CallPoint::end}};
  Hub hub = hub_of({desk}, Time::clock(8), Time::clock(9));
  hub.appointments.slot = Duration::hours(1);
  hub.appointments.blocks = {{hub.opens, hub.closes, people}};
  s.hubs = {hub};
  return s;
}

Capacity one_place(Discipline discipline = Discipline::first_come_first_served) {
  Capacity capacity;
  capacity.calls_in_progress = 1;
  capacity.discipline = discipline;
  return capacity;
}

/// When people leave in the run with the failure, in seconds after 8:00.
std::vector<double> leave(const Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  model::DayRun run(model);
  run.run(0);
  std::vector<double> seconds;
  for (const auto& person : run.outage(0).persons)
    seconds.push_back((person.left - Time::clock(8)).in_seconds());
  return seconds;
}

Degraded slow(double latency_factor) {
  Degraded degraded;
  degraded.latency_factor = latency_factor;
  return degraded;
}

Degraded with_capacity(double factor) {
  Degraded degraded;
  degraded.capacity_factor = factor;
  return degraded;
}

}  // namespace

TEST_CASE("calls that wait for a place take as long as the backend's state at their beginning has it") {
  const Duration latency = Duration::seconds(10);
  // The first is begun in the window, the others after it.
  CHECK(leave(calling_together(4, one_place(), latency, Time::clock(8), Time::clock(8, 1), slow(10))) ==
        std::vector<double>{110, 120, 130, 140});
  // The first two are begun before the window, one of them at 8:00:20; the third in it.
  CHECK(leave(calling_together(4, one_place(), latency, Time::clock(8, 0, 25), Time::clock(8, 1), slow(10))) ==
        std::vector<double>{20, 30, 130, 140});
}

TEST_CASE("calls that wait for their turn a second take as long as the state at their turn has it") {
  Capacity capacity;
  capacity.calls_per_second = 0.1;
  CHECK(leave(calling_together(3, capacity, Duration::seconds(1), Time::clock(8), Time::clock(8, 0, 25), slow(10))) ==
        std::vector<double>{20, 30, 31});
}

TEST_CASE("calls that wait for their turn as the failure begins are slowed by it like all others") {
  Capacity capacity;
  capacity.calls_per_second = 0.1;
  const Scenario s =
      calling_together(3, capacity, Duration::seconds(1), Time::clock(8, 0, 15), Time::clock(8, 1), slow(10));
  CHECK(leave(s) == std::vector<double>{11, 30, 40});
  // The third call is given up at 8:00:35, made again an hour later, and sound.
  Scenario patient = s;
  patient.hubs[0].stations[0].on_failure = {
      {Retry{Duration::seconds(25), {Duration::hours(1), 1, Duration::hours(1)}}, {}, {}, {}}};
  CHECK(leave(patient) == std::vector<double>{11, 30, 3636});
}

TEST_CASE("windows whose latency factors multiply to ages hold calls beyond the horizon") {
  const auto still_there = [](std::optional<Capacity> capacity) {
    Scenario s = calling_together(3, {}, Duration::seconds(10), Time::clock(8), Time::clock(8, 0, 30), slow(1e6));
    s.backends[0].capacity = capacity;
    s.failures.resize(3, s.failures[0]);
    const model::Model model = model::build_model(s);
    model::DayRun run(model);
    run.run(0);
    return run.outage(0).counts.present;
  };
  Capacity spaced;
  spaced.calls_per_second = 1;
  CHECK(still_there({}) == 3);
  CHECK(still_there(spaced) == 3);
  CHECK(still_there(one_place()) == 3);
  CHECK(still_there(one_place(Discipline::processor_sharing)) == 0);
}

TEST_CASE("a processor that is shared works slower while it is degraded, and no longer") {
  // From 8:00:10 to 8:01 a tenth of 50 s is done, half of it for either; the other 15 s of work take 15 s.
  CHECK(leave(calling_together(2, one_place(Discipline::processor_sharing), Duration::seconds(10), Time::clock(8),
                               Time::clock(8, 1), slow(10))) == std::vector<double>{75, 75});
  // The first call is begun sound and alone, the second comes in the window: then they share, half a second's work is
  // done in its five, and 84.75 s of the first one's work and 99.75 s of the second one's are left.
  Scenario late = calling_together(2, one_place(Discipline::processor_sharing), Duration::seconds(100),
                                   Time::clock(8, 0, 20), Time::clock(8, 0, 30), slow(10));
  late.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 0, 15), 1},
                                      {Time::clock(8, 0, 15), Time::clock(8, 0, 30), 1}};
  late.hubs[0].appointments.slot = Duration::seconds(15);
  CHECK(leave(late) == std::vector<double>{199.5, 214.5});
  // Places are lost as well as speed: 8 s of work are left to each of five, one of which is done in the window.
  Degraded both = slow(4);
  both.capacity_factor = 0.5;
  Capacity five = one_place(Discipline::processor_sharing);
  five.calls_in_progress = 5;
  CHECK(leave(calling_together(5, five, Duration::seconds(10), Time::clock(8, 0, 12), Time::clock(8, 0, 20), both)) ==
        std::vector<double>(5, 27));
  // What slows the calls of one hub alone is told as each is begun, and is not over with the window.
  Scenario far = calling_together(2, one_place(Discipline::processor_sharing), Duration::seconds(10), Time::clock(8),
                                  Time::clock(8, 0, 30), slow(10));
  far.failures[0].hubs = {0};
  CHECK(leave(far) == std::vector<double>{210, 210});
  // Who shares with nobody has the end told at the beginning, as by any other backend.
  CHECK(leave(calling_together(1, one_place(Discipline::processor_sharing), Duration::seconds(10), Time::clock(8),
                               Time::clock(8, 1), slow(10))) == std::vector<double>{110});
}

TEST_CASE("the wait for the next turn a second goes by as fast as the capacity that is left") {
  Capacity capacity;
  capacity.calls_per_second = 1;
  const auto with_factor = [&capacity](double factor) {
    return leave(
        calling_together(3, capacity, Duration::seconds(1), Time::clock(8), Time::clock(8, 1), with_capacity(factor)));
  };
  // Half of the second turn's second goes by until 8:01.
  CHECK(with_factor(0.01) == std::vector<double>{11, 61.5, 62.5});
  // Nobody's turn comes without any capacity.
  CHECK(with_factor(0) == std::vector<double>{61, 62, 63});
  // Of the ten seconds until the second turn, six are left when all capacity goes, and when it is back.
  capacity.calls_per_second = 0.1;
  CHECK(leave(calling_together(3, capacity, Duration::seconds(1), Time::clock(8, 0, 14), Time::clock(8, 1),
                               with_capacity(0))) == std::vector<double>{11, 67, 77});
}
