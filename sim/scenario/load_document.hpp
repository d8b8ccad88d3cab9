#pragma once

// Internal to scenario: a scenario's document with all that it builds on.

#include <string>
#include <vector>

#include "reader.hpp"

namespace ripresa::scenario {

/// Lays the text over the scenario that it extends, if any, adds the hubs of the hub table and applies the overrides.
/// `name` is the text's file.
Node load_document(const std::string& text, const std::string& name, const std::vector<Override>& overrides,
                   Diagnostics& diagnostics);

}  // namespace ripresa::scenario
