#pragma once

// Where the fluid has an average for what goes on at the counters, by which it is wrong however large the hub.

#include "ripresa/exact/fluid.hpp"

namespace ripresa::estimate {

struct Averaged {
  bool pace_changes = false;    // services come to take another time while people are at the counters
  bool short_waits = false;     // people are at work as a backend fails for a time that is short against services
  bool waves = false;           // services that begin together are about as long as each other, and end together
  bool gradual_starts = false;  // they are not, and come to a stream's pace by and by
  bool early_starts = false;    // they vary so much that they get ahead of a stream
  bool passing_on = false;  // what stops a station and lets it begin again reaches another through services that vary

  Averaged& operator|=(const Averaged& other);
};

Averaged averaged(const exact::FluidHub& hub);

}  // namespace ripresa::estimate
