#pragma once

// The services under way at a station that calls, while it has no calendar.

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "ripresa/model/stream_heap.hpp"
#include "ripresa/model/stream_places.hpp"

namespace ripresa::model {

/// How far a service with calls has come.
struct ServiceProgress {
  Micros scheduled = 0;   // when its next event was
  Micros since = 0;       // when its present step began: a call that waits for a place is scheduled later
  Micros called_for = 0;  // the time spent on answers
  std::uint32_t place = kNobody;
  std::uint8_t step = 0;
};

/// The progress of the services under way at a station, by place: a ring, for places are taken one after the other and
/// few are under way at a time, so that it stays in the cache.
class StreamProgress {
 public:
  void clear() { ring_.assign(ring_.size(), {}); }

  /// The service at the place, which has not begun, begins. Valid until the next one does.
  ServiceProgress& begin(std::size_t place) {
    assert(ring_[slot(place)].place != place);
    while (ring_[slot(place)].place != kNobody)
      grow();
    ServiceProgress& progress = ring_[slot(place)];
    progress = {};
    progress.place = static_cast<std::uint32_t>(place);
    return progress;
  }

  /// Precondition of this and those below: the service at the place is under way.
  ServiceProgress& operator[](std::size_t place) {
    assert(ring_[slot(place)].place == place);
    return ring_[slot(place)];
  }
  const ServiceProgress& operator[](std::size_t place) const {
    assert(ring_[slot(place)].place == place);
    return ring_[slot(place)];
  }

  void end(std::size_t place) { (*this)[place].place = kNobody; }

 private:
  std::size_t slot(std::size_t place) const { return place & (ring_.size() - 1); }
  void grow();

  std::vector<ServiceProgress> ring_ = std::vector<ServiceProgress>(1);  // as many as a power of two
};

}  // namespace ripresa::model
