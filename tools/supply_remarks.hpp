#pragma once

// What `check` remarks on supplies.

#include <string>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::tools {

/// The doses that are ready for use as they come, and gone before the hub opens: as TOML comments. "" where there are
/// none.
std::string supply_remarks(const scenario::Scenario& scenario);

}  // namespace ripresa::tools
