#pragma once

// A first-come-first-served queue of 32-bit indices in a ring buffer. It grows by doubling and keeps its memory.
// Who joins gets a place, by which they can leave the line from anywhere within it.

#include <cassert>
#include <cstdint>
#include <vector>

namespace ripresa::engine {

class RingQueue {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_ - vacated_; }

  /// Returns the place; places are the same again after 2^32 who joined. Precondition: index is not the largest there
  /// is.
  std::uint32_t push_back(std::uint32_t index) {
    grow_if_full();
    slots_[(head_ + size_) & mask()] = index;
    return first_place_ + static_cast<std::uint32_t>(size_++);
  }

  /// Back to the head of the line, for somebody whose service was broken off.
  std::uint32_t push_front(std::uint32_t index) {
    grow_if_full();
    head_ = (head_ - 1) & mask();
    slots_[head_] = index;
    ++size_;
    return --first_place_;
  }

  /// Precondition: not empty.
  std::uint32_t front() const {
    assert(size_ > 0);
    return slots_[head_];
  }

  /// Who is behind `rank` others. Precondition: rank < size(), and nobody has left the line but from its front.
  std::uint32_t at(std::size_t rank) const {
    assert(rank < size_ && vacated_ == 0);
    return slots_[(head_ + rank) & mask()];
  }

  /// Precondition: not empty.
  std::uint32_t pop_front() {
    assert(size_ > 0);
    const std::uint32_t index = slots_[head_];
    drop_front();
    while (size_ > 0 && slots_[head_] == kVacated) {
      drop_front();
      --vacated_;
    }
    return index;
  }

  /// Leaves the line. Precondition: somebody in line has the place.
  void leave(std::uint32_t place) {
    const std::uint32_t offset = place - first_place_;
    assert(offset < size_ && slots_[(head_ + offset) & mask()] != kVacated);
    if (offset == 0) {
      pop_front();
      return;
    }
    slots_[(head_ + offset) & mask()] = kVacated;
    ++vacated_;
  }

  void clear() {
    head_ = size_ = vacated_ = 0;
    first_place_ = 0;
  }

 private:
  static constexpr std::uint32_t kVacated = 0xffff'ffffu;  // never at the front

  void drop_front() {
    head_ = (head_ + 1) & mask();
    --size_;
    ++first_place_;
  }

  std::size_t mask() const { return slots_.size() - 1; }

  void grow_if_full() {
    if (size_ < slots_.size())
      return;
    std::vector<std::uint32_t> larger(slots_.empty() ? 64 : 2 * slots_.size());
    for (std::size_t i = 0; i < size_; ++i)
      larger[i] = slots_[(head_ + i) & mask()];
    slots_.swap(larger);
    head_ = 0;
  }

  std::vector<std::uint32_t> slots_;
  std::size_t head_ = 0;
  std::size_t size_ = 0;  // vacated places included
  std::size_t vacated_ = 0;
  std::uint32_t first_place_ = 0;  // of the front
};

}  // namespace ripresa::engine
