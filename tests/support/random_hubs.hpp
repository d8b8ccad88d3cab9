#pragma once

// Hubs and groups of them drawn at random, of all that a streamed run knows.

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "support/scenarios.hpp"

namespace ripresa::testing {

/// Random small hubs: some with times on a coarse grid, so that much falls on one instant. Of `many_callers`, most
/// stations call backends of limited capacity, and it takes a while from one to the next.
class RandomHub {
 public:
  explicit RandomHub(unsigned seed, bool many_callers = false) : random_(seed), many_callers_(many_callers) {}

  Scenario scenario() {
    Scenario s = empty_scenario();
    s.experiment.horizon = Time::clock(one_of({24, 21, 12}));
    s.measures.step = Duration::minutes(one_of({5, 15, 7}));
    if (chance(0.3))
      s.experiment.warm_up = Time::clock(9);
    grid_ = chance(0.3) ? Duration::seconds(one_of({10, 30, 60})) : Duration{};
    if (chance(0.3))
      s.classes.push_back({"other", 0.5, 2});
    s.backends = {{"poste", {}, latency(), capacity()}, {"cloud", {}, latency(), capacity()}};
    add_failures(s);
    std::vector<Station> stations;
    const int count = many_callers_ ? one_of({3, 4, 5, 6, 7}) : one_of({1, 2, 3, 4, 5});
    for (int i = 0; i < count; ++i)
      stations.push_back(station("station " + std::to_string(i), s.classes.size()));
    branch(stations, s.classes.size());
    Hub hub = hub_of(stations, Time::clock(8), Time::clock(one_of({18, 20, 13})));
    hub.vaccination_station = static_cast<std::size_t>(one_of({0, count - 1, count / 2}));
    hub.recording_station = static_cast<std::size_t>(one_of({0, count - 1, count / 2}));
    if (chance(0.7))
      hub.indoor_capacity = one_of({5, 20, 60});
    hub.appointments = {{{hub.opens, hub.closes, one_of({50, 200, 500})}},
                        Duration::minutes(one_of({1, 10, 20})),
                        one_of({90, 100}) / 100.0,
                        chance(0.3) ? Distribution{Constant{-Duration::minutes(one_of({0, 5}))}}
                                    : Distribution{Normal{-Duration::minutes(5), Duration::minutes(8), {}, {}}}};
    if (chance(0.6))
      hub.walk_ins.pieces = {{hub.opens, chance(0.5) ? hub.closes : Time::clock(23), one_of({2, 10, 20, 200}) * 1.0}};
    s.hubs = {hub};
    return s;
  }

 private:
  bool chance(double p) { return std::uniform_real_distribution<>(0, 1)(random_) < p; }
  int one_of(std::vector<int> values) {
    return values[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random_)];
  }
  Distribution latency() {
    if (chance(0.4))
      return Constant{Duration::seconds(one_of({0, 0, 2, 10}))};
    return Lognormal{Duration::seconds(one_of({1, 3, 20})), 0.6};
  }
  std::optional<Capacity> capacity() {
    return many_callers_ || chance(0.4) ? std::optional(Capacity{one_of({5, 50, 1000}) / 100.0}) : std::nullopt;
  }

  void add_failures(Scenario& s) {
    for (int windows = one_of({0, 1, 1, 2}); windows > 0; --windows) {
      const Time from = Time::clock(9 + one_of({0, 1, 3}), one_of({0, 30, 17}));
      FailureWindow window =
          down_between(from, from + Duration::minutes(one_of({3, 40, 90})), static_cast<std::size_t>(one_of({0, 1})));
      if (chance(0.3))
        window.severity = Degraded{one_of({1, 3}) * 1.0, one_of({0, 30}) / 100.0, Duration::seconds(one_of({0, 20}))};
      s.failures.push_back(window);
    }
  }

  Distribution service(int mean_seconds) {
    if (grid_ > Duration{})
      return Constant{grid_ * std::max<std::int64_t>(1, Duration::seconds(mean_seconds) / grid_)};
    if (chance(0.1))
      return Constant{Duration::seconds(mean_seconds)};
    if (chance(0.05))
      return Uniform{Duration{}, Duration::microseconds(20)};
    return Lognormal{Duration::seconds(mean_seconds), 0.5};
  }

  Station station(const std::string& name, std::size_t classes) {
    const int mean = one_of({30, 90, 240});
    Station station = staffed_station(name, one_of({1, 2, 4, 9, 30}), service(mean));
    for (std::size_t i = 1; i < classes; ++i)
      station.service.push_back(service(2 * mean));
    if (chance(0.2))
      station.servers = Seated{};
    else if (chance(0.2))
      station.servers = Seated{one_of({1, 3, 10})};
    else if (chance(0.4))
      station.servers = Staffed{{{Time::clock(7, 50), Time::clock(10), one_of({1, 4, 30})},
                                 {Time::clock(10, one_of({0, 1, 5})), Time::clock(12, 10), one_of({2, 6, 8})},
                                 {Time::clock(one_of({13, 14})), Time::clock(22), one_of({2, 5, 25})}},
                                UnderWay::finish};
    if (many_callers_)
      station.walk = chance(0.8) ? Distribution{Constant{Duration::seconds(one_of({1, 2, 5, 30, 120}))}}
                                 : Distribution{Uniform{Duration::seconds(1), Duration::seconds(one_of({20, 300}))}};
    else if (chance(0.3))
      station.walk = chance(0.5) ? Distribution{Constant{Duration::seconds(one_of({0, 30}))}}
                                 : Distribution{Exponential{Duration::seconds(30), Duration{}}};
    if (chance(many_callers_ ? 0.6 : 0.4))
      add_calls(station, classes, mean);
    return station;
  }

  void add_calls(Station& station, std::size_t classes, int mean) {
    if (chance(0.3))
      station.calls.push_back({static_cast<std::size_t>(one_of({0, 1})), CallPoint::start});
    if (chance(0.9))
      station.calls.push_back({static_cast<std::size_t>(one_of({0, 1})), CallPoint::end});
    if (chance(0.3))
      station.on_failure.push_back({Wait{}, {}, Duration::minutes(one_of({1, 10})), {}});
    if (chance(0.5)) {
      Paper paper{{}, chance(0.7) ? UnderWay::restart : UnderWay::finish, {}};
      for (std::size_t i = 0; i < classes; ++i)
        paper.service.push_back(service(mean * one_of({15, 15, 1}) / 10));
      if (chance(0.6))
        paper.entry = form_entry(mean);
      std::optional<Duration> lasts;
      if (chance(0.2))
        lasts = Duration::minutes(one_of({5, 30}));
      station.on_failure.push_back(
          {paper, Duration::minutes(one_of({0, 5, 10})), lasts, Duration::minutes(one_of({0, 5}))});
    }
  }

  FormEntry form_entry(int mean) {
    FormEntry entry{service(std::max(1, mean / one_of({2, 2, 40}))), chance(0.7), {}, {}};
    if (chance(0.5))
      entry.extra_clerks = ExtraClerks{one_of({1, 3}), Time::clock(one_of({8, 13, 19}))};
    if (chance(0.4))
      entry.overnight = Overnight{Time::clock(one_of({12, 21})), one_of({0, 60}) * 1.0};
    return entry;
  }

  /// Straight on, or by chance on, past the next station or out.
  void branch(std::vector<Station>& stations, std::size_t classes) {
    const bool by_chance = chance(0.4);
    for (std::size_t i = 0; i < stations.size(); ++i)
      for (std::size_t c = 0; c < classes; ++c) {
        const auto onward = [&stations, i](std::size_t steps) {
          return i + steps < stations.size() ? std::optional(i + steps) : std::nullopt;
        };
        if (by_chance)
          stations[i].next.push_back({{onward(1), 0.6}, {chance(0.6) ? onward(2) : std::nullopt, 0.4}});
        else
          stations[i].next.push_back({{onward(1), 1}});
      }
  }

  std::mt19937 random_;
  bool many_callers_;
  Duration grid_;
};

/// Three random hubs that call the same two backends of limited capacity, after their work.
inline Scenario hubs_that_meet(unsigned seed, bool many_callers) {
  Scenario s = RandomHub(seed, many_callers).scenario();
  for (unsigned other = seed + 10'000; s.hubs.size() < 3; other += 10'000) {
    const Scenario drawn = RandomHub(other, many_callers).scenario();
    if (drawn.classes.size() != s.classes.size())
      continue;
    s.hubs.push_back(drawn.hubs[0]);
    s.hubs.back().name = "hub " + std::to_string(s.hubs.size());
  }
  for (Backend& backend : s.backends)
    backend.capacity.emplace().calls_per_second = seed % 2 == 1 ? 1 : seed % 7 == 0 ? 0.002 : 0.05;
  for (Hub& hub : s.hubs)
    for (Station& station : hub.stations)
      for (Call& call : station.calls)
        call.at = CallPoint::end;
  return s;
}

}  // namespace ripresa::testing
