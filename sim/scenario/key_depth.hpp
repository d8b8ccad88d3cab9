#pragma once

// Internal to scenario: how deep a key may lie. The parser, and whatever walks through a document, goes down a call a
// table: what is deeper than any scenario has to be refused before.

#include <cstddef>
#include <optional>
#include <string_view>

#include "ripresa/base/utf8.hpp"

namespace ripresa::scenario {

inline constexpr std::size_t kDeepestKey = 100;  // in parts

/// Where in a TOML text, valid or not, the first key gets deeper than that.
std::optional<TextPlace> too_deep_key(std::string_view text);

}  // namespace ripresa::scenario
