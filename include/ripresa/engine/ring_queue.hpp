#pragma once

// A first-come-first-served queue of 32-bit indices in a ring buffer. It grows by doubling and keeps its memory.

#include <cassert>
#include <cstdint>
#include <vector>

namespace ripresa::engine {

class RingQueue {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  void push_back(std::uint32_t index) {
    grow_if_full();
    slots_[(head_ + size_++) & mask()] = index;
  }

  /// Back to the head of the line, for somebody whose service was broken off.
  void push_front(std::uint32_t index) {
    grow_if_full();
    head_ = (head_ - 1) & mask();
    slots_[head_] = index;
    ++size_;
  }

  /// Precondition: not empty.
  std::uint32_t front() const {
    assert(size_ > 0);
    return slots_[head_];
  }

  /// Precondition: not empty.
  std::uint32_t pop_front() {
    assert(size_ > 0);
    const std::uint32_t index = slots_[head_];
    head_ = (head_ + 1) & mask();
    --size_;
    return index;
  }

  void clear() { head_ = size_ = 0; }

 private:
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
  std::size_t size_ = 0;
};

}  // namespace ripresa::engine
