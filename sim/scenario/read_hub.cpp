#include <fmt/format.h>

#include <algorithm>

#include "forms.hpp"
#include "limits.hpp"
#include "reader.hpp"

namespace ripresa::scenario {
namespace {

constexpr Duration kLeastSlot = Duration::seconds(1);
constexpr std::size_t kPerDay = 0;  // of kBooks and kWalkInRates

/// Blocks that overlap are an error; `what` names them.
template <class Block>
std::vector<Block> checked_blocks(std::vector<std::pair<Block, Place>> blocks, std::string_view what,
                                  Diagnostics& diagnostics) {
  std::stable_sort(blocks.begin(), blocks.end(),
                   [](const auto& a, const auto& b) { return a.first.from < b.first.from; });
  std::vector<Block> sorted;
  for (const auto& [block, place] : blocks) {
    if (block.to <= block.from)
      diagnostics.add(place, fmt::format("{} ends before it begins", what), "write a later 'to'");
    else if (!sorted.empty() && block.from < sorted.back().to)
      diagnostics.add(place, fmt::format("{} from {} overlaps the one before it", what, clock_minutes(block.from)),
                      "let each begin when the one before ends");
    sorted.push_back(block);
  }
  return sorted;
}

std::vector<BookBlock> read_blocks(TableReader& book, Time opens, Time closes) {
  if (at_most_one(book, "appointments", kBooks, "per_day = 2000") == kPerDay) {
    book.required("per_day", "per_day = 2000");
    const auto persons = static_cast<int>(book.integer("per_day", 0, 0, kMostPersons));
    const BookBlock block{book.clock("from", opens), book.clock("to", closes), persons};
    return checked_blocks<BookBlock>({{block, book.place()}}, "the appointment book", book.diagnostics());
  }
  std::vector<std::pair<BookBlock, Place>> blocks;
  for (const Node* node : book.elements("blocks")) {
    TableReader block(node, "a block of the appointment book", book.diagnostics());
    block.required("from", "from = 08:00:00");
    block.required("to", "to = 12:00:00");
    block.required("persons", "persons = 800");
    const Time from = block.clock("from", opens);
    blocks.push_back({{from, block.clock("to", from + Duration::hours(1)),
                       static_cast<int>(block.integer("persons", 0, 0, kMostPersons))},
                      node->place});
    block.finish();
  }
  return checked_blocks(std::move(blocks), "a block of the appointment book", book.diagnostics());
}

AppointmentBook read_appointments(const Node& node, Time opens, Time closes, Diagnostics& diagnostics) {
  TableReader table(&node, "appointments", diagnostics);
  AppointmentBook book;
  book.slot = table.duration("slot", Duration::minutes(10), Sign::positive);
  book.blocks = read_blocks(table, opens, closes);
  book.show_rate = table.number("show_rate", 1, {0, 1});
  if (const Node* punctuality = table.optional("punctuality"))
    book.punctuality = read_distribution(*punctuality, DistributionUse::punctuality, diagnostics);
  table.finish();
  if (book.slot < kLeastSlot)
    diagnostics.add(table.place(), fmt::format("a slot of {} is too short", quantity(book.slot)),
                    fmt::format("write at least {}", quantity(kLeastSlot)));
  for (const BookBlock& block : book.blocks)
    if (block.to > block.from && block.to - block.from < book.slot)
      diagnostics.add(table.place(),
                      fmt::format("a slot of {} does not fit between {} and {}", quantity(book.slot),
                                  clock_minutes(block.from), clock_minutes(block.to)),
                      "write a shorter slot");
  return book;
}

WalkIns read_walk_ins(const Node& node, Time opens, Time closes, Diagnostics& diagnostics) {
  TableReader table(&node, "walk_ins", diagnostics);
  WalkIns walk_ins;
  if (at_most_one(table, "walk_ins", kWalkInRates, "per_day = 100") != kPerDay) {
    std::vector<std::pair<RatePiece, Place>> pieces;
    for (const Node* element : table.elements("rates")) {
      TableReader piece(element, "a rate of walk_ins", diagnostics);
      piece.required("from", "from = 08:00:00");
      piece.required("to", "to = 12:00:00");
      piece.required("per_hour", "per_hour = 90");
      const Time from = piece.clock("from", opens);
      pieces.push_back(
          {{from, piece.clock("to", from + Duration::hours(1)), piece.number("per_hour", 0, {0, kMostPersons})},
           element->place});
      piece.finish();
    }
    walk_ins.pieces = checked_blocks(std::move(pieces), "a rate of walk_ins", diagnostics);
  } else {
    table.required("per_day", "per_day = 100, or rates = [ … ]");
    const double per_day = table.number("per_day", 0, {0, kMostPersons});
    walk_ins.pieces = {{opens, closes, closes > opens ? per_day / (closes - opens).in_hours() : 0}};
  }
  table.finish();
  return walk_ins;
}

/// The station of a role: as named by `key`, else the one called `usual`, else `fallback`.
std::size_t read_role(TableReader& table, std::string_view key, std::string_view usual, std::size_t fallback,
                      const std::vector<std::string>& stations) {
  if (const Node* node = table.optional(key))
    return read_name(*node, "station", stations, table.diagnostics()).value_or(fallback);
  const auto found = std::find(stations.begin(), stations.end(), usual);
  return found == stations.end() ? fallback : static_cast<std::size_t>(found - stations.begin());
}

std::size_t last_staffed(const std::vector<Station>& stations) {
  for (std::size_t i = stations.size(); i-- > 0;)
    if (std::holds_alternative<Staffed>(stations[i].servers))
      return i;
  return stations.empty() ? 0 : stations.size() - 1;
}

/// Hours that make no sense are reported and replaced by twelve, so that nothing else looks wrong because of them.
void read_opening_hours(TableReader& table, Time horizon, Hub& hub) {
  Diagnostics& diagnostics = table.diagnostics();
  const Node* opens = table.required("opens", "opens = 08:00:00");
  const Node* closes = table.required("closes", "closes = 20:00:00");
  hub.opens = opens ? read_clock(*opens, diagnostics).value_or(Time::clock(8)) : Time::clock(8);
  const auto closing = closes ? read_clock(*closes, diagnostics) : std::nullopt;
  hub.closes = closing.value_or(hub.opens + Duration::hours(12));
  if (hub.closes <= hub.opens) {
    diagnostics.add(closes->place,
                    fmt::format("the hub closes at {}, not after it opens at {}", clock_seconds(hub.closes),
                                clock_seconds(hub.opens)),
                    "write a later 'closes'; past midnight like \"26:00\"");
    hub.closes = hub.opens + Duration::hours(12);
  } else if (closing && hub.closes > horizon) {
    diagnostics.add(closes->place, fmt::format("the hub closes after the horizon, {}", clock_seconds(horizon)),
                    "write a later experiment.horizon");
  }
}

/// A run ends before what would happen at the horizon. The closing may be put off by all of the hub's overtime.
void check_hard_close(TableReader& table, Time horizon, const Hub& hub) {
  Diagnostics ignored;  // of hours that make no sense, which are reported already
  const Node* closes = table.optional("closes");
  if (hub.closing != Closing::hard || hub.closes > horizon || !closes || read_clock(*closes, ignored) != hub.closes)
    return;
  Time latest = hub.closes;
  for (const Mitigation& mitigation : hub.mitigations)
    if (const auto* overtime = std::get_if<Overtime>(&mitigation.action))
      latest = latest + overtime->by;
  if (latest >= horizon)
    table.diagnostics().add(
        closes->place,
        fmt::format("the hub closes hard at {}{}, and a run ends at the horizon, {}, before anybody is sent home",
                    clock_seconds(latest), latest > hub.closes ? ", its overtime included" : "",
                    clock_seconds(horizon)),
        "write a later experiment.horizon");
}

/// Slips in the names of those that it does name are reported already.
bool names_no_hub_nearby(TableReader& table) {
  const Node* nearby = table.optional("nearby");
  const auto* list = nearby ? std::get_if<Node::Array>(&nearby->value) : nullptr;
  return !nearby || (list && list->empty());
}

}  // namespace

Hub read_hub(const Node& node, const Names& names, const std::vector<PersonClass>& classes, Time horizon,
             Diagnostics& diagnostics) {
  TableReader table(&node, "[[hub]]", diagnostics);
  Hub hub;
  table.required("name", "name = \"Palazzo delle Scintille\"");
  hub.name = table.text("name", "");
  hub.region = table.text("region", "");
  hub.health_agency = table.text("health_agency", "");
  table.optional("template");  // applied already
  read_opening_hours(table, horizon, hub);
  hub.closing = static_cast<Closing>(table.choice("closing", 0, {"serve-inside", "hard"}));
  if (table.optional("indoor_capacity"))
    hub.indoor_capacity = static_cast<int>(table.integer("indoor_capacity", 0, 0, kMostPersons));
  if (const Node* patience = table.optional("outdoor_patience"))
    hub.outdoor_patience = read_distribution(*patience, DistributionUse::length, diagnostics);
  hub.come_back = read_come_back(table);
  hub.rebooking = read_rebooking(table);
  hub.nearby = read_nearby(table, names, hub.name);
  const Node* appointments = table.optional("appointments");
  const Node* walk_ins = table.optional("walk_ins");
  hub.appointments.slot = Duration::minutes(10);
  if (appointments)
    hub.appointments = read_appointments(*appointments, hub.opens, hub.closes, diagnostics);
  if (walk_ins)
    hub.walk_ins = read_walk_ins(*walk_ins, hub.opens, hub.closes, diagnostics);
  if (!appointments && !walk_ins)
    diagnostics.add(table.place(), "nobody comes to the hub",
                    "add appointments = { per_day = … } or walk_ins = { per_day = … }");
  hub.stations = read_stations(table, names, {hub.opens, hub.closes, horizon});
  const auto stations = station_names(hub.stations);
  hub.vaccination_station =
      read_role(table, "vaccination_station", "vaccination", last_staffed(hub.stations), stations);
  hub.recording_station = read_role(table, "recording_station", "recording", hub.vaccination_station, stations);
  for (const Station& station : hub.stations)
    for (const Response& response : station.on_failure)
      if (std::holds_alternative<Divert>(response.how) && names_no_hub_nearby(table))
        diagnostics.add(table.place(),
                        fmt::format("station '{}' sends people to other hubs, and none is near", station.name),
                        "add nearby = [{ hub = …, travel = \"20 min\" }]");
  apply_servers_rules(table, classes, hub);
  hub.supplies = read_supplies(table, hub);
  hub.mitigations = read_mitigations(table, names, hub);
  check_hard_close(table, horizon, hub);
  table.finish();
  return hub;
}

}  // namespace ripresa::scenario
