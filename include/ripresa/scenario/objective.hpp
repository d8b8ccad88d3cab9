#pragma once

// What has to hold, as plain data: a bound on a measure that is to be kept with a probability.

#include <string>
#include <string_view>

#include "ripresa/base/time.hpp"

namespace ripresa::scenario {

/// What figures are added up over. A backend has figures of its own; objectives and precision are never about one.
enum class ScopeKind { hub, health_agency, region, group, nation, backend };

/// "hub", "health_agency", "region", "group", "nation", "backend".
std::string_view to_string(ScopeKind kind);

/// Which scopes a rule is about.
struct ScopeChoice {
  ScopeKind kind = ScopeKind::hub;
  std::string name;  // empty: every one of that kind
  bool operator==(const ScopeChoice&) const = default;
};

enum class Bound { before, by, below, above };

/// Holds when P(measure on the right side of the bound) >= probability.
struct Objective {
  std::string name;
  std::string measure;
  Bound bound = Bound::below;
  Time before;       // for Bound::before: a clock time, reached at it or earlier
  double limit = 0;  // for by and below (value <= limit) and above (value >= limit), in the measure's own unit
  double probability = 0.95;
  ScopeChoice scope;  // what has to meet it
  bool operator==(const Objective&) const = default;
};

}  // namespace ripresa::scenario
