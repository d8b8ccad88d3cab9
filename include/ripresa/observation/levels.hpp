#pragma once

// How many people there were just before and at every whole minute of a day: what the peaks of several hubs together
// are told by, for their single changes would be too many to keep.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::observation {

/// Element 2k: at minute k, with every event of that instant; element 2k + 1: just before minute k + 1.
using Levels = std::vector<std::int32_t>;

inline constexpr Duration kLevelStep = Duration::minutes(1);

/// The element whose level, and all later ones, a change at the instant has to do with.
inline std::size_t level_at(Time instant) {
  const Duration since = std::max(Duration{}, instant.since_midnight());
  const std::int64_t whole = since / kLevelStep;
  return static_cast<std::size_t>(2 * whole + (since > kLevelStep * whole ? 1 : 0));
}

/// When a level was first seen, to the minute.
inline Time minute_of_level(std::size_t element) {
  return Time{} + kLevelStep * static_cast<std::int64_t>(element / 2);
}

/// Whether the level is one of before the instant.
inline bool is_before(std::size_t element, Time instant) {
  const Time minute = minute_of_level(element);
  return element % 2 == 0 ? minute < instant : minute + kLevelStep <= instant;
}

/// Nobody yet, in a day up to the horizon.
inline void start_levels(Time horizon, Levels& levels) {
  levels.assign(level_at(horizon) + 1, 0);
}

/// From the changes to the levels.
inline void add_up_changes(Levels& changes) {
  std::partial_sum(changes.begin(), changes.end(), changes.begin());
}

/// From the people present to those outdoors: all of them until the hub opens, then those whom it has no room for.
inline void leave_outdoors(Time opens, std::int32_t capacity, Levels& present) {
  for (std::size_t i = 0; i < present.size(); ++i)
    if (!is_before(i, opens))
      present[i] = std::max(0, present[i] - capacity);
}

}  // namespace ripresa::observation
