#pragma once

// Backends as plain data: what they rest on, how much they carry, and how they fail.

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/scenario/distribution.hpp"

namespace ripresa::scenario {

struct Dependency;

/// k of n: as many members serve as are needed, at first those listed first. When one that serves fails, its place is
/// taken by the first member that works and does not serve: `detection` until the failure is noticed, `failover` for
/// the change-over, and until then the whole does not answer. It does not change back while those that serve work.
struct DependencyGroup {
  std::size_t needed = 1;  // in [1, members]; 1: any of them; all: no failover then
  std::vector<Dependency> members;
  Duration failover;
  Duration detection;
  bool operator==(const DependencyGroup&) const = default;
};

/// A backend by its index, or a group.
struct Dependency {
  Dependency(std::size_t backend) : on(backend) {}
  Dependency(DependencyGroup group) : on(std::move(group)) {}
  std::variant<std::size_t, DependencyGroup> on;
  bool operator==(const Dependency&) const = default;
};

enum class Discipline {
  first_come_first_served,  // up to the limit of calls in progress are worked on, each at full speed; others queue
  processor_sharing         // all are worked on at once; beyond the limit they share the speed of that many
};

/// What a backend can carry. Not set: any number of calls at once, each answered after its latency.
struct Capacity {
  double calls_per_second = 0;    // calls begun, evenly spaced; 0: no limit
  int calls_in_progress = 0;      // worked on at full speed at a time; 0: no limit
  std::optional<int> queue = {};  // calls that may wait, or share beyond the limit; more are refused. Not set: no limit
  Discipline discipline = Discipline::first_come_first_served;
  Duration retry_after = Duration::seconds(30);  // when a client without rules of its own comes again once refused
  bool abandoned_work = true;                    // a call whose client has given up is worked off all the same
  bool operator==(const Capacity&) const = default;
};

struct Backend {
  std::string name;
  std::vector<Dependency> depends_on;  // all of them must answer
  Distribution latency = Constant{};   // of limited capacity: the time that it works on a call
  std::optional<Capacity> capacity;
  bool operator==(const Backend&) const = default;
};

struct Down {
  bool operator==(const Down&) const = default;
};

/// By fits and starts: latency is multiplied, and each call fails with a probability and is made again after a pause.
struct Degraded {
  double latency_factor = 1;
  double error_rate = 0;  // in [0, 1)
  Duration retry_pause;
  double capacity_factor = 1;  // in [0, 1]
  bool operator==(const Degraded&) const = default;
};

using Severity = std::variant<Down, Degraded>;

/// How a backend comes back after a window. From the window's end on, capacity, latency and errors go in a straight
/// line from where they are stated to sound within `ramp`; a cold cache's latency factor likewise within its own time.
struct Recovery {
  Duration ramp;  // 0: sound at once
  double capacity_factor = 1;
  double latency_factor = 1;
  double error_rate = 0;
  Duration retry_pause;  // before a call that failed by the error rate is made again; 0 without a ramp
  Duration cold_cache;   // 0: none
  double cold_cache_latency_factor = 1;
  bool operator==(const Recovery&) const = default;
};

/// The backend fails in [from, to). Empty `hubs` means everywhere.
struct FailureWindow {
  std::size_t backend = 0;
  Time from, to;
  Severity severity;
  std::vector<std::size_t> hubs;  // the hubs hit, with regions already resolved to theirs
  Recovery recovery = {};
  bool operator==(const FailureWindow&) const = default;
};

/// Failures at random: an alternating renewal process in the long run. A common cause hits several backends at once.
struct RandomFailure {
  std::string name;                   // keys its random numbers
  std::vector<std::size_t> backends;  // at least one
  Distribution time_between;          // from the end of a repair to the next failure
  Distribution time_to_repair;
  Severity severity;
  std::vector<std::size_t> hubs;  // as of FailureWindow
  Recovery recovery = {};
  bool operator==(const RandomFailure&) const = default;
};

}  // namespace ripresa::scenario
