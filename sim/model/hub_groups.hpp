#pragma once

// Internal to model: which hubs have to be run side by side.

#include <vector>

#include "ripresa/model/hub_model.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

/// The groups of hubs that call, by whatever stations, the same backend of limited capacity (limited itself or by what
/// it rests on), or of which one sends people to another. `model` has its hubs already.
std::vector<HubGroup> hub_groups(const scenario::Scenario& scenario, const Model& model);

}  // namespace ripresa::model
