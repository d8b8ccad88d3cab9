#pragma once

// Internal to experiment: which hubs call a backend.

#include <cstddef>
#include <vector>

#include "ripresa/model/hub_model.hpp"

namespace ripresa::experiment {

/// How many hubs of each exposure call the backend; where none does, how many reach it through what they call.
std::vector<int> callers_by_exposure(const model::Model& model, std::size_t backend);

}  // namespace ripresa::experiment
