#pragma once

// Internal to model: supplies of doses, and staff on shifts, from the scenario's structs.

#include <span>
#include <vector>

#include "ripresa/model/hub_model.hpp"
#include "ripresa/scenario/scenario.hpp"
#include "sampler_cache.hpp"

namespace ripresa::model {

/// Shifts as changes of the number of servers. Where everybody inside at closing time is to be served, no shift that
/// ends at closing or later leaves nobody on duty: its staff stay until the next that has any begins, the last for
/// good.
std::vector<StaffChange> staff_changes(const scenario::Staffed& staffed, const scenario::Hub& hub);

/// The batches for a book whose ascending due times are `due`; the first window begins at `first_slot`.
std::vector<DoseLot> batches_as_booked(const scenario::BatchesAsBooked& plan, Time first_slot,
                                       std::span<const Time> due);

/// All but the code and the stations, which depend on the rest of the hub. `due`: the due times of the hub's book.
SupplyModel build_supply(const scenario::Supply& supply, const scenario::Hub& hub, std::span<const Time> due,
                         SamplerCache& samplers);

}  // namespace ripresa::model
