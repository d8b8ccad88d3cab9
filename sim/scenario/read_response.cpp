// What a station does while its backend does not answer.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "forms.hpp"
#include "limits.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

std::optional<ExtraClerks> read_extra_clerks(TableReader& entry, const HubHours& hours) {
  const Node* node = entry.optional("extra_clerks");
  if (!node)
    return std::nullopt;
  TableReader table(node, "extra_clerks", entry.diagnostics());
  table.required("clerks", "clerks = 4");
  ExtraClerks extra;
  extra.clerks = static_cast<int>(table.integer("clerks", 1, 1, kMostServers));
  extra.from = table.clock("from", hours.closes);
  table.finish();
  return extra;
}

std::optional<Overnight> read_overnight(TableReader& entry, const HubHours& hours) {
  const Node* node = entry.optional("overnight");
  if (!node)
    return std::nullopt;
  TableReader table(node, "overnight", entry.diagnostics());
  const Node* at = table.required("at", "at = \"30:00\", 6 o'clock on the next day");
  Overnight overnight;
  overnight.at = table.clock("at", hours.closes);
  overnight.forms_per_hour = table.number("per_hour", 0, {kSlowestRate, 1e9});
  table.finish();
  if (at && overnight.at >= hours.horizon)
    entry.diagnostics().add(at->place,
                            fmt::format("the forms are keyed in after the horizon, {}", clock_seconds(hours.horizon)),
                            "write a later experiment.horizon, or leave 'overnight' out");
  return overnight;
}

std::optional<FormEntry> read_entry(TableReader& paper, const HubHours& hours) {
  const Node* node = paper.optional("entry");
  if (!node)
    return std::nullopt;
  TableReader table(node, "entry", paper.diagnostics());
  FormEntry entry;
  entry.service = Constant{Duration::minutes(1)};
  if (const Node* service = table.required("service", "service = \"90 s\""))
    entry.service = read_distribution(*service, DistributionUse::length, paper.diagnostics());
  entry.extra_clerks = read_extra_clerks(table, hours);
  entry.overnight = read_overnight(table, hours);
  entry.idle_clerks = table.truth("idle_clerks", !entry.extra_clerks && !entry.overnight);
  table.finish();
  if (!entry.idle_clerks && !entry.extra_clerks && !entry.overnight)
    paper.diagnostics().add(node->place, "nobody keys in the forms",
                            "set idle_clerks = true, extra_clerks = { clerks = 4 } or overnight = { at = \"30:00\" }");
  return entry;
}

Paper read_paper(TableReader& table, const Names& names, const HubHours& hours) {
  Paper paper;
  paper.service = read_service(table, names);
  paper.under_way = read_under_way(table, "under_way", UnderWay::restart);
  paper.entry = read_entry(table, hours);
  return paper;
}

Offline read_offline(TableReader& table) {
  Offline offline;
  if (table.optional("persons"))
    offline.persons = static_cast<int>(table.integer("persons", 1, 1, kMostPersons));
  offline.syncs_per_minute = table.number("syncs_per_minute", 0, {kSlowestRate, 1e9});
  offline.under_way = read_under_way(table, "under_way", UnderWay::suspend);
  return offline;
}

Divert read_divert(TableReader& table) {
  Divert divert;
  if (table.optional("queue_below"))
    divert.queue_below = static_cast<int>(table.integer("queue_below", 1, 1, kMostPersons));
  divert.refuse = table.number("refuse", 0, {0, 1});
  return divert;
}

/// The keys that all responses have; calls are made again from the first on, so a retry begins with the failure.
void read_times(TableReader& table, bool retry, Response& response) {
  if (!retry)
    response.after = table.duration("after", Duration{});
  if (table.optional("for"))
    response.lasts = table.duration("for", Duration{}, Sign::positive);
  if (!retry)
    response.back_after = table.duration("back_after", Duration{});
}

/// A response by its name alone, or as { name = { … } }.
std::optional<Response> read_response(const Node& node, const Names& names, const HubHours& hours,
                                      Diagnostics& diagnostics) {
  if (const auto* text = node.text()) {
    if (*text == "wait")
      return Response{};
    if (*text == "turn_away")
      return Response{TurnAway{}, {}, {}, {}};
    if (*text == "divert")
      return Response{Divert{}, {}, {}, {}};
    diagnostics.add(node.place, fmt::format("'{}' is not a failure response by itself", *text),
                    "write \"wait\", \"turn_away\" or \"divert\", or { paper = { after = \"10 min\", service = … } }");
    return std::nullopt;
  }
  TableReader choice(&node, "a failure response", diagnostics);
  const FormsUsed used = forms_used(choice, kResponses);
  choice.finish();
  if (choice.exists() && used.count != 1)
    diagnostics.add(
        place_of(choice, kResponses, used), fmt::format("a failure response has one name, here are {}", used.count),
        "write { paper = { … } }, or one after the other: [{ wait = { for = \"20 min\" } }, { paper = { … } }]");
  if (used.count == 0)
    return std::nullopt;
  const std::string_view name = kResponses[used.form].front();
  TableReader table(choice.optional(name), name, diagnostics);
  Response response;
  read_times(table, name == "retry", response);
  if (name == "paper")
    response.how = read_paper(table, names, hours);
  else if (name == "offline")
    response.how = read_offline(table);
  else if (name == "turn_away")
    response.how = TurnAway{};
  else if (name == "retry")
    response.how = read_retry(table);
  else if (name == "divert")
    response.how = read_divert(table);
  table.finish();
  return response;
}

/// What the turn of a response at its station is for is not come to behind a retry without a `for`: who has used up the
/// attempts is dealt with one by one.
void check_turn(const Response& response, const Node& node, bool last, Diagnostics& diagnostics) {
  const std::string_view name = kResponses[response.how.index()].front();
  constexpr const char* kRemedy = "say how long the retry holds, like for = \"20 min\", or remove ";
  const Node* keys = node.find(name);
  const auto refuse = [&](const char* key, bool given) {
    const Node* value = given && keys ? keys->find(key) : nullptr;
    if (value)
      diagnostics.add(
          value->place,
          fmt::format("'{}' is never come to: '{}' deals at once with who has used up the attempts, and the "
                      "station's turn to it does not come",
                      key, name),
          fmt::format("{}the key", kRemedy));
  };
  refuse("after", response.after > Duration{});
  refuse("for", response.lasts.has_value());
  refuse("back_after", response.back_after > Duration{});
  if (!last)
    diagnostics.add(node.place,
                    fmt::format("the station's turn to '{}' does not come, so what follows it is never used", name),
                    fmt::format("{}what follows", kRemedy));
}

void check_order(const std::vector<std::pair<Response, const Node*>>& responses, Diagnostics& diagnostics) {
  std::vector<bool> seen(std::variant_size_v<decltype(Response::how)>);
  bool behind_attempts = false;
  for (std::size_t i = 0; i < responses.size(); ++i) {
    const auto& [response, node] = responses[i];
    const Place& place = node->place;
    const std::size_t kind = response.how.index();
    const std::string_view name = kResponses[kind].front();
    if (seen[kind] && !std::holds_alternative<Wait>(response.how))
      diagnostics.add(place, fmt::format("'{}' occurs twice in on_failure", name),
                      "let each response but 'wait' occur once");
    seen[kind] = true;
    const auto* offline = std::get_if<Offline>(&response.how);
    const auto* retry = std::get_if<Retry>(&response.how);
    const bool last = i + 1 == responses.size();
    // Who has used up the attempts is at the counter, and nobody is sent on from there.
    const bool retry_ends = retry && (retry->attempts || retry->budget) && !last &&
                            !std::holds_alternative<Divert>(responses[i + 1].first.how);
    const bool can_end = response.lasts || (offline && offline->persons) || retry_ends;
    if (behind_attempts) {
      check_turn(response, *node, last, diagnostics);
      return;
    }
    behind_attempts = retry_ends && !response.lasts;
    if (!last && !can_end)
      diagnostics.add(place, fmt::format("'{}' never ends, so what follows it is never used", name),
                      "say how long it holds, like for = \"20 min\"");
  }
}

}  // namespace

UnderWay read_under_way(TableReader& table, std::string_view key, UnderWay fallback) {
  return static_cast<UnderWay>(table.choice(key, static_cast<std::size_t>(fallback), {"finish", "suspend", "restart"}));
}

std::vector<Response> read_responses(TableReader& station, const Names& names, const std::vector<Call>& calls,
                                     const HubHours& hours) {
  const Node* node = station.optional("on_failure");
  if (!node)
    return {};
  Diagnostics& diagnostics = station.diagnostics();
  std::vector<const Node*> nodes = {node};
  if (node->is_array())
    nodes = station.elements("on_failure");
  std::vector<std::pair<Response, const Node*>> read;
  for (const Node* element : nodes)
    if (const auto response = read_response(*element, names, hours, diagnostics))
      read.emplace_back(*response, element);
  check_order(read, diagnostics);
  std::vector<Response> responses;
  responses.reserve(read.size());
  for (const auto& [response, element] : read)
    responses.push_back(response);
  if (responses == std::vector<Response>{Response{}})
    responses.clear();  // waiting is what a station does anyway
  if (calls.empty() && !responses.empty())
    diagnostics.add(node->place, "the station calls no backend, so nothing can fail",
                    "add calls = [{ backend = … }], or remove on_failure");
  return responses;
}

}  // namespace ripresa::scenario
