#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ripresa::scenario {

/// The remedy for a name that does not exist: "did you mean 'opens'?" when one of the valid names is near (Damerau
/// 1964: an insertion, deletion, replacement or swap of neighbours counts one; near is at most a third of the length,
/// and 3) or begins like the wrong one, else the list of the valid names.
std::string suggestion(std::string_view wrong, const std::vector<std::string>& valid);

/// The name that a suggestion asks for; none where no valid name is near.
std::optional<std::string> near_name(std::string_view wrong, const std::vector<std::string>& valid);

}  // namespace ripresa::scenario
