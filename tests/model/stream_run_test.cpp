// A run station by station gives what the event-driven run gives, in every field of the record.

#include "ripresa/model/stream_run.hpp"

#include <catch2/catch.hpp>

#include "ripresa/model/group_run.hpp"
#include "support/both_ways.hpp"
#include "support/random_hubs.hpp"
#include "support/records.hpp"
#include "support/scenarios.hpp"
#include "support/twin_runs.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// Nine random hubs: some for themselves, some that meet, some whose stations meet; a call of the one kind of latency
/// at one hub is of the other at the next.
Scenario hubs_of_all_kinds(unsigned seed) {
  Scenario s = RandomHub(seed).scenario();
  s.failures.clear();
  s.backends.clear();
  s.hubs.clear();
  for (std::size_t b = 0; b < 8; ++b) {
    Backend& backend = s.backends.emplace_back();
    backend.name = "backend " + std::to_string(b);
    backend.latency = (b + seed) % 2 == 0 ? Distribution{Constant{Duration::seconds(2)}}
                                          : Distribution{Lognormal{Duration::seconds(5), 0.6}};
    if (b >= 2)
      backend.capacity = b % 3 == 0 ? Capacity{0, 1} : Capacity{0.2};
    s.failures.push_back(down_between(Time::clock(10, 30), Time::clock(10, 50), b));
  }
  for (unsigned other = seed + 10'000; s.hubs.size() < 9; other += 10'000) {
    const Scenario drawn = RandomHub(other).scenario();
    if (drawn.classes.size() != s.classes.size())
      continue;
    const std::size_t i = s.hubs.size();
    s.hubs.push_back(drawn.hubs[0]);
    s.hubs.back().name = "hub " + std::to_string(i);
    for (Station& station : s.hubs.back().stations)
      for (Call& call : station.calls)
        call = {i == 8 ? 6 + call.backend : 2 * (i % 3) + (call.backend + i) % 2, CallPoint::end};
  }
  return s;
}

}  // namespace

TEST_CASE("what a thread has run before leaves no trace on what it runs next") {
  for (unsigned seed = 0; seed < 40; ++seed) {
    const model::Model model = model::build_model(hubs_of_all_kinds(seed));
    model::GroupRun used(model);
    for (std::uint32_t replication = 0; replication < 2; ++replication)
      for (std::size_t group = 0; group < model.groups.size(); ++group) {
        INFO("seed " << seed << ", replication " << replication << ", group " << group);
        used.run(group, replication);
        model::GroupRun fresh(model);
        fresh.run(group, replication);
        for (std::size_t hub = 0; hub < model.groups[group].hubs.size(); ++hub) {
          REQUIRE(difference(used.baseline(hub), fresh.baseline(hub)) == "");
          REQUIRE(difference(used.outage(hub), fresh.outage(hub)) == "");
        }
        REQUIRE(used.outage_calls() == fresh.outage_calls());
      }
  }
}

TEST_CASE("station by station or event by event, every field of the record is the same") {
  int decided = 0;
  int keyed_in = 0;
  constexpr int kHubs = 1200;
  for (unsigned seed = 0; seed < kHubs; ++seed) {
    const Scenario scenario = RandomHub(seed, seed >= 800).scenario();
    const model::Model model = model::build_model(scenario);
    REQUIRE(model::streamable(model, 0));
    model::People people;
    // On some days people of an earlier one come again.
    std::vector<model::ReturningPerson> returning;
    for (std::uint32_t i = 0; seed % 3 == 0 && i < 20; ++i)
      returning.push_back({Time::clock(10), model::People::kFirstReturning + i, 0});
    model::draw_people(model.hubs[0], {model.hubs[0].appointments, 1, returning}, numbers(model, 0), model.horizon,
                       people);
    const auto twin = streamed(model, people, 0);
    if (!twin)
      continue;
    const Twin expected = by_events(model, people, 0);
    INFO("hub " << seed);
    ++decided;
    for (const auto& station : expected.outage.stations)
      keyed_in += station.entry_time > Duration{} ? 1 : 0;
    REQUIRE(difference(twin->baseline, expected.baseline) == "");
    REQUIRE(difference(twin->outage, expected.outage) == "");
  }
  // Enough are decided that the comparison means something.
  CHECK(decided > kHubs / 2);
  CHECK(keyed_in > kHubs / 80);
}

TEST_CASE("hubs that meet at calls, from call to call or event by event: every field is the same") {
  int streamed = 0;
  constexpr int kGroups = 500;
  for (unsigned seed = 0; seed < kGroups; ++seed) {
    model::Model model = model::build_model(hubs_that_meet(seed, seed >= 300));
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
      if (model.groups[group].hubs.size() == 1)
        continue;
      REQUIRE(model.groups[group].meets_at_calls);
      model.groups[group].solo = false;
      INFO("group of seed " << seed);
      model::GroupRun run(model);
      streamed += same_both_ways(model, group, run) ? 1 : 0;
    }
  }
  CHECK(streamed > kGroups / 8);
}

TEST_CASE("two stations that call at one instant do so in the order of what lets them begin") {
  // The second calls as its services begin: as a shift starts, or as somebody goes just when the first one calls.
  int streamed = 0;
  int days = 0;
  for (const int first : {30, 40, 50, 60})
    for (const int second : {45, 60, 75, 90, 119, 120, 180})
      for (const int walk : {1, 10, 30})
        for (const bool shift : {false, true}) {
          Scenario s = empty_scenario();
          s.backends = {{"poste", {}, Constant{}, Capacity{1}}};
          Station a = staffed_station("a", 1, Constant{Duration::seconds(first)});
          a.calls = {{0, CallPoint::end}};
          Station b = staffed_station("b", 1, Constant{Duration::seconds(second)});
          b.calls = {{0, CallPoint::start}};
          b.walk = Constant{Duration::seconds(walk)};
          if (shift)
            b.servers = Staffed{{{Time::clock(10), Time::clock(22), 1}}, UnderWay::finish};
          Hub hub = hub_of({a, b});
          one_a_slot(hub, Duration::minutes(shift ? 2 : 1));
          // At ten sharp somebody's registration is over, and the shift begins.
          hub.appointments.punctuality = Constant{shift ? -Duration::seconds(first) : Duration{}};
          hub.appointments.show_rate = 1;
          s.hubs = {hub};
          const model::Model model = model::build_model(s);
          model::GroupRun one(model);
          one.run(0, 0);
          ++days;
          if (!one.streamed())
            continue;
          ++streamed;
          const Twin expected = by_events(model, one.people(0), 0);
          INFO(first << " s, " << second << " s, walk " << walk << " s, shift " << shift);
          REQUIRE(difference(one.baseline(0), expected.baseline) == "");
        }
  CHECK(streamed > days / 3);
}

TEST_CASE("whoever still serves as the next shift begins is one of it") {
  // One comes every six minutes and takes seven. The ninth is served from 8:56 to 9:03, the next came at 8:54 and is
  // served from then on, not at 9:01, when the second shift begins.
  Scenario s = empty_scenario();
  Station desk = staffed_station("desk", 1, Constant{Duration::minutes(7)});
  desk.servers = Staffed{{{Time::clock(8), Time::clock(9), 1}, {Time::clock(9, 1), Time::clock(20), 1}}};
  Hub hub = hub_of({desk});
  one_a_slot(hub, Duration::minutes(6));
  s.hubs = {hub};
  const model::Model model = model::build_model(s);
  model::GroupRun run(model);
  CHECK(same_both_ways(model, 0, run));
  CHECK(run.baseline(0).stations[0].waits[9] == Duration::minutes(9));
}

TEST_CASE("services that outlast hundreds of others are still under way as the backend fails") {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Lognormal{Duration::seconds(2), 0.6}, {}}};
  s.failures = {{0, Time::clock(12), Time::clock(12, 30), Down{}, {}}};
  Station desk = staffed_station("desk", 100, Lognormal{Duration::minutes(1), 10});
  desk.calls = {{0, CallPoint::end}};
  Hub hub = hub_of({desk});
  hub.appointments.blocks = {{hub.opens, hub.closes, 6000}};
  s.hubs = {hub};
  int streamed = 0;
  for (s.experiment.seed = 1; s.experiment.seed <= 5; ++s.experiment.seed) {
    const model::Model model = model::build_model(s);
    model::GroupRun run(model);
    streamed += same_both_ways(model, 0, run) ? 1 : 0;
  }
  CHECK(streamed > 0);
}

TEST_CASE("services that take no time keep their order, event by event or station by station") {
  // One server or several, a shift that changes, room for everybody; on every second day most stand at the door before
  // it opens.
  constexpr int kDays = 300;
  int decided = 0;
  for (int day = 0; day < kDays; ++day) {
    Scenario s = empty_scenario();
    s.experiment.seed = static_cast<std::uint64_t>(day);
    Station station = staffed_station("desk", 1 + day % 3, Uniform{Duration{}, Duration::microseconds(5)});
    if (day % 4 == 0)
      station.servers = Staffed{{{Time::clock(8), Time::clock(12), 1}, {Time::clock(12), Time::clock(20), 2}}};
    if (day % 5 == 0)
      station.servers = Seated{};
    Hub hub = hub_of({station});
    // Hundreds in the microseconds around one slot.
    hub.appointments = {
        {{hub.opens, hub.closes, 2400}},
        Duration::hours(4),
        1,
        Uniform{day % 2 == 0 ? Duration{} : -Duration::microseconds(5000), Duration::microseconds(500)}};
    s.hubs = {hub};
    const model::Model model = model::build_model(s);
    model::People people;
    model::draw_people(model.hubs[0], numbers(model, 0), model.horizon, people);
    const auto twin = streamed(model, people, 0);
    if (!twin)
      continue;
    ++decided;
    INFO("day " << day);
    REQUIRE(difference(twin->baseline, by_events(model, people, 0).baseline) == "");
  }
  CHECK(decided > kDays / 4);
}
