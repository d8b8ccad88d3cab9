#pragma once

// What a backend does as time goes by.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::model {

struct BackendState {
  bool up = true;
  double latency_factor = 1;
  double error_rate = 0;  // of calls made now
  Duration retry_pause;   // after a failed call
  double capacity_factor = 1;

  bool operator==(const BackendState&) const = default;
};

/// Where windows' factors multiply to ages: some thirty years, beyond every horizon. More need not fit into a Time.
inline constexpr double kLongestCallSeconds = 1e9;

/// The latency of a call in that state that would have `sound` otherwise.
inline Duration slowed(Duration sound, const BackendState& state) {
  return state.latency_factor == 1
             ? sound
             : Duration::nearest_seconds(std::min(state.latency_factor * sound.in_seconds(), kLongestCallSeconds));
}

struct BackendChange {
  Time at;
  BackendState state;  // from `at` on
};

/// Changes in ascending order of time, each different from the one before; before the first the backend is up and
/// sound. A failure that began before the day has its changes before midnight too.
using BackendTimeline = std::vector<BackendChange>;

/// How many of its changes were before midnight.
std::uint32_t changes_before_midnight(const BackendTimeline& timeline);

/// The timeline of a day that begins sound, whatever was before.
BackendTimeline from_midnight_on(const BackendTimeline& timeline);

/// The state at `instant`, changes at that very instant included.
BackendState state_at(const BackendTimeline& timeline, Time instant);

/// The first instant after `instant` at which the backend goes down; never if there is none.
Time next_loss(const BackendTimeline& timeline, Time instant);

/// Half-open.
struct Interval {
  Time from, to;
};

/// When the backend is down, ascending.
std::vector<Interval> down_intervals(const BackendTimeline& timeline);

/// When it is down or degraded, ascending.
std::vector<Interval> unsound_intervals(const BackendTimeline& timeline);

}  // namespace ripresa::model
