#pragma once

// Internal to scenario: the most that a scenario may ask for, where more than one reader says so.

#include <cstddef>
#include <cstdint>

#include "ripresa/base/time.hpp"

namespace ripresa::scenario {

inline constexpr std::int64_t kMostPersons = 100'000'000;
inline constexpr std::int64_t kMostDoses = 100'000'000;
inline constexpr std::int64_t kMostServers = 1'000'000;      // clerks and preparers too
inline constexpr std::size_t kMostStations = 200;            // of a hub: each has a code in the keys of random numbers
inline constexpr std::size_t kMostSupplies = kMostStations;  // likewise
inline constexpr int kLastHour = 99'999;                     // of a clock time that a scenario states
inline constexpr Time kLastShiftEnd = Time::clock(kLastHour);

}  // namespace ripresa::scenario
