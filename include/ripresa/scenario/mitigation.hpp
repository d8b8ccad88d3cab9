#pragma once

// What a hub does to get over a disturbance, and when.

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

#include "ripresa/base/time.hpp"

namespace ripresa::scenario {

struct AtTime {
  Time at;
  bool operator==(const AtTime&) const = default;
};

/// More people than this are in the station's line, or in all lines of the hub and at its door.
struct QueueAbove {
  int persons = 0;
  std::optional<std::size_t> station;
  bool operator==(const QueueAbove&) const = default;
};

struct BackendDown {
  std::size_t backend = 0;
  Duration lasting;
  bool operator==(const BackendDown&) const = default;
};

/// What a hub can see of its backlog: appointments due so far × show rate + walk-ins expected so far − doses given is
/// more than this. People on their way through the hub are part of it on any day.
struct BehindPlan {
  int persons = 0;
  bool operator==(const BehindPlan&) const = default;
};

struct ExtraServers {
  std::size_t station = 0;
  int servers = 1;
  bool operator==(const ExtraServers&) const = default;
};

struct MoveStaff {
  std::size_t from = 0, to = 0;
  int servers = 1;
  bool operator==(const MoveStaff&) const = default;
};

/// The hub closes later, and its staff stay as long.
struct Overtime {
  Duration by;
  bool operator==(const Overtime&) const = default;
};

/// Services that begin from now on, and forms begun from now on, take `factor` of their time.
struct Shorten {
  std::size_t station = 0;
  double factor = 1;
  bool operator==(const Shorten&) const = default;
};

/// A text message to those whose appointments are due from `notice` after now on.
struct HoldBack {
  Duration notice;
  double share = 1;               // of them who do as they are asked
  std::optional<Duration> later;  // they come so much later; not set: they are rebooked on a later day
  bool operator==(const HoldBack&) const = default;
};

/// Begins `lead_time` after its trigger, once a day at most.
struct Mitigation {
  std::string name;
  std::variant<AtTime, QueueAbove, BackendDown, BehindPlan> when;
  Duration lead_time;
  std::optional<Duration> lasts;         // not set: to the end of the day
  std::optional<int> until_queue_below;  // ends when fewer are in all lines of the hub and at its door
  bool without_failure = false;          // also in the run without the failures, and before the first of them
  std::variant<ExtraServers, MoveStaff, Overtime, Shorten, HoldBack> action;
  bool operator==(const Mitigation&) const = default;
};

}  // namespace ripresa::scenario
