// Backends, their dependencies, and failure windows.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "ripresa/scenario/nearest_name.hpp"
#include "ripresa/scenario/reader.hpp"

namespace ripresa::scenario {
namespace {

Backend read_backend(const Node& node, const Names& names, Diagnostics& diagnostics) {
  TableReader table(&node, "[[backend]]", diagnostics);
  Backend backend;
  table.required("name", "name = \"poste\"");
  backend.name = table.text("name", "");
  for (const Node* other : table.elements("depends_on"))
    if (const auto index = read_name(*other, "backend", names.backends, diagnostics))
      backend.depends_on.push_back(*index);
  if (const Node* latency = table.optional("latency"))
    backend.latency = read_distribution(*latency, DistributionUse::length, diagnostics);
  if (const Node* capacity = table.optional("capacity")) {
    TableReader limits(capacity, "capacity", diagnostics);
    limits.required("calls_per_second", "calls_per_second = 150");
    backend.capacity = Capacity{limits.number("calls_per_second", 1, {0, 1e6, false, true})};
    limits.finish();
  }
  table.finish();
  return backend;
}

/// Walks what `at` depends on; `path` is how it was reached. Reports the first circle found through `start`.
bool circle_through(const std::vector<Backend>& backends, std::size_t start, std::size_t at,
                    std::vector<std::size_t>& path) {
  path.push_back(at);
  for (const std::size_t next : backends[at].depends_on) {
    if (next == start)
      return true;
    if (std::find(path.begin(), path.end(), next) == path.end() && circle_through(backends, start, next, path))
      return true;
  }
  path.pop_back();
  return false;
}

void check_no_circle(const std::vector<Backend>& backends, const std::vector<Place>& places, Diagnostics& diagnostics) {
  for (std::size_t start = 0; start < backends.size(); ++start) {
    std::vector<std::size_t> path;
    if (!circle_through(backends, start, start, path))
      continue;
    std::string members;
    for (const std::size_t member : path)
      members += backends[member].name + " → ";
    diagnostics.add(places[start],
                    fmt::format("backends depend on each other in a circle: {}{}", members, backends[start].name),
                    "remove one of these dependencies");
    return;
  }
}

std::variant<Down, Degraded> read_severity(TableReader& table) {
  const std::size_t severity = table.choice("severity", 0, {"down", "degraded"});
  const auto degraded_only = {"latency_factor", "error_rate", "retry_pause"};
  if (severity == 0) {
    for (const char* key : degraded_only)
      if (const Node* node = table.optional(key))
        table.diagnostics().add(node->place, fmt::format("'{}' is for a degraded backend, this one is down", key),
                                "add severity = \"degraded\", or remove the key");
    return Down{};
  }
  Degraded degraded;
  degraded.latency_factor = table.number("latency_factor", 1, {1, 1e6});
  degraded.error_rate = table.number("error_rate", 0, {0, 1, true, false});
  degraded.retry_pause = table.duration("retry_pause", Duration::seconds(30), Sign::positive);
  return degraded;
}

FailureWindow read_failure(const Node& node, const Names& names, const std::vector<Group>& groups,
                           Diagnostics& diagnostics) {
  TableReader table(&node, "[[failure]]", diagnostics);
  FailureWindow window;
  if (const Node* backend = table.required("backend", "backend = \"poste\""))
    window.backend = read_name(*backend, "backend", names.backends, diagnostics).value_or(0);
  table.required("from", "from = 14:30:00");
  const Node* to = table.required("to", "to = 15:10:00");
  window.from = table.clock("from", Time{});
  window.to = table.clock("to", window.from + Duration::minutes(1));
  if (to && window.to <= window.from)
    diagnostics.add(to->place,
                    fmt::format("the window ends at {}, not after it begins at {}", clock_seconds(window.to),
                                clock_seconds(window.from)),
                    "write a later 'to'; past midnight like \"26:00\"");
  window.severity = read_severity(table);
  window.hubs = read_scope(table, names, groups);
  table.finish();
  return window;
}

}  // namespace

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
  check_no_circle(backends, places, root.diagnostics());
  return backends;
}

std::vector<FailureWindow> read_failures(TableReader& root, const Names& names, const std::vector<Group>& groups) {
  std::vector<FailureWindow> windows;
  for (const Node* node : root.elements("failure"))
    windows.push_back(read_failure(*node, names, groups, root.diagnostics()));
  return windows;
}

}  // namespace ripresa::scenario
