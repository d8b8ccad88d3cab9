#pragma once

// A scenario as a fluid network: staff, shifts, walks, branching, outages and responses turned into rates.

#include <string>
#include <vector>

#include "averaged.hpp"
#include "ripresa/exact/fluid.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::estimate {

enum class Run { outage, baseline };

/// The fluid network of one hub. `model` is that of `scenario`.
exact::FluidHub fluid_hub(const scenario::Scenario& scenario, const model::Model& model, std::size_t hub, Run run);

/// What of this scenario the fluid model leaves out, one sentence each; what it leaves out of every scenario comes
/// first. `averaged`: in one of its hubs.
std::vector<std::string> neglected(const scenario::Scenario& scenario, const Averaged& averaged);

}  // namespace ripresa::estimate
