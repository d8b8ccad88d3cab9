#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "circle.hpp"
#include "forms.hpp"
#include "limits.hpp"
#include "reader.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

constexpr std::size_t kMostCalls = 16;   // told apart by the keys of their random numbers
constexpr const char* kLeave = "leave";  // where 'next' leads out of the hub

std::variant<Staffed, Seated> read_servers(TableReader& table, Time opens) {
  const Node* servers = table.optional("servers");
  const Node* shifts = table.optional("shifts");
  const Node* seats = table.optional("seats");
  if (const FormsUsed used = forms_used(table, kStaffings); used.count != 1)
    table.diagnostics().add(place_of(table, kStaffings, used),
                            "a station has either 'servers', or 'shifts', or 'seats'",
                            "write just one of servers = 20, shifts = [ … ], seats = \"unlimited\"");
  const auto at_shift_end = read_under_way(table, "at_shift_end", UnderWay::finish);
  if (seats) {
    if (at_shift_end != UnderWay::finish)
      table.diagnostics().add(table.optional("at_shift_end")->place,
                              "'at_shift_end' is for servers, and the station has seats",
                              "give it servers or shifts, or remove the key");
    if (seats->text() && *seats->text() == "unlimited")
      return Seated{};
    const auto count = read_integer(*seats, 1, kMostServers, table.diagnostics());
    return Seated{count ? std::optional(static_cast<int>(*count)) : std::nullopt};
  }
  if (shifts)
    return Staffed{read_shifts(table), at_shift_end};
  if (servers && servers->is_table())
    return Staffed{{{opens, kLastShiftEnd, 0}}, at_shift_end};  // apply_servers_rules sets their number
  const auto count = static_cast<int>(table.integer("servers", 1, 1, kMostServers));
  return Staffed{{{opens, kLastShiftEnd, count}}, at_shift_end};
}

std::vector<Call> read_calls(TableReader& table, const Names& names) {
  const auto nodes = table.elements("calls");
  if (nodes.size() > kMostCalls)
    table.diagnostics().add(table.optional("calls")->place,
                            fmt::format("the station makes more than {} calls", kMostCalls),
                            "leave some out, or divide the station in two");
  std::vector<Call> calls;
  for (const Node* node : nodes) {
    TableReader call(node, "a call", table.diagnostics());
    const Node* backend = call.required("backend", "backend = \"poste\"");
    const auto index = backend ? read_name(*backend, "backend", names.backends, table.diagnostics()) : std::nullopt;
    const std::size_t at = call.choice("at", 1, {"start", "end", "throughout"});
    call.finish();
    calls.push_back({index.value_or(0), static_cast<CallPoint>(at)});
  }
  return calls;
}

/// Where to: a station's index, nothing for leaving. Errors give the station after `here`.
std::optional<std::size_t> read_target(const Node& node, const std::vector<std::string>& stations, std::size_t here,
                                       Diagnostics& diagnostics) {
  if (node.text() && *node.text() == kLeave)
    return std::nullopt;
  std::vector<std::string> valid = stations;
  valid.emplace_back(kLeave);
  const auto found = read_name(node, "station", valid, diagnostics);
  if (found && *found < stations.size())
    return found;
  return here + 1 < stations.size() ? std::optional(here + 1) : std::nullopt;
}

struct NextEntry {
  std::optional<std::size_t> person_class;
  Branch branch;
  bool probability_given = false;
};

std::vector<NextEntry> read_next_entries(TableReader& table, const Names& names,
                                         const std::vector<std::string>& stations, std::size_t here) {
  std::vector<NextEntry> entries;
  for (const Node* node : table.elements("next")) {
    TableReader entry(node, "an entry of next", table.diagnostics());
    NextEntry next;
    if (const Node* to = entry.required("to", "to = \"observation\""))
      next.branch.station = read_target(*to, stations, here, table.diagnostics());
    if (const Node* person_class = entry.optional("class"))
      next.person_class = read_name(*person_class, "class", names.classes, table.diagnostics());
    next.probability_given = entry.optional("probability") != nullptr;
    next.branch.probability = entry.number("probability", 0, {0, 1});
    entry.finish();
    entries.push_back(next);
  }
  return entries;
}

/// One class's branches; an entry without a probability takes the rest.
std::vector<Branch> branches_of(std::vector<NextEntry> entries, TableReader& table) {
  double given = 0;
  std::size_t open = 0;
  for (const NextEntry& entry : entries) {
    given += entry.branch.probability;
    open += entry.probability_given ? 0 : 1;
  }
  if (open > 1 || given > 1 + 1e-9 || (open == 0 && std::abs(given - 1) > 1e-9))
    table.diagnostics().add(table.place(),
                            open > 1 ? std::string("more than one entry of 'next' has no probability")
                                     : fmt::format("the probabilities of 'next' add up to {}", given),
                            "let them add up to 1; one entry may leave its probability out and takes the rest");
  std::vector<Branch> branches;
  for (NextEntry& entry : entries) {
    if (!entry.probability_given)
      entry.branch.probability = std::max(0.0, 1 - given);
    branches.push_back(entry.branch);
  }
  return branches;
}

std::vector<std::vector<Branch>> read_next(TableReader& table, const Names& names,
                                           const std::vector<std::string>& stations, std::size_t here) {
  const Branch following{here + 1 < stations.size() ? std::optional(here + 1) : std::nullopt, 1};
  const Node* node = table.optional("next");
  if (!node)
    return std::vector<std::vector<Branch>>(names.classes.size(), {following});
  if (node->text())
    return std::vector<std::vector<Branch>>(names.classes.size(),
                                            {Branch{read_target(*node, stations, here, table.diagnostics()), 1}});
  const auto entries = read_next_entries(table, names, stations, here);
  std::vector<std::vector<Branch>> by_class;
  for (std::size_t c = 0; c < names.classes.size(); ++c) {
    std::vector<NextEntry> own;
    std::vector<NextEntry> general;
    for (const NextEntry& entry : entries)
      if (!entry.person_class)
        general.push_back(entry);
      else if (*entry.person_class == c)
        own.push_back(entry);
    const auto& chosen = own.empty() ? general : own;
    by_class.push_back(chosen.empty() ? std::vector<Branch>{following} : branches_of(chosen, table));
  }
  return by_class;
}

/// What a station can refer to within its hub.
struct HubNames {
  std::vector<std::string> stations, supplies;
};

std::vector<std::string> names_of(const std::vector<const Node*>& nodes) {
  std::vector<std::string> names;
  for (const Node* node : nodes) {
    const Node* name = node->find("name");
    names.push_back(name && name->text() ? *name->text() : "");
  }
  return names;
}

/// For what the station does not have. What holds anyway is let pass: a station that is changed by a hub or [set] may
/// have no other way to be rid of what its template says.
void check_on_backend_loss(TableReader& table, const Station& station) {
  if (station.on_backend_loss != UnderWay::suspend &&
      std::none_of(station.calls.begin(), station.calls.end(),
                   [](const Call& call) { return call.at == CallPoint::throughout; }))
    table.diagnostics().add(table.optional("on_backend_loss")->place,
                            "'on_backend_loss' is for work that calls throughout, and the station makes no such call",
                            "write at = \"throughout\" for one, or remove the key");
}

Station read_station(const Node& node, const Names& names, const HubNames& of_hub, std::size_t here,
                     const HubHours& hours, Diagnostics& diagnostics) {
  TableReader table(&node, "[[hub.station]]", diagnostics);
  Station station;
  table.required("name", "name = \"registration\"");
  station.name = table.text("name", "");
  if (station.name == kLeave)
    diagnostics.add(table.optional("name")->place,
                    fmt::format("a station is called '{}', which in 'next' is out of the hub", kLeave),
                    "give it another name");
  station.servers = read_servers(table, hours.opens);
  station.service = read_service(table, names);
  if (const Node* walk = table.optional("walk"))
    station.walk = read_distribution(*walk, DistributionUse::length, diagnostics);
  station.calls = read_calls(table, names);
  station.on_backend_loss = read_under_way(table, "on_backend_loss", UnderWay::suspend);
  if (const Node* patience = table.optional("patience"))
    station.patience = read_distribution(*patience, DistributionUse::length, diagnostics);
  station.balking = read_balking(table);
  check_on_backend_loss(table, station);
  station.on_failure = read_responses(table, names, station.calls, hours);
  if (!station.calls.empty() && std::holds_alternative<Seated>(station.servers) &&
      !std::get<Seated>(station.servers).seats)
    diagnostics.add(table.place(), "a station with unlimited seats cannot call a backend",
                    "give it servers, or a number of seats");
  if (const Node* needs = table.optional("needs")) {
    if (of_hub.supplies.empty())
      diagnostics.add(needs->place, "the hub has no supply", "add [[hub.supply]], or remove 'needs'");
    else
      station.needs = read_name(*needs, "supply", of_hub.supplies, diagnostics);
  }
  station.next = read_next(table, names, of_hub.stations, here);
  table.finish();
  return station;
}

/// Where people may go after each station, of whatever class.
std::vector<std::vector<std::size_t>> ways(const std::vector<Station>& stations) {
  std::vector<std::vector<std::size_t>> next(stations.size());
  for (std::size_t s = 0; s < stations.size(); ++s)
    for (const auto& branches : stations[s].next)
      for (const Branch& branch : branches)
        if (branch.station && branch.probability > 0)
          next[s].push_back(*branch.station);
  return next;
}

void check_path(const std::vector<Station>& stations, const std::vector<Place>& places, Diagnostics& diagnostics) {
  if (stations.empty())
    return;
  std::vector<Search> search(stations.size());
  if (const auto circle = find_circle(ways(stations), 0, search); !circle.empty()) {
    diagnostics.add(places[circle.front()],
                    fmt::format("a person could walk in a circle: {}", circle_text(circle, stations)),
                    "let 'next' lead forward only");
    return;
  }
  for (std::size_t i = 0; i < stations.size(); ++i)
    if (search[i] == Search::not_begun)
      diagnostics.add(places[i], fmt::format("nobody ever gets to station '{}'", stations[i].name),
                      "name it in the 'next' of another station, or remove it");
}

}  // namespace

std::vector<Shift> read_shifts(TableReader& table) {
  std::vector<std::pair<Shift, Place>> shifts;
  for (const Node* node : table.elements("shifts")) {
    TableReader shift(node, "a shift", table.diagnostics());
    shift.required("from", "from = 08:00:00");
    shift.required("to", "to = 14:00:00");
    shift.required("servers", "servers = 40");
    const Time from = shift.clock("from", Time{});
    const Time to = shift.clock("to", from + Duration::minutes(1));
    const auto servers = static_cast<int>(shift.integer("servers", 1, 0, kMostServers));
    shift.finish();
    if (to <= from)
      table.diagnostics().add(node->place, "the shift ends before it begins", "write a later 'to'");
    shifts.emplace_back(Shift{from, to, servers}, node->place);
  }
  std::stable_sort(shifts.begin(), shifts.end(),
                   [](const auto& a, const auto& b) { return a.first.from < b.first.from; });
  std::vector<Shift> sorted;
  for (const auto& [shift, place] : shifts) {
    if (!sorted.empty() && shift.from < sorted.back().to)
      table.diagnostics().add(
          place,
          fmt::format("the shift from {} overlaps the one from {} to {}", clock_minutes(shift.from),
                      clock_minutes(sorted.back().from), clock_minutes(sorted.back().to)),
          "let each shift begin when the one before ends, with the servers of both where they meet");
    sorted.push_back(shift);
  }
  return sorted;
}

std::vector<Distribution> read_service(TableReader& table, const Names& names) {
  std::vector<Distribution> by_class(names.classes.size(), Constant{Duration::minutes(1)});
  if (const Node* service = table.required("service", "service = { lognormal = { mean = \"3 min\", cv = 0.5 } }"))
    std::fill(by_class.begin(), by_class.end(),
              read_distribution(*service, DistributionUse::length, table.diagnostics()));
  const Node* special = table.optional("service_for");
  if (!special)
    return by_class;
  TableReader for_class(special, "service_for", table.diagnostics());
  for (std::size_t c = 0; c < names.classes.size(); ++c)
    if (const Node* own = for_class.optional(names.classes[c]))
      by_class[c] = read_distribution(*own, DistributionUse::length, table.diagnostics());
  for_class.finish();
  return by_class;
}

std::vector<std::string> station_names(const std::vector<Station>& stations) {
  std::vector<std::string> names;
  names.reserve(stations.size());
  for (const Station& station : stations)
    names.push_back(station.name);
  return names;
}

std::vector<Station> read_stations(TableReader& hub, const Names& names, const HubHours& hours) {
  const auto nodes = hub.elements("station");
  const HubNames of_hub{names_of(nodes), names_of(hub.elements("supply"))};
  std::vector<Station> stations;
  std::vector<Place> places;
  std::vector<std::pair<std::string, Place>> unique;
  stations.reserve(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    stations.push_back(read_station(*nodes[i], names, of_hub, i, hours, hub.diagnostics()));
    places.push_back(nodes[i]->place);
    unique.emplace_back(stations.back().name, nodes[i]->place);
  }
  if (nodes.empty())
    hub.diagnostics().add(hub.place(), "the hub has no station", "add [[hub.station]]");
  if (nodes.size() > kMostStations)
    hub.diagnostics().add(hub.place(), fmt::format("the hub has more than {} stations", kMostStations),
                          "join stations of the same kind");
  check_unique(unique, "station of this hub", hub.diagnostics());
  check_path(stations, places, hub.diagnostics());
  return stations;
}

}  // namespace ripresa::scenario
