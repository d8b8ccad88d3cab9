#pragma once

// The event calendar: a 4-ary min-heap of plain values.
//
// Contract. Events come out in the order (time, phase, sequence): earlier first; at one instant by phase; within a
// phase in the order in which they were scheduled. The phases, in one place, with their reasons:
//
//   availability  a backend goes or returns, a station changes over to paper or back. First, so that a failure takes
//                 hold before a call is made, and a call made at the instant of return is answered.
//   staffing      shifts begin and end. Before work ends, so that a server whose shift is over takes nobody more.
//   progress      work ends, answers come, pauses end: servers are released. Before people join, so that a server is
//                 released before it is seized, and who already queues goes before who just comes.
//   doors         opening and closing. At closing time the doors are shut before anybody arriving then is let in.
//   joining       people reach a station or arrive at the hub.
//
// What is due at the very instant of an availability or staffing change is done: only later work is affected.
// An event cannot be withdrawn; whoever schedules keeps enough state to recognise one that no longer applies.

#include <cassert>
#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::engine {

enum class Phase : std::uint8_t { availability, staffing, progress, doors, joining };

template <class Payload>
class Calendar {
 public:
  struct Event {
    Time time;
    std::uint64_t order;  // phase in the upper 8 bits, sequence below
    Payload payload;

    Phase phase() const { return static_cast<Phase>(order >> kSequenceBits); }
    bool before(const Event& other) const {
      return time < other.time || (time == other.time && order < other.order);
    }
  };

  bool empty() const { return heap_.empty(); }
  std::size_t size() const { return heap_.size(); }
  const Event& top() const { return heap_.front(); }

  void schedule(Time time, Phase phase, Payload payload) {
    const Event event{time, (static_cast<std::uint64_t>(phase) << kSequenceBits) | sequence_++, payload};
    std::size_t hole = heap_.size();
    heap_.push_back(event);
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / kArity;
      if (!event.before(heap_[parent]))
        break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = event;
  }

  /// Precondition: not empty.
  Event pop() {
    assert(!heap_.empty());
    const Event first = heap_.front();
    const Event last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty())
      sift_down(last);
    return first;
  }

  /// Forgets all events; keeps the memory.
  void clear() {
    heap_.clear();
    sequence_ = 0;
  }

 private:
  static constexpr int kSequenceBits = 56;
  static constexpr std::size_t kArity = 4;

  void sift_down(const Event& event) {
    const std::size_t size = heap_.size();
    std::size_t hole = 0;
    for (;;) {
      const std::size_t first_child = hole * kArity + 1;
      if (first_child >= size)
        break;
      const std::size_t end = first_child + kArity < size ? first_child + kArity : size;
      std::size_t least = first_child;
      for (std::size_t child = first_child + 1; child < end; ++child)
        least = heap_[child].before(heap_[least]) ? child : least;
      if (!heap_[least].before(event))
        break;
      heap_[hole] = heap_[least];
      hole = least;
    }
    heap_[hole] = event;
  }

  std::vector<Event> heap_;
  std::uint64_t sequence_ = 0;
};

}  // namespace ripresa::engine
