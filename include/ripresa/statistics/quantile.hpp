#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <span>

namespace ripresa::statistics {

/// Quantiles by linear interpolation between order statistics: type 7 of Hyndman and Fan (1996, The American
/// Statistician 50), the default of R, NumPy and pandas, so that an analyst gets the same figure. Precondition:
/// `sorted` ascends and is not empty; 0 <= p <= 1.
inline double quantile(std::span<const double> sorted, double p) {
  assert(!sorted.empty() && p >= 0 && p <= 1);
  const double position = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (position - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// The same for several ascending probabilities without sorting all: `values` is reordered in place and nothing is
/// allocated. Each selection works only on what lies above the one before. Precondition: values not empty.
template <class Value, std::size_t N>
std::array<double, N> quantiles_in_place(std::span<Value> values, const std::array<double, N>& probabilities) {
  assert(!values.empty() && std::is_sorted(probabilities.begin(), probabilities.end()));
  std::array<double, N> result{};
  auto unsorted = values.begin();
  for (std::size_t i = 0; i < N; ++i) {
    const double position = probabilities[i] * static_cast<double>(values.size() - 1);
    const auto below = values.begin() + static_cast<std::ptrdiff_t>(position);
    if (below >= unsorted) {
      std::nth_element(unsorted, below, values.end());
      unsorted = below;
    }
    const auto lower = static_cast<double>(*below);
    const double share = position - static_cast<double>(below - values.begin());
    const auto next = below + 1;
    const double upper =
        share > 0 && next != values.end() ? static_cast<double>(*std::min_element(next, values.end())) : lower;
    result[i] = lower + share * (upper - lower);
  }
  return result;
}

}  // namespace ripresa::statistics
