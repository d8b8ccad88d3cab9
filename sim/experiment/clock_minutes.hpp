#pragma once

// Internal to experiment: instants as values of measures.

#include "ripresa/base/nan.hpp"
#include "ripresa/base/time.hpp"

namespace ripresa::experiment {

/// Minutes since midnight; NaN for what never came.
inline double clock_minutes_or_nan(Time at) {
  return at == Time::never() ? kNaN : at.since_midnight().in_minutes();
}

}  // namespace ripresa::experiment
