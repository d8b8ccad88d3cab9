// Servers by a rule, so that hubs of many sizes share one template.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "forms.hpp"
#include "limits.hpp"

namespace ripresa::scenario {
namespace {

/// Persons expected who come by appointment and without.
struct Demand {
  double booked = 0, walking_in = 0;
};

/// The busiest stretch of the day between two changes of the book or of the walk-ins: persons expected an hour.
Demand busiest_hour(const Hub& hub) {
  std::set<Time> instants;
  for (const BookBlock& block : hub.appointments.blocks)
    instants.insert({block.from, block.to});
  for (const RatePiece& piece : hub.walk_ins.pieces)
    instants.insert({piece.from, piece.to});
  Demand most;
  for (const Time at : instants) {
    Demand now;
    for (const BookBlock& block : hub.appointments.blocks)
      if (block.from <= at && at < block.to)
        now.booked += block.persons * hub.appointments.show_rate / (block.to - block.from).in_hours();
    for (const RatePiece& piece : hub.walk_ins.pieces)
      if (piece.from <= at && at < piece.to)
        now.walking_in += piece.persons_per_hour;
    if (now.booked + now.walking_in > most.booked + most.walking_in)
      most = now;
  }
  return most;
}

Demand whole_day(const Hub& hub) {
  Demand day;
  for (const BookBlock& block : hub.appointments.blocks)
    day.booked += block.persons * hub.appointments.show_rate;
  for (const RatePiece& piece : hub.walk_ins.pieces)
    day.walking_in += piece.persons_per_hour * (piece.to - piece.from).in_hours();
  return day;
}

/// How often a person of class `c` comes by each station. The path has no circle, so that as many rounds as there are
/// stations carry every probability to its end.
std::vector<double> visits(const std::vector<Station>& stations, std::size_t c) {
  std::vector<double> expected(stations.size());
  for (std::size_t round = 0; round < stations.size(); ++round) {
    std::vector<double> next(stations.size());
    next.front() = 1;
    for (std::size_t s = 0; s < stations.size(); ++s)
      for (const Branch& branch : stations[s].next[c])
        if (branch.station)
          next[*branch.station] += expected[s] * branch.probability;
    expected = std::move(next);
  }
  return expected;
}

/// Persons of each class, from persons by appointment and without.
std::vector<double> by_class(const Demand& demand, const std::vector<PersonClass>& classes) {
  std::vector<double> persons;
  persons.reserve(classes.size());
  for (const PersonClass& c : classes)
    persons.push_back(demand.booked * c.appointment_share + demand.walking_in * c.walk_in_share);
  return persons;
}

int servers_by_rule(const Node& node, const Hub& hub, std::size_t station, const std::vector<PersonClass>& classes,
                    Diagnostics& diagnostics) {
  TableReader rule(&node, "servers", diagnostics);
  const bool by_utilisation = rule.optional("utilisation") != nullptr;
  if (forms_used(rule, kServersRules).count != 1)
    diagnostics.add(node.place, "servers have a number, or one of the rules 'utilisation' and 'per_1000_a_day'",
                    "write servers = 20, { utilisation = 0.85 } or { per_1000_a_day = 5 }");
  const double utilisation = rule.number("utilisation", 1, {0, 1, false, true});
  const double per_1000 = rule.number("per_1000_a_day", 1, {0, static_cast<double>(kMostServers), false, true});
  const auto least = static_cast<double>(rule.integer("least", 1, 0, kMostServers));
  rule.finish();
  const auto persons = by_class(by_utilisation ? busiest_hour(hub) : whole_day(hub), classes);
  double work = 0;  // server-hours an hour; or persons a day
  for (std::size_t c = 0; c < classes.size(); ++c)
    work += persons[c] * visits(hub.stations, c)[station] *
            (by_utilisation ? mean_of(hub.stations[station].service[c]).in_hours() : 1);
  const double servers = by_utilisation ? work / utilisation : work / 1000 * per_1000;
  // A hair above a whole number is rounding, not a server more.
  return static_cast<int>(std::clamp(std::ceil(servers - 1e-9), least, static_cast<double>(kMostServers)));
}

}  // namespace

void apply_servers_rules(TableReader& table, const std::vector<PersonClass>& classes, Hub& hub) {
  const auto nodes = table.elements("station");
  for (std::size_t s = 0; s < std::min(nodes.size(), hub.stations.size()); ++s) {
    const Node* servers = nodes[s]->find("servers");
    auto* staffed = std::get_if<Staffed>(&hub.stations[s].servers);
    if (servers && servers->is_table() && staffed && staffed->shifts.size() == 1)
      staffed->shifts.front().servers = servers_by_rule(*servers, hub, s, classes, table.diagnostics());
  }
}

}  // namespace ripresa::scenario
