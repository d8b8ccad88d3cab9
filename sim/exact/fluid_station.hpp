#pragma once

#include "ripresa/exact/fluid.hpp"

namespace ripresa::exact {

struct StationFlows {
  Flow departures;
  Flow queue;
};

/// What leaves a station, and its queue, when `arrivals` come to it, until `end`.
StationFlows run_station(const FluidStation& station, const Flow& arrivals, Minutes end);

}  // namespace ripresa::exact
