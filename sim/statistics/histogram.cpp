#include "ripresa/statistics/histogram.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ripresa::statistics {

std::int64_t Histogram::multiple(double value) const {
  return static_cast<std::int64_t>(std::floor(std::ldexp(value, -exponent)));
}

/// Bin k and its even or odd neighbour become bin ⌊k / 2⌋ of twice the width.
void Histogram::join_neighbours(std::span<std::uint32_t> counts) {
  const std::int64_t joined_first = first >> 1;
  for (std::size_t bin = 0; bin < counts.size(); ++bin) {
    const auto joined = static_cast<std::size_t>(((first + static_cast<std::int64_t>(bin)) >> 1) - joined_first);
    const std::uint32_t count = counts[bin];
    counts[bin] = 0;
    counts[joined] += count;
  }
  first = joined_first;
  ++exponent;
}

void Histogram::add(double value, std::span<std::uint32_t> counts, std::size_t times) {
  assert(std::isfinite(value));
  constexpr double kExactMultiples = 4503599627370496.0;  // 2^52
  while (std::abs(std::ldexp(value, -exponent)) > kExactMultiples)
    join_neighbours(counts);
  if (moments.count == 0) {
    least = greatest = value;
    first = multiple(value);
  }
  least = std::min(least, value);
  greatest = std::max(greatest, value);
  const auto bins = static_cast<std::int64_t>(counts.size());
  while (multiple(greatest) - multiple(least) >= bins)
    join_neighbours(counts);
  const std::int64_t lowest = multiple(least);
  if (lowest < first) {
    std::shift_right(counts.begin(), counts.end(), first - lowest);
    std::fill_n(counts.begin(), std::min(first - lowest, bins), 0u);
    first = lowest;
  }
  counts[static_cast<std::size_t>(multiple(value) - first)] += static_cast<std::uint32_t>(times);
  moments.add(value, times);
}

double Histogram::ranked(std::size_t rank, std::span<const std::uint32_t> counts) const {
  assert(rank < moments.count);
  std::size_t before = 0;
  std::size_t bin = 0;
  while (before + counts[bin] <= rank)
    before += counts[bin++];
  const double width = std::ldexp(1.0, exponent);
  const double lower = std::ldexp(static_cast<double>(first + static_cast<std::int64_t>(bin)), exponent);
  const double within = (static_cast<double>(rank - before) + 0.5) / counts[bin] * width;
  // A bin of whole numbers holds those from its lower edge to one before its upper.
  const double value = whole_numbers ? lower + (width > 1 ? within - 0.5 : 0) : lower + within;
  return std::clamp(value, least, greatest);
}

double Histogram::middle(std::size_t bin) const {
  const double lower = std::ldexp(static_cast<double>(first + static_cast<std::int64_t>(bin)), exponent);
  return std::clamp(lower + std::ldexp(0.5, exponent) - (whole_numbers ? 0.5 : 0.0), least, greatest);
}

double Histogram::half_width() const {
  return whole_numbers && exponent == 0 ? 0 : std::ldexp(0.5, exponent);
}

}  // namespace ripresa::statistics
