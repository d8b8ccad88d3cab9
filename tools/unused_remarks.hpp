#pragma once

// What `check` remarks on what a hub states and nothing in the scenario uses.

#include <string>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::tools {

/// Those who come back where nobody gives up, appointments for which nobody is turned away, hubs nearby to which nobody
/// is sent, patience where nobody waits: as TOML comments. Hubs have them whatever responses are tried there, or from
/// their templates, so they are no errors. "" where there are none.
std::string unused_remarks(const scenario::Scenario& scenario);

}  // namespace ripresa::tools
