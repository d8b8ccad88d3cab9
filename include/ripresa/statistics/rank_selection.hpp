#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "ripresa/base/instructions.hpp"
#include "ripresa/base/time.hpp"

namespace ripresa::statistics {

/// Order statistics and quantiles of durations that lie in several parts, where they stay as they are. By counting into
/// about as many bins as there are values, a thousand at most, and selecting among the few that lie in a bin with a
/// wanted rank: a fixed number of passes, whatever the number of ranks, and with vector instructions where a pass has
/// nothing to scatter. Waits are often zero: the smallest value has a bin of its own. Keeps its memory.
class RankSelection {
 public:
  /// The values of all parts together.
  using Parts = std::span<const std::span<const Duration>>;

  /// What one pass over all values tells, in µs.
  struct Extent {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    std::int64_t total = 0;
  };

  /// The results are the same with all instructions; the machine has to support these.
  explicit RankSelection(Instructions instructions = best_instructions()) : instructions_(instructions) {}

  Extent extent(Parts parts) const;

  /// out[i] becomes the value of rank ranks[i] in µs, counted from 0. `extent` is that of all values. The ranks ascend
  /// (equal ones allowed) and are below the number of values, which is not 0.
  void select(Parts parts, const Extent& extent, std::span<const std::size_t> ranks, std::span<std::int64_t> out);

  /// Quantiles in µs, by linear interpolation between order statistics (type 7, see quantile.hpp) for ascending
  /// probabilities.
  template <std::size_t N>
  std::array<double, N> quantiles(Parts parts, const Extent& extent, const std::array<double, N>& probabilities);

  static std::size_t size(Parts parts) {
    std::size_t all = 0;
    for (const auto& values : parts)
      all += values.size();
    return all;
  }

 private:
  static constexpr int kMostBinBits = 10;
  static constexpr std::size_t kMostBins = (std::size_t{1} << kMostBinBits) + 1;  // and one for the smallest value

  using Bin = std::uint16_t;

  /// Bins of equal width over the range of the values.
  struct Bins;

  /// Notes each value's bin in bin_of_, and how many there are in each.
  void count(Parts parts, const Bins& bins);
  /// Marks those of the first `bins` bins that hold a wanted rank, and gives the ranks among the values of these bins.
  /// Whether there are such bins.
  bool find_wanted(std::size_t bins, std::span<const std::size_t> ranks, std::span<std::int64_t> out);
  /// The values in wanted bins, to kept_.
  void keep_wanted(Parts parts);

  Instructions instructions_;
  // A bin's values are counted in two places in turn, so that equal neighbours do not wait for each other.
  std::array<std::array<std::uint32_t, kMostBins>, 2> counts_{};
  std::array<bool, kMostBins> is_wanted_{};
  std::vector<Bin> bin_of_;  // by value, part after part
  std::vector<std::int64_t> kept_;
};

template <std::size_t N>
std::array<double, N> RankSelection::quantiles(Parts parts, const Extent& extent,
                                               const std::array<double, N>& probabilities) {
  const std::size_t values = size(parts);
  std::array<std::size_t, 2 * N> ranks{};
  std::array<double, N> share{};
  for (std::size_t i = 0; i < N; ++i) {
    const double position = probabilities[i] * static_cast<double>(values - 1);
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
  select(parts, extent, ascending, selected);
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
