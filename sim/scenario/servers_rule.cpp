// Servers by a rule, so that hubs of many sizes share one template.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "forms.hpp"
#include "limits.hpp"

namespace ripresa::scenario {
namespace {

/// Of those who come by appointment and of those without: persons expected, or what one of them asks for.
struct Demand {
  double booked = 0, walking_in = 0;
};

double product(const Demand& persons, const Demand& each) {
  return persons.booked * each.booked + persons.walking_in * each.walking_in;
}

Demand persons_between(const Hub& hub, Time from, Time to) {
  const auto hours_of = [&](const auto& part) {
    return std::max(Duration{}, std::min(to, part.to) - std::max(from, part.from)).in_hours();
  };
  Demand persons;
  for (const BookBlock& block : hub.appointments.blocks)
    if (const double hours = hours_of(block); hours > 0)
      persons.booked += block.persons * hub.appointments.show_rate * hours / (block.to - block.from).in_hours();
  for (const RatePiece& piece : hub.walk_ins.pieces)
    persons.walking_in += piece.persons_per_hour * hours_of(piece);
  return persons;
}

/// Persons an hour in every window of an hour that may be some station's busiest: between changes of the book and of
/// the walk-ins people come evenly, so that none is busier than all those that begin or end at a change. A hub that is
/// open for less than an hour has no more than that to serve them in.
std::vector<Demand> busy_hours(const Hub& hub) {
  const Duration length = std::min(Duration::hours(1), hub.closes - hub.opens);
  std::set<Time> starts;
  const auto add_changes = [&](const auto& parts) {
    for (const auto& part : parts)
      starts.insert({part.from - length, part.from, part.to - length, part.to});
  };
  add_changes(hub.appointments.blocks);
  add_changes(hub.walk_ins.pieces);
  std::vector<Demand> hours;
  hours.reserve(starts.size());
  for (const Time from : starts) {
    const Demand persons = persons_between(hub, from, from + length);
    hours.push_back({persons.booked / length.in_hours(), persons.walking_in / length.in_hours()});
  }
  return hours;
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

/// What one person asks of the station: visits, or hours of a server.
enum class Ask { visits, server_hours };

Demand asked_by_each(const Hub& hub, std::size_t station, const std::vector<PersonClass>& classes, Ask ask) {
  Demand each;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const double asked = visits(hub.stations, c)[station] *
                         (ask == Ask::server_hours ? mean_of(hub.stations[station].service[c]).in_hours() : 1);
    each.booked += classes[c].appointment_share * asked;
    each.walking_in += classes[c].walk_in_share * asked;
  }
  return each;
}

/// Servers busy on average in the station's busiest hour.
double most_busy(const Hub& hub, std::size_t station, const std::vector<PersonClass>& classes) {
  const Demand each = asked_by_each(hub, station, classes, Ask::server_hours);
  double most = 0;
  for (const Demand& persons_an_hour : busy_hours(hub))
    most = std::max(most, product(persons_an_hour, each));
  return most;
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
  const double servers =
      by_utilisation ? most_busy(hub, station, classes) / utilisation
                     : product(whole_day(hub), asked_by_each(hub, station, classes, Ask::visits)) / 1000 * per_1000;
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
