#include "ripresa/statistics/rank_selection.hpp"

#include <algorithm>
#include <bit>
#include <cassert>

namespace ripresa::statistics {

struct RankSelection::Bins {
  std::int64_t least;
  int shift;
  std::size_t count;

  Bins(const Extent& extent, std::size_t values) : least(extent.least) {
    const int bits = std::min(static_cast<int>(std::bit_width(values)), kMostBinBits);
    const int width = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(extent.most - extent.least)));
    shift = std::max(0, width - bits);
    count = (std::size_t{1} << bits) + 1;
  }

  Bin of(Duration value) const {
    // 0 for the smallest value alone: the shift would carry others there.
    const auto above = static_cast<std::uint64_t>(value.in_microseconds() - least);
    return static_cast<Bin>(static_cast<std::uint32_t>(above >> shift) + (above != 0 ? 1 : 0));
  }
};

RankSelection::Extent RankSelection::extent(Parts parts) const {
  Extent all;
  for (const auto& values : parts) {
    const auto add_values = [&]() __attribute__((always_inline)) {
      auto [least, most, total] = all;
      for (std::size_t i = 0; i < values.size(); ++i) {
        const std::int64_t value = values[i].in_microseconds();
        least = std::min(least, value);
        most = std::max(most, value);
        total += value;
      }
      all = {least, most, total};
    };
    in_vectors(instructions_, add_values);
  }
  return all;
}

void RankSelection::count(Parts parts, const Bins& bins) {
  const std::size_t all = size(parts);
  if (bin_of_.size() < all)
    bin_of_.resize(all);
  for (auto& counts : counts_)
    std::fill_n(counts.begin(), bins.count, 0u);
  Bin* bin_of = bin_of_.data();
  for (const auto& values : parts) {
    const auto note_bins = [ bins, &values, bin_of ]() __attribute__((always_inline)) {
      for (std::size_t i = 0; i < values.size(); ++i)
        bin_of[i] = bins.of(values[i]);
    };
    in_vectors(instructions_, note_bins);
    bin_of += values.size();
  }
  std::size_t i = 0;
  for (; i + 1 < all; i += 2) {
    ++counts_[0][bin_of_[i]];
    ++counts_[1][bin_of_[i + 1]];
  }
  if (i < all)
    ++counts_[0][bin_of_[i]];
}

bool RankSelection::find_wanted(std::size_t bins, std::span<const std::size_t> ranks, std::span<std::int64_t> out) {
  std::fill_n(is_wanted_.begin(), bins, false);
  bool any = false;
  std::size_t rank = 0;
  std::size_t below = 0;
  std::size_t left_out = 0;
  for (std::size_t bin = 0; bin < bins && rank < ranks.size(); ++bin) {
    const std::size_t here = counts_[0][bin] + counts_[1][bin];
    for (; rank < ranks.size() && ranks[rank] < below + here; ++rank) {
      is_wanted_[bin] = bin > 0;
      any = any || bin > 0;
      out[rank] = static_cast<std::int64_t>(ranks[rank] - left_out);
    }
    left_out += is_wanted_[bin] ? 0 : here;
    below += here;
  }
  return any;
}

void RankSelection::keep_wanted(Parts parts) {
  kept_.clear();
  const Bin* bin_of = bin_of_.data();
  for (const auto& values : parts) {
    for (std::size_t i = 0; i < values.size(); ++i)
      if (is_wanted_[bin_of[i]])
        kept_.push_back(values[i].in_microseconds());
    bin_of += values.size();
  }
}

void RankSelection::select(Parts parts, const Extent& extent, std::span<const std::size_t> ranks,
                           std::span<std::int64_t> out) {
  assert(size(parts) > 0 && std::is_sorted(ranks.begin(), ranks.end()) && ranks.size() == out.size());
  const Bins bins(extent, size(parts));
  count(parts, bins);
  // Often nobody waits at a station, or everybody stays equally long: then there is nothing to look for.
  if (find_wanted(bins.count, ranks, out))
    keep_wanted(parts);
  const std::size_t smallest = counts_[0][0] + counts_[1][0];
  auto unordered = kept_.begin();  // from here on; those before are not larger
  for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
    if (ranks[rank] < smallest) {
      out[rank] = bins.least;
      continue;
    }
    const auto wanted = kept_.begin() + out[rank];
    if (wanted >= unordered) {
      std::nth_element(unordered, wanted, kept_.end());
      unordered = wanted + 1;
    }
    out[rank] = *wanted;
  }
}

}  // namespace ripresa::statistics
