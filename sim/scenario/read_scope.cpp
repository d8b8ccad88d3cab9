// Hubs by what they belong to: in failure windows, groups and objectives.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"

namespace ripresa::scenario {
namespace {

using Hit = std::vector<bool>;

std::vector<std::size_t> indices_of(const Hit& hit) {
  std::vector<std::size_t> hubs;
  for (std::size_t hub = 0; hub < hit.size(); ++hub)
    if (hit[hub])
      hubs.push_back(hub);
  return hubs;
}

/// Marks the hubs whose label (by hub) is one of those listed under `key`. Where there is no hub at all, which is
/// reported by itself, names cannot be right or wrong.
void mark_labelled(TableReader& table, std::string_view key, std::string_view what,
                   const std::vector<std::string>& valid, const std::vector<std::string>& label_of_hub, Hit& hit) {
  for (const Node* node : table.elements(key))
    if (const auto index = hit.empty() ? std::nullopt : read_name(*node, what, valid, table.diagnostics()))
      for (std::size_t hub = 0; hub < hit.size(); ++hub)
        hit[hub] = hit[hub] || label_of_hub[hub] == valid[*index];
}

void mark_groups(TableReader& table, std::string_view key, const Names& names, const std::vector<Group>& groups,
                 bool mark, Hit& hit) {
  for (const Node* node : table.elements(key)) {
    const auto index = read_name(*node, "group", names.groups, table.diagnostics());
    if (!index)
      continue;
    if (*index >= groups.size())
      table.diagnostics().add(node->place, fmt::format("the group '{}' comes later", names.groups[*index]),
                              "name groups that stand above");
    else
      for (const std::size_t hub : groups[*index].hubs)
        hit[hub] = mark;
  }
}

Group read_group(const Node& node, const Names& names, const std::vector<Group>& before, Diagnostics& diagnostics) {
  TableReader table(&node, "[[group]]", diagnostics);
  Group group;
  table.required("name", "name = \"on the platform\"");
  group.name = table.text("name", "");
  Hit hit(names.hubs.size());
  for (const std::size_t hub : read_scope(table, names, before))
    hit[hub] = true;
  const bool any_key = std::any_of(kScopeKeys.begin(), kScopeKeys.end(),
                                   [&node](std::string_view key) { return node.find(key) != nullptr; });
  if (!any_key)
    hit.assign(hit.size(), true);
  mark_groups(table, "except", names, before, false, hit);
  group.hubs = indices_of(hit);
  table.finish();
  const bool names_somebody = std::any_of(kScopeKeys.begin(), kScopeKeys.end(),
                                          [&table](std::string_view key) { return !table.elements(key).empty(); });
  if (group.hubs.empty() && !hit.empty() && (names_somebody || !any_key))
    diagnostics.add(table.place(), fmt::format("no hub belongs to the group '{}'", group.name),
                    "name hubs, health_agencies, regions or groups");
  return group;
}

}  // namespace

std::vector<std::size_t> read_scope(TableReader& table, const Names& names, const std::vector<Group>& groups) {
  // Taken as said, it would be about nobody; taken as no key, about everybody.
  for (const std::string_view key : kScopeKeys)
    if (const Node* node = table.optional(key))
      if (const auto* list = std::get_if<Node::Array>(&node->value); list && list->empty())
        table.diagnostics().add(node->place, fmt::format("'{}' names nobody", key),
                                "name at least one, or leave the key out");
  Hit hit(names.hubs.size());
  mark_labelled(table, "hubs", "hub", names.hubs, names.hubs, hit);
  mark_labelled(table, "health_agencies", "health agency", names.agencies, names.hub_agencies, hit);
  mark_labelled(table, "regions", "region", names.regions, names.hub_regions, hit);
  mark_groups(table, "groups", names, groups, true, hit);
  return indices_of(hit);
}

std::vector<Group> read_groups(TableReader& root, const Names& names) {
  std::vector<Group> groups;
  std::vector<std::pair<std::string, Place>> unique;
  for (const Node* node : root.elements("group")) {
    groups.push_back(read_group(*node, names, groups, root.diagnostics()));
    unique.emplace_back(groups.back().name, node->place);
  }
  check_unique(unique, "group", root.diagnostics());
  return groups;
}

ScopeChoice read_scope_choice(TableReader& table, const Names& names) {
  struct Key {
    const char* key;
    const char* what;
    ScopeKind kind;
    const std::vector<std::string>* valid;
  };
  const Key keys[] = {{"hub", "hub", ScopeKind::hub, &names.hubs},
                      {"health_agency", "health agency", ScopeKind::health_agency, &names.agencies},
                      {"region", "region", ScopeKind::region, &names.regions},
                      {"group", "group", ScopeKind::group, &names.groups}};
  Diagnostics& diagnostics = table.diagnostics();
  ScopeChoice choice;
  int given = 0;
  for (const Key& key : keys)
    if (const Node* node = table.optional(key.key)) {
      ++given;
      choice.kind = key.kind;
      if (const auto index = read_name(*node, key.what, *key.valid, diagnostics))
        choice.name = (*key.valid)[*index];
    }
  const std::vector<std::string> kinds = {"hub", "health_agency", "region", "group"};
  if (const Node* node = table.optional("every")) {
    ++given;
    const Key& every = keys[table.choice("every", 0, kinds)];
    choice.kind = every.kind;
    // What is said of every one of none would hold whatever happens.
    if (every.valid->empty() && !names.hubs.empty())
      diagnostics.add(node->place, fmt::format("the scenario has no {}", every.what),
                      "write every = \"hub\" or scope = \"nation\"");
  }
  if (const Node* node = table.optional("scope")) {
    ++given;
    if (read_name(*node, "scope", {"nation"}, diagnostics)) {
      choice.kind = ScopeKind::nation;
      choice.name = "nation";
    }
  }
  if (given > 1)
    diagnostics.add(table.place(), "more than one scope is named",
                    "write just one of hub, health_agency, region, group = \"…\", every = \"hub\", scope = \"nation\"");
  return choice;
}

}  // namespace ripresa::scenario
