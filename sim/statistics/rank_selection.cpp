#include "ripresa/statistics/rank_selection.hpp"

namespace ripresa::statistics {

void RankSelection::find_wanted(const Counts& counts, std::span<const std::size_t> ranks,
                                std::array<bool, kBins>& wanted, std::span<std::int64_t> out) {
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
}

}  // namespace ripresa::statistics
