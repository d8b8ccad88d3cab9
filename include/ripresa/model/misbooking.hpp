#pragma once

// Who comes when the booking system fails: people who are not called, called to another hub, or called for a place that
// is taken.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/people.hpp"

namespace ripresa::model {

/// How many of a hub's day the failure of the booking concerns.
struct BookingCounts {
  std::int64_t not_called = 0;        // booked here, and would have come
  std::int64_t called_elsewhere = 0;  // likewise
  std::int64_t called_twice = 0;      // came for a place that had been given to another as well
  std::int64_t unexpected = 0;        // booked at another hub and called here

  BookingCounts& operator+=(const BookingCounts& other) {
    not_called += other.not_called;
    called_elsewhere += other.called_elsewhere;
    called_twice += other.called_twice;
    unexpected += other.unexpected;
    return *this;
  }
};

/// Somebody, by the hub that has them in its book and their index there.
struct BookedPerson {
  std::size_t hub = 0;
  std::uint32_t person = 0;
  auto operator<=>(const BookedPerson&) const = default;
};

/// What the failure of the booking makes of a hub's day.
struct Misbooking {
  BookingCounts counts;
  std::vector<std::uint32_t> called_elsewhere;  // booked here, would have come; ascending
  std::vector<BookedPerson> unexpected;         // booked elsewhere and called here
  std::uint32_t first_unexpected = 0;           // index of the first of these here; the others follow in order
};

/// The people of hub `hub` in the run with the failure, from those booked as they should be: the same persons with the
/// same index and service times, those who do not come never arriving, and behind them those who come in addition; who
/// was called here from another hub keeps class and random numbers. Each person's fate depends on their own random
/// number, so that a larger share takes in whom a smaller takes.
Misbooking misbook(const Model& model, std::size_t hub, std::uint32_t replication, const People& as_booked,
                   People& people);

}  // namespace ripresa::model
