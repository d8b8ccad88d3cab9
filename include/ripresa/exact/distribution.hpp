#pragma once

// Moments and survival functions of the distributions that a scenario can name, by Boost.Math.

#include <span>

#include "ripresa/scenario/distribution.hpp"

namespace ripresa::exact {

struct Moments {
  double mean_minutes = 0;
  double sd_minutes = 0;
};

/// In closed form.
Moments moments(const scenario::Distribution& distribution);

/// P(X > x).
double survival(const scenario::Distribution& distribution, Duration x);

/// ∫ P(X > u) du over u from 0 to x, in minutes: for a distribution without negative values E[min(X, x)]. Relative
/// error below 1e-9.
double integrated_survival_minutes(const scenario::Distribution& distribution, Duration x);

}  // namespace ripresa::exact
