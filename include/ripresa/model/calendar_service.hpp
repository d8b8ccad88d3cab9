#pragma once

// What a streamed run keeps of stations that call while they are on a calendar: services under way, and what changes.

#include <cstdint>

#include "ripresa/base/time.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/stream_heap.hpp"

namespace ripresa::model {

/// One service under way at a station that calls.
struct CalendarService {
  /// `waiting`: for a place at the backend that is called.
  enum class Activity : std::uint8_t { working, waiting, calling, pausing, held };

  Micros due = Time::never().in_microseconds();
  Micros scheduled = 0;
  Micros since = 0;
  Micros waited = 0;
  std::uint32_t person = 0;
  std::uint32_t place = 0;
  std::uint32_t slot = 0;
  std::uint16_t attempt = 0;
  std::uint8_t station = 0;
  std::uint8_t step = 0;
  Activity activity = Activity::working;
  Mode served = Mode::usual;
  Micros made = 0, admitted = 0, answered = 0;  // of the call under way
  std::uint32_t waiting_as = 0;                 // the serial of the call that waits for a place
  bool made_before = false;
  bool left_an_event = false;  // one that no longer applies is still ahead
};

/// What is on the calendar beside the services.
struct CalendarChange {
  enum class Kind : std::uint8_t {
    staff_change,
    backend_change,
    queue_lost,
    response_change,
    form_entry,
    call_admitted,
    form_admitted
  };

  Kind kind = Kind::staff_change;
  std::uint32_t subject = 0;
  std::uint32_t ordinal = 0;
  std::uint32_t order = 0;  // of scheduling, among services too
};

}  // namespace ripresa::model
