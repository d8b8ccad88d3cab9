#include "ripresa/statistics/mean.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <vector>

#include "ripresa/base/nan.hpp"

namespace ripresa::statistics {
namespace {

double upper_quantile(double degrees_of_freedom, double confidence) {
  return quantile(complement(boost::math::students_t(degrees_of_freedom), (1 - confidence) / 2));
}

/// Half the width of the t interval; 0 without spread, where the distribution has no `quantile()` to ask for.
template <class Quantile>
double half_width(double standard_error, Quantile quantile) {
  return standard_error > 0 ? standard_error * quantile() : standard_error;  // 0 or NaN
}

double half_width(double standard_error, double degrees_of_freedom, double confidence) {
  return half_width(standard_error, [=] { return upper_quantile(degrees_of_freedom, confidence); });
}

Estimate estimate(double centre, double standard_error, std::size_t count, StudentQuantiles& quantiles) {
  const double half = half_width(standard_error, [&] { return quantiles.upper(count - 1); });
  return {centre, centre - half, centre + half, count, 0};
}

}  // namespace

double average(std::span<const double> values) {
  double sum = 0;
  for (const double value : values)
    sum += value;
  return values.empty() ? kNaN : sum / static_cast<double>(values.size());
}

double standard_error(std::span<const double> values) {
  if (values.size() < 2)
    return kNaN;
  const double centre = average(values);
  double squares = 0;
  for (const double value : values)
    squares += (value - centre) * (value - centre);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1) / n);
}

double StudentQuantiles::upper(std::size_t degrees_of_freedom) {
  const auto [known, is_new] = known_.try_emplace(degrees_of_freedom);
  if (is_new)
    known->second = upper_quantile(static_cast<double>(degrees_of_freedom), confidence_);
  return known->second;
}

Estimate mean(std::span<const double> values, StudentQuantiles& quantiles) {
  return estimate(average(values), standard_error(values), values.size(), quantiles);
}

Estimate mean(std::span<const double> values, double confidence) {
  StudentQuantiles quantiles(confidence);
  return mean(values, quantiles);
}

double standard_error(const Moments& moments) {
  const auto n = static_cast<double>(moments.count);
  return moments.count < 2 ? kNaN : std::sqrt(moments.squares / (n - 1) / n);
}

Estimate mean(const Moments& moments, StudentQuantiles& quantiles) {
  return estimate(moments.count == 0 ? kNaN : moments.mean, standard_error(moments), moments.count, quantiles);
}

Estimate mean(const Moments& moments, double confidence) {
  StudentQuantiles quantiles(confidence);
  return mean(moments, quantiles);
}

Estimate stratified_sum(std::span<const Stratum> strata, double confidence) {
  double sum = 0;
  double variance = 0;
  double by_freedom = 0;
  std::size_t values = 0;
  for (const Stratum& stratum : strata) {
    assert(stratum.sample.count >= 2);
    const double part = std::pow(stratum.weight * standard_error(stratum.sample), 2);
    sum += stratum.weight * stratum.sample.mean;
    variance += part;
    by_freedom += part * part / static_cast<double>(stratum.sample.count - 1);
    values += stratum.sample.count;
  }
  const double half = half_width(std::sqrt(variance), variance * variance / by_freedom, confidence);
  return {sum, sum - half, sum + half, values, 0};
}

Estimate paired_difference(std::span<const double> a, std::span<const double> b, double confidence) {
  assert(a.size() == b.size());
  std::vector<double> differences(a.size());
  for (std::size_t i = 0; i < a.size(); ++i)
    differences[i] = a[i] - b[i];
  return mean(differences, confidence);
}

Estimate unpaired_difference(std::span<const double> a, std::span<const double> b, double confidence) {
  const double difference = average(a) - average(b);
  const double va = std::pow(standard_error(a), 2);
  const double vb = std::pow(standard_error(b), 2);
  const double freedom =
      (va + vb) * (va + vb) /
      (va * va / (static_cast<double>(a.size()) - 1) + vb * vb / (static_cast<double>(b.size()) - 1));
  const double half = half_width(std::sqrt(va + vb), freedom, confidence);
  return {difference, difference - half, difference + half, a.size() + b.size(), 0};
}

}  // namespace ripresa::statistics
