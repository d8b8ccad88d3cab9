#pragma once

#include <cstddef>

namespace ripresa::statistics {

/// An estimate with its confidence interval. A bound is NaN where the data cannot give one.
struct Estimate {
  double value = 0;
  double lower = 0;
  double upper = 0;
  std::size_t replications = 0;  // that the estimate rests on
  std::size_t censored = 0;      // of these, right-censored ones
};

inline constexpr double kConfidence = 0.95;

}  // namespace ripresa::statistics
