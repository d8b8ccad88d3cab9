#include "ripresa/model/turn_order.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace ripresa::model {

bool TurnOrder::start(std::span<const std::uint64_t> ranks, Time horizon) {
  turns_.clear();
  hub_at_.resize(ranks.size());
  std::iota(hub_at_.begin(), hub_at_.end(), 0u);
  std::sort(hub_at_.begin(), hub_at_.end(),
            [ranks](std::uint32_t a, std::uint32_t b) { return std::pair(ranks[a], a) < std::pair(ranks[b], b); });
  place_of_.resize(ranks.size());
  for (std::uint32_t place = 0; place < hub_at_.size(); ++place)
    place_of_[hub_at_[place]] = place;
  place_bits_ = static_cast<int>(std::bit_width(ranks.size()));
  const auto last = static_cast<std::uint64_t>(horizon.in_microseconds());
  return static_cast<int>(std::bit_width(last)) + kPhaseBits + place_bits_ <= 64;
}

}  // namespace ripresa::model
