#include "ripresa/scenario/distribution.hpp"

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

namespace ripresa::scenario {
namespace {

struct Mean {
  double operator()(const Constant& d) const { return d.value.in_seconds(); }
  double operator()(const Exponential& d) const { return (d.shift + d.mean).in_seconds(); }
  double operator()(const Uniform& d) const { return (d.low + d.high).in_seconds() / 2; }
  double operator()(const Triangular& d) const { return (d.low + d.mode + d.high).in_seconds() / 3; }
  double operator()(const Lognormal& d) const { return d.mean.in_seconds(); }
  double operator()(const Gamma& d) const { return d.mean.in_seconds(); }
  double operator()(const Erlang& d) const { return d.mean.in_seconds(); }
  double operator()(const Weibull& d) const { return d.scale.in_seconds() * std::tgamma(1 + 1 / d.shape); }

  // Johnson, Kotz, Balakrishnan (1994), Continuous Univariate Distributions 1, eq. 13.134.
  double operator()(const Normal& d) const {
    const boost::math::normal standard;
    const double mean = d.mean.in_seconds();
    const double sd = d.sd.in_seconds();
    const auto z = [&](Duration bound) { return (bound.in_seconds() - mean) / sd; };
    const double density_low = d.low ? pdf(standard, z(*d.low)) : 0;
    const double density_high = d.high ? pdf(standard, z(*d.high)) : 0;
    const double inside = (d.high ? cdf(standard, z(*d.high)) : 1) - (d.low ? cdf(standard, z(*d.low)) : 0);
    return inside > 0 ? mean + sd * (density_low - density_high) / inside : mean;
  }

  double operator()(const Empirical& d) const {
    double sum = 0;
    for (std::size_t i = 0; i < d.values.size(); ++i)
      sum += d.values[i].in_seconds() * d.weights[i];
    return sum / std::accumulate(d.weights.begin(), d.weights.end(), 0.0);
  }
};

}  // namespace

Duration mean_of(const Distribution& distribution) {
  return Duration::nearest_seconds(std::visit(Mean{}, distribution));
}

}  // namespace ripresa::scenario
