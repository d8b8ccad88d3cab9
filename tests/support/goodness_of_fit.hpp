#pragma once

// Tests of fit. Each returns a p-value, so that a case says with which probability a sound generator fails it.

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <span>
#include <vector>

namespace ripresa::testing {

/// Kolmogorov's limiting distribution (1933): P(√n D > x) = 2 Σ (−1)^{k−1} e^{−2 k² x²}, with Stephens' (1970, JRSS B
/// 32) correction for finite n. `uniforms` are the values through their own distribution function, and are sorted here.
inline double kolmogorov_smirnov(std::vector<double>& uniforms) {
  std::sort(uniforms.begin(), uniforms.end());
  const auto n = static_cast<double>(uniforms.size());
  double distance = 0;
  for (std::size_t i = 0; i < uniforms.size(); ++i) {
    const auto rank = static_cast<double>(i);
    distance = std::max({distance, uniforms[i] - rank / n, (rank + 1) / n - uniforms[i]});
  }
  const double x = distance * (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n));
  double sum = 0;
  for (int k = 1; k < 200; ++k)
    sum += (k % 2 == 1 ? 2 : -2) * std::exp(-2.0 * k * k * x * x);
  return x < 0.2 ? 1 : std::clamp(sum, 0.0, 1.0);
}

/// Pearson's χ² of counts that should all be equal. Too even is as suspicious as too uneven: the smaller tail, twice.
inline double chi_square_equal(std::span<const double> counts) {
  double total = 0;
  for (const double count : counts)
    total += count;
  const double expected = total / static_cast<double>(counts.size());
  double chi_square = 0;
  for (const double count : counts)
    chi_square += (count - expected) * (count - expected) / expected;
  const boost::math::chi_squared distribution(static_cast<double>(counts.size() - 1));
  return 2 * std::min(cdf(distribution, chi_square), cdf(complement(distribution, chi_square)));
}

/// Of the correlation of n independent pairs of uniform variates, whose mean 1/2 and variance 1/12 are known.
inline double correlation_p_value(std::span<const double> a, std::span<const double> b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += (a[i] - 0.5) * (b[i] - 0.5);
  const double z = 12 * sum / std::sqrt(static_cast<double>(a.size()));
  return 2 * cdf(complement(boost::math::normal(), std::abs(z)));
}

/// χ² of the pairs on a grid of cells × cells.
inline double pairs_p_value(std::span<const double> a, std::span<const double> b, std::size_t cells = 16) {
  std::vector<double> counts(cells * cells);
  const auto cell = [cells](double u) { return static_cast<std::size_t>(u * static_cast<double>(cells)); };
  for (std::size_t i = 0; i < a.size(); ++i)
    counts[cell(a[i]) * cells + cell(b[i])] += 1;
  return chi_square_equal(counts);
}

}  // namespace ripresa::testing
