#pragma once

// Internal to scenario: the most that a scenario may ask for, where more than one reader says so.

#include <cstdint>

namespace ripresa::scenario {

inline constexpr std::int64_t kMostPersons = 100'000'000;
inline constexpr std::int64_t kMostDoses = 100'000'000;
inline constexpr std::int64_t kMostServers = 1'000'000;  // clerks and preparers too

}  // namespace ripresa::scenario
