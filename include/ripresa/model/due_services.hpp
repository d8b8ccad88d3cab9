#pragma once

// Services under way at stations that call, by the instants at which they are due.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/stream_heap.hpp"

namespace ripresa::model {

/// Comes in the order of engine::Calendar for events of one phase: by instant, then as they were scheduled. An entry is
/// one word, and what follows from the first takes its place at once: the Scintille day with its twin costs 0.95 of
/// what it does with the calendar.
class DueServices {
 public:
  /// Instants beyond the horizon need not be told apart.
  void start(Time horizon) {
    order_bits_ = 63 - static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon.in_microseconds())));
    heap_.clear();
    services_.clear();
    first_is_over_ = false;
  }

  /// Beyond so many that were scheduled their order cannot be told.
  bool full() const { return services_.size() >> order_bits_ != 0; }

  /// Beyond the horizon when there is none.
  Micros first_at() const { return static_cast<Micros>(heap_.first() >> order_bits_); }
  /// As take_order() counts. Precondition: there is one.
  std::uint32_t first_order() const {
    return static_cast<std::uint32_t>(heap_.first() & ((KeyHeap::Key{1} << order_bits_) - 1));
  }
  std::uint32_t first() const { return services_[first_order()]; }

  void schedule(Micros at, std::uint32_t service) {
    const auto latest = static_cast<Micros>(StreamKeys::kLast >> order_bits_) - 1;
    const auto key = static_cast<KeyHeap::Key>(std::min(at, latest)) << order_bits_ | services_.size();
    services_.push_back(service);
    if (first_is_over_)
      heap_.replace_first(key);
    else
      heap_.push(key);
    first_is_over_ = false;
  }

  /// The place in the order of scheduling of something else that is scheduled now.
  std::uint32_t take_order() {
    services_.push_back(0);
    return static_cast<std::uint32_t>(services_.size() - 1);
  }

  /// The first is carried out; until remove_first() nobody may ask for it.
  void begin_first() { first_is_over_ = true; }
  void remove_first() {
    if (first_is_over_)
      heap_.pop();
    first_is_over_ = false;
  }

 private:
  KeyHeap heap_;                         // instant, and place in the order of scheduling
  std::vector<std::uint32_t> services_;  // by that place
  int order_bits_ = 26;
  bool first_is_over_ = false;
};

}  // namespace ripresa::model
