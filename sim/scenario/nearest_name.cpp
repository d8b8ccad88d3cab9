#include "ripresa/scenario/nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_set>

namespace ripresa::scenario {
namespace {

/// Optimal string alignment distance: Damerau's four kinds of slip, each part of the text touched once.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    d[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j)
    d[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i)
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

/// How far a valid name is from what was written. A name that was begun and not finished counts as one slip.
std::size_t slips(std::string_view wrong, std::string_view valid) {
  constexpr std::size_t kLeastBegun = 3;
  if (wrong.size() >= kLeastBegun && valid.size() > wrong.size() && valid.substr(0, wrong.size()) == wrong)
    return 1;
  return distance(wrong, valid);
}

}  // namespace

std::optional<std::string> near_name(std::string_view wrong, const std::vector<std::string>& valid) {
  const auto nearest = std::min_element(
      valid.begin(), valid.end(), [wrong](const auto& a, const auto& b) { return slips(wrong, a) < slips(wrong, b); });
  const std::size_t near = std::min<std::size_t>(3, std::max<std::size_t>(1, (wrong.size() + 1) / 3));
  if (nearest == valid.end() || slips(wrong, *nearest) > near)
    return std::nullopt;
  return *nearest;
}

std::string suggestion(std::string_view wrong, const std::vector<std::string>& valid) {
  // A missing name, or one given twice, is another error.
  std::vector<std::string> once;
  std::unordered_set<std::string_view> seen = {""};
  for (const auto& name : valid)
    if (seen.insert(name).second)
      once.push_back(name);
  if (once.empty())
    return "there is none to choose from";
  if (const auto near = near_name(wrong, once))
    return fmt::format("did you mean '{}'?", *near);
  constexpr std::size_t kMost = 20;
  if (once.size() <= kMost)
    return fmt::format("valid are: {}", fmt::join(once, ", "));
  return fmt::format("valid are: {} and {} more", fmt::join(once.begin(), once.begin() + kMost, ", "),
                     once.size() - kMost);
}

}  // namespace ripresa::scenario
