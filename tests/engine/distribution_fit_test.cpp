// What is drawn against Boost.Math's distribution functions: by Kolmogorov and Smirnov over the whole range and again
// within the outermost millionth of either side. The seed is fixed; a sound sampler fails a check with another seed
// once in 100,000.

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "ripresa/engine/sampler.hpp"
#include "support/goodness_of_fit.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using engine::RandomNumbers;
using engine::Sampler;
using engine::UniformBits;

namespace {

constexpr double kLevel = 1e-5;
constexpr double kMean = 180e6;  // 3 min, in microseconds
constexpr std::size_t kDraws = 400'000;

/// A sampler with the distribution it should have: P(X <= x) and P(X > x), x in microseconds.
struct Drawn {
  std::string name;
  Sampler sampler;
  std::function<double(double)> below, above;
};

template <class Distribution>
Drawn of(const std::string& name, Sampler sampler, const Distribution& distribution, double shift = 0) {
  const double lowest = support(distribution).first;
  return {name, std::move(sampler), [=](double x) { return x - shift <= lowest ? 0 : cdf(distribution, x - shift); },
          [=](double x) { return x - shift <= lowest ? 1 : cdf(complement(distribution, x - shift)); }};
}

Drawn truncated_normal() {
  const boost::math::normal whole(120e6, 120e6);
  const double outside = cdf(whole, 0.0);
  const double inside = cdf(whole, 300e6) - outside;
  return {"truncated normal",
          Sampler::normal(Duration::minutes(2), Duration::minutes(2), Duration{}, Duration::minutes(5)),
          [=](double x) { return (cdf(whole, x) - outside) / inside; },
          [=](double x) { return (cdf(complement(whole, x)) - cdf(complement(whole, 300e6))) / inside; }};
}

std::vector<Drawn> all() {
  const Duration mean = Duration::minutes(3);
  std::vector<Drawn> drawn;
  drawn.push_back(
      of("uniform", Sampler::uniform(Duration::minutes(1), Duration::minutes(5)), boost::math::uniform(60e6, 300e6)));
  drawn.push_back(of("triangular",
                     Sampler::triangular(Duration::minutes(1), Duration::minutes(2), Duration::minutes(6)),
                     boost::math::triangular(60e6, 120e6, 360e6)));
  drawn.push_back(of("shifted exponential", Sampler::shifted_exponential(Duration::minutes(1), mean),
                     boost::math::weibull(1, kMean), 60e6));
  for (const double cv : {0.2, 0.5, 1.5}) {
    const double variance = std::log1p(cv * cv);
    drawn.push_back(of("lognormal, cv " + std::to_string(cv), Sampler::lognormal(mean, cv),
                       boost::math::lognormal(std::log(kMean) - variance / 2, std::sqrt(variance))));
  }
  for (const double shape : {0.5, 1.0, 4.0, 40.0})
    drawn.push_back(of("gamma, shape " + std::to_string(shape), Sampler::gamma(mean, 1 / std::sqrt(shape)),
                       boost::math::gamma_distribution<>(shape, kMean / shape)));
  for (const double shape : {0.7, 2.5})
    drawn.push_back(of("Weibull, shape " + std::to_string(shape), Sampler::weibull(mean, shape),
                       boost::math::weibull(shape, kMean)));
  drawn.push_back(of("normal", Sampler::normal(-Duration::minutes(5), Duration::minutes(8), {}, {}),
                     boost::math::normal(-300e6, 480e6)));
  drawn.push_back(truncated_normal());
  return drawn;
}

std::vector<double> draws(const Sampler& sampler, const std::vector<UniformBits>& bits) {
  std::vector<Duration> out(bits.size());
  sampler.draw(bits, out);
  std::vector<double> values(bits.size());
  std::transform(out.begin(), out.end(), values.begin(),
                 [](Duration d) { return static_cast<double>(d.in_microseconds()); });
  return values;
}

std::vector<UniformBits> random_bits(std::uint32_t purpose) {
  std::vector<UniformBits> bits(kDraws);
  RandomNumbers(42, 7, 3).fill(0, purpose, bits);
  return bits;
}

}  // namespace

TEST_CASE("every distribution is drawn as it should be, by Kolmogorov and Smirnov") {
  std::uint32_t purpose = 0;
  for (const Drawn& d : all()) {
    INFO(d.name);
    auto values = draws(d.sampler, random_bits(purpose++));
    std::transform(values.begin(), values.end(), values.begin(), d.below);
    CHECK(kolmogorov_smirnov(values) > kLevel);
  }
}

TEST_CASE("within its outermost millionth on either side each distribution is still drawn as it should be") {
  // 52 bits less those of a millionth: 32 bits at random below 2^-20.
  constexpr double kTail = 0x1p-20;
  constexpr UniformBits kLargest = (UniformBits{1} << engine::kUniformBits) - 1;
  std::uint32_t purpose = 100;
  for (const Drawn& d : all()) {
    auto low = random_bits(purpose++);
    for (UniformBits& b : low)
      b >>= 20;
    std::vector<UniformBits> high(low.size());
    std::transform(low.begin(), low.end(), high.begin(), [](UniformBits b) { return kLargest - b; });
    auto lower = draws(d.sampler, low);
    auto upper = draws(d.sampler, high);
    std::transform(lower.begin(), lower.end(), lower.begin(), [&d](double x) { return d.below(x) / kTail; });
    std::transform(upper.begin(), upper.end(), upper.begin(), [&d](double x) { return d.above(x) / kTail; });
    INFO(d.name);
    // Values that are rounded to microseconds tie where the tail is narrower than some thousand of these.
    const bool fine_below = d.sampler.draw(UniformBits{1} << 32) - d.sampler.draw(0) > Duration::milliseconds(100);
    const bool fine_above =
        d.sampler.draw(kLargest) - d.sampler.draw(kLargest - (UniformBits{1} << 32)) > Duration::milliseconds(100);
    if (fine_below)
      CHECK(kolmogorov_smirnov(lower) > kLevel);
    if (fine_above)
      CHECK(kolmogorov_smirnov(upper) > kLevel);
    // However narrow: within the rounding of the exact tail's ends.
    CHECK(d.below(static_cast<double>(d.sampler.draw(UniformBits{1} << 32).in_microseconds()) - 1) < 1.001 * kTail);
    CHECK(d.above(static_cast<double>(d.sampler.draw(kLargest - (UniformBits{1} << 32)).in_microseconds()) + 1) <
          1.001 * kTail);
  }
}

TEST_CASE("an empirical distribution gives each value by its weight") {
  const Duration values[] = {Duration::minutes(1), Duration::minutes(2), Duration::minutes(5), Duration::minutes(9)};
  const double weights[] = {1, 1, 1, 1};
  std::vector<double> counts(4);
  const auto sampler = Sampler::empirical(values, weights);
  for (const double drawn : draws(sampler, random_bits(500)))
    counts[drawn < 90e6 ? 0 : drawn < 200e6 ? 1 : drawn < 400e6 ? 2 : 3] += 1;
  CHECK(chi_square_equal(counts) > kLevel);
  // Uneven weights: the share of the lightest, one in a thousand.
  const double uneven[] = {1, 499, 499, 1};
  double first = 0;
  for (const double drawn : draws(Sampler::empirical(values, uneven), random_bits(501)))
    first += drawn < 90e6 ? 1 : 0;
  const double expected = static_cast<double>(kDraws) / 1000;
  CHECK(std::abs(first - expected) < 4.5 * std::sqrt(expected));
}
