// The obvious simulator, the event-driven run and the run station by station give the same record.

#include "support/plain_run.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "support/records.hpp"
#include "support/scenarios.hpp"
#include "support/twin_runs.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// Days of small hubs that differ in their stations, shifts, walks and outages.
class PlainHub {
 public:
  explicit PlainHub(unsigned seed) : random_(seed) {}

  Scenario scenario(CallPoint point) {
    Scenario s = empty_scenario();
    s.experiment.horizon = Time::clock(one_of({24, 19, 12}));
    s.experiment.warm_up = Time::clock(one_of({0, 9}));
    s.backends = {{"poste", {}, Lognormal{Duration::seconds(one_of({2, 20})), 0.6}, {}}};
    for (int windows = one_of({0, 1, 2}), hour = 9; windows > 0; --windows, hour += 4) {
      const Time from = Time::clock(hour, one_of({0, 17, 30}));
      s.failures.push_back(down_between(from, from + Duration::minutes(one_of({3, 40, 90}))));
    }
    std::vector<Station> stations;
    for (int i = 0, count = one_of({1, 2, 4}); i < count; ++i)
      stations.push_back(station("station " + std::to_string(i), point));
    Hub hub = hub_of(stations, Time::clock(8), Time::clock(one_of({18, 20})));
    hub.indoor_capacity = one_of({5, 20, 1'000'000});
    hub.appointments = {{{hub.opens, hub.closes, one_of({50, 200, 500})}},
                        Duration::minutes(10),
                        0.95,
                        Normal{-Duration::minutes(5), Duration::minutes(8), {}, {}}};
    hub.walk_ins.pieces = {{hub.opens, hub.closes, one_of({2, 20}) * 1.0}};
    s.hubs = {hub};
    return s;
  }

 private:
  int one_of(std::vector<int> values) {
    return values[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random_)];
  }

  Station station(const std::string& name, CallPoint point) {
    Station station =
        staffed_station(name, one_of({1, 2, 5}), Lognormal{Duration::seconds(one_of({30, 90, 240})), 0.5});
    if (one_of({0, 1, 2}) == 0)
      station.servers = Staffed{{{Time::clock(7, 50), Time::clock(10), one_of({1, 4})},
                                 {Time::clock(10), Time::clock(12, 10), one_of({2, 6})},
                                 {Time::clock(13), Time::clock(22), one_of({2, 5})}},
                                UnderWay::finish};
    else if (one_of({0, 1, 2}) == 0)
      station.servers = Seated{};
    if (one_of({0, 1}) == 0)
      station.walk = Exponential{Duration::seconds(30), Duration{}};
    if (one_of({0, 1}) == 0)
      station.calls = {{0, point}};
    return station;
  }

  std::mt19937 random_;
};

/// The plain record of a day, with its failures or without.
observation::RunRecord plain(const model::Model& model, const model::People& people, bool with_failures) {
  const auto& met = model.failures.fixed().by_exposure[model.failures.exposure(0)].timelines;
  return PlainRun(model, people, numbers(model, 0)).run(with_failures ? met[0] : model::BackendTimeline{});
}

constexpr unsigned kHubs = 150;

}  // namespace

TEST_CASE("a plain simulator gives the record of hubs that call at the end of a service") {
  unsigned compared = 0;
  for (unsigned seed = 0; seed < kHubs; ++seed) {
    const model::Model model = model::build_model(PlainHub(seed).scenario(CallPoint::end));
    model::People people;
    model::draw_people(model.hubs[0], numbers(model, 0), model.horizon, people);
    const observation::RunRecord baseline = plain(model, people, false);
    const observation::RunRecord outage = plain(model, people, true);
    const Twin events = by_events(model, people, 0);
    INFO("hub " << seed);
    REQUIRE(difference(events.baseline, baseline) == "");
    REQUIRE(difference(events.outage, outage) == "");
    const auto stations = streamed(model, people, 0);
    if (!stations)
      continue;
    ++compared;
    REQUIRE(difference(stations->baseline, baseline) == "");
    REQUIRE(difference(stations->outage, outage) == "");
  }
  CHECK(compared > kHubs / 2);
}

TEST_CASE("a plain simulator gives the record of hubs that call throughout a service") {
  for (unsigned seed = 0; seed < kHubs; ++seed) {
    const model::Model model = model::build_model(PlainHub(seed).scenario(CallPoint::throughout));
    model::People people;
    model::draw_people(model.hubs[0], numbers(model, 0), model.horizon, people);
    const Twin events = by_events(model, people, 0);
    INFO("hub " << seed);
    REQUIRE(difference(events.baseline, plain(model, people, false)) == "");
    REQUIRE(difference(events.outage, plain(model, people, true)) == "");
  }
}
