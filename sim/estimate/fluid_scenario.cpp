#include "fluid_scenario.hpp"

#include <algorithm>
#include <numeric>

#include "parts.hpp"
#include "ripresa/exact/distribution.hpp"

namespace ripresa::estimate {
namespace {

/// Stations so that each comes after all that lead to it; `next` never leads in a circle.
std::vector<std::size_t> in_walking_order(const scenario::Hub& hub) {
  const std::size_t n = hub.stations.size();
  std::vector<int> ways_in(n, 0);
  const auto for_each_way = [&hub](std::size_t from, auto act) {
    for (const auto& branches : hub.stations[from].next)
      for (const auto& branch : branches)
        if (branch.station)
          act(*branch.station);
  };
  for (std::size_t s = 0; s < n; ++s)
    for_each_way(s, [&ways_in](std::size_t to) { ++ways_in[to]; });
  std::vector<std::size_t> order;
  std::vector<std::size_t> free;
  for (std::size_t s = n; s-- > 0;)
    if (ways_in[s] == 0)
      free.push_back(s);
  while (!free.empty()) {
    order.push_back(free.back());
    free.pop_back();
    for_each_way(order.back(), [&](std::size_t to) {
      if (--ways_in[to] == 0)
        free.push_back(to);
    });
  }
  return order;
}

/// How many of each class come on an average day.
std::vector<double> class_arrivals(const scenario::Scenario& scenario, const scenario::Hub& hub) {
  double booked = 0;
  for (const auto& block : hub.appointments.blocks)
    booked += block.persons * hub.appointments.show_rate;
  double walk_ins = 0;
  for (const auto& piece : hub.walk_ins.pieces)
    walk_ins += piece.persons_per_hour * (piece.to - piece.from).in_hours();
  double appointment_shares = 0;
  double walk_in_shares = 0;
  for (const auto& person_class : scenario.classes) {
    appointment_shares += person_class.appointment_share;
    walk_in_shares += person_class.walk_in_share;
  }
  std::vector<double> arrivals;
  for (const auto& person_class : scenario.classes)
    arrivals.push_back((appointment_shares > 0 ? booked * person_class.appointment_share / appointment_shares : 0) +
                       (walk_in_shares > 0 ? walk_ins * person_class.walk_in_share / walk_in_shares : 0));
  return arrivals;
}

/// How many of each class come to each station: [station][class].
std::vector<std::vector<double>> class_visits(const scenario::Hub& hub, const std::vector<std::size_t>& order,
                                              std::vector<double> at_entrance) {
  std::vector<std::vector<double>> visits(hub.stations.size(), std::vector<double>(at_entrance.size()));
  visits.front() = std::move(at_entrance);
  for (const std::size_t s : order)
    for (std::size_t c = 0; c < hub.stations[s].next.size(); ++c)
      for (const auto& branch : hub.stations[s].next[c])
        if (branch.station)
          visits[*branch.station][c] += visits[s][c] * branch.probability;
  return visits;
}

/// The shares of all who leave station s together, by position in the walking order.
std::vector<double> onward_shares(const scenario::Station& station, const std::vector<double>& visits,
                                  const std::vector<std::size_t>& position) {
  std::vector<double> shares(position.size());
  const double all = std::accumulate(visits.begin(), visits.end(), 0.0);
  for (std::size_t c = 0; c < station.next.size() && all > 0; ++c)
    for (const auto& branch : station.next[c])
      if (branch.station)
        shares[position[*branch.station]] += branch.probability * visits[c] / all;
  return shares;
}

}  // namespace

exact::FluidHub fluid_hub(const scenario::Scenario& scenario, const model::Model& model, std::size_t index, Run run) {
  const scenario::Hub& hub = scenario.hubs[index];
  const model::HubModel& hub_model = model.hubs[index];
  const auto& timelines = model.failures.fixed().by_exposure[model.failures.exposure(index)].timelines;
  const auto order = in_walking_order(hub);
  std::vector<std::size_t> position(order.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    position[order[i]] = i;
  const auto visits = class_visits(hub, order, class_arrivals(scenario, hub));
  exact::FluidHub fluid;
  fluid.opens = hub.opens;
  fluid.closes = hub.closes;
  fluid.hard_close = hub.closing == scenario::Closing::hard;
  fluid.arrivals = mean_arrivals(hub, hub_model);
  fluid.vaccination_station = position[hub.vaccination_station];
  for (const std::size_t s : order) {
    const scenario::Station& station = hub.stations[s];
    exact::FluidStation& made = fluid.stations.emplace_back();
    made.phases = station_phases(scenario, station, timelines, hub_model.stations[s], visits[s], run);
    if (station.walk)
      made.walk = Duration::nearest_seconds(60 * exact::moments(*station.walk).mean_minutes);
    made.onward = onward_shares(station, visits[s], position);
  }
  return fluid;
}

}  // namespace ripresa::estimate
