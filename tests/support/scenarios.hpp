#pragma once

// Small scenarios for tests, as plain data.

#include <string>
#include <utility>
#include <vector>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::testing {

using namespace ripresa::scenario;

inline Scenario empty_scenario() {
  using namespace std::chrono_literals;
  Scenario s;
  s.title = "test";
  s.date = Date{2021y / 12 / 15};
  s.time_zone = "Europe/Rome";
  s.experiment.replications = 1;
  s.experiment.seed = 7;
  s.experiment.horizon = Time::clock(24);
  s.measures.step = Duration::minutes(5);
  s.measures.catch_up_hold = Duration::minutes(10);
  s.classes = {{"person", 1, 1}};
  return s;
}

inline Station staffed_station(std::string name, int servers, Distribution service) {
  Station station;
  station.name = std::move(name);
  station.servers = Staffed{{{Time{}, Time::clock(10'000), servers}}};
  station.service = {std::move(service)};
  return station;
}

inline Station seats_station(std::string name, Distribution service) {
  Station station;
  station.name = std::move(name);
  station.servers = Seated{};
  station.service = {std::move(service)};
  return station;
}

/// Stations in a line, the last giving the dose and its record unless set otherwise afterwards.
inline Hub hub_of(std::vector<Station> stations, Time opens = Time::clock(8), Time closes = Time::clock(20)) {
  Hub hub;
  hub.name = "hub";
  hub.opens = opens;
  hub.closes = closes;
  hub.appointments.slot = Duration::minutes(10);
  for (std::size_t i = 0; i < stations.size(); ++i)
    if (stations[i].next.empty())
      stations[i].next = {{Branch{i + 1 < stations.size() ? std::optional(i + 1) : std::nullopt, 1}}};
  hub.vaccination_station = hub.recording_station = stations.size() - 1;
  hub.stations = std::move(stations);
  return hub;
}

/// One person due at the start of every slot.
inline void one_a_slot(Hub& hub, Duration slot) {
  hub.appointments.slot = slot;
  hub.appointments.blocks = {{hub.opens, hub.closes, static_cast<int>((hub.closes - hub.opens) / slot)}};
}

inline FailureWindow down_between(Time from, Time to, std::size_t backend = 0) {
  return {backend, from, to, Down{}, {}};
}

/// The day that can be computed by hand: one server, no randomness, arrivals one a minute from 8:00 to `closes`, each
/// served in `service`, which goes on only while the backend answers; the backend is down 14:30–15:10.
inline Scenario hand_computed_day(Duration service, Time closes = Time::clock(20)) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10))};
  Station station = staffed_station("registration", 1, Constant{service});
  station.calls = {{0, CallPoint::throughout}};
  Hub hub = hub_of({station}, Time::clock(8), closes);
  one_a_slot(hub, Duration::minutes(1));
  s.hubs = {hub};
  return s;
}

/// Of that day: who arrives at 14:30.
inline constexpr std::size_t kFirstInOutage = 390;

}  // namespace ripresa::testing
