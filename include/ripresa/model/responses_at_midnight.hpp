#pragma once

// What failures that began before a day have made of it when it begins.
//
// Nobody is at a hub before midnight, so that of all that HubRun and StreamRun do when a backend goes or comes back
// only the clocks of the responses matter: which one holds, since when, and what comes next. They are run through here,
// by the rules of hub_run_response.cpp, up to midnight; what is due at midnight itself is the day's own.

#include <cstdint>
#include <span>

#include "ripresa/base/time.hpp"
#include "ripresa/model/backend_timeline.hpp"
#include "ripresa/model/hub_model.hpp"

namespace ripresa::model {

struct ResponsesAtMidnight {
  enum class Next : std::uint8_t { nothing, response_holds, response_over, back_to_usual };

  bool backend_lost = false;  // one that the station calls is down
  Mode mode = Mode::usual;
  std::int32_t response = -1;  // the one whose turn it is; -1: none
  Next next = Next::nothing;   // unless a backend goes or comes back before
  Time next_at = Time::never();

  bool operator==(const ResponsesAtMidnight&) const = default;
};

/// `timelines` are by backend, with their changes before midnight.
ResponsesAtMidnight responses_at_midnight(const StationModel& station, std::span<const BackendTimeline> timelines);

/// Puts a station of a run that nothing has met yet into that state. `Kind` is what the run calls its changes;
/// `schedule(at, kind)` has the station's next one happen at `at`.
template <class Kind, class Station, class Schedule>
void take_over_responses(const ResponsesAtMidnight& before, Station& station, Schedule schedule) {
  station.backend_lost = before.backend_lost;
  station.mode = before.mode;
  station.response = before.response;
  switch (before.next) {
    case ResponsesAtMidnight::Next::nothing:
      return;
    case ResponsesAtMidnight::Next::response_holds:
      return schedule(before.next_at, Kind::response_holds);
    case ResponsesAtMidnight::Next::response_over:
      return schedule(before.next_at, Kind::response_over);
    case ResponsesAtMidnight::Next::back_to_usual:
      return schedule(before.next_at, Kind::back_to_usual);
  }
}

}  // namespace ripresa::model
