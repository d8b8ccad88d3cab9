#pragma once

// How the remarks of `check` tell times and places.

#include <cstddef>
#include <string>
#include <vector>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::tools {

/// The text as a line of TOML comment. Control characters, which a name may have and a comment may not, become spaces.
std::string remark(std::string text);

/// "14:30:00"; "26:00:00" for 2 o'clock on the next day, as a scenario has it; "the end" of what does not end.
std::string clock_text(Time time);

/// The hubs by name while they are few, else how many each region has. Precondition: there are some.
std::string places_text(const scenario::Scenario& scenario, const std::vector<std::size_t>& hubs);

}  // namespace ripresa::tools
