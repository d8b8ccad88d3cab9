#include "ripresa/exact/distribution.hpp"

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/math/quadrature/gauss_kronrod.hpp>
#include <cmath>
#include <numeric>

namespace ripresa::exact {
namespace {

using namespace scenario;

boost::math::lognormal lognormal_of(double mean_minutes, double cv) {
  const double variance = std::log1p(cv * cv);
  return boost::math::lognormal(std::log(mean_minutes) - variance / 2, std::sqrt(variance));
}

boost::math::gamma_distribution<> gamma_of(double mean_minutes, double cv) {
  const double shape = 1 / (cv * cv);
  return boost::math::gamma_distribution<>(shape, mean_minutes / shape);
}

/// Mean and standard deviation of a normal variate conditioned on [low, high] (Johnson, Kotz and Balakrishnan 1994,
/// Continuous Univariate Distributions 1, eqs. 13.134 and 13.135).
Moments truncated_normal(const Normal& d) {
  const double mean = d.mean.in_minutes();
  const double sd = d.sd.in_minutes();
  const boost::math::normal standard;
  const double a = d.low ? (d.low->in_minutes() - mean) / sd : 0;
  const double b = d.high ? (d.high->in_minutes() - mean) / sd : 0;
  const double below = d.low ? cdf(standard, a) : 0;
  const double above = d.high ? cdf(complement(standard, b)) : 0;
  const double inside = 1 - below - above;
  const double at_a = d.low ? pdf(standard, a) : 0;
  const double at_b = d.high ? pdf(standard, b) : 0;
  const double shift = (at_a - at_b) / inside;
  const double spread = 1 + ((d.low ? a * at_a : 0) - (d.high ? b * at_b : 0)) / inside - shift * shift;
  return {mean + sd * shift, sd * std::sqrt(spread)};
}

Moments weighted(const Empirical& d) {
  const double total = std::accumulate(d.weights.begin(), d.weights.end(), 0.0);
  double mean = 0;
  for (std::size_t i = 0; i < d.values.size(); ++i)
    mean += d.values[i].in_minutes() * d.weights[i] / total;
  double variance = 0;
  for (std::size_t i = 0; i < d.values.size(); ++i)
    variance += std::pow(d.values[i].in_minutes() - mean, 2) * d.weights[i] / total;
  return {mean, std::sqrt(variance)};
}

struct MomentsOf {
  Moments operator()(const Constant& d) const { return {d.value.in_minutes(), 0}; }
  Moments operator()(const Exponential& d) const {
    return {d.shift.in_minutes() + d.mean.in_minutes(), d.mean.in_minutes()};
  }
  Moments operator()(const Uniform& d) const {
    return {(d.low + d.high).in_minutes() / 2, (d.high - d.low).in_minutes() / std::sqrt(12.0)};
  }
  Moments operator()(const Triangular& d) const {
    const double a = d.low.in_minutes();
    const double m = d.mode.in_minutes();
    const double b = d.high.in_minutes();
    return {(a + m + b) / 3, std::sqrt((a * a + m * m + b * b - a * m - a * b - m * b) / 18)};
  }
  Moments operator()(const Normal& d) const { return truncated_normal(d); }
  Moments operator()(const Lognormal& d) const { return {d.mean.in_minutes(), d.mean.in_minutes() * d.cv}; }
  Moments operator()(const Gamma& d) const { return {d.mean.in_minutes(), d.mean.in_minutes() * d.cv}; }
  Moments operator()(const Erlang& d) const {
    return {d.mean.in_minutes(), d.mean.in_minutes() / std::sqrt(static_cast<double>(d.stages))};
  }
  Moments operator()(const Weibull& d) const {
    const boost::math::weibull weibull(d.shape, d.scale.in_minutes());
    return {boost::math::mean(weibull), boost::math::standard_deviation(weibull)};
  }
  Moments operator()(const Empirical& d) const { return weighted(d); }
};

/// P(X > x), x in minutes.
struct SurvivalOf {
  double x;

  template <class Continuous>
  double above(const Continuous& distribution) const {
    return cdf(complement(distribution, x));
  }
  template <class Continuous>
  double positive_above(const Continuous& distribution) const {
    return x <= 0 ? 1 : above(distribution);
  }

  double operator()(const Constant& d) const { return x < d.value.in_minutes() ? 1 : 0; }
  double operator()(const Exponential& d) const {
    return std::exp(-std::max(0.0, x - d.shift.in_minutes()) / d.mean.in_minutes());
  }
  double operator()(const Uniform& d) const {
    return std::clamp((d.high.in_minutes() - x) / (d.high - d.low).in_minutes(), 0.0, 1.0);
  }
  double operator()(const Triangular& d) const {
    const double low = d.low.in_minutes();
    const double high = d.high.in_minutes();
    return x <= low ? 1 : x >= high ? 0 : above(boost::math::triangular(low, d.mode.in_minutes(), high));
  }
  double operator()(const Normal& d) const {
    const boost::math::normal whole(d.mean.in_minutes(), d.sd.in_minutes());
    if ((d.low && x < d.low->in_minutes()) || (d.high && x >= d.high->in_minutes()))
      return d.low && x < d.low->in_minutes() ? 1 : 0;
    const double below = d.low ? cdf(whole, d.low->in_minutes()) : 0;
    const double beyond = d.high ? cdf(complement(whole, d.high->in_minutes())) : 0;
    return (above(whole) - beyond) / (1 - below - beyond);
  }
  double operator()(const Lognormal& d) const { return positive_above(lognormal_of(d.mean.in_minutes(), d.cv)); }
  double operator()(const Gamma& d) const { return positive_above(gamma_of(d.mean.in_minutes(), d.cv)); }
  double operator()(const Erlang& d) const {
    return positive_above(gamma_of(d.mean.in_minutes(), 1 / std::sqrt(static_cast<double>(d.stages))));
  }
  double operator()(const Weibull& d) const {
    return positive_above(boost::math::weibull(d.shape, d.scale.in_minutes()));
  }
  double operator()(const Empirical& d) const {
    const double total = std::accumulate(d.weights.begin(), d.weights.end(), 0.0);
    double sum = 0;
    for (std::size_t i = d.values.size(); i-- > 0 && d.values[i].in_minutes() > x;)
      sum += d.weights[i];
    return sum / total;
  }
};

/// Where the survival function has a kink or a step, so that the quadrature goes piece by piece.
std::vector<double> kinks_minutes(const Distribution& distribution) {
  std::vector<double> kinks;
  const auto add = [&kinks](Duration d) { kinks.push_back(d.in_minutes()); };
  if (const auto* constant = std::get_if<Constant>(&distribution))
    add(constant->value);
  if (const auto* exponential = std::get_if<Exponential>(&distribution))
    add(exponential->shift);
  if (const auto* uniform = std::get_if<Uniform>(&distribution))
    kinks = {uniform->low.in_minutes(), uniform->high.in_minutes()};
  if (const auto* triangular = std::get_if<Triangular>(&distribution))
    kinks = {triangular->low.in_minutes(), triangular->mode.in_minutes(), triangular->high.in_minutes()};
  if (const auto* empirical = std::get_if<Empirical>(&distribution))
    for (const Duration value : empirical->values)
      add(value);
  if (const auto* normal = std::get_if<Normal>(&distribution))
    for (const auto& bound : {normal->low, normal->high})
      if (bound)
        add(*bound);
  return kinks;
}

}  // namespace

Moments moments(const Distribution& distribution) {
  return std::visit(MomentsOf{}, distribution);
}

double survival(const Distribution& distribution, Duration x) {
  return std::visit(SurvivalOf{x.in_minutes()}, distribution);
}

double integrated_survival_minutes(const Distribution& distribution, Duration x) {
  const double end = x.in_minutes();
  std::vector<double> cuts = {0, end};
  // Beside the kinks, cuts at multiples of the scale keep the adaptive rule from missing a narrow bulk.
  const Moments scale = moments(distribution);
  for (const double kink : kinks_minutes(distribution))
    cuts.push_back(kink);
  for (const double sds : {-6.0, -3.0, -1.0, 0.0, 1.0, 3.0, 6.0, 12.0, 50.0})
    cuts.push_back(scale.mean_minutes + sds * scale.sd_minutes);
  for (double& cut : cuts)
    cut = std::clamp(cut, 0.0, end);
  std::sort(cuts.begin(), cuts.end());
  const auto above = [&distribution](double minutes) { return std::visit(SurvivalOf{minutes}, distribution); };
  double sum = 0;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i)
    if (cuts[i] < cuts[i + 1])
      sum += boost::math::quadrature::gauss_kronrod<double, 31>::integrate(above, cuts[i], cuts[i + 1], 12, 1e-11);
  return sum;
}

}  // namespace ripresa::exact
