#pragma once

// Internal: the parts of a hub's fluid network.

#include <vector>

#include "fluid_scenario.hpp"

namespace ripresa::estimate {

/// Who comes to the hub, on average.
exact::Flow mean_arrivals(const scenario::Hub& hub, const model::HubModel& model);

/// A time in which a station works by a response other than waiting. Half-open.
struct ResponseTime {
  Time from, to;
  const scenario::Response* response = nullptr;
};

/// When each of the station's responses holds, as its backends go and come.
std::vector<ResponseTime> response_times(const scenario::Station& station,
                                         const std::vector<model::BackendTimeline>& timelines);

/// Staff, holding time and what goes on at the counters, by time. `class_weights`: how many of each class come to the
/// station.
std::vector<exact::StationPhase> station_phases(const scenario::Scenario& scenario, const scenario::Station& station,
                                                const std::vector<model::BackendTimeline>& timelines,
                                                const model::StationModel& model,
                                                const std::vector<double>& class_weights, Run run);

}  // namespace ripresa::estimate
