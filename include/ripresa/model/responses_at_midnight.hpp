#pragma once

// What failures that began before a day have made of it when it begins. Nobody is at a hub before midnight, so that of
// all that HubRun and StreamRun do when a backend goes or comes back only the clocks of the responses matter.

#include <span>

#include "ripresa/model/backend_timeline.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/response_clock.hpp"

namespace ripresa::model {

/// The station's clock, run up to midnight; what is due at midnight itself is the day's own. `timelines` are by
/// backend, with their changes before midnight. `station` must outlive the clock.
ResponseClock responses_at_midnight(const StationModel& station, std::span<const BackendTimeline> timelines);

}  // namespace ripresa::model
