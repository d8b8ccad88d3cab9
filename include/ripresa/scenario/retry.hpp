#pragma once

// How a client makes a call again that was not answered.

#include <optional>

#include "ripresa/base/time.hpp"

namespace ripresa::scenario {

/// The pause before the k-th retry of a call is min(cap, first · factor^(k−1)); factor 1: the same each time.
struct Backoff {
  Duration first;
  double factor = 1;
  Duration cap;
  bool operator==(const Backoff&) const = default;
};

enum class Jitter {
  none,
  full  // uniform between 0 and the pause (Brooker 2015, "Exponential Backoff And Jitter", full jitter)
};

/// A token bucket for all servers of the station together: a first attempt adds `ratio` tokens up to `burst`, a retry
/// takes one or is not made.
struct RetryBudget {
  double ratio = 0;
  double burst = 0;
  bool operator==(const RetryBudget&) const = default;
};

/// Shared by all servers of the station (Nygard 2007, "Release It!"). Closed, it opens after so many failed calls in a
/// row; open, no call is made; after `open_for` it lets so many probes through: it closes when all are answered and
/// opens again when one fails.
struct CircuitBreaker {
  int failures = 1;
  Duration open_for;
  int probes = 1;
  bool operator==(const CircuitBreaker&) const = default;
};

/// The server makes a call again until it is answered, at any time: whether the backend is down, stutters or is
/// overloaded. When the attempts or the budget are used up, the person at the counter is dealt with by the response
/// that follows; where none does, the server waits: for the backend's return while it is down, for `rest` while it is
/// up, and begins anew.
struct Retry {
  Duration timeout;  // a call without an answer by then has failed
  Backoff backoff;
  Jitter jitter = Jitter::none;
  std::optional<int> attempts = {};  // in all, the first included; not set: no limit
  std::optional<RetryBudget> budget = {};
  std::optional<CircuitBreaker> breaker = {};
  Duration rest = Duration::minutes(1);
  bool operator==(const Retry&) const = default;
};

}  // namespace ripresa::scenario
