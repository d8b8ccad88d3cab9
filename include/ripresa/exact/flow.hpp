#pragma once

// A curve that is linear between its changes: persons per minute that change in steps, and persons all at once. Sums,
// delays and shares of such curves are such curves again, so that a fluid network is solved piece by piece in closed
// form.

#include <optional>
#include <vector>

#include "ripresa/base/nan.hpp"
#include "ripresa/base/time.hpp"

namespace ripresa::exact {

/// Minutes since midnight of the first day, not rounded to the clock's microseconds.
struct Minutes {
  double value = 0;
  auto operator<=>(const Minutes&) const = default;
};

constexpr Minutes minutes_of(Time time) {
  return {time.since_midnight().in_minutes()};
}
/// The nearest microsecond.
constexpr Time time_of(Minutes minutes) {
  return Time::since_midnight(Duration::nearest_seconds(60 * minutes.value));
}

struct FlowChange {
  Minutes at;
  double persons_per_minute = 0;  // from `at` on
  double persons_at_once = 0;     // at `at`
};

/// Changes ascend strictly; nothing flows before the first.
using Flow = std::vector<FlowChange>;

/// One part of a sum of flows.
struct FlowPart {
  const Flow* flow = nullptr;
  double share = 1;
  Duration delay;
};

Flow sum(const std::vector<FlowPart>& parts);

/// What has flowed up to and including `at`, in persons.
double total_until(const Flow& flow, Minutes at);

struct FlowPeak {
  double persons = 0;
  Minutes at{kNaN};  // NaN: never above zero
};

/// The largest total, and the first instant at which it is reached.
FlowPeak peak_total(const Flow& flow);

/// When a total comes down: from `from` on, the first instant from which it stays at most `persons` for `hold` (or to
/// `horizon`, if that comes first). Nothing when there is none before the horizon.
struct ComeDown {
  Minutes from;
  double persons = 0;
  Duration hold;
  Minutes horizon;
};
std::optional<Minutes> comes_down(const Flow& flow, const ComeDown& rule);

}  // namespace ripresa::exact
