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

}  // namespace ripresa::observation
