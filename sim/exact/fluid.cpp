#include "ripresa/exact/fluid.hpp"

#include <algorithm>
#include <cassert>

#include "fluid_station.hpp"

namespace ripresa::exact {
namespace {

struct Door {
  Flow through;
  Flow waiting;
};

/// Those who come before the opening go in together when it comes; nobody goes in after closing.
Door run_door(const FluidHub& hub, Minutes end) {
  const Minutes opens = minutes_of(hub.opens);
  const Minutes closes = std::min(minutes_of(hub.closes), end);
  Door door;
  double rate_at_opening = 0;
  for (const FlowChange& change : hub.arrivals) {
    if (change.at <= opens)
      rate_at_opening = change.persons_per_minute;
    if (change.at < opens)
      door.waiting.push_back(change);
  }
  const double waiting = total_until(door.waiting, opens);
  double at_opening = 0;
  for (const FlowChange& change : hub.arrivals)
    if (change.at == opens)
      at_opening = change.persons_at_once;
  if (!door.waiting.empty())
    door.waiting.push_back({opens, 0, -waiting});
  door.through.push_back({opens, rate_at_opening, waiting + at_opening});
  for (const FlowChange& change : hub.arrivals)
    if (change.at > opens && change.at < closes)
      door.through.push_back(change);
  door.through.push_back({closes, 0, 0});
  return door;
}

}  // namespace

FluidRun run_fluid(const FluidHub& hub, Time horizon) {
  const Minutes end = minutes_of(hub.hard_close ? std::min(hub.closes, horizon) : horizon);
  const Door door = run_door(hub, end);
  std::vector<std::vector<FlowPart>> bound_for(hub.stations.size());
  bound_for.front().push_back({&door.through, 1, hub.stations.front().walk});
  std::vector<StationFlows> flows(hub.stations.size());
  FluidRun run;
  for (std::size_t s = 0; s < hub.stations.size(); ++s) {
    flows[s] = run_station(hub.stations[s], sum(bound_for[s]), end);
    for (std::size_t to = 0; to < hub.stations[s].onward.size(); ++to)
      if (hub.stations[s].onward[to] > 0) {
        assert(to > s);
        bound_for[to].push_back({&flows[s].departures, hub.stations[s].onward[to], hub.stations[to].walk});
      }
    run.station_queues.push_back(flows[s].queue);
  }
  run.vaccinated = flows[hub.vaccination_station].departures;
  std::vector<FlowPart> queues = {{&door.waiting, 1, {}}};
  for (const Flow& queue : run.station_queues)
    queues.push_back({&queue, 1, {}});
  run.queue = sum(queues);
  return run;
}

}  // namespace ripresa::exact
