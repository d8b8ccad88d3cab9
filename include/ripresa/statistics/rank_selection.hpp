#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace ripresa::statistics {

/// Order statistics and quantiles of integers that lie in several parts, where they stay as they are. By counting into
/// about as many bins as there are values, a thousand at most, and sorting only those that hold a wanted rank: two
/// passes, and that of extent(), whatever the number of ranks, without the mispredicted branches of repeated
/// partitions. Waits are often zero: the smallest value has a bin of its own. Keeps its memory.
class RankSelection {
 public:
  /// The values of all parts together.
  template <class Value>
  using Parts = std::span<const std::span<const Value>>;

  /// What one pass over all values tells.
  struct Extent {
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    std::int64_t total = 0;
  };
  /// Of `count(value)`, an integer, over all values.
  template <class Value, class Count>
  static Extent extent(Parts<Value> parts, Count count);

  /// out[i] becomes the count of the value of rank ranks[i] by it, counted from 0. `extent` is that of all counts. The
  /// ranks ascend (equal ones allowed) and are below the number of values, which is not 0.
  template <class Value, class Count>
  void select(Parts<Value> parts, Count count, const Extent& extent, std::span<const std::size_t> ranks,
              std::span<std::int64_t> out);

  /// Quantiles by linear interpolation between order statistics (type 7, see quantile.hpp) for ascending probabilities.
  template <class Value, class Count, std::size_t N>
  std::array<double, N> quantiles(Parts<Value> parts, Count count, const Extent& extent,
                                  const std::array<double, N>& probabilities);

  template <class Value>
  static std::size_t size(Parts<Value> parts) {
    std::size_t all = 0;
    for (const auto& values : parts)
      all += values.size();
    return all;
  }

 private:
  static constexpr int kMostBinBits = 10;
  static constexpr std::size_t kMostBins = (std::size_t{1} << kMostBinBits) + 1;  // and one for the smallest value

  /// Bins of equal width over the range of the values.
  struct Bins {
    std::int64_t least;
    int shift;
    std::size_t count;

    Bins(const Extent& extent, std::size_t values) : least(extent.least) {
      const int bits = std::min(static_cast<int>(std::bit_width(values)), kMostBinBits);
      const int width = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(extent.most - extent.least)));
      shift = std::max(0, width - bits);
      count = (std::size_t{1} << bits) + 1;
    }
    std::size_t of(std::int64_t value) const {
      // 0 for the smallest value alone: the shift would carry others there.
      const auto above = static_cast<std::uint64_t>(value - least);
      return static_cast<std::size_t>(above >> shift) + (above != 0 ? 1 : 0);
    }
  };

  /// A bin's values are counted in two places in turn, so that equal neighbours do not wait for each other.
  using Counts = std::array<std::array<std::uint32_t, kMostBins>, 2>;

  /// Marks those of the first `bins` bins that hold a wanted rank, and gives the ranks among the values of these bins.
  void find_wanted(std::size_t bins, std::span<const std::size_t> ranks, std::span<std::int64_t> out);

  Counts counts_{};
  std::array<bool, kMostBins> wanted_{};
  std::vector<std::int64_t> kept_;
};

template <class Value, class Count>
RankSelection::Extent RankSelection::extent(Parts<Value> parts, Count count) {
  Extent all;
  for (const auto& values : parts)
    for (const Value& value : values) {
      const std::int64_t counted = count(value);
      all.least = std::min(all.least, counted);
      all.most = std::max(all.most, counted);
      all.total += counted;
    }
  return all;
}

template <class Value, class Count>
void RankSelection::select(Parts<Value> parts, Count count, const Extent& extent, std::span<const std::size_t> ranks,
                           std::span<std::int64_t> out) {
  assert(size(parts) > 0 && std::is_sorted(ranks.begin(), ranks.end()) && ranks.size() == out.size());
  const Bins bins(extent, size(parts));
  for (auto& counts : counts_)
    std::fill_n(counts.begin(), bins.count, 0u);
  for (const auto& values : parts) {
    std::size_t i = 0;
    for (; i + 1 < values.size(); i += 2) {
      ++counts_[0][bins.of(count(values[i]))];
      ++counts_[1][bins.of(count(values[i + 1]))];
    }
    if (i < values.size())
      ++counts_[0][bins.of(count(values[i]))];
  }

  find_wanted(bins.count, ranks, out);
  std::size_t wanted_values = 0;
  for (std::size_t bin = 0; bin < bins.count; ++bin)
    wanted_values += wanted_[bin] ? counts_[0][bin] + counts_[1][bin] : 0;
  kept_.resize(std::max(kept_.size(), wanted_values + 1));  // one more to write to without asking
  std::int64_t* kept = kept_.data();
  // Often nobody waits at a station, or everybody stays equally long: then there is nothing to sort.
  if (wanted_values > 0)
    for (const auto& values : parts)
      for (const Value& value : values) {
        *kept = count(value);
        kept += wanted_[bins.of(*kept)] ? 1 : 0;
      }
  std::sort(kept_.data(), kept);
  const std::size_t smallest = counts_[0][0] + counts_[1][0];
  for (std::size_t rank = 0; rank < ranks.size(); ++rank)
    out[rank] = ranks[rank] < smallest ? bins.least : kept_[static_cast<std::size_t>(out[rank])];
}

template <class Value, class Count, std::size_t N>
std::array<double, N> RankSelection::quantiles(Parts<Value> parts, Count count, const Extent& extent,
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
  select(parts, count, extent, ascending, selected);
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
