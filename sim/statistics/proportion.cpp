#include "ripresa/statistics/proportion.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "ripresa/base/nan.hpp"

namespace ripresa::statistics {
namespace {

double normal_quantile(double confidence) {
  return quantile(complement(boost::math::normal(), (1 - confidence) / 2));
}

struct Bounds {
  double lower, upper;
};

/// Wilson's score interval (1927, J. Amer. Statist. Assoc. 22).
Bounds wilson(double successes, double trials, double z) {
  const double p = successes / trials;
  const double centre = p + z * z / (2 * trials);
  const double spread = z * std::sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials));
  const double scale = 1 + z * z / trials;
  return {(centre - spread) / scale, (centre + spread) / scale};
}

}  // namespace

Estimate proportion(std::size_t successes, std::size_t trials, double confidence) {
  if (trials == 0)
    return {kNaN, kNaN, kNaN, 0, 0};
  using boost::math::binomial;
  const auto n = static_cast<double>(trials);
  const auto k = static_cast<double>(successes);
  const double tail = (1 - confidence) / 2;
  const double lower = successes == 0 ? 0 : binomial::find_lower_bound_on_p(n, k, tail);
  const double upper = successes == trials ? 1 : binomial::find_upper_bound_on_p(n, k, tail);
  return {k / n, lower, upper, trials, 0};
}

const Estimate& Proportions::of(std::size_t successes) {
  const auto [known, is_new] = known_.try_emplace(successes);
  if (is_new)
    known->second = proportion(successes, trials_, confidence_);
  return known->second;
}

double confidence_to_leave_out(std::size_t successes, std::size_t trials, double p) {
  const boost::math::binomial count(static_cast<double>(trials), p);
  const auto k = static_cast<double>(successes);
  const double as_few = cdf(count, k);
  const double as_many = successes == 0 ? 1 : cdf(complement(count, k - 1));
  return std::max(0.0, 1 - 2 * std::min(as_few, as_many));
}

Estimate paired_proportion_difference(const PairedCounts& counts, double confidence) {
  const std::size_t pairs = counts.both + counts.only_a + counts.only_b + counts.neither;
  if (pairs == 0)
    return {kNaN, kNaN, kNaN, 0, 0};
  const auto n = static_cast<double>(pairs);
  const auto a = static_cast<double>(counts.only_a);
  const auto b = static_cast<double>(counts.only_b);
  const double adjusted_n = n + 2;
  const double centre = (a - b) / adjusted_n;
  const double variance = (a + b + 1) / adjusted_n - centre * centre;
  const double half = normal_quantile(confidence) * std::sqrt(variance / adjusted_n);
  return {(a - b) / n, std::max(-1.0, centre - half), std::min(1.0, centre + half), pairs, 0};
}

Estimate unpaired_proportion_difference(std::size_t successes_a, std::size_t trials_a, std::size_t successes_b,
                                        std::size_t trials_b, double confidence) {
  if (trials_a == 0 || trials_b == 0)
    return {kNaN, kNaN, kNaN, 0, 0};
  const double z = normal_quantile(confidence);
  const auto na = static_cast<double>(trials_a);
  const auto nb = static_cast<double>(trials_b);
  const double pa = static_cast<double>(successes_a) / na;
  const double pb = static_cast<double>(successes_b) / nb;
  const Bounds a = wilson(static_cast<double>(successes_a), na, z);
  const Bounds b = wilson(static_cast<double>(successes_b), nb, z);
  return {pa - pb, pa - pb - std::hypot(pa - a.lower, b.upper - pb), pa - pb + std::hypot(a.upper - pa, pb - b.lower),
          trials_a + trials_b, 0};
}

}  // namespace ripresa::statistics
