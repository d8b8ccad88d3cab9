#pragma once

// Internal to output: which hubs or regions catch up last, as text.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "ripresa/experiment/summary.hpp"

namespace ripresa::output {

/// Of the scopes of one kind that fell behind by a share of their doses that matters, at most `most` lines; nothing
/// where none did. `which` is what they are called, in the plural.
std::string last_to_catch_up_text(const std::vector<experiment::SummaryRow>& rows, experiment::ScopeKind kind,
                                  std::string_view which, std::size_t most);

}  // namespace ripresa::output
