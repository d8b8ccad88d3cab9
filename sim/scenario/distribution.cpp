#include "ripresa/scenario/distribution.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace ripresa::scenario {
namespace {

double standard_density(double x) {
  return std::exp(-x * x / 2) / std::sqrt(2 * std::numbers::pi);
}

double standard_probability_below(double x) {
  return std::erfc(-x / std::numbers::sqrt2) / 2;
}

struct Mean {
  Duration operator()(const Constant& d) const { return d.value; }
  Duration operator()(const Exponential& d) const { return d.shift + d.mean; }
  Duration operator()(const Uniform& d) const { return seconds((d.low.in_seconds() + d.high.in_seconds()) / 2); }
  Duration operator()(const Triangular& d) const {
    return seconds((d.low.in_seconds() + d.mode.in_seconds() + d.high.in_seconds()) / 3);
  }
  /// Johnson, Kotz and Balakrishnan (1994), Continuous Univariate Distributions 1, eq. 13.134.
  Duration operator()(const Normal& d) const {
    const double sd = d.sd.in_seconds();
    if ((!d.low && !d.high) || sd == 0)
      return d.mean;
    const double low = d.low ? (*d.low - d.mean).in_seconds() / sd : -HUGE_VAL;
    const double high = d.high ? (*d.high - d.mean).in_seconds() / sd : HUGE_VAL;
    const double kept = standard_probability_below(high) - standard_probability_below(low);
    return seconds(d.mean.in_seconds() + sd * (standard_density(low) - standard_density(high)) / kept);
  }
  Duration operator()(const Lognormal& d) const { return d.mean; }
  Duration operator()(const Gamma& d) const { return d.mean; }
  Duration operator()(const Erlang& d) const { return d.mean; }
  Duration operator()(const Weibull& d) const { return seconds(d.scale.in_seconds() * std::tgamma(1 + 1 / d.shape)); }
  Duration operator()(const Empirical& d) const {
    double sum = 0;
    for (std::size_t i = 0; i < d.values.size(); ++i)
      sum += d.weights[i] * d.values[i].in_seconds();
    return seconds(sum / std::accumulate(d.weights.begin(), d.weights.end(), 0.0));
  }

  static Duration seconds(double count) { return Duration::nearest_seconds(count); }
};

}  // namespace

Duration mean_of(const Distribution& distribution) {
  return std::visit(Mean{}, distribution);
}

}  // namespace ripresa::scenario
