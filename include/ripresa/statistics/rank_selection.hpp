#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace ripresa::statistics {

/// Order statistics of integers: out[i] becomes the value of rank ranks[i], counted from 0. The ranks ascend (equal
/// ones allowed) and are below the number of values, which is not 0; `values` is reordered. Nothing is allocated.
///
/// By counting into a thousand bins and sorting only those that hold a wanted rank: two passes whatever the number of
/// ranks, without the mispredicted branches of repeated partitions. Waits are often zero: the smallest value has a bin
/// of its own.
void select_ranks(std::span<std::int64_t> values, std::span<const std::size_t> ranks, std::span<std::int64_t> out);

/// Quantiles by linear interpolation between order statistics (type 7, see quantile.hpp) for ascending probabilities.
template <std::size_t N>
std::array<double, N> integer_quantiles(std::span<std::int64_t> values, const std::array<double, N>& probabilities) {
  std::array<std::size_t, 2 * N> ranks{};
  std::array<double, N> share{};
  for (std::size_t i = 0; i < N; ++i) {
    const double position = probabilities[i] * static_cast<double>(values.size() - 1);
    ranks[2 * i] = static_cast<std::size_t>(position);
    share[i] = position - static_cast<double>(ranks[2 * i]);
    ranks[2 * i + 1] = share[i] > 0 ? ranks[2 * i] + 1 : ranks[2 * i];
  }
  // The upper neighbour of one probability may lie beyond the lower one of the next.
  std::array<std::size_t, 2 * N> ascending = ranks;
  for (std::size_t i = 1; i < ascending.size(); ++i)
    for (std::size_t j = i; j > 0 && ascending[j] < ascending[j - 1]; --j)
      std::swap(ascending[j], ascending[j - 1]);
  std::array<std::int64_t, 2 * N> selected{};
  select_ranks(values, ascending, selected);
  const auto value_of = [&](std::size_t rank) {
    std::size_t at = 0;
    while (ascending[at] != rank)
      ++at;
    return static_cast<double>(selected[at]);
  };
  std::array<double, N> result{};
  for (std::size_t i = 0; i < N; ++i) {
    const double lower = value_of(ranks[2 * i]);
    result[i] = lower + share[i] * (value_of(ranks[2 * i + 1]) - lower);
  }
  return result;
}

}  // namespace ripresa::statistics
