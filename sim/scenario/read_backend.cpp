// Backends: what they rest on and how much they carry.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "circle.hpp"
#include "reader.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

std::optional<Dependency> read_dependency(const Node& node, const Names& names, Diagnostics& diagnostics);

std::vector<Dependency> read_members(const std::vector<const Node*>& nodes, const Names& names,
                                     Diagnostics& diagnostics) {
  std::vector<Dependency> members;
  for (const Node* node : nodes) {
    const auto member = read_dependency(*node, names, diagnostics);
    if (member && std::find(members.begin(), members.end(), *member) != members.end())
      diagnostics.add(node->place, "this member is listed twice", "list each member once");
    // A name that leads nowhere is reported, and keeps its place so that nothing else is said of the group's size.
    members.push_back(member.value_or(Dependency(names.backends.size())));
  }
  return members;
}

/// The members of { k_of_n = { k = 2, of = [ … ] } }; sets how many are needed.
std::vector<Dependency> read_k_of_n(const Node& node, const Names& names, std::size_t& needed,
                                    Diagnostics& diagnostics) {
  TableReader table(&node, "k_of_n", diagnostics);
  const Node* k = table.required("k", "k = 2");
  table.required("of", "of = [\"rome\", \"milan\", \"turin\"]");
  auto members = read_members(table.elements("of"), names, diagnostics);
  table.finish();
  const auto most = static_cast<std::int64_t>(std::max<std::size_t>(1, members.size()));
  needed = k ? static_cast<std::size_t>(read_integer(*k, 1, most, diagnostics).value_or(1)) : 1;
  return members;
}

DependencyGroup read_group(const Node& node, const Names& names, Diagnostics& diagnostics) {
  TableReader table(&node, "a dependency", diagnostics);
  DependencyGroup group;
  const Node* all_of = table.optional("all_of");
  const Node* any_of = table.optional("any_of");
  const Node* k_of_n = table.optional("k_of_n");
  const Node* failover = table.optional("failover");
  const Node* detection = table.optional("detection");
  if (table.exists() && (all_of ? 1 : 0) + (any_of ? 1 : 0) + (k_of_n ? 1 : 0) != 1)
    diagnostics.add(node.place, "a dependency is either 'all_of', or 'any_of', or 'k_of_n'",
                    "write { any_of = [\"rome\", \"milan\"] }, or { k_of_n = { k = 2, of = [ … ] } }");
  if (k_of_n)
    group.members = read_k_of_n(*k_of_n, names, group.needed, diagnostics);
  else
    group.members = read_members(table.elements(any_of ? "any_of" : "all_of"), names, diagnostics);
  if (all_of)
    group.needed = std::max<std::size_t>(1, group.members.size());
  group.failover = table.duration("failover", Duration{});
  group.detection = table.duration("detection", Duration{});
  if (group.members.empty() && (all_of || any_of || k_of_n))
    diagnostics.add(node.place, "the dependency has no members", "name at least one backend");
  else if (group.needed == group.members.size())
    for (const Node* useless : {failover, detection})
      if (useless)
        diagnostics.add(useless->place, "nothing can take over where all members are needed",
                        "remove the key, or name more members than are needed");
  table.finish();
  return group;
}

std::optional<Dependency> read_dependency(const Node& node, const Names& names, Diagnostics& diagnostics) {
  if (node.is_table())
    return read_group(node, names, diagnostics);
  const auto index = read_name(node, "backend", names.backends, diagnostics);
  return index ? std::optional<Dependency>(*index) : std::nullopt;
}

/// A list is all-of; a table is one group.
std::vector<Dependency> read_depends_on(TableReader& table, const Names& names) {
  const Node* node = table.optional("depends_on");
  if (node && node->is_table())
    return {read_group(*node, names, table.diagnostics())};
  return read_members(table.elements("depends_on"), names, table.diagnostics());
}

Capacity read_capacity(const Node& node, Diagnostics& diagnostics) {
  TableReader limits(&node, "capacity", diagnostics);
  Capacity capacity;
  const bool rate = limits.optional("calls_per_second");
  const bool in_progress = limits.optional("calls_in_progress");
  if (limits.exists() && !rate && !in_progress)
    diagnostics.add(node.place, "capacity has neither 'calls_per_second' nor 'calls_in_progress'",
                    "write calls_per_second = 150, or calls_in_progress = 200, or both");
  capacity.calls_per_second = limits.number("calls_per_second", 0, {kSlowestRate, 1e6});
  capacity.calls_in_progress = static_cast<int>(limits.integer("calls_in_progress", 0, 1, 10'000'000));
  if (const Node* queue = limits.optional("queue"); queue && !(queue->text() && *queue->text() == "unlimited"))
    if (const auto length = read_integer(*queue, 0, std::numeric_limits<int>::max(), diagnostics))
      capacity.queue = static_cast<int>(*length);
  capacity.discipline =
      static_cast<Discipline>(limits.choice("discipline", 0, {"first-come-first-served", "processor-sharing"}));
  if (capacity.discipline == Discipline::processor_sharing && !in_progress)
    diagnostics.add(limits.optional("discipline")->place, "'processor-sharing' needs 'calls_in_progress'",
                    "write how many calls are worked on at full speed, or leave the discipline out");
  capacity.retry_after = limits.duration("retry_after", capacity.retry_after, Sign::positive);
  if (!capacity.queue && capacity.retry_after != Capacity{}.retry_after)
    diagnostics.add(limits.optional("retry_after")->place,
                    "'retry_after' is for calls that are refused, and a queue without limit refuses none",
                    "add queue = 500, or remove the key");
  capacity.abandoned_work = limits.truth("abandoned_work", true);
  limits.finish();
  return capacity;
}

Backend read_backend(const Node& node, const Names& names, Diagnostics& diagnostics) {
  TableReader table(&node, "[[backend]]", diagnostics);
  Backend backend;
  table.required("name", "name = \"poste\"");
  backend.name = table.text("name", "");
  backend.depends_on = read_depends_on(table, names);
  if (const Node* latency = table.optional("latency"))
    backend.latency = read_distribution(*latency, DistributionUse::length, diagnostics);
  if (const Node* capacity = table.optional("capacity"))
    backend.capacity = read_capacity(*capacity, diagnostics);
  table.finish();
  return backend;
}

/// The backends in a list of dependencies, at any depth, without names that lead nowhere.
void collect(const std::vector<Dependency>& dependencies, std::size_t backends, std::vector<std::size_t>& found) {
  for (const Dependency& dependency : dependencies)
    if (const auto* group = std::get_if<DependencyGroup>(&dependency.on))
      collect(group->members, backends, found);
    else if (const auto backend = std::get<std::size_t>(dependency.on); backend < backends)
      found.push_back(backend);
}

void check_no_circles(const std::vector<Backend>& backends, const std::vector<Place>& places,
                      Diagnostics& diagnostics) {
  std::vector<std::vector<std::size_t>> below(backends.size());
  for (std::size_t b = 0; b < backends.size(); ++b)
    collect(backends[b].depends_on, backends.size(), below[b]);
  std::vector<Search> search(backends.size());
  for (std::size_t start = 0; start < backends.size(); ++start)
    if (const auto circle = find_circle(below, start, search); !circle.empty())
      diagnostics.add(places[circle.front()],
                      fmt::format("backends depend on each other in a circle: {}", circle_text(circle, backends)),
                      "remove one of these dependencies");
}

}  // namespace

bool reach_capacity(const std::vector<std::size_t>& failing, const std::vector<Backend>& backends) {
  std::vector<bool> reached(backends.size());
  for (const std::size_t backend : failing)
    reached[backend] = true;
  for (bool grows = true; grows;) {
    grows = false;
    for (std::size_t b = 0; b < backends.size(); ++b) {
      std::vector<std::size_t> below;
      collect(backends[b].depends_on, backends.size(), below);
      if (reached[b] || std::none_of(below.begin(), below.end(), [&](std::size_t on) { return reached[on]; }))
        continue;
      reached[b] = grows = true;
    }
  }
  for (std::size_t b = 0; b < backends.size(); ++b)
    if (reached[b] && backends[b].capacity)
      return true;
  return false;
}

std::vector<Backend> read_backends(TableReader& root, const Names& names) {
  std::vector<Backend> backends;
  std::vector<std::pair<std::string, Place>> unique;
  std::vector<Place> places;
  for (const Node* node : root.elements("backend")) {
    backends.push_back(read_backend(*node, names, root.diagnostics()));
    unique.emplace_back(backends.back().name, node->place);
    places.push_back(node->place);
  }
  check_unique(unique, "backend", root.diagnostics());
  check_no_circles(backends, places, root.diagnostics());
  return backends;
}

}  // namespace ripresa::scenario
