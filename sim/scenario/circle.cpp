#include "circle.hpp"

#include <algorithm>

namespace ripresa::scenario {
namespace {

/// `path` is how `at` was reached; it ends as the circle where there is one.
bool leads_back(const std::vector<std::vector<std::size_t>>& next, std::size_t at, std::vector<Search>& search,
                std::vector<std::size_t>& path) {
  path.push_back(at);
  if (search[at] == Search::under_way) {
    path.erase(path.begin(), std::find(path.begin(), path.end(), at));
    return true;
  }
  search[at] = Search::under_way;
  for (const std::size_t to : next[at])
    if (search[to] != Search::done && leads_back(next, to, search, path))
      return true;
  search[at] = Search::done;
  path.pop_back();
  return false;
}

}  // namespace

std::vector<std::size_t> find_circle(const std::vector<std::vector<std::size_t>>& next, std::size_t start,
                                     std::vector<Search>& search) {
  std::vector<std::size_t> path;
  if (search[start] == Search::not_begun)
    leads_back(next, start, search, path);
  return path;
}

}  // namespace ripresa::scenario
