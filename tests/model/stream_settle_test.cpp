// Days on which a failure is got over, station by station and event by event.

#include <catch2/catch.hpp>

#include "ripresa/model/group_run.hpp"
#include "support/both_ways.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// Two desks that call one backend, down from 10:00 to 10:30, and work on paper from 10:05 to 10:33.
Scenario day_with(std::optional<FormEntry> entry, std::optional<Capacity> capacity = Capacity{2}) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Lognormal{Duration::seconds(3), 0.6}, capacity}};
  s.failures = {down_between(Time::clock(10), Time::clock(10, 30))};
  for (const char* name : {"registration", "vaccination"}) {
    Station station = staffed_station(name, 6, Lognormal{Duration::minutes(3), 0.5});
    station.calls = {{0, CallPoint::end}};
    station.walk = Constant{Duration::minutes(1)};
    station.on_failure = {{Paper{{Lognormal{Duration::minutes(4), 0.5}}, UnderWay::restart, entry},
                           Duration::minutes(5),
                           {},
                           Duration::minutes(3)}};
    s.hubs.resize(1);
    s.hubs[0].stations.push_back(station);
  }
  const std::vector<Station> stations = s.hubs[0].stations;
  s.hubs[0] = hub_of(stations);
  s.hubs[0].appointments.blocks = {{s.hubs[0].opens, s.hubs[0].closes, 1200}};
  return s;
}

/// A service a minute at either desk, and forms that take as long: much of it falls on one instant.
Scenario by_the_minute() {
  Scenario s = day_with(FormEntry{Constant{Duration::minutes(1)}, true, ExtraClerks{1, Time::clock(8)}, {}});
  s.backends[0].latency = Constant{Duration::seconds(30)};
  for (Station& station : s.hubs[0].stations)
    station.service = {Constant{Duration::minutes(2)}};
  s.hubs[0].appointments.slot = Duration::minutes(1);
  s.hubs[0].appointments.punctuality = Constant{Duration{}};
  return s;
}

/// On how many of ten days the hub could be run station by station; all of them are the same event by event.
int days_the_same(Scenario s, std::uint64_t first_seed = 1) {
  int streamed = 0;
  for (s.experiment.seed = first_seed; s.experiment.seed < first_seed + 10; ++s.experiment.seed) {
    INFO("seed " << s.experiment.seed);
    const model::Model model = model::build_model(s);
    model::GroupRun run(model);
    streamed += same_both_ways(model, 0, run) ? 1 : 0;
  }
  return streamed;
}

FormEntry forms_by(bool idle_clerks, int extra_clerks, std::optional<Overnight> overnight = {}) {
  FormEntry entry{Lognormal{Duration::minutes(5), 0.5}, idle_clerks, {}, overnight};
  if (extra_clerks > 0)
    entry.extra_clerks = ExtraClerks{extra_clerks, Time::clock(12)};
  return entry;
}

}  // namespace

TEST_CASE("a day goes on as it would on the calendar once a failure is got over") {
  CHECK(days_the_same(day_with({})) >= 8);
  CHECK(days_the_same(day_with({}, Capacity{0, 3})) >= 8);
  CHECK(days_the_same(day_with({}, std::nullopt)) >= 8);
}

TEST_CASE("so it does with forms still to be keyed in") {
  CHECK(days_the_same(day_with(forms_by(true, 0))) >= 8);
  CHECK(days_the_same(day_with(forms_by(false, 1))) >= 8);
  CHECK(days_the_same(day_with(forms_by(true, 2, Overnight{Time::clock(18), 20}))) >= 8);
  CHECK(days_the_same(day_with(forms_by(true, 2), Capacity{0, 3})) >= 8);
  CHECK(days_the_same(day_with(forms_by(true, 1), std::nullopt)) >= 8);
}

TEST_CASE("shifts that begin or end while forms are keyed in after a failure") {
  Scenario s = day_with(forms_by(true, 0));
  for (int i = 0; i < 2; ++i)
    s.hubs[0].stations[static_cast<std::size_t>(i)].servers = Staffed{{{Time::clock(8), Time::clock(12, i), 6},
                                                                       {Time::clock(12, i), Time::clock(14, i), 4},
                                                                       {Time::clock(14, i), Time::clock(20), 7}}};
  CHECK(days_the_same(s) >= 8);
}

TEST_CASE("a failure is not got over while another one is ahead") {
  Scenario s = day_with(forms_by(true, 2));
  s.failures.push_back(down_between(Time::clock(14), Time::clock(14, 20)));
  s.failures.push_back({0, Time::clock(16), Time::clock(17), Degraded{3, 0.2, Duration::seconds(10)}, {}});
  CHECK(days_the_same(s) >= 8);
}

TEST_CASE("what falls on one instant after a failure is in the calendar's order, or is left to it") {
  Scenario s = by_the_minute();
  CHECK(days_the_same(s) > 0);
  s.backends[0].capacity = {};
  CHECK(days_the_same(s) > 0);
  for (Station& station : s.hubs[0].stations)
    station.walk = {};
  for (const int clerks : {3, 4, 5}) {
    s.hubs[0].stations[1].servers = Staffed{{{Time::clock(8), Time::clock(24), clerks}}};
    s.hubs[0].appointments.blocks[0].persons = 180 * clerks;
    days_the_same(s);
  }
}

TEST_CASE("clerks of two stations who turn to forms at one instant do so in the order of what frees them") {
  const auto one_of = [](std::vector<int> seconds) {
    Empirical empirical;
    for (const int each : seconds) {
      empirical.values.push_back(Duration::seconds(each));
      empirical.weights.push_back(1);
    }
    return empirical;
  };
  // Both are free on full half minutes, and call at other instants.
  Scenario s = day_with(FormEntry{Constant{Duration::seconds(607)}, true, {}, {}}, Capacity{0.5});
  s.backends[0].latency = Constant{Duration::seconds(5)};
  s.backends.push_back({"other", {}, Constant{Duration::seconds(15)}, {}});
  s.failures = {down_between(Time::clock(9), Time::clock(12))};
  auto& stations = s.hubs[0].stations;
  for (Station& station : stations) {
    station.servers = Staffed{{{Time{}, Time::clock(24), 5}}};
    station.on_failure[0] = {
        Paper{{one_of({90, 120, 210})}, UnderWay::restart, std::get<Paper>(station.on_failure[0].how).entry},
        {},
        {},
        {}};
  }
  stations[0].walk = {};
  stations[0].service = {one_of({85, 145, 205, 265, 325})};
  stations[1].walk = one_of({40, 70, 100});
  stations[1].service = {one_of({60, 150, 180, 240, 330})};
  stations[1].calls.push_back({1, CallPoint::end});
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(18), 150}};
  s.hubs[0].appointments.slot = Duration::minutes(1);
  s.hubs[0].appointments.punctuality = one_of({0, 30, 60, 90, 120, 210, 420, 540, 600});
  for (std::uint64_t first = 1; first < 200; first += 10)
    days_the_same(s, first);
}
