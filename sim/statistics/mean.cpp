#include "ripresa/statistics/mean.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cassert>
#include <cmath>
#include <limits>
#include <vector>

namespace ripresa::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double plain_mean(std::span<const double> values) {
  double sum = 0;
  for (const double value : values)
    sum += value;
  return values.empty() ? kNaN : sum / static_cast<double>(values.size());
}

/// Half the width of the t interval; 0 without spread, where the distribution has no quantile to ask for.
double half_width(double standard_error, double degrees_of_freedom, double confidence) {
  if (!(standard_error > 0))
    return standard_error;  // 0 or NaN
  const boost::math::students_t t(degrees_of_freedom);
  return standard_error * quantile(complement(t, (1 - confidence) / 2));
}

}  // namespace

double standard_error(std::span<const double> values) {
  if (values.size() < 2)
    return kNaN;
  const double centre = plain_mean(values);
  double squares = 0;
  for (const double value : values)
    squares += (value - centre) * (value - centre);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1) / n);
}

Estimate mean(std::span<const double> values, double confidence) {
  const double centre = plain_mean(values);
  const double half = half_width(standard_error(values), static_cast<double>(values.size()) - 1, confidence);
  return {centre, centre - half, centre + half, values.size(), 0};
}

double standard_error(const Moments& moments) {
  const auto n = static_cast<double>(moments.count);
  return moments.count < 2 ? kNaN : std::sqrt(moments.squares / (n - 1) / n);
}

Estimate mean(const Moments& moments, double confidence) {
  const double centre = moments.count == 0 ? kNaN : moments.mean;
  const double half = half_width(standard_error(moments), static_cast<double>(moments.count) - 1, confidence);
  return {centre, centre - half, centre + half, moments.count, 0};
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
  const double difference = plain_mean(a) - plain_mean(b);
  const double va = std::pow(standard_error(a), 2);
  const double vb = std::pow(standard_error(b), 2);
  const double freedom =
      (va + vb) * (va + vb) /
      (va * va / (static_cast<double>(a.size()) - 1) + vb * vb / (static_cast<double>(b.size()) - 1));
  const double half = half_width(std::sqrt(va + vb), freedom, confidence);
  return {difference, difference - half, difference + half, a.size() + b.size(), 0};
}

}  // namespace ripresa::statistics
