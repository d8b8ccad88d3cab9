// What a hub is sure to call, told before those ahead of it are answered.

#include <catch2/catch.hpp>
#include <vector>

#include "ripresa/model/foreseen_backends.hpp"
#include "ripresa/model/stream_run.hpp"
#include "support/both_ways.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// A hub with one desk, whose calls at the end of each service take 2 s. One person comes every `gap`, to the minute.
Scenario one_desk(int clerks, Duration gap, Distribution service) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{Duration::seconds(2)}, Capacity{1}}};
  Station desk = staffed_station("desk", clerks, std::move(service));
  desk.calls = {{0, CallPoint::end}};
  Hub hub = hub_of({desk});
  one_a_slot(hub, gap);
  s.hubs = {hub};
  return s;
}

/// The model's first hub at the start of its day, as among others that it meets.
struct Alone {
  explicit Alone(const model::Model& model) : backends(model), run(model) {
    const engine::RandomNumbers random(model.seed, 0, model.hubs[0].random_key);
    model::draw_people(model.hubs[0], random, model.horizon, people);
    run.start(0, people, random, backends, memory, model::Admission::in_turn);
  }
  model::People people;
  model::ForeseenBackends backends;
  model::StreamMemory memory;
  model::StreamRun run;
};

std::vector<Time> instants(const std::vector<model::CallAhead>& calls) {
  std::vector<Time> all;
  for (const model::CallAhead& call : calls)
    all.push_back(call.at);
  return all;
}

}  // namespace

TEST_CASE("calls of services under way are sure to come before any of a service that has not begun") {
  // Two clerks, ten minutes each, and people at 8:00, 8:04, 8:08 … The third is served as the first call is answered,
  // at 8:10:02, but at 8:10 at the earliest, for all that is known when that call is made: it calls at 8:20 or later.
  const model::Model model = model::build_model(one_desk(2, Duration::minutes(4), Constant{Duration::minutes(10)}));
  Alone alone(model);
  model::StreamRun& run = alone.run;

  std::vector<model::CallAhead> calls;
  REQUIRE(run.run_to_next_call(model.horizon, false).at == Time::clock(8, 10));
  run.list_calls_ahead(model.horizon, calls);
  CHECK(instants(calls) == std::vector{Time::clock(8, 10), Time::clock(8, 14)});
  CHECK(calls[0].backend == 0);
  CHECK(calls[0].work == Duration::seconds(2));

  // The first waits for a minute to be admitted. The third person is served from 8:11:02 on, the fourth from 8:14:02.
  calls[0].admitted = Time::clock(8, 11);
  calls[1].admitted = Time::clock(8, 14);
  REQUIRE(run.run_past_calls(model.horizon, calls).at == Time::clock(8, 21) + Duration::seconds(2));
  run.list_calls_ahead(model.horizon, calls);
  CHECK(instants(calls) ==
        std::vector{Time::clock(8, 21) + Duration::seconds(2), Time::clock(8, 24) + Duration::seconds(2)});
}

TEST_CASE("a call that takes no time is not told from what else happens at its instant, known ahead or not") {
  Scenario s = one_desk(2, Duration::minutes(4), Constant{Duration::minutes(10)});
  s.backends[0] = {"poste", {}, Constant{}, Capacity{0, 1}};
  const model::Model model = model::build_model(s);
  Alone alone(model);
  model::StreamRun& run = alone.run;
  run.run_to_next_call(model.horizon, false);
  std::vector<model::CallAhead> calls;
  run.list_calls_ahead(model.horizon, calls);
  REQUIRE(calls.size() == 2);
  for (model::CallAhead& call : calls)
    call.admitted = call.at;
  run.run_past_calls(model.horizon, calls);
  CHECK(run.undecided());
}

TEST_CASE("forms keyed in as soon as they are filed call before calls that were sure to come") {
  // Those served on paper are done long after the backend is back, among others who call; or while it is back and those
  // who come are still served on paper, among others who were called to the counter before the failure.
  struct Case {
    Duration usual, on_paper, back_after;
  };
  const std::vector<Case> cases = {{Duration::minutes(1), Duration::minutes(8), {}},
                                   {Duration::minutes(20), Duration::seconds(30), Duration::minutes(20)}};
  for (const auto& [usual, on_paper, back_after] : cases) {
    int streamed = 0;
    for (unsigned seed = 0; seed < 10; ++seed) {
      Scenario s = empty_scenario();
      s.experiment.seed = seed;
      s.backends = {{"poste", {}, Lognormal{Duration::seconds(2), 0.6}, Capacity{0.5}}};
      s.failures = {down_between(Time::clock(9), Time::clock(9, 10), 0)};
      Station desk = staffed_station("desk", 60, Lognormal{usual, 0.5});
      desk.calls = {{0, CallPoint::end}};
      const FormEntry entry{Constant{Duration::seconds(1)}, true, ExtraClerks{1, Time::clock(8)}, {}};
      desk.on_failure = {{Paper{{Lognormal{on_paper, 0.5}}, UnderWay::finish, entry}, {}, {}, back_after}};
      Hub hub = hub_of({desk});
      hub.appointments = {{{hub.opens, hub.closes, 1500}}, Duration::minutes(10), 1, Uniform{{}, Duration::minutes(9)}};
      s.hubs = {hub, hub};
      s.hubs[1].name = "other";
      model::Model model = model::build_model(s);
      REQUIRE(model.groups.size() == 1);
      REQUIRE(model.groups[0].meets_at_calls);
      model.groups[0].solo = false;
      model::GroupRun run(model);
      streamed += same_both_ways(model, 0, run) ? 1 : 0;
      CHECK(run.outage(0).stations[0].entry_time > Duration{});
    }
    CHECK(streamed > 5);
  }
}
