#pragma once

// What `check` remarks on supplies.

#include <string>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::tools {

/// The doses that are gone before the hub opens, ready for use as they come or kept ready by preparers; and those that
/// a campaign throws away at the end of each day: as TOML comments. "" where there are none.
std::string supply_remarks(const scenario::Scenario& scenario);

}  // namespace ripresa::tools
