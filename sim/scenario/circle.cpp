#include "circle.hpp"

#include <algorithm>

namespace ripresa::scenario {
namespace {

/// `path` is how `at` was reached; it ends as the circle where there is one. Where there is one, all on the way to it
/// are done with too.
bool leads_back(const std::vector<std::vector<std::size_t>>& next, std::size_t at, std::vector<Search>& search,
                std::vector<std::size_t>& path) {
  path.push_back(at);
  if (search[at] == Search::under_way) {
    path.erase(path.begin(), std::find(path.begin(), path.end(), at));
    return true;
  }
  search[at] = Search::under_way;
  const bool found = std::any_of(next[at].begin(), next[at].end(), [&](std::size_t to) {
    return search[to] != Search::done && leads_back(next, to, search, path);
  });
  search[at] = Search::done;
  if (!found)
    path.pop_back();
  return found;
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
