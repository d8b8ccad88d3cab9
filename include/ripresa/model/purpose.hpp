#pragma once

// The purposes a person's random numbers are drawn for: the last word of the random number's key.
// Bits 31–20: station code (0: the hub itself); 19–16: use; 15–0: attempt or ordinal.

#include <cstdint>

namespace ripresa::model {

enum class Use : std::uint32_t {
  show,
  punctuality,
  person_class,
  walk_in_gap,
  service,  // ordinal 0: the usual; kOnPaper
  walk,
  branch,
  latency,
  call_outcome,
  preparation,  // of the supply with this code; the ordinal of the dose takes the person's place
  form_entry,   // ordinal 0: the time to key it in; else of its call
  patience,     // ordinal: visit
  choice,       // ordinal: Choice, visit
  backoff,
  failure,  // of a random failure; the ordinal of the failure takes the person's place
  booking   // whether and where a booked person is called
};

/// Time on paper is drawn apart from the usual: those who are at the counter as a failure begins are the slow ones, and
/// what they take then is the paper's own time, not a slow person's.
inline constexpr std::uint32_t kOnPaper = 1;

/// What people decide, and how long that takes them.
enum class Choice : std::uint32_t { balk, come_back, come_back_after, refuse, another_day, divert, hold_back };

constexpr std::uint32_t choice_ordinal(Choice choice, std::uint32_t visit) {
  return static_cast<std::uint32_t>(choice) << 8 | (visit & 0xffu);
}

constexpr std::uint32_t purpose(std::uint32_t station_code, Use use, std::uint32_t ordinal = 0) {
  return station_code << 20 | static_cast<std::uint32_t>(use) << 16 | (ordinal & 0xffffu);
}

}  // namespace ripresa::model
