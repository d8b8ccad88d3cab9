#pragma once

// What streamed runs sort by: instants and places in one word, heaps of such words, and bins of time.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <vector>

#include "ripresa/base/instructions.hpp"
#include "ripresa/base/time.hpp"

namespace ripresa::model {

/// A count of microseconds from midnight, as Time holds it.
using Micros = std::int64_t;

inline Time time_at(Micros at) {
  return Time::since_midnight(Duration::microseconds(at));
}

/// An instant and the place of a person in a station's order of joining in one word, ordered by instant, then place.
class StreamKeys {
 public:
  using Key = std::uint64_t;
  static constexpr Key kLast = ~Key{0};

  /// Whether instants before `horizon` and places below `persons` fit into one word.
  bool fit(Time horizon, std::size_t persons);

  Key make(Micros at, std::size_t place) const { return static_cast<Key>(at) << place_bits_ | place; }
  /// A server that is free from `at` on and whose last departure is told already.
  Key idle(Micros at) const { return make(at, nobody()); }
  /// No instant after it fits into one word with a place.
  Micros latest() const { return static_cast<Micros>(kLast >> place_bits_) - 1; }
  Micros at(Key key) const { return static_cast<Micros>(key >> place_bits_); }
  std::size_t place(Key key) const { return key & nobody(); }
  bool is_idle(Key key) const { return place(key) == nobody(); }

 private:
  std::size_t nobody() const { return (std::size_t{1} << place_bits_) - 1; }
  int place_bits_ = 21;
};

/// A station's servers by their free times, or hubs by their turns. Up to a few keys are kept in order, and all are
/// moved as one is put in or the first replaced: a handful one by one, more with vector instructions, without a branch
/// that could be mispredicted. Beyond that they are a binary min-heap, which an order is too; order is taken up again
/// at half as many. Beyond the last there are always keys larger than all: so two children can be compared without
/// asking whether there are two, and vectors be read whole. A few are 20, or 160 with AVX-512: so a day of the
/// Scintille hub, whose stations have up to 72 servers, costs 0.92 of what it does with a heap from 20 on.
class KeyHeap {
 public:
  using Key = StreamKeys::Key;

  /// The same keys come first with all instructions, which the machine has to support; how all() has them may differ.
  explicit KeyHeap(Instructions instructions = best_instructions())
      : instructions_(instructions), few_(instructions == Instructions::avx512 ? 160 : 20) {}

  void clear() {
    size_ = 0;
    in_order_ = true;
    std::fill(keys_.begin(), keys_.end(), StreamKeys::kLast);
  }
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }
  /// The largest key of all when empty.
  Key first() const { return keys_.front(); }
  /// As the heap holds them: ascending only while they are few.
  std::span<const Key> all() const { return {keys_.data(), size_}; }
  /// Whoever changes them leaves them in their order.
  std::span<Key> keys() { return {keys_.data(), size_}; }

  void push(Key key);
  void pop();

  void replace_first(Key key) {
    if (in_order_ && size_ <= kOneByOne)
      shift_from_first(key);
    else if (in_order_)
      replace_in_order(key);
    else
      sift_down(key);
  }

 private:
  /// Eight keys, as many as a vector has, lie within a line of the cache.
  template <class Value>
  struct ByLines {
    using value_type = Value;
    static constexpr std::align_val_t kLine{64};
    ByLines() = default;
    template <class Other>
    explicit ByLines(const ByLines<Other>&) {}
    Value* allocate(std::size_t values) { return static_cast<Value*>(::operator new(values * sizeof(Value), kLine)); }
    void deallocate(Value* values, std::size_t) { ::operator delete(values, kLine); }
    bool operator==(const ByLines&) const = default;
  };
  using Keys = std::vector<Key, ByLines<Key>>;

  static constexpr std::size_t kOneByOne = 8;  // what a call and whole vectors cost outweighs so few

  void shift_from_first(Key key) {
    Key before = 0;
    for (std::size_t i = 0; i < size_; ++i) {
      const Key after = keys_[i + 1];
      keys_[i] = std::max(before, std::min(key, after));
      before = after;
    }
  }
  void replace_in_order(Key key);
  void insert_in_order(Key key);
  void sift_down(Key key);

  std::size_t size_ = 0;
  Instructions instructions_;
  bool in_order_ = true;
  std::uint8_t few_;
  Keys keys_ = Keys(16, StreamKeys::kLast);
};

/// How many stand in all lines together, told in bins of time of 2^shift µs, so that the exact peak needs a close look
/// at few of them.
struct LineBins {
  struct Bin {
    std::int32_t joined = 0, left = 0;
  };
  int shift = 0;
  std::vector<Bin> bins;

  void clear(Time horizon, std::size_t persons);
  void join(Micros at) { ++bins[static_cast<std::size_t>(at >> shift)].joined; }
  void leave(Micros at) { ++bins[static_cast<std::size_t>(at >> shift)].left; }
};

}  // namespace ripresa::model
