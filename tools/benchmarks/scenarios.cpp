#include "scenarios.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

#include "ripresa/scenario/read.hpp"

namespace ripresa::benchmarks {
namespace {

using namespace scenario;

Scenario frame() {
  using namespace std::chrono_literals;
  Scenario s;
  s.title = "benchmark";
  s.date = Date{2021y / 12 / 15};
  s.time_zone = "Europe/Rome";
  s.experiment.replications = 1;
  s.experiment.horizon = Time::clock(24);
  s.measures.step = Duration::minutes(5);
  s.measures.catch_up_hold = Duration::minutes(10);
  s.classes = {{"person", 1, 1}};
  return s;
}

Station station(const char* name, int servers, Distribution service) {
  Station station;
  station.name = name;
  station.servers = Staffed{{{Time{}, Time::clock(100'000), servers}}};
  station.service = {std::move(service)};
  return station;
}

/// A lognormal time by its mean and the σ of its logarithm.
Distribution lognormal(Duration mean, double sigma) {
  return Lognormal{mean, std::sqrt(std::expm1(sigma * sigma))};
}

/// Stations one after the other, open all the time.
Hub line_of(std::vector<Station> stations, Time closes) {
  Hub hub;
  hub.name = "hub";
  hub.closes = closes;
  hub.appointments.slot = Duration::minutes(10);
  for (std::size_t i = 0; i < stations.size(); ++i)
    stations[i].next = {{Branch{i + 1 < stations.size() ? std::optional(i + 1) : std::nullopt, 1}}};
  hub.vaccination_station = hub.recording_station = stations.size() - 1;
  hub.stations = std::move(stations);
  return hub;
}

}  // namespace

Scenario mm1() {
  Scenario s = frame();
  const auto service = Duration::microseconds(Duration::hours(24).in_microseconds() / kCustomers * 9 / 10);
  Hub hub = line_of({station("server", 1, Exponential{service, Duration{}})}, s.experiment.horizon);
  hub.walk_ins.pieces = {{Time{}, s.experiment.horizon, kCustomers / 24.0}};
  s.hubs = {hub};
  return s;
}

Scenario tandem(int customers) {
  Scenario s = frame();
  const Duration slot = Duration::nearest_seconds(60 / 3.6);
  const Time closes = Time::since_midnight(slot * customers);
  s.experiment.horizon = closes + Duration::hours(12);
  s.measures.step = Duration::hours(1);
  Station last = station("observation", 1, lognormal(Duration::minutes(15), 0.2));
  last.servers = Seated{};
  Hub hub = line_of({station("first", 4, lognormal(Duration::minutes(1), 0.5)),
                     station("second", 10, lognormal(Duration::seconds(150), 0.5)),
                     station("third", 20, lognormal(Duration::minutes(5), 0.5)), last},
                    s.experiment.horizon);
  hub.appointments = {{{Time{}, closes, customers}}, slot, 1, lognormal(Duration::minutes(10), 0.5)};
  s.hubs = {hub};
  return s;
}

Scenario hub_day(bool with_outage) {
  // The measure that the day's objective names.
  Scenario s = read_scenario(RIPRESA_SOURCE_DIR "/scenarios/palazzo-delle-scintille.toml", {},
                             {{"catch_up_time", true, "min after midnight"}});
  if (!with_outage)
    s.failures.clear();
  return s;
}

Scenario retry_storm(bool with_failure) {
  Scenario s = read_scenario(RIPRESA_SOURCE_DIR "/scenarios/retry-storm.toml", {},
                             {{"catch_up_time", true, "min after midnight"}});
  if (!with_failure)
    s.failures.clear();
  return s;
}

Scenario nation(int hubs, Coupling coupling) {
  Scenario s = hub_day(true);
  Hub hub = s.hubs.front();
  for (auto& block : hub.appointments.blocks)
    block.persons /= 10;
  for (auto& piece : hub.walk_ins.pieces)
    piece.persons_per_hour /= 10;
  for (auto& station : hub.stations)
    if (auto* staffed = std::get_if<Staffed>(&station.servers))
      for (auto& shift : staffed->shifts)
        shift.servers = (shift.servers + 9) / 10;
  s.hubs.clear();
  for (int i = 0; i < hubs; ++i) {
    hub.name = "hub " + std::to_string(i);
    s.hubs.push_back(hub);
  }
  for (auto& backend : s.backends)
    if (coupling == Coupling::none)
      backend.capacity.reset();
    else if (backend.capacity && coupling == Coupling::with_room)
      backend.capacity->calls_per_second *= hubs;
  return s;
}

Scenario calling_nation(int hubs, const Response& response, bool coupled) {
  Scenario s = frame();
  s.backends = {{"poste", {}, Exponential{Duration::seconds(1), {}}, {}}};
  if (coupled) {
    // 5.7 calls a minute and hub.
    s.backends[0].capacity.emplace();
    s.backends[0].capacity->calls_in_progress = std::max(1, hubs / 5);
  }
  s.failures = {{0, Time::clock(14, 30), Time::clock(15, 10), Down{}, {}}};
  Station clerks = station("registration", 20, lognormal(Duration::minutes(3), 0.5));
  clerks.calls = {{0, CallPoint::end}};
  clerks.on_failure = {response};
  Hub hub = line_of({clerks}, Time::clock(20));
  hub.opens = Time::clock(8);
  hub.appointments = {{{Time::clock(8), Time::clock(20), 4080}}, Duration::minutes(10), 1, Constant{}};
  for (int i = 0; i < hubs; ++i) {
    hub.name = "hub " + std::to_string(i);
    s.hubs.push_back(hub);
  }
  return s;
}

}  // namespace ripresa::benchmarks
