#pragma once

// The time grid of the series: point k is the instant first + k·step; a value there includes every event at or before
// it.

#include <cstddef>

#include "ripresa/base/time.hpp"

namespace ripresa::observation {

struct Grid {
  Time first;
  Duration step;
  std::size_t points = 0;

  Time at(std::size_t k) const { return first + step * static_cast<std::int64_t>(k); }
};

/// Which step an instant belongs to: that of the first grid point not before it; the number of points after the last.
/// Remembers the step of the instant before, to which most of those that come nearly in order belong as well.
class StepLookup {
 public:
  StepLookup() = default;
  explicit StepLookup(const Grid& grid) : grid_(grid) {}

  std::size_t operator()(Time instant) {
    if (!in_last(instant)) {
      step_ = step_of(instant);
      from_ = step_ == 0 ? Time::since_midnight(Duration::days(-40'000)) : grid_.at(step_ - 1);
      to_ = step_ == grid_.points ? Time::never() : grid_.at(step_);
    }
    return step_;
  }

  /// Whether it belongs to the step that was last asked for.
  bool in_last(Time instant) const { return from_ < instant && instant <= to_; }

 private:
  std::size_t step_of(Time instant) const {
    if (instant <= grid_.first)
      return 0;
    const std::int64_t whole = (instant - grid_.first + grid_.step - Duration::microseconds(1)) / grid_.step;
    return whole < static_cast<std::int64_t>(grid_.points) ? static_cast<std::size_t>(whole) : grid_.points;
  }

  Grid grid_;
  std::size_t step_ = 0;
  Time from_ = Time::never(), to_;  // what the step holds: nothing yet
};

}  // namespace ripresa::observation
