#pragma once

// Whose turn it is among hubs that meet at calls: the hub whose next call comes first, by instant, phase and the hubs'
// order of the day.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/calendar.hpp"
#include "ripresa/model/stream_heap.hpp"

namespace ripresa::model {

class TurnOrder {
 public:
  /// Instant, phase and the hub's place in the order of the day in one word: the less comes first.
  using Key = KeyHeap::Key;
  static constexpr Key kLast = StreamKeys::kLast;

  /// Nobody's turn is due. At one instant and phase the hub with the lowest of `ranks` goes first, and of the same rank
  /// the one with the lowest index. Returns whether turns before `horizon` can be told apart; else there is no order.
  bool start(std::span<const std::uint64_t> ranks, Time horizon);

  bool empty() const { return turns_.empty(); }
  /// The hub whose turn it is. Precondition: not empty.
  std::size_t first() const { return hub_of(turns_.first()); }
  /// The last of all keys when empty.
  Key first_key() const { return turns_.first(); }

  /// Of a hub that has several turns, at most one is the next: whoever puts in more looks which that is.
  void push(Time at, engine::Phase phase, std::size_t hub) { turns_.push(key(at, phase, hub)); }
  void replace_first(Time at, engine::Phase phase, std::size_t hub) { turns_.replace_first(key(at, phase, hub)); }
  void pop() { turns_.pop(); }

  Key key(Time at, engine::Phase phase, std::size_t hub) const {
    const Key instant = static_cast<Key>(at.in_microseconds()) << kPhaseBits | static_cast<Key>(phase);
    return instant << place_bits_ | place_of_[hub];
  }
  std::size_t hub_of(Key key) const { return hub_at_[key & ((Key{1} << place_bits_) - 1)]; }
  bool at_one_instant(Key a, Key b) const { return a >> place_bits_ == b >> place_bits_; }

 private:
  static constexpr int kPhaseBits = 3;
  static_assert(static_cast<int>(engine::Phase::giving_up) < 1 << kPhaseBits);

  KeyHeap turns_;
  std::vector<std::uint32_t> hub_at_, place_of_;  // by place in the order, and by hub
  int place_bits_ = 0;
};

}  // namespace ripresa::model
