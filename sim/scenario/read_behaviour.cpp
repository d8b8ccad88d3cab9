// What people do when they have to wait, and where those go who are sent home.

#include <fmt/format.h>

#include <algorithm>

#include "limits.hpp"
#include "reader.hpp"

namespace ripresa::scenario {
namespace {

Balking read_one_balking(const Node& node, Diagnostics& diagnostics) {
  TableReader table(&node, "balking", diagnostics);
  Balking balking;
  table.required("queue", "queue = 50");
  balking.queue = static_cast<int>(table.integer("queue", 0, 0, kMostPersons));
  balking.probability = table.number("probability", 1, {0, 1});
  table.finish();
  return balking;
}

}  // namespace

std::vector<Balking> read_balking(TableReader& station) {
  const Node* node = station.optional("balking");
  if (!node)
    return {};
  if (!node->is_array())
    return {read_one_balking(*node, station.diagnostics())};
  std::vector<Balking> steps;
  for (const Node* element : station.elements("balking")) {
    const Balking next = read_one_balking(*element, station.diagnostics());
    if (!steps.empty() && (next.queue <= steps.back().queue || next.probability < steps.back().probability))
      station.diagnostics().add(element->place, "the steps of 'balking' do not ascend",
                                "let each have a longer queue and at least the probability of the one before");
    steps.push_back(next);
  }
  return steps;
}

std::optional<ComeBack> read_come_back(TableReader& hub) {
  const Node* node = hub.optional("come_back");
  if (!node)
    return std::nullopt;
  TableReader table(node, "come_back", hub.diagnostics());
  ComeBack come_back;
  come_back.probability = table.number("probability", 1, {0, 1});
  if (const Node* after = table.required("after", "after = \"2 h\""))
    come_back.after = read_distribution(*after, DistributionUse::length, hub.diagnostics());
  come_back.times = static_cast<int>(table.integer("times", 1, 1, 100));
  table.finish();
  return come_back;
}

std::optional<Rebooking> read_rebooking(TableReader& hub) {
  const Node* node = hub.optional("rebooking");
  if (!node)
    return std::nullopt;
  TableReader table(node, "rebooking", hub.diagnostics());
  Rebooking rebooking;
  table.required("slots_per_day", "slots_per_day = 200");
  rebooking.slots_per_day = static_cast<int>(table.integer("slots_per_day", 0, 0, kMostPersons));
  rebooking.days = static_cast<int>(table.integer("days", 1, 1, 1000));
  rebooking.refuse = table.number("refuse", 0, {0, 1});
  table.finish();
  return rebooking;
}

std::vector<Nearby> read_nearby(TableReader& hub, const Names& names, const std::string& own_name) {
  std::vector<Nearby> nearby;
  for (const Node* node : hub.elements("nearby")) {
    TableReader table(node, "nearby", hub.diagnostics());
    Nearby next;
    const Node* name = table.required("hub", "hub = \"Torino\"");
    const auto index = name ? read_name(*name, "hub", names.hubs, hub.diagnostics()) : std::nullopt;
    table.required("travel", "travel = \"20 min\"");
    next.travel = table.duration("travel", Duration::minutes(1), Sign::positive);
    table.finish();
    if (!index)
      continue;
    next.hub = *index;
    if (std::any_of(nearby.begin(), nearby.end(), [&next](const Nearby& other) { return other.hub == next.hub; }))
      hub.diagnostics().add(name->place, "this hub is listed twice", "list each hub once");
    nearby.push_back(next);
    if (names.hubs[next.hub] == own_name)
      hub.diagnostics().add(name->place, "a hub is not near itself", "name another hub");
  }
  std::stable_sort(nearby.begin(), nearby.end(), [](const Nearby& a, const Nearby& b) { return a.travel < b.travel; });
  return nearby;
}

}  // namespace ripresa::scenario
