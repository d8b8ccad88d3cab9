#pragma once

// What `check` remarks on shifts.

#include <string>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::tools {

/// The stations at which, by their shifts, nobody is on duty for a part of the hub's opening hours: as TOML comments.
/// "" where there are none.
std::string duty_remarks(const scenario::Scenario& scenario);

}  // namespace ripresa::tools
