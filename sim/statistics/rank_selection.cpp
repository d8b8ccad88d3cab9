#include "ripresa/statistics/rank_selection.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <utility>

namespace ripresa::statistics {
namespace {

constexpr int kBinBits = 10;
constexpr std::size_t kBins = (std::size_t{1} << kBinBits) + 1;  // and one for the smallest value

/// Bins of equal width over the range of the values.
class Bins {
 public:
  Bins(std::int64_t least, std::int64_t most)
      : least_(least),
        shift_(std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(most - least))) - kBinBits)) {}

  std::size_t of(std::int64_t value) const {
    // 0 for the smallest value alone: the shift would carry others there.
    const auto above = static_cast<std::uint64_t>(value - least_);
    return static_cast<std::size_t>(above >> shift_) + (above != 0 ? 1 : 0);
  }

 private:
  std::int64_t least_;
  int shift_;
};

}  // namespace

void select_ranks(std::span<std::int64_t> values, std::span<const std::size_t> ranks, std::span<std::int64_t> out) {
  assert(!values.empty() && std::is_sorted(ranks.begin(), ranks.end()) && ranks.size() == out.size());
  std::int64_t least = values.front();
  std::int64_t most = values.front();
  for (const std::int64_t value : values) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
  const Bins bins(least, most);
  // Two counts for each bin, taken in turn, so that equal neighbours do not wait for each other.
  std::array<std::array<std::uint32_t, kBins>, 2> counts{};
  std::size_t i = 0;
  for (; i + 1 < values.size(); i += 2) {
    ++counts[0][bins.of(values[i])];
    ++counts[1][bins.of(values[i + 1])];
  }
  if (i < values.size())
    ++counts[0][bins.of(values[i])];

  // The bins that hold a wanted rank, and how many values of other bins lie below each rank.
  std::array<bool, kBins> wanted{};
  std::size_t rank = 0;
  std::size_t below = 0;
  std::size_t left_out = 0;
  for (std::size_t bin = 0; bin < kBins && rank < ranks.size(); ++bin) {
    const std::size_t here = counts[0][bin] + counts[1][bin];
    for (; rank < ranks.size() && ranks[rank] < below + here; ++rank) {
      wanted[bin] = bin > 0;
      out[rank] = static_cast<std::int64_t>(ranks[rank] - left_out);
    }
    left_out += wanted[bin] ? 0 : here;
    below += here;
  }
  std::size_t kept = 0;
  // Swapped, not overwritten: wider scopes take the same values up again.
  for (std::int64_t& value : values) {
    const bool keep = wanted[bins.of(value)];
    std::swap(values[kept], value);
    kept += keep ? 1 : 0;
  }
  std::sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(kept));
  const std::size_t smallest = counts[0][0] + counts[1][0];
  for (rank = 0; rank < ranks.size(); ++rank)
    out[rank] = ranks[rank] < smallest ? least : values[static_cast<std::size_t>(out[rank])];
}

}  // namespace ripresa::statistics
