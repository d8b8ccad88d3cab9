#pragma once

// What can make a day other than the model's own: a day of a campaign has a seed, demand and doses of its own.

#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/people.hpp"

namespace ripresa::model {

/// Of one supply of a hub.
struct SupplyDay {
  std::int64_t stock = 0;  // in store at the start of the day
  std::vector<DoseLot> batches;
};

struct HubDay {
  DayDemand demand;
  std::span<const SupplyDay> supplies;  // by supply; empty: what the model says
};

/// The model's own day of a hub. Valid while the model is.
inline HubDay usual_day(const HubModel& hub) {
  return {{hub.appointments, 1, {}}, {}};
}

struct Day {
  std::uint64_t seed = 0;
  std::span<const HubDay> hubs;        // by hub of the group; empty: what the model says
  const Failures* failures = nullptr;  // null: what the model says
};

}  // namespace ripresa::model
