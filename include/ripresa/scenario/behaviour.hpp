#pragma once

// What people do when they have to wait, and where those go who are sent home.

#include <cstddef>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/scenario/distribution.hpp"

namespace ripresa::scenario {

/// Who would have to wait behind `queue` people or more goes away with this probability.
struct Balking {
  int queue = 0;
  double probability = 1;
  bool operator==(const Balking&) const = default;
};

/// Those who gave up or did not care to wait come again the same day, unless that would be after closing.
struct ComeBack {
  double probability = 1;
  Distribution after = Constant{};
  int times = 1;  // at most, for each person
  bool operator==(const ComeBack&) const = default;
};

/// A hub that people can be sent to.
struct Nearby {
  std::size_t hub = 0;
  Duration travel;  // > 0
  bool operator==(const Nearby&) const = default;
};

/// Appointments still free on the days that follow, for those who are sent home: the first day's are given away first.
struct Rebooking {
  int slots_per_day = 0;
  int days = 1;
  double refuse = 0;  // share of people who do not want another appointment
  bool operator==(const Rebooking&) const = default;
};

}  // namespace ripresa::scenario
