#include "ripresa/engine/sampler.hpp"

#include <algorithm>
#include <array>
#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

namespace ripresa::engine {
namespace {

double micros(Duration d) {
  return static_cast<double>(d.in_microseconds());
}

/// What lies far beyond the end of any run is no further than 300 years: the count of microseconds has to have room.
double within_reach(double micros) {
  constexpr double kFarthest = 1e16;
  return std::clamp(micros, -kFarthest, kFarthest);
}

/// The table of a Boost.Math distribution, shifted.
template <class Distribution>
TableQuantile tabulated(const Distribution& distribution, double shift = 0) {
  using boost::math::complement;
  using boost::math::quantile;
  return {std::make_shared<const QuantileTable>(
      [&](double v) { return within_reach(shift + quantile(distribution, v)); },
      [&](double v) { return within_reach(shift + quantile(complement(distribution, v))); })};
}

/// erfc⁻¹(2v) for every probability v that a table asks for in a half, in its order: how far the quantiles of a normal
/// distribution are from its mean, over √2 times its standard deviation. They are the same for all, and nearly all that
/// the table of a normal or lognormal distribution costs: a hub's model is built at 0.07 of the cost.
const std::vector<double>& normal_distances() {
  static const std::vector<double> all = [] {
    std::vector<double> distances;
    const auto none = [](double) { return 0.0; };
    const auto noting = [&distances](double v) { return distances.emplace_back(boost::math::erfc_inv(2 * v)); };
    [[maybe_unused]] const QuantileTable table(noting, none);
    return distances;
  }();
  return all;
}

/// The table of `function` of a normal variate; `function` never decreases.
template <class Function>
TableQuantile tabulated_normal(double mean, double sd, Function function) {
  const double scale = sd * boost::math::constants::root_two<double>();
  const auto half = [&function, mean](double signed_scale) {
    return [&function, mean, signed_scale, next = normal_distances().begin()](double) mutable {
      return within_reach(function(mean + *next++ * signed_scale));
    };
  };
  return {std::make_shared<const QuantileTable>(half(-scale), half(scale))};
}

}  // namespace

const QuantileTable& unit_exponential() {
  static const std::shared_ptr<const QuantileTable> table = tabulated(boost::math::exponential(1)).table;
  return *table;
}

double TriangularQuantile::operator()(UniformBits bits) const {
  const double u = engine::uniform(bits);
  const double width = high - low;
  if (u * width < mode - low)
    return low + std::sqrt(u * width * (mode - low));
  return high - std::sqrt((1 - u) * width * (high - mode));
}

double EmpiricalQuantile::operator()(UniformBits bits) const {
  const auto at = std::lower_bound(cumulative.begin(), cumulative.end(), engine::uniform(bits));
  const auto index = std::min(static_cast<std::size_t>(at - cumulative.begin()), values.size() - 1);
  return values[index];
}

Sampler Sampler::constant(Duration value) {
  return Sampler{ConstantQuantile{micros(value)}};
}

Sampler Sampler::uniform(Duration low, Duration high) {
  return Sampler{UniformQuantile{micros(low), micros(high)}};
}

Sampler Sampler::triangular(Duration low, Duration mode, Duration high) {
  return Sampler{TriangularQuantile{micros(low), micros(mode), micros(high)}};
}

Sampler Sampler::empirical(std::span<const Duration> values, std::span<const double> weights) {
  assert(!values.empty() && values.size() == weights.size());
  EmpiricalQuantile quantile;
  for (const Duration value : values)
    quantile.values.push_back(micros(value));
  quantile.cumulative.resize(weights.size());
  std::partial_sum(weights.begin(), weights.end(), quantile.cumulative.begin());
  const double total = quantile.cumulative.back();
  for (double& c : quantile.cumulative)
    c /= total;
  return Sampler{std::move(quantile)};
}

Sampler Sampler::shifted_exponential(Duration shift, Duration mean) {
  return Sampler{tabulated(boost::math::exponential(1 / micros(mean)), micros(shift))};
}

Sampler Sampler::normal(Duration mean, Duration sd, std::optional<Duration> low, std::optional<Duration> high) {
  if (!low && !high)
    return Sampler{tabulated_normal(micros(mean), micros(sd), [](double x) { return x; })};
  const boost::math::normal whole(micros(mean), micros(sd));
  const double below = low ? cdf(whole, micros(*low)) : 0;
  const double above = high ? cdf(complement(whole, micros(*high))) : 0;
  const double inside = 1 - below - above;
  assert(inside > 0);
  const auto clamped = [low, high](double x) {
    return std::clamp(x, low ? micros(*low) : x, high ? micros(*high) : x);
  };
  return Sampler{TableQuantile{std::make_shared<const QuantileTable>(
      [&](double v) { return clamped(quantile(whole, below + v * inside)); },
      [&](double v) { return clamped(quantile(complement(whole, above + v * inside))); })}};
}

Sampler Sampler::lognormal(Duration mean, double cv) {
  const double variance = std::log1p(cv * cv);
  return Sampler{tabulated_normal(std::log(micros(mean)) - variance / 2, std::sqrt(variance),
                                  [](double x) { return std::exp(x); })};
}

Sampler Sampler::gamma(Duration mean, double cv) {
  const double shape = 1 / (cv * cv);
  return Sampler{tabulated(boost::math::gamma_distribution<>(shape, micros(mean) / shape))};
}

Sampler Sampler::weibull(Duration scale, double shape) {
  return Sampler{tabulated(boost::math::weibull(shape, micros(scale)))};
}

std::optional<Duration> Sampler::constant_value() const {
  if (const auto* constant = std::get_if<ConstantQuantile>(&quantile_))
    return rounded(constant->value);
  return std::nullopt;
}

void Sampler::draw_in_portions(const QuantileTable& table, std::span<const UniformBits> bits, std::span<Duration> out) {
  std::array<double, 256> portion;
  while (!bits.empty()) {
    const std::size_t count = std::min(portion.size(), bits.size());
    const std::span values = std::span(portion).first(count);
    table(bits.first(count), values);
    const auto round = [ values, to = out.data() ]() __attribute__((always_inline)) {
      for (std::size_t i = 0; i < values.size(); ++i)
        to[i] = rounded(values[i]);
    };
    in_vectors(best_instructions(), round);
    bits = bits.subspan(count);
    out = out.subspan(count);
  }
}

void Sampler::draw(std::span<const UniformBits> bits, std::span<Duration> out) const {
  assert(bits.size() == out.size());
  if (const auto* tabulated = std::get_if<TableQuantile>(&quantile_)) {
    draw_in_portions(*tabulated->table, bits, out);
    return;
  }
  std::visit(
      [bits, out](const auto& quantile) {
        for (std::size_t i = 0; i < bits.size(); ++i)
          out[i] = rounded(quantile(bits[i]));
      },
      quantile_);
}

}  // namespace ripresa::engine
