#pragma once

// Internal to scenario: circles in what leads to what.

#include <cstddef>
#include <string>
#include <vector>

namespace ripresa::scenario {

/// How far a search has come with a node.
enum class Search { not_begun, under_way, done };

/// Looks through what `start` leads to, `next[n]` being where `n` leads; what is done already is not looked at again.
/// Gives the first circle found, the same node at both ends; nothing where there is none.
std::vector<std::size_t> find_circle(const std::vector<std::vector<std::size_t>>& next, std::size_t start,
                                     std::vector<Search>& search);

/// The names along a circle, with arrows between them.
template <class Named>
std::string circle_text(const std::vector<std::size_t>& circle, const std::vector<Named>& all) {
  std::string text;
  for (const std::size_t member : circle)
    text += (text.empty() ? "" : " → ") + all[member].name;
  return text;
}

}  // namespace ripresa::scenario
