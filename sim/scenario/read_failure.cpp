// Failures: windows at fixed times and failures at random.

#include <fmt/format.h>

#include <algorithm>

#include "ripresa/scenario/nearest_name.hpp"
#include "ripresa/scenario/reader.hpp"

namespace ripresa::scenario {
namespace {

/// What both kinds of failure share.
struct FailureParts {
  Severity severity;
  std::vector<std::size_t> hubs;
  Recovery recovery;
};

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
  degraded.retry_pause = table.duration("retry_pause", Duration::seconds(30), Sign::positive);
  return degraded;
}

/// The hubs share what capacity there is, so a failure that is felt in some places leaves it as it is.
void check_capacity_factor(TableReader& table, const std::vector<std::size_t>& hubs) {
  const Node* factor = table.optional("capacity_factor");
  if (factor && !hubs.empty())
    table.diagnostics().add(factor->place, "capacity is shared by all hubs, and this failure is felt by some",
                            "remove 'capacity_factor', or the scope");
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
Recovery read_recovery(TableReader& table, const Severity& severity, bool everywhere) {
  Recovery recovery;
  const Node* node = table.optional("recovery");
  if (!node)
    return recovery;
  TableReader keys(node, "recovery", table.diagnostics());
  recovery.ramp = keys.duration("ramp", Duration{});
  Degraded start{1, 0, {}, everywhere ? 0.0 : 1.0};
  if (const auto* degraded = std::get_if<Degraded>(&severity))
    start = *degraded;
  for (const char* key : {"capacity_factor", "latency_factor", "error_rate"})
    if (const Node* without = keys.optional(key); without && recovery.ramp == Duration{})
      table.diagnostics().add(without->place, fmt::format("'{}' is where a ramp begins, and there is none", key),
                              "add ramp = \"15 min\", or remove the key");
  const double capacity_factor = keys.number("capacity_factor", start.capacity_factor, {0, 1});
  const double latency_factor = keys.number("latency_factor", start.latency_factor, {1, 1e6});
  const double error_rate = keys.number("error_rate", start.error_rate, {0, 1, true, false});
  if (recovery.ramp > Duration{}) {
    recovery.capacity_factor = capacity_factor;
    recovery.latency_factor = latency_factor;
    recovery.error_rate = error_rate;
  }
  if (const Node* factor = keys.optional("capacity_factor"); factor && !everywhere)
    table.diagnostics().add(factor->place, "capacity is shared by all hubs, and this failure is felt by some",
                            "remove 'capacity_factor', or the scope");
  read_cold_cache(keys, recovery);
  keys.finish();
  return recovery;
}

FailureParts read_parts(TableReader& table, const Names& names, const std::vector<Group>& groups) {
  FailureParts parts;
  parts.severity = read_severity(table);
  parts.hubs = read_scope(table, names, groups);
  check_capacity_factor(table, parts.hubs);
  parts.recovery = read_recovery(table, parts.severity, parts.hubs.empty());
  return parts;
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
  const FailureParts parts = read_parts(table, names, groups);
  window.severity = parts.severity;
  window.hubs = parts.hubs;
  window.recovery = parts.recovery;
  table.finish();
  return window;
}

std::vector<std::size_t> read_common_cause(TableReader& table, const Names& names) {
  std::vector<std::size_t> backends;
  table.required("backends", "backends = [\"poste\"]");
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
                                  Diagnostics& diagnostics) {
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
  const FailureParts parts = read_parts(table, names, groups);
  failure.severity = parts.severity;
  failure.hubs = parts.hubs;
  failure.recovery = parts.recovery;
  table.finish();
  return failure;
}

}  // namespace

std::vector<FailureWindow> read_failures(TableReader& root, const Names& names, const std::vector<Group>& groups) {
  std::vector<FailureWindow> windows;
  for (const Node* node : root.elements("failure"))
    windows.push_back(read_failure(*node, names, groups, root.diagnostics()));
  return windows;
}

std::vector<RandomFailure> read_random_failures(TableReader& root, const Names& names,
                                                const std::vector<Group>& groups) {
  std::vector<RandomFailure> failures;
  std::vector<std::pair<std::string, Place>> unique;
  for (const Node* node : root.elements("random_failure")) {
    failures.push_back(read_random_failure(*node, names, groups, root.diagnostics()));
    unique.emplace_back(failures.back().name, node->place);
  }
  check_unique(unique, "random failure", root.diagnostics());
  return failures;
}

}  // namespace ripresa::scenario
