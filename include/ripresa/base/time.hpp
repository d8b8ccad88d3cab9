#pragma once

// Simulated time: an integer count of microseconds, so that equal times are equal, sums are exact and bytes repeat.
//
// A Duration is a length of time and may be negative (an early arrival). A Time is an instant: a Duration counted from
// midnight, local time, at the start of the scenario's first day. There is no daylight-saving switch within a run.

#include <cassert>
#include <compare>
#include <cstdint>
#include <limits>

namespace ripresa {

class Duration {
 public:
  constexpr Duration() = default;

  static constexpr Duration microseconds(std::int64_t count) { return Duration{count}; }
  static constexpr Duration milliseconds(std::int64_t count) { return Duration{count * 1'000}; }
  static constexpr Duration seconds(std::int64_t count) { return Duration{count * 1'000'000}; }
  static constexpr Duration minutes(std::int64_t count) { return Duration{count * 60'000'000}; }
  static constexpr Duration hours(std::int64_t count) { return Duration{count * 3'600'000'000}; }
  static constexpr Duration days(std::int64_t count) { return Duration{count * 86'400'000'000}; }

  /// The duration nearest to `count` seconds, halves away from zero. Precondition: |count| < 9.2e12.
  static constexpr Duration nearest_seconds(double count) {
    const double scaled = count * 1e6;
    assert(-9.2e18 < scaled && scaled < 9.2e18);
    return Duration{static_cast<std::int64_t>(scaled < 0 ? scaled - 0.5 : scaled + 0.5)};
  }

  constexpr std::int64_t in_microseconds() const { return count_; }
  constexpr double in_seconds() const { return static_cast<double>(count_) * 1e-6; }
  constexpr double in_minutes() const { return static_cast<double>(count_) / 60e6; }
  constexpr double in_hours() const { return static_cast<double>(count_) / 3600e6; }

  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration operator-() const { return Duration{-count_}; }
  constexpr Duration& operator+=(Duration other) {
    count_ += other.count_;
    return *this;
  }
  constexpr Duration& operator-=(Duration other) {
    count_ -= other.count_;
    return *this;
  }
  friend constexpr Duration operator+(Duration a, Duration b) { return a += b; }
  friend constexpr Duration operator-(Duration a, Duration b) { return a -= b; }
  friend constexpr Duration operator*(Duration a, std::int64_t factor) { return Duration{a.count_ * factor}; }
  friend constexpr std::int64_t operator/(Duration a, Duration b) { return a.count_ / b.count_; }

 private:
  constexpr explicit Duration(std::int64_t count) : count_(count) {}
  std::int64_t count_ = 0;
};

class Time {
 public:
  constexpr Time() = default;

  /// The instant `elapsed` after midnight of the scenario's first day.
  static constexpr Time since_midnight(Duration elapsed) { return Time{elapsed}; }
  static constexpr Time clock(int hour, int minute = 0, int second = 0) {
    return Time{Duration::hours(hour) + Duration::minutes(minute) + Duration::seconds(second)};
  }
  /// Later than every instant of a run.
  static constexpr Time never() { return Time{Duration::microseconds(std::numeric_limits<std::int64_t>::max())}; }

  constexpr Duration since_midnight() const { return elapsed_; }
  constexpr std::int64_t in_microseconds() const { return elapsed_.in_microseconds(); }

  constexpr auto operator<=>(const Time&) const = default;
  friend constexpr Time operator+(Time t, Duration d) { return Time{t.elapsed_ + d}; }
  friend constexpr Time operator-(Time t, Duration d) { return Time{t.elapsed_ - d}; }
  friend constexpr Duration operator-(Time a, Time b) { return a.elapsed_ - b.elapsed_; }

 private:
  constexpr explicit Time(Duration elapsed) : elapsed_(elapsed) {}
  Duration elapsed_;
};

}  // namespace ripresa
