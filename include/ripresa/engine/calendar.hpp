#pragma once

// The event calendar: a 4-ary min-heap of 16-byte values, and lanes beside it.
//
// Contract. Events come out in the order (time, phase, sequence): earlier first; at one instant by phase; within a
// phase in the order in which they were scheduled. The phases, in one place, with their reasons:
//
//   availability  a backend goes or returns, a station changes over to paper or back, doses are delivered or expire.
//                 First, so that a failure takes hold before a call is made, and a call made at the instant of return
//                 is answered; and so that nobody is given a dose whose life ends at that instant.
//   staffing      shifts begin and end. Before work ends, so that a server whose shift is over takes nobody more, and
//                 before preparers are given a batch, so that they do not begin it.
//   progress      work ends, answers come, pauses end, batches begin, doses become ready: servers are released. Before
//                 people join, so that a server is released before it is seized, and the line goes before who comes.
//   retry         a call's time-out passes, or the call is made again. After progress, so that an answer at the very
//                 instant of the time-out is in time, and so that it cannot be told in which way a retry was scheduled.
//   doors         opening and closing. At closing time the doors are shut before anybody arriving then is let in.
//   joining       people reach a station or arrive at the hub.
//   giving_up     somebody's patience ends. Last, so that who is called at that very instant stays.
//
// What is due at the very instant of an availability or staffing change is done: only later work is affected.
// An event cannot be withdrawn; whoever schedules keeps enough state to recognise one that no longer applies: its
// sequence number, for another event about the same may be due at the same instant.
//
// An event is its key and a 32-bit token that tells the owner what it is about. Time, phase, sequence and token make
// one 128-bit number, so that two events compare without a branch and four siblings lie in one cache line.
//
// A lane holds events whose times do not decrease from one to the next, as those after a constant delay: it needs no
// heap, only a ring. What would be out of order there goes to the heap. Which of the two an event went through cannot
// be seen in the order.

#include <cassert>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::engine {

enum class Phase : std::uint8_t { availability, staffing, progress, retry, doors, joining, giving_up };

class Calendar {
 public:
  static constexpr Time kLatest = Time::since_midnight(Duration::microseconds((std::int64_t{1} << 59) - 1));

  struct Event {
    Time time;
    Phase phase = Phase::availability;
    std::uint32_t sequence = 0;
    std::uint32_t token = 0;
  };

  /// `lanes` are numbered from 0; the events' sequence from `first_sequence`, until it is cleared.
  explicit Calendar(std::size_t lanes = 0, std::uint32_t first_sequence = 0)
      : lanes_(lanes), sequence_(first_sequence) {}

  /// The event's sequence number. Precondition: 0 <= time <= kLatest. Throws InputError where there have been too many
  /// events to number them.
  std::uint32_t schedule(Time time, Phase phase, std::uint32_t token) {
    push_heap(make_key(time, phase, token));
    return sequence_ - 1;
  }

  /// The same, for the cheaper where times hardly ever decrease from one event of the lane to the next.
  std::uint32_t schedule_in_lane(std::size_t lane, Time time, Phase phase, std::uint32_t token) {
    const Key key = make_key(time, phase, token);
    if (lanes_[lane].takes(key))
      lanes_[lane].push(key);
    else
      push_heap(key);
    return sequence_ - 1;
  }

  /// The time of the first event; never when there is none.
  Time next_time() const { return next_due().first; }

  /// The time and phase of the first event; never when there is none.
  std::pair<Time, Phase> next_due() const {
    const Key first = first_key();
    return {first == kNone ? Time::never() : time_of(first), phase_of(first)};
  }

  /// What the first event is about. Precondition: there is one.
  std::uint32_t next_token() const { return static_cast<std::uint32_t>(first_key()); }

  /// Takes the first event into `event` if it is due at or before `latest`; else leaves all as it is and returns false.
  bool pop_by(Time latest, Event& event) {
    Key first = heap_.empty() ? kNone : heap_.front();
    Lane* from = nullptr;
    for (Lane& lane : lanes_)
      if (lane.front() < first) {
        first = lane.front();
        from = &lane;
      }
    if (first == kNone || time_of(first) > latest)
      return false;
    if (from)
      from->pop();
    else
      pop_heap();
    event = {time_of(first), phase_of(first), static_cast<std::uint32_t>(first >> kSequenceShift),
             static_cast<std::uint32_t>(first)};
    return true;
  }

  /// Changes the number of lanes. Precondition: there are no events, or they are cleared before the next use.
  void set_lanes(std::size_t lanes) { lanes_.resize(lanes); }

  /// Forgets all events; keeps the memory.
  void clear() {
    heap_.clear();
    for (Lane& lane : lanes_)
      lane.clear();
    sequence_ = 0;
  }

 private:
  __extension__ using Key = unsigned __int128;  // 60 bits time, 4 phase, 32 sequence, 32 token
  static constexpr int kTimeShift = 68, kPhaseShift = 64, kSequenceShift = 32;
  static constexpr Key kNone = ~Key{};
  static constexpr std::size_t kArity = 4;

  class Lane {
   public:
    Key front() const { return head_ == keys_.size() ? kNone : keys_[head_]; }
    bool takes(Key key) const { return head_ == keys_.size() || keys_.back() < key; }
    void push(Key key) {
      assert(takes(key));
      keys_.push_back(key);
    }
    void pop() {
      // What is done is dropped once it is the larger part, so that each key is moved at most once.
      if (++head_ * 2 > keys_.size() && head_ >= 1024) {
        keys_.erase(keys_.begin(), keys_.begin() + static_cast<std::ptrdiff_t>(head_));
        head_ = 0;
      }
    }
    void clear() {
      keys_.clear();
      head_ = 0;
    }

   private:
    std::vector<Key> keys_;
    std::size_t head_ = 0;
  };

  [[noreturn]] static void throw_too_many_events();

  static Time time_of(Key key) {
    return Time::since_midnight(Duration::microseconds(static_cast<std::int64_t>(key >> kTimeShift)));
  }
  static Phase phase_of(Key key) { return static_cast<Phase>(static_cast<std::uint64_t>(key >> kPhaseShift) & 15); }

  Key make_key(Time time, Phase phase, std::uint32_t token) {
    assert(time >= Time{} && time <= kLatest);
    if (sequence_ == std::numeric_limits<std::uint32_t>::max())
      throw_too_many_events();
    const std::uint64_t high = static_cast<std::uint64_t>(time.in_microseconds()) << 4 | static_cast<unsigned>(phase);
    const std::uint64_t low = static_cast<std::uint64_t>(sequence_++) << kSequenceShift | token;
    return static_cast<Key>(high) << 64 | low;
  }

  Key first_key() const {
    Key first = heap_.empty() ? kNone : heap_.front();
    for (const Lane& lane : lanes_)
      first = lane.front() < first ? lane.front() : first;
    return first;
  }

  void push_heap(Key key) {
    std::size_t hole = heap_.size();
    heap_.push_back(key);
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / kArity;
      if (heap_[parent] < key)
        break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = key;
  }

  void pop_heap() {
    const Key last = heap_.back();
    heap_.pop_back();
    const std::size_t size = heap_.size();
    if (size == 0)
      return;
    std::size_t hole = 0;
    for (;;) {
      const std::size_t first_child = hole * kArity + 1;
      std::size_t least = first_child;
      if (first_child + kArity <= size) {
        // All four: a tournament, whose outcomes become conditional moves.
        const std::size_t left = first_child + (heap_[first_child + 1] < heap_[first_child] ? 1 : 0);
        const std::size_t right = first_child + 2 + (heap_[first_child + 3] < heap_[first_child + 2] ? 1 : 0);
        least = heap_[right] < heap_[left] ? right : left;
      } else if (first_child < size) {
        for (std::size_t child = first_child + 1; child < size; ++child)
          least = heap_[child] < heap_[least] ? child : least;
      } else {
        break;
      }
      if (last < heap_[least])
        break;
      heap_[hole] = heap_[least];
      hole = least;
    }
    heap_[hole] = last;
  }

  std::vector<Key> heap_;
  std::vector<Lane> lanes_;
  std::uint32_t sequence_ = 0;
};

}  // namespace ripresa::engine
