#pragma once

#include <string>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::output {

/// What rests on what, and what each failure by itself takes down or slows, when and where: as TOML comments, so that
/// the resolved scenario before it still reads back. "" without backends.
std::string backend_graph_text(const scenario::Scenario& scenario);

}  // namespace ripresa::output
