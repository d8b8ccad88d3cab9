#include "ripresa/exact/poisson_weights.hpp"

#include <algorithm>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <cmath>

namespace ripresa::exact {
namespace {

/// P(X < k) and P(X >= k).
double below(double mean, double k) {
  return k <= 0 ? 0 : boost::math::gamma_q(k, mean);
}
double at_or_above(double mean, double k) {
  return k <= 0 ? 1 : boost::math::gamma_p(k, mean);
}

/// The largest k in [low, high] for which `holds`, which it does up to some k and not beyond; low when for none.
template <class Holds>
int last_that(int low, int high, Holds holds) {
  while (low < high) {
    const int middle = low + (high - low + 1) / 2;
    if (holds(middle))
      low = middle;
    else
      high = middle - 1;
  }
  return low;
}

}  // namespace

PoissonWeights poisson_weights(double mean, double truncation_error) {
  assert(mean > 0 && truncation_error > 0);
  const double half = truncation_error / 2;
  const int mode = static_cast<int>(mean);
  PoissonWeights weights;
  weights.first = last_that(0, mode, [&](int k) { return below(mean, k) <= half; });
  int far = mode + 16;
  while (at_or_above(mean, far + 1) > half)
    far += far - mode;
  const int last = last_that(mode, far, [&](int k) { return at_or_above(mean, k) > half; });
  weights.left_out = below(mean, weights.first) + at_or_above(mean, last + 1);

  weights.values.resize(static_cast<std::size_t>(last - weights.first) + 1);
  const auto at = [&weights](int k) -> double& { return weights.values[static_cast<std::size_t>(k - weights.first)]; };
  at(mode) = boost::math::gamma_p_derivative(mode + 1.0, mean);
  for (int k = mode; k < last; ++k)
    at(k + 1) = at(k) * (mean / (k + 1));
  for (int k = mode; k > weights.first; --k)
    at(k - 1) = at(k) * (k / mean);
  // Their sum is known: 1 less what is left out. Scaling by it takes the rounding of the mode's weight out.
  double sum = 0;
  for (const double value : weights.values)
    sum += value;
  for (double& value : weights.values)
    value *= (1 - weights.left_out) / sum;
  return weights;
}

}  // namespace ripresa::exact
