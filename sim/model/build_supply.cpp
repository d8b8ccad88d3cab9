#include "build_supply.hpp"

#include <algorithm>
#include <cmath>

namespace ripresa::model {

std::vector<DoseLot> batches_as_booked(const scenario::BatchesAsBooked& plan, Time first_slot,
                                       std::span<const Time> due) {
  std::vector<DoseLot> batches;
  Time window = first_slot;
  for (auto next = due.begin(); next != due.end(); window = window + plan.every) {
    const auto end = std::lower_bound(next, due.end(), window + plan.every);
    // Less a hair, so that 0.98 of 50 is 49 and not 50.
    const double doses = std::ceil(plan.share * static_cast<double>(end - next) - 1e-9);
    if (doses > 0)
      batches.push_back({window - plan.lead, static_cast<std::int64_t>(doses)});
    next = end;
  }
  return batches;
}

namespace {

void add_batches_as_booked(const scenario::BatchesAsBooked& plan, Time first_slot, std::span<const Time> due,
                           SupplyModel& model) {
  model.as_booked = plan;
  model.first_slot = first_slot;
  model.batches = batches_as_booked(plan, first_slot, due);
}

}  // namespace

SupplyModel build_supply(const scenario::Supply& supply, const scenario::Hub& hub, std::span<const Time> due,
                         SamplerCache& samplers) {
  SupplyModel model;
  model.stock = supply.stock ? *supply.stock : kUnlimitedDoses;
  for (const auto& delivery : supply.deliveries)
    model.deliveries.push_back({delivery.at, delivery.doses});
  model.shelf_life = supply.shelf_life;
  if (!supply.preparation)
    return model;
  const scenario::Preparation& preparation = *supply.preparation;
  model.prepared = true;
  model.preparers = staff_changes({preparation.preparers, scenario::UnderWay::finish}, hub);
  model.service = samplers.sampler(preparation.service);
  if (const auto* listed = std::get_if<std::vector<scenario::Batch>>(&preparation.plan)) {
    for (const auto& batch : *listed)
      model.batches.push_back({batch.at, batch.doses});
    return model;
  }
  if (const auto* as_booked = std::get_if<scenario::BatchesAsBooked>(&preparation.plan))
    add_batches_as_booked(*as_booked, hub.appointments.blocks.front().from, due, model);
  else
    model.keep_ready = std::get<scenario::KeepReady>(preparation.plan).doses;
  return model;
}

}  // namespace ripresa::model
