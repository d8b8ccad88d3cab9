#include "systems.hpp"

namespace ripresa::verification {

using namespace scenario;

scenario::Scenario empty_system(int hours) {
  using namespace std::chrono_literals;
  Scenario s;
  s.title = "verification";
  s.date = Date{2021y / 12 / 15};
  s.time_zone = "Europe/Rome";
  s.experiment.horizon = Time::clock(hours);
  s.measures.step = Duration::hours(1);
  s.measures.catch_up_hold = Duration::minutes(10);
  s.classes = {{"person", 1, 1}};
  Hub hub;
  hub.name = "hub";
  hub.closes = Time::clock(hours);
  hub.appointments.slot = Duration::minutes(1);
  s.hubs = {hub};
  return s;
}

Station staffed(std::string name, int servers, Distribution service) {
  Station station;
  station.name = std::move(name);
  station.servers = Staffed{{{Time{}, Time::clock(100'000), servers}}};
  station.service = {std::move(service)};
  return station;
}

Station seats(std::string name, Distribution stay) {
  Station station;
  station.name = std::move(name);
  station.servers = Seated{};
  station.service = {std::move(stay)};
  return station;
}

void in_line(std::vector<Station> stations, Scenario& system) {
  Hub& hub = system.hubs.front();
  for (std::size_t i = 0; i < stations.size(); ++i)
    if (stations[i].next.empty())
      stations[i].next = {{Branch{i + 1 < stations.size() ? std::optional(i + 1) : std::nullopt, 1}}};
  hub.vaccination_station = hub.recording_station = stations.size() - 1;
  hub.stations = std::move(stations);
}

void fail_between(Time from, Time to, Scenario& system) {
  system.backends = {{}};
  system.backends.front().name = "poste";
  FailureWindow window;
  window.from = from;
  window.to = to;
  system.failures = {window};
}

void call_throughout(Station& station) {
  Call call;
  call.at = CallPoint::throughout;
  station.calls = {call};
}

Scenario poisson_stream(const Stream& stream, std::vector<Station> stations) {
  Scenario s = empty_system(stream.hours);
  s.hubs.front().walk_ins.pieces = {{Time{}, Time::clock(stream.hours), stream.per_hour}};
  in_line(std::move(stations), s);
  return s;
}

Window counted(const Stream& stream) {
  return {Time::clock(stream.warm_up_hours), Time::clock(stream.hours - 24)};
}

}  // namespace ripresa::verification
