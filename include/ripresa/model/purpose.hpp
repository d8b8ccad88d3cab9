#pragma once

// The purposes a person's random numbers are drawn for: the last word of the random number's key.
// Bits 31–20: station code (0: the hub itself); 19–16: use; 15–0: ordinal, which the functions below lay out. All uses
// are taken: what is drawn anew takes ordinals of its own within one of them, as Choice does.

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
inline constexpr std::uint32_t kUses = static_cast<std::uint32_t>(Use::booking) + 1;
static_assert(kUses <= 16, "a use has four bits of the word");

/// Time on paper is drawn apart from the usual: those who are at the counter as a failure begins are the slow ones, and
/// what they take then is the paper's own time, not a slow person's.
inline constexpr std::uint32_t kOnPaper = 1;

/// What people decide, and how long that takes them.
enum class Choice : std::uint32_t { balk, come_back, come_back_after, refuse, another_day, divert, hold_back };

constexpr std::uint32_t choice_ordinal(Choice choice, std::uint32_t visit) {
  return static_cast<std::uint32_t>(choice) << 8 | (visit & 0xffu);
}

/// The call at the step with this ordinal, made the `attempt`-th time, from 0.
constexpr std::uint32_t call_ordinal(std::uint32_t step_ordinal, std::uint32_t attempt) {
  return step_ordinal << 12 | (attempt & 0xfffu);
}

/// Attempts at keying in a paper form that have numbers of their own: Use::form_entry, after ordinal 0.
inline constexpr std::uint32_t kFormAttempts = 0x4000;
constexpr std::uint32_t form_latency_ordinal(std::uint32_t attempt) {
  return kFormAttempts | attempt % kFormAttempts;
}
constexpr std::uint32_t form_outcome_ordinal(std::uint32_t attempt) {
  return 2 * kFormAttempts | attempt % kFormAttempts;
}

/// Of Use::failure: the word that orders hubs whose events fall on the same instant and phase, drawn for each
/// replication. Those below are FailureProcess's.
inline constexpr std::uint32_t kTurnOrdinal = 0xff;

constexpr std::uint32_t purpose(std::uint32_t station_code, Use use, std::uint32_t ordinal = 0) {
  return station_code << 20 | static_cast<std::uint32_t>(use) << 16 | (ordinal & 0xffffu);
}

}  // namespace ripresa::model
