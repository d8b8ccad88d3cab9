#include "ripresa/statistics/rank_selection.hpp"

namespace ripresa::statistics {

void RankSelection::find_wanted(std::size_t bins, std::span<const std::size_t> ranks, std::span<std::int64_t> out) {
  std::fill_n(wanted_.begin(), bins, false);
  std::size_t rank = 0;
  std::size_t below = 0;
  std::size_t left_out = 0;
  for (std::size_t bin = 0; bin < bins && rank < ranks.size(); ++bin) {
    const std::size_t here = counts_[0][bin] + counts_[1][bin];
    for (; rank < ranks.size() && ranks[rank] < below + here; ++rank) {
      wanted_[bin] = bin > 0;
      out[rank] = static_cast<std::int64_t>(ranks[rank] - left_out);
    }
    left_out += wanted_[bin] ? 0 : here;
    below += here;
  }
}

}  // namespace ripresa::statistics
