// Failures: windows at fixed times and failures at random.

#include <fmt/format.h>

#include <algorithm>

#include "reader.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

/// What both kinds of failure share.
struct FailureParts {
  Severity severity;
  std::vector<std::size_t> hubs;
  Recovery recovery;
};

constexpr Duration kUsualPause = Duration::seconds(30);

Severity read_severity(TableReader& table) {
  const std::size_t severity = table.choice("severity", 0, {"down", "degraded"});
  const auto degraded_only = {"latency_factor", "capacity_factor", "error_rate", "retry_pause"};
  if (severity == 0) {
    for (const char* key : degraded_only)
      if (const Node* node = table.optional(key))
        table.diagnostics().add(node->place, fmt::format("'{}' is for a degraded backend, this one is down", key),
                                "add severity = \"degraded\", or remove the key");
    return Down{};
  }
  Degraded degraded;
  degraded.latency_factor = table.number("latency_factor", 1, {1, 1e6});
  degraded.capacity_factor = table.number("capacity_factor", 1, {0, 1});
  degraded.error_rate = table.number("error_rate", 0, {0, 1, true, false});
  degraded.retry_pause = table.duration("retry_pause", kUsualPause, Sign::positive);
  const auto effects = {"latency_factor", "capacity_factor", "error_rate"};
  if (std::none_of(effects.begin(), effects.end(), [&table](const char* key) { return table.optional(key); }))
    table.diagnostics().add(table.optional("severity")->place, "the backend is degraded in nothing",
                            "add latency_factor = 5, error_rate = 0.2 or capacity_factor = 0.5");
  return degraded;
}

/// What a failure may take some capacity from.
struct Reach {
  bool everywhere;
  bool capacity;  // some backend that it reaches has one
};

/// The hubs share what capacity there is, so a failure that is felt in some places leaves it as it is.
void check_capacity_factor(TableReader& table, double factor, const Reach& reach, const char* otherwise) {
  const Node* node = table.optional("capacity_factor");
  if (node && !reach.everywhere)
    table.diagnostics().add(node->place, "capacity is shared by all hubs, and this failure is felt by some",
                            "remove 'capacity_factor', or the scope");
  else if (node && factor < 1 && !reach.capacity)
    table.diagnostics().add(node->place,
                            "no backend that this failure reaches has a capacity of which a share could be left",
                            fmt::format("add backend.capacity, or {}", otherwise));
}

void check_ramp(TableReader& keys, const Degraded& start, const Reach& reach) {
  const auto beginnings = {"capacity_factor", "latency_factor", "error_rate"};
  if (start != Degraded{1, 0, start.retry_pause, 1} ||
      std::any_of(beginnings.begin(), beginnings.end(), [&keys](const char* key) { return keys.optional(key); }))
    return;
  keys.diagnostics().add(keys.optional("ramp")->place, "the ramp begins as it ends, with every call answered as ever",
                         fmt::format("add latency_factor or error_rate, or {}remove the ramp",
                                     reach.everywhere ? "a backend.capacity that comes back step by step, or " : ""));
}

void read_cold_cache(TableReader& table, Recovery& recovery) {
  const Node* node = table.optional("cold_cache");
  if (!node)
    return;
  TableReader cache(node, "cold_cache", table.diagnostics());
  cache.required("latency_factor", "latency_factor = 5");
  cache.required("lasts", "lasts = \"10 min\"");
  recovery.cold_cache_latency_factor = cache.number("latency_factor", 1, {1, 1e6});
  recovery.cold_cache = cache.duration("lasts", Duration{}, Sign::positive);
  cache.finish();
}

/// The ramp begins, unless stated otherwise, where the window ends: degraded as it was; after it was down with no
/// capacity, which grows from there.
Recovery read_recovery(TableReader& table, const Severity& severity, const Reach& reach) {
  Recovery recovery;
  const Node* node = table.optional("recovery");
  if (!node)
    return recovery;
  TableReader keys(node, "recovery", table.diagnostics());
  recovery.ramp = keys.duration("ramp", Duration{});
  Degraded start{1, 0, kUsualPause, reach.everywhere && reach.capacity ? 0.0 : 1.0};
  const auto* degraded = std::get_if<Degraded>(&severity);
  if (degraded)
    start = *degraded;
  else if (recovery.ramp > Duration{})
    check_ramp(keys, start, reach);
  for (const char* key : {"capacity_factor", "latency_factor", "error_rate", "retry_pause"})
    if (const Node* without = keys.optional(key); without && recovery.ramp == Duration{})
      table.diagnostics().add(without->place, fmt::format("'{}' is of a ramp, and there is none", key),
                              "add ramp = \"15 min\", or remove the key");
  const double capacity_factor = keys.number("capacity_factor", start.capacity_factor, {0, 1});
  const double latency_factor = keys.number("latency_factor", start.latency_factor, {1, 1e6});
  const double error_rate = keys.number("error_rate", start.error_rate, {0, 1, true, false});
  const Duration retry_pause = keys.duration("retry_pause", start.retry_pause, Sign::positive);
  if (recovery.ramp > Duration{}) {
    recovery.retry_pause = retry_pause;
    recovery.capacity_factor = capacity_factor;
    recovery.latency_factor = latency_factor;
    recovery.error_rate = error_rate;
  }
  check_capacity_factor(keys, recovery.capacity_factor, reach, "remove the key");
  read_cold_cache(keys, recovery);
  keys.finish();
  return recovery;
}

/// After other errors, of which a missing link to a capacity may be one, it is taken for granted.
bool may_reach_capacity(const std::vector<std::size_t>& failing, const std::vector<Backend>& backends,
                        Diagnostics& diagnostics) {
  return !diagnostics.list().empty() || reach_capacity(failing, backends);
}

FailureParts read_parts(TableReader& table, const Names& names, const std::vector<Group>& groups,
                        bool reaches_capacity) {
  FailureParts parts;
  parts.severity = read_severity(table);
  parts.hubs = read_scope(table, names, groups);
  const Reach reach{parts.hubs.empty(), reaches_capacity};
  if (const auto* degraded = std::get_if<Degraded>(&parts.severity))
    check_capacity_factor(table, degraded->capacity_factor, reach, "write severity = \"down\"");
  parts.recovery = read_recovery(table, parts.severity, reach);
  return parts;
}

FailureWindow read_failure(const Node& node, const Names& names, const std::vector<Group>& groups,
                           const std::vector<Backend>& backends, Diagnostics& diagnostics) {
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
  const FailureParts parts =
      read_parts(table, names, groups, may_reach_capacity({window.backend}, backends, diagnostics));
  window.severity = parts.severity;
  window.hubs = parts.hubs;
  window.recovery = parts.recovery;
  table.finish();
  return window;
}

std::vector<std::size_t> read_common_cause(TableReader& table, const Names& names) {
  std::vector<std::size_t> backends;
  const Node* list = table.required("backends", "backends = [\"poste\"]");
  if (const auto* array = list ? std::get_if<Node::Array>(&list->value) : nullptr; array && array->empty())
    table.diagnostics().add(list->place, "'backends' names nothing that fails", "name at least one backend");
  for (const Node* node : table.elements("backends")) {
    const auto backend = read_name(*node, "backend", names.backends, table.diagnostics());
    if (!backend)
      continue;
    if (std::find(backends.begin(), backends.end(), *backend) != backends.end())
      table.diagnostics().add(node->place, "this backend is listed twice", "list each backend once");
    backends.push_back(*backend);
  }
  return backends;
}

Distribution read_positive(TableReader& table, std::string_view key, std::string_view example) {
  const Node* node = table.required(key, example);
  if (!node)
    return Constant{Duration::hours(1)};
  Distribution distribution = read_distribution(*node, DistributionUse::length, table.diagnostics());
  if (mean_of(distribution) < Duration::seconds(1))
    table.diagnostics().add(node->place, fmt::format("'{}' is shorter than a second on average", key),
                            "write a longer one");
  return distribution;
}

RandomFailure read_random_failure(const Node& node, const Names& names, const std::vector<Group>& groups,
                                  const std::vector<Backend>& backends, Diagnostics& diagnostics) {
  TableReader table(&node, "[[random_failure]]", diagnostics);
  RandomFailure failure;
  failure.backends = read_common_cause(table, names);
  std::string fallback;
  for (const std::size_t backend : failure.backends)
    fallback += (fallback.empty() ? "" : " + ") + names.backends[backend];
  failure.name = table.text("name", fallback);
  failure.time_between = read_positive(table, "time_between", "time_between = { exponential = { mean = \"90 d\" } }");
  failure.time_to_repair =
      read_positive(table, "time_to_repair", "time_to_repair = { lognormal = { mean = \"1 h\", cv = 1 } }");
  const FailureParts parts =
      read_parts(table, names, groups, may_reach_capacity(failure.backends, backends, diagnostics));
  failure.severity = parts.severity;
  failure.hubs = parts.hubs;
  failure.recovery = parts.recovery;
  table.finish();
  return failure;
}

}  // namespace

std::vector<FailureWindow> read_failures(TableReader& root, const Names& names, const std::vector<Group>& groups,
                                         const std::vector<Backend>& backends) {
  std::vector<FailureWindow> windows;
  for (const Node* node : root.elements("failure"))
    windows.push_back(read_failure(*node, names, groups, backends, root.diagnostics()));
  return windows;
}

std::vector<RandomFailure> read_random_failures(TableReader& root, const Names& names, const std::vector<Group>& groups,
                                                const std::vector<Backend>& backends) {
  std::vector<RandomFailure> failures;
  std::vector<std::pair<std::string, Place>> unique;
  for (const Node* node : root.elements("random_failure")) {
    failures.push_back(read_random_failure(*node, names, groups, backends, root.diagnostics()));
    unique.emplace_back(failures.back().name, node->place);
  }
  check_unique(unique, "random failure", root.diagnostics());
  return failures;
}

}  // namespace ripresa::scenario
