#pragma once

// Internal to model: the pieces of which failures are made, and what those that hold at one instant do together.

#include <algorithm>
#include <cstddef>
#include <vector>

#include "ripresa/model/backend_timeline.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

/// A state that holds in [from, to): a window, or a step of its ramp or of its cold cache.
struct Piece {
  Time from, to;
  BackendState state;
};

/// Nothing can be told of a backend that is down but that.
inline constexpr BackendState kDown{false, 1, 0, {}, 1};

void add_pieces(const scenario::FailureWindow& window, std::vector<Piece>& pieces);

/// Indices of pieces, ascending.
using Causes = std::vector<std::size_t>;

/// Where all of these hold.
BackendState state_of(const Causes& causes, const std::vector<Piece>& pieces);

/// Calls `visit(at, holding)` for every instant at which one of `causes` begins or ends, with those that hold from
/// then on.
template <typename Visit>
void for_each_change(const Causes& causes, const std::vector<Piece>& pieces, Visit visit) {
  struct Edge {
    Time at;
    std::size_t cause;
    bool begins;
  };
  std::vector<Edge> edges;
  edges.reserve(2 * causes.size());
  for (const std::size_t cause : causes)
    if (pieces[cause].from < pieces[cause].to) {
      edges.push_back({pieces[cause].from, cause, true});
      edges.push_back({pieces[cause].to, cause, false});
    }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.at < b.at; });
  Causes holding;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const auto place = std::lower_bound(holding.begin(), holding.end(), edges[i].cause);
    if (edges[i].begins)
      holding.insert(place, edges[i].cause);
    else
      holding.erase(place);
    if (i + 1 == edges.size() || edges[i].at < edges[i + 1].at)
      visit(edges[i].at, holding);
  }
}

}  // namespace ripresa::model
