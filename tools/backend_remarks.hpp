#pragma once

// What `check` remarks on backends.

#include <string>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::tools {

/// What rests on what, and what each failure by itself takes down or slows, when and where: as TOML comments, so that
/// the resolved scenario before it still reads back. "" without backends.
std::string backend_remarks(const scenario::Scenario& scenario);

}  // namespace ripresa::tools
