#pragma once

#include "ripresa/base/time.hpp"

namespace ripresa::exact {

/// Events per unit of time; never negative.
class Rate {
 public:
  constexpr Rate() = default;
  static constexpr Rate per_second(double events) { return Rate{events * 60}; }
  static constexpr Rate per_minute(double events) { return Rate{events}; }
  static constexpr Rate per_hour(double events) { return Rate{events / 60}; }
  /// One event every `mean` on average. Precondition: mean > 0.
  static constexpr Rate one_every(Duration mean) { return Rate{1 / mean.in_minutes()}; }

  constexpr double in_per_minute() const { return per_minute_; }
  constexpr double in_per_hour() const { return per_minute_ * 60; }
  constexpr double mean_minutes() const { return 1 / per_minute_; }
  constexpr auto operator<=>(const Rate&) const = default;

 private:
  constexpr explicit Rate(double per_minute) : per_minute_(per_minute) {}
  double per_minute_ = 0;
};

/// Expected arrivals in one service time: the offered load, in erlangs (dimensionless).
constexpr double offered_erlangs(Rate arrivals, Rate service) {
  return arrivals.in_per_minute() / service.in_per_minute();
}

}  // namespace ripresa::exact
