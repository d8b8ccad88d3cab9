// What a hub does to get over a disturbance, and when.

#include <fmt/format.h>

#include "forms.hpp"
#include "limits.hpp"

namespace ripresa::scenario {
namespace {

constexpr std::size_t kMostMitigations = 256;  // told apart by the keys of their random numbers

std::size_t read_station_name(TableReader& table, std::string_view key, const std::vector<std::string>& stations) {
  const Node* node = table.required(key, fmt::format("{} = \"registration\"", key));
  return node ? read_name(*node, "station", stations, table.diagnostics()).value_or(0) : 0;
}

/// A station with staff.
std::size_t read_staffed(TableReader& table, std::string_view key, const Hub& hub,
                         const std::vector<std::string>& stations) {
  const std::size_t station = read_station_name(table, key, stations);
  if (const Node* node = table.optional(key);
      node && station < hub.stations.size() && !std::holds_alternative<Staffed>(hub.stations[station].servers))
    table.diagnostics().add(node->place, fmt::format("station '{}' has no staff", stations[station]),
                            "name a station with servers or shifts");
  return station;
}

decltype(Mitigation::when) read_trigger(TableReader& mitigation, const Names& names, const Hub& hub,
                                        const std::vector<std::string>& stations) {
  TableReader table(mitigation.required("when", "when = { queue_above = 200 }"), "when", mitigation.diagnostics());
  decltype(Mitigation::when) when;
  switch (just_one(table, "'when'", kTriggers, "when = { queue_above = 200 }")) {
    case 0:
      when = AtTime{table.clock("at", hub.opens)};
      break;
    case 1: {
      QueueAbove queue{static_cast<int>(table.integer("queue_above", 0, 0, kMostPersons)), {}};
      if (const Node* station = table.optional("station"))
        queue.station = read_name(*station, "station", stations, table.diagnostics());
      when = queue;
      break;
    }
    case 2: {
      const Node* backend = table.optional("backend_down");
      when = BackendDown{read_name(*backend, "backend", names.backends, table.diagnostics()).value_or(0),
                         table.duration("for", Duration{})};
      break;
    }
    default:
      when = BehindPlan{static_cast<int>(table.integer("behind_plan", 0, 0, kMostPersons))};
  }
  table.finish();
  return when;
}

ExtraServers read_extra_servers(const Node& node, const Hub& hub, const std::vector<std::string>& stations,
                                Diagnostics& diagnostics) {
  TableReader table(&node, "extra_servers", diagnostics);
  ExtraServers extra;
  extra.station = read_staffed(table, "station", hub, stations);
  table.required("servers", "servers = 6");
  extra.servers = static_cast<int>(table.integer("servers", 1, 1, kMostServers));
  table.finish();
  return extra;
}

MoveStaff read_move_staff(const Node& node, const Hub& hub, const std::vector<std::string>& stations,
                          Diagnostics& diagnostics) {
  TableReader table(&node, "move_staff", diagnostics);
  MoveStaff move;
  move.from = read_staffed(table, "from", hub, stations);
  move.to = read_staffed(table, "to", hub, stations);
  const Node* from = table.optional("from");
  const Node* to = table.optional("to");
  if (from && to && from->text() && to->text() && *from->text() == *to->text())
    diagnostics.add(to->place, "staff are moved to the station where they are", "name another station");
  table.required("servers", "servers = 4");
  move.servers = static_cast<int>(table.integer("servers", 1, 1, kMostServers));
  table.finish();
  return move;
}

Shorten read_shorten(const Node& node, const std::vector<std::string>& stations, Diagnostics& diagnostics) {
  TableReader table(&node, "shorten", diagnostics);
  Shorten shorten;
  shorten.station = read_station_name(table, "station", stations);
  table.required("factor", "factor = 0.67");
  shorten.factor = table.number("factor", 1, {0, 1});
  table.finish();
  return shorten;
}

HoldBack read_hold_back(const Node& node, const Hub& hub, Diagnostics& diagnostics) {
  TableReader table(&node, "hold_back", diagnostics);
  HoldBack hold_back;
  hold_back.notice = table.duration("notice", Duration{});
  hold_back.share = table.number("share", 1, {0, 1});
  if (table.optional("later"))
    hold_back.later = table.duration("later", Duration::hours(1), Sign::positive);
  table.finish();
  if (!hold_back.later && !hub.rebooking)
    diagnostics.add(node.place, "people are asked to come on a later day, and the hub has no 'rebooking'",
                    "add later = \"2 h\", or rebooking = { slots_per_day = 200 } to the hub");
  return hold_back;
}

decltype(Mitigation::action) read_action(TableReader& table, const Hub& hub, const std::vector<std::string>& stations) {
  const std::size_t kind =
      just_one(table, "a mitigation", kActions, "extra_servers = { station = \"registration\", servers = 6 }");
  const Node* node = table.optional(kActions[kind].front());
  if (!node)
    return Overtime{};
  switch (kind) {
    case 0:
      return read_extra_servers(*node, hub, stations, table.diagnostics());
    case 1:
      return read_move_staff(*node, hub, stations, table.diagnostics());
    case 2:
      return Overtime{table.duration("overtime", Duration{}, Sign::positive)};
    case 3:
      return read_shorten(*node, stations, table.diagnostics());
    default:
      return read_hold_back(*node, hub, table.diagnostics());
  }
}

Mitigation read_mitigation(const Node& node, const Names& names, const Hub& hub,
                           const std::vector<std::string>& stations, Diagnostics& diagnostics) {
  TableReader table(&node, "[[hub.mitigation]]", diagnostics);
  Mitigation mitigation;
  table.required("name", "name = \"six more clerks\"");
  mitigation.name = table.text("name", "");
  mitigation.when = read_trigger(table, names, hub, stations);
  mitigation.lead_time = table.duration("lead_time", Duration{});
  if (table.optional("for"))
    mitigation.lasts = table.duration("for", Duration::hours(1), Sign::positive);
  if (table.optional("until_queue_below"))
    mitigation.until_queue_below = static_cast<int>(table.integer("until_queue_below", 1, 1, kMostPersons));
  const bool sees_lines =
      std::holds_alternative<QueueAbove>(mitigation.when) || std::holds_alternative<BehindPlan>(mitigation.when);
  mitigation.without_failure = table.truth("without_failure", sees_lines);
  mitigation.action = read_action(table, hub, stations);
  table.finish();
  if (table.optional("overtime") && (mitigation.lasts || mitigation.until_queue_below))
    diagnostics.add(node.place, "overtime has its own length", "remove 'for' and 'until_queue_below'");
  return mitigation;
}

}  // namespace

std::vector<Mitigation> read_mitigations(TableReader& table, const Names& names, const Hub& hub) {
  const auto stations = station_names(hub.stations);
  std::vector<Mitigation> mitigations;
  std::vector<std::pair<std::string, Place>> unique;
  for (const Node* node : table.elements("mitigation")) {
    mitigations.push_back(read_mitigation(*node, names, hub, stations, table.diagnostics()));
    unique.emplace_back(mitigations.back().name, node->place);
  }
  if (mitigations.size() > kMostMitigations)
    table.diagnostics().add(table.place(), fmt::format("the hub has more than {} mitigations", kMostMitigations),
                            "join those of the same kind");
  check_unique(unique, "mitigation of this hub", table.diagnostics());
  return mitigations;
}

}  // namespace ripresa::scenario
