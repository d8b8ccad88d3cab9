#pragma once

// How long something takes each person of a hub.

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::model {

/// By person index. What takes everybody equally long is kept once. Keeps its memory.
class PersonDurations {
 public:
  /// Reads without asking which it is: of those that are equally long the only one is everybody's.
  class View {
   public:
    View() = default;
    Duration operator[](std::size_t person) const { return times_[person & mask_]; }

   private:
    friend class PersonDurations;
    View(const Duration* times, std::size_t mask) : times_(times), mask_(mask) {}
    const Duration* times_ = nullptr;
    std::size_t mask_ = 0;
  };

  /// It takes everybody so long.
  void assign_to_all(Duration time) {
    same_ = true;
    times_.assign(1, time);
  }

  /// `persons` durations, to be filled. There is room for `room` of them.
  std::span<Duration> each(std::size_t persons, std::size_t room) {
    same_ = false;
    times_.reserve(room);
    times_.resize(persons);
    return times_;
  }

  /// Somebody in addition. Precondition: it takes them as long as all, where it takes all equally long.
  void push_back(Duration time) {
    assert(!same_ || times_.front() == time);
    if (!same_)
      times_.push_back(time);
  }

  /// Valid until one of the durations, or how many there are, is changed.
  View view() const { return {times_.data(), same_ ? 0 : ~std::size_t{0}}; }
  Duration operator[](std::size_t person) const { return view()[person]; }

  /// Of those that differ, of the people there are; 0 where none is known.
  Duration least() const { return times_.empty() ? Duration{} : *std::min_element(times_.begin(), times_.end()); }

 private:
  bool same_ = false;
  std::vector<Duration> times_;
};

}  // namespace ripresa::model
