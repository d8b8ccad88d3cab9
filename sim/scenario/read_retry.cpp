// The failure response `retry`.

#include <fmt/format.h>

#include <cmath>

#include "forms.hpp"

namespace ripresa::scenario {
namespace {

constexpr int kMostAttempts = 1'000'000;
constexpr double kMostPauses = 1'000;

Backoff read_exponential(const Node& node, Duration fallback, Diagnostics& diagnostics) {
  TableReader keys(&node, "exponential", diagnostics);
  Backoff backoff;
  keys.required("first", "first = \"1 s\"");
  const Node* cap = keys.required("cap", "cap = \"1 min\"");
  backoff.first = keys.duration("first", fallback, Sign::positive);
  backoff.factor = keys.number("factor", 2, {1, 1000, false, true});
  backoff.cap = keys.duration("cap", backoff.first, Sign::positive);
  if (cap && backoff.cap < backoff.first)
    diagnostics.add(cap->place, "'cap' is shorter than 'first'", "write a cap of at least the first pause");
  const double growth = backoff.cap.in_seconds() / backoff.first.in_seconds();
  const double pauses = 1 + std::ceil(std::log(growth) / std::log(backoff.factor));
  if (pauses > kMostPauses)
    diagnostics.add(
        keys.optional("factor")->place, fmt::format("it takes {} pauses to get from 'first' to 'cap'", pauses),
        fmt::format("write a larger factor, or 'first' and 'cap' nearer to each other: {} at most", kMostPauses));
  keys.finish();
  return backoff;
}

/// { fixed = "5 s" } or { exponential = { first = "1 s", factor = 2, cap = "1 min" } }; a plain duration is fixed.
Backoff read_backoff(TableReader& retry) {
  const Backoff fallback{Duration::seconds(5), 1, Duration::seconds(5)};
  const Node* node = retry.required("backoff", "backoff = { exponential = { first = \"1 s\", cap = \"1 min\" } }");
  if (!node)
    return fallback;
  const auto fixed = [&](const Node& pause) {
    const Duration value = read_duration(pause, Sign::positive, retry.diagnostics()).value_or(fallback.first);
    return Backoff{value, 1, value};
  };
  if (!node->is_table())
    return fixed(*node);
  TableReader kinds(node, "backoff", retry.diagnostics());
  const Node* same = kinds.optional("fixed");
  const Node* growing = kinds.optional("exponential");
  kinds.finish();
  if (const FormsUsed used = forms_used(kinds, kBackoffs); used.count != 1)
    retry.diagnostics().add(place_of(kinds, kBackoffs, used), "a backoff is either 'fixed' or 'exponential'",
                            "write { fixed = \"5 s\" }, or { exponential = { first = \"1 s\", cap = \"1 min\" } }");
  if (same || !growing)
    return same ? fixed(*same) : fallback;
  return read_exponential(*growing, fallback.first, retry.diagnostics());
}

std::optional<RetryBudget> read_budget(TableReader& retry) {
  const Node* node = retry.optional("budget");
  if (!node)
    return std::nullopt;
  TableReader keys(node, "budget", retry.diagnostics());
  keys.required("ratio", "ratio = 0.1");
  RetryBudget budget;
  budget.ratio = keys.number("ratio", 0.1, {0, 100});
  budget.burst = keys.number("burst", 10, {1, 1e6});
  keys.finish();
  return budget;
}

std::optional<CircuitBreaker> read_breaker(TableReader& retry) {
  const Node* node = retry.optional("circuit_breaker");
  if (!node)
    return std::nullopt;
  TableReader keys(node, "circuit_breaker", retry.diagnostics());
  keys.required("failures", "failures = 5");
  keys.required("open_for", "open_for = \"30 s\"");
  CircuitBreaker breaker;
  breaker.failures = static_cast<int>(keys.integer("failures", 5, 1, kMostAttempts));
  breaker.open_for = keys.duration("open_for", Duration::seconds(30), Sign::positive);
  breaker.probes = static_cast<int>(keys.integer("probes", 1, 1, kMostAttempts));
  keys.finish();
  return breaker;
}

}  // namespace

Retry read_retry(TableReader& table) {
  Retry retry;
  table.required("timeout", "timeout = \"10 s\"");
  retry.timeout = table.duration("timeout", Duration::seconds(10), Sign::positive);
  retry.backoff = read_backoff(table);
  retry.jitter = static_cast<Jitter>(table.choice("jitter", 0, {"none", "full"}));
  if (const Node* attempts = table.optional("attempts"))
    if (!(attempts->text() && *attempts->text() == "unlimited"))
      if (const auto most = read_integer(*attempts, 1, kMostAttempts, table.diagnostics()))
        retry.attempts = static_cast<int>(*most);
  retry.budget = read_budget(table);
  retry.breaker = read_breaker(table);
  const Node* rest = table.optional("rest");
  retry.rest = table.duration("rest", retry.rest, Sign::positive);
  if (rest && !retry.attempts && !retry.budget)
    table.diagnostics().add(rest->place, "'rest' is never come to: nothing ends the attempts",
                            "add attempts = 5 or a budget, or remove the key");
  return retry;
}

}  // namespace ripresa::scenario
