#include "ripresa/model/stream_heap.hpp"

#include <algorithm>
#include <bit>

namespace ripresa::model {

bool StreamKeys::fit(Time horizon, std::size_t persons) {
  place_bits_ = static_cast<int>(std::bit_width(persons + 1));
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon.in_microseconds()) + 1)) + place_bits_ <=
         64;
}

void KeyHeap::push(Key key) {
  std::size_t hole = size_++;
  // Two keys beyond the last are kept larger than all, at the children of the last parent too.
  if (keys_.size() < 2 * size_ + 3)
    keys_.resize(2 * (2 * size_ + 3), StreamKeys::kLast);
  if (in_order_) {
    for (; hole > 0 && key < keys_[hole - 1]; --hole)
      keys_[hole] = keys_[hole - 1];
    keys_[hole] = key;
    in_order_ = size_ <= kFew;
    return;
  }
  while (hole > 0 && key < keys_[(hole - 1) / 2]) {
    keys_[hole] = keys_[(hole - 1) / 2];
    hole = (hole - 1) / 2;
  }
  keys_[hole] = key;
}

void KeyHeap::pop() {
  if (in_order_) {
    std::copy(keys_.begin() + 1, keys_.begin() + static_cast<std::ptrdiff_t>(size_ + 1), keys_.begin());
    --size_;
    return;
  }
  const Key last = keys_[--size_];
  keys_[size_] = StreamKeys::kLast;
  replace_first(last);
  // Not at once, so that a number of busy servers that goes up and down does not cost a sort each time.
  if (size_ <= kFew / 2) {
    std::sort(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(size_));
    in_order_ = true;
  }
}

void LineBins::clear(Time horizon, std::size_t persons) {
  // About as many bins as people, so that each holds a few moves, and some hundred, so that few need a close look.
  shift = std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon.in_microseconds()))) -
                          std::max(9, static_cast<int>(std::bit_width(persons)) - 1));
  bins.assign(static_cast<std::size_t>(horizon.in_microseconds() >> shift) + 1, {});
}

}  // namespace ripresa::model
