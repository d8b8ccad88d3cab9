#pragma once

// Internal to model: which backends a hub notices by itself.

#include <cstddef>
#include <vector>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

/// Those that its stations call and those that its mitigations watch, ascending.
std::vector<std::size_t> felt_backends(const scenario::Hub& hub);

}  // namespace ripresa::model
