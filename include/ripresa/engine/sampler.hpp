#pragma once

// Drawing variates by inverse transform: one uniform a variate, monotone in it. Parameters and values are in
// microseconds unless named otherwise; a value is rounded to the nearest microsecond.

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/quantile_table.hpp"
#include "ripresa/engine/random.hpp"

namespace ripresa::engine {

struct ConstantQuantile {
  double value;
  double operator()(UniformBits) const { return value; }
};

struct UniformQuantile {
  double low, high;
  double operator()(UniformBits bits) const { return low + uniform(bits) * (high - low); }
};

struct TriangularQuantile {
  double low, mode, high;
  double operator()(UniformBits bits) const;
};

/// Discrete values, ascending, with their cumulative probabilities.
struct EmpiricalQuantile {
  std::vector<double> values;
  std::vector<double> cumulative;
  double operator()(UniformBits bits) const;
};

struct TableQuantile {
  std::shared_ptr<const QuantileTable> table;
  double operator()(UniformBits bits) const { return (*table)(bits); }
};

/// Quantiles of the exponential distribution of mean 1, for gaps between events of a Poisson stream of unit rate.
const QuantileTable& unit_exponential();

/// Preconditions of those below: bounds ascend, as low <= mode <= high; means, coefficients of variation (cv), scales
/// and shapes are positive. No draw is longer than some 300 years, the most that microseconds can tell.
class Sampler {
 public:
  static Sampler constant(Duration value);
  static Sampler uniform(Duration low, Duration high);
  static Sampler triangular(Duration low, Duration mode, Duration high);
  /// Weights are not negative and not all 0; they need not sum to 1. Values ascend.
  static Sampler empirical(std::span<const Duration> values, std::span<const double> weights);
  /// `mean`: of what comes on top of the shift.
  static Sampler shifted_exponential(Duration shift, Duration mean);
  /// Conditioned on [low, high] where set; there the interval's probability is > 0.
  static Sampler normal(Duration mean, Duration sd, std::optional<Duration> low, std::optional<Duration> high);
  static Sampler lognormal(Duration mean, double cv);
  static Sampler gamma(Duration mean, double cv);
  static Sampler weibull(Duration scale, double shape);

  /// The value when it is the same for everybody.
  std::optional<Duration> constant_value() const;

  Duration draw(UniformBits bits) const {
    return std::visit([bits](const auto& quantile) { return rounded(quantile(bits)); }, quantile_);
  }

  /// out[i] = draw(bits[i]); the spans have the same length.
  void draw(std::span<const UniformBits> bits, std::span<Duration> out) const;

 private:
  using Quantile =
      std::variant<ConstantQuantile, UniformQuantile, TriangularQuantile, EmpiricalQuantile, TableQuantile>;
  explicit Sampler(Quantile quantile) : quantile_(std::move(quantile)) {}
  static void draw_in_portions(const QuantileTable& table, std::span<const UniformBits> bits, std::span<Duration> out);
  static Duration rounded(double microseconds) {
    return Duration::microseconds(static_cast<std::int64_t>(microseconds + (microseconds < 0 ? -0.5 : 0.5)));
  }

  Quantile quantile_;
};

}  // namespace ripresa::engine
