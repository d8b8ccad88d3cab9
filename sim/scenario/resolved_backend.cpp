// Backends, failures and retries written out as TOML.

#include <fmt/format.h>

#include <iterator>

#include "toml_text.hpp"

namespace ripresa::scenario {
namespace {

std::string members_text(const Scenario& scenario, const std::vector<Dependency>& members);

std::string group_text(const Scenario& scenario, const DependencyGroup& group) {
  const std::string members = members_text(scenario, group.members);
  std::string text;
  if (group.needed == group.members.size())
    return fmt::format("{{ all_of = [{}] }}", members);
  if (group.needed == 1)
    text = fmt::format("any_of = [{}]", members);
  else
    text = fmt::format("k_of_n = {{ k = {}, of = [{}] }}", group.needed, members);
  return fmt::format("{{ {}, failover = {}, detection = {} }}", text, length(group.failover), length(group.detection));
}

std::string members_text(const Scenario& scenario, const std::vector<Dependency>& members) {
  std::string text;
  for (const Dependency& member : members)
    if (const auto* group = std::get_if<DependencyGroup>(&member.on))
      append(text, group_text(scenario, *group));
    else
      append(text, quoted(scenario.backends[std::get<std::size_t>(member.on)].name));
  return text;
}

std::string capacity_text(const Capacity& capacity) {
  std::string text;
  if (capacity.calls_per_second > 0)
    append(text, fmt::format("calls_per_second = {}", number(capacity.calls_per_second)));
  if (capacity.calls_in_progress > 0)
    append(text, fmt::format("calls_in_progress = {}", capacity.calls_in_progress));
  append(text, fmt::format("queue = {}", capacity.queue ? std::to_string(*capacity.queue) : quoted("unlimited")));
  append(text, fmt::format("discipline = {}", capacity.discipline == Discipline::processor_sharing
                                                  ? quoted("processor-sharing")
                                                  : quoted("first-come-first-served")));
  append(text, fmt::format("retry_after = {}", length(capacity.retry_after)));
  append(text, fmt::format("abandoned_work = {}", capacity.abandoned_work));
  return fmt::format("{{ {} }}", text);
}

class BackendWriter {
 public:
  explicit BackendWriter(const Scenario& scenario) : s_(scenario) {}

  std::string text() {
    for (const auto& backend : s_.backends)
      write_backend(backend);
    for (const auto& failure : s_.failures)
      write_failure(failure);
    for (const auto& failure : s_.random_failures)
      write_random_failure(failure);
    return std::move(out_);
  }

 private:
  void section(std::string_view name) { fmt::format_to(std::back_inserter(out_), "\n{}\n", name); }
  void line(std::string_view key, std::string_view value) {
    fmt::format_to(std::back_inserter(out_), "{} = {}\n", key, value);
  }
  void remark(std::string_view text) { fmt::format_to(std::back_inserter(out_), "# {}\n", text); }

  void write_backend(const Backend& backend) {
    section("[[backend]]");
    line("name", quoted(backend.name));
    line("depends_on", fmt::format("[{}]", members_text(s_, backend.depends_on)));
    line("latency", text_of(backend.latency));
    if (backend.capacity)
      line("capacity", capacity_text(*backend.capacity));
    else
      remark("capacity: no limit");
  }

  void write_failure(const FailureWindow& failure) {
    section("[[failure]]");
    line("backend", quoted(s_.backends[failure.backend].name));
    line("from", clock(failure.from));
    line("to", clock(failure.to));
    write_parts(failure.severity, failure.hubs, failure.recovery);
  }

  void write_random_failure(const RandomFailure& failure) {
    section("[[random_failure]]");
    line("name", quoted(failure.name));
    std::string backends;
    for (const std::size_t backend : failure.backends)
      append(backends, quoted(s_.backends[backend].name));
    line("backends", fmt::format("[{}]", backends));
    line("time_between", text_of(failure.time_between));
    line("time_to_repair", text_of(failure.time_to_repair));
    write_parts(failure.severity, failure.hubs, failure.recovery);
  }

  void write_parts(const Severity& severity, const std::vector<std::size_t>& hubs, const Recovery& recovery) {
    if (const auto* degraded = std::get_if<Degraded>(&severity)) {
      line("severity", quoted("degraded"));
      line("latency_factor", number(degraded->latency_factor));
      if (hubs.empty())
        line("capacity_factor", number(degraded->capacity_factor));
      line("error_rate", number(degraded->error_rate));
      line("retry_pause", length(degraded->retry_pause));
    } else {
      line("severity", quoted("down"));
    }
    std::string names;
    for (const std::size_t hub : hubs)
      append(names, quoted(s_.hubs[hub].name));
    if (names.empty())
      remark("hubs: everywhere");
    else
      line("hubs", fmt::format("[{}]", names));
    write_recovery(recovery, hubs.empty());
  }

  void write_recovery(const Recovery& recovery, bool everywhere) {
    std::string text;
    if (recovery.ramp > Duration{}) {
      append(text, fmt::format("ramp = {}", length(recovery.ramp)));
      if (everywhere)
        append(text, fmt::format("capacity_factor = {}", number(recovery.capacity_factor)));
      append(text, fmt::format("latency_factor = {}", number(recovery.latency_factor)));
      append(text, fmt::format("error_rate = {}", number(recovery.error_rate)));
      append(text, fmt::format("retry_pause = {}", length(recovery.retry_pause)));
    }
    if (recovery.cold_cache > Duration{})
      append(text, fmt::format("cold_cache = {{ latency_factor = {}, lasts = {} }}",
                               number(recovery.cold_cache_latency_factor), length(recovery.cold_cache)));
    if (text.empty())
      remark("recovery: at once");
    else
      line("recovery", fmt::format("{{ {} }}", text));
  }

  const Scenario& s_;
  std::string out_;
};

std::string backoff_text(const Backoff& backoff) {
  if (backoff.factor == 1)
    return fmt::format("{{ fixed = {} }}", length(backoff.first));
  return fmt::format("{{ exponential = {{ first = {}, factor = {}, cap = {} }} }}", length(backoff.first),
                     number(backoff.factor), length(backoff.cap));
}

}  // namespace

std::string backends_text(const Scenario& scenario) {
  return BackendWriter(scenario).text();
}

std::string text_of(const Retry& retry) {
  std::string text = fmt::format("timeout = {}, backoff = {}, jitter = {}, attempts = {}", length(retry.timeout),
                                 backoff_text(retry.backoff), quoted(retry.jitter == Jitter::full ? "full" : "none"),
                                 retry.attempts ? std::to_string(*retry.attempts) : quoted("unlimited"));
  if (retry.budget)
    append(text, fmt::format("budget = {{ ratio = {}, burst = {} }}", number(retry.budget->ratio),
                             number(retry.budget->burst)));
  if (retry.breaker)
    append(text, fmt::format("circuit_breaker = {{ failures = {}, open_for = {}, probes = {} }}",
                             retry.breaker->failures, length(retry.breaker->open_for), retry.breaker->probes));
  if (retry.attempts || retry.budget)
    append(text, fmt::format("rest = {}", length(retry.rest)));
  return text;
}

}  // namespace ripresa::scenario
