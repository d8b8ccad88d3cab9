#include "ripresa/engine/sampler.hpp"

#include <algorithm>
#include <bit>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "ripresa/engine/length_biased_sampler.hpp"

using namespace ripresa;
using engine::LengthBiasedSampler;
using engine::RandomNumbers;
using engine::Sampler;
using engine::uniform;
using engine::UniformBits;

namespace {

constexpr UniformBits kLargest = (UniformBits{1} << engine::kUniformBits) - 1;

/// Probabilities from the middle far into both tails.
std::vector<UniformBits> probes() {
  std::vector<UniformBits> bits;
  for (int octave = 0; octave < engine::kUniformBits; ++octave)
    for (const double factor : {1.0, 1.13, 1.37, 1.71, 1.99}) {
      const auto low = static_cast<UniformBits>(factor * std::ldexp(1.0, octave));
      if (low <= kLargest) {
        bits.push_back(low);
        bits.push_back(kLargest - low);
      }
    }
  return bits;
}

/// The draw against the exact quantile: within a ten-millionth of it, or of the rounding to a microsecond.
template <class Distribution>
void check_against(const Sampler& sampler, const Distribution& distribution) {
  for (const UniformBits bits : probes()) {
    const bool upper = bits > kLargest / 2;
    const double v = uniform(upper ? kLargest - bits : bits);
    const double exact = upper ? quantile(complement(distribution, v)) : quantile(distribution, v);
    const auto drawn = static_cast<double>(sampler.draw(bits).in_microseconds());
    INFO("probability " << uniform(bits) << " exact " << exact << " drawn " << drawn);
    REQUIRE(std::abs(drawn - exact) <= 0.51 + 1e-7 * std::abs(exact));
  }
}

}  // namespace

TEST_CASE("drawn quantiles agree with Boost.Math's to a ten-millionth, deep into both tails") {
  const double mean = 180e6;
  SECTION("exponential") {
    check_against(Sampler::shifted_exponential(Duration{}, Duration::minutes(3)), boost::math::weibull(1, mean));
  }
  SECTION("lognormal") {
    for (const double cv : {0.2, 0.5, 1.5}) {
      const double variance = std::log1p(cv * cv);
      check_against(Sampler::lognormal(Duration::minutes(3), cv),
                    boost::math::lognormal(std::log(mean) - variance / 2, std::sqrt(variance)));
    }
  }
  SECTION("gamma, of which Erlang") {
    for (const double shape : {0.5, 1.0, 3.0, 40.0})
      check_against(Sampler::gamma(Duration::minutes(3), 1 / std::sqrt(shape)),
                    boost::math::gamma_distribution<>(shape, mean / shape));
  }
  SECTION("Weibull") {
    for (const double shape : {0.7, 1.0, 2.5})
      check_against(Sampler::weibull(Duration::minutes(3), shape), boost::math::weibull(shape, mean));
  }
  SECTION("normal, with negative values") {
    check_against(Sampler::normal(-Duration::minutes(5), Duration::minutes(8), {}, {}),
                  boost::math::normal(-300e6, 480e6));
  }
}

TEST_CASE("a truncated normal keeps to its bounds and has the quantiles of the conditioned distribution") {
  const auto sampler = Sampler::normal(Duration::minutes(2), Duration::minutes(2), Duration{}, Duration::minutes(5));
  const boost::math::normal whole(120e6, 120e6);
  const double below = cdf(whole, 0.0);
  const double inside = cdf(whole, 300e6) - below;
  for (const UniformBits bits : probes()) {
    const auto drawn = static_cast<double>(sampler.draw(bits).in_microseconds());
    REQUIRE(drawn >= 0);
    REQUIRE(drawn <= 300e6);
    const double u = uniform(bits);
    if (u > 1e-6 && u < 1 - 1e-6)
      REQUIRE(drawn == Approx(quantile(whole, below + u * inside)).epsilon(1e-6).margin(2));
  }
}

TEST_CASE("closed-form quantiles: constant, uniform, triangular, empirical") {
  const UniformBits middle = UniformBits{1} << (engine::kUniformBits - 1);
  CHECK(Sampler::constant(Duration::minutes(3)).draw(middle) == Duration::minutes(3));
  CHECK(Sampler::uniform(Duration::minutes(2), Duration::minutes(4)).draw(middle) == Duration::minutes(3));
  const auto triangular = Sampler::triangular(Duration{}, Duration::minutes(1), Duration::minutes(4));
  CHECK(triangular.draw(middle).in_minutes() == Approx(4 - std::sqrt(0.5 * 4 * 3)));
  CHECK(triangular.draw(middle / 4).in_minutes() == Approx(std::sqrt(0.125 * 4 * 1)));
  const Duration values[] = {Duration::minutes(1), Duration::minutes(2), Duration::minutes(9)};
  const double weights[] = {1, 2, 1};
  const auto empirical = Sampler::empirical(values, weights);
  CHECK(empirical.draw(middle / 2 - 1) == Duration::minutes(1));
  CHECK(empirical.draw(middle / 2 + 1) == Duration::minutes(2));
  CHECK(empirical.draw(middle + middle / 2 - 1) == Duration::minutes(2));
  CHECK(empirical.draw(kLargest) == Duration::minutes(9));
}

TEST_CASE("what would lie far beyond the end of any run is drawn as a time all the same") {
  const Duration year = Duration::days(365);
  for (const Sampler& sampler :
       {Sampler::lognormal(year * 300, 100), Sampler::gamma(year * 300, 100), Sampler::weibull(year * 300, 0.1)}) {
    CHECK(sampler.draw(kLargest) > year * 250);
    CHECK(sampler.draw(kLargest) < year * 1000);
  }
}

TEST_CASE("a larger uniform never gives a shorter time") {
  const Sampler samplers[] = {Sampler::lognormal(Duration::minutes(3), 0.5), Sampler::gamma(Duration::minutes(3), 0.7),
                              Sampler::shifted_exponential(Duration::minutes(1), Duration::minutes(2)),
                              Sampler::triangular(Duration{}, Duration::minutes(1), Duration::minutes(4))};
  for (const Sampler& sampler : samplers) {
    Duration last = -Duration::days(1);
    for (UniformBits k = 0; k < 200'000; ++k) {
      const Duration drawn = sampler.draw(k * (kLargest / 200'000));
      REQUIRE(drawn >= last);
      last = drawn;
    }
  }
}

TEST_CASE("an instant falls into long intervals more often, by the length-biased law of each distribution") {
  const auto hours = [](double count) { return Duration::nearest_seconds(count * 3600); };
  struct Case {
    Sampler sampler;
    Sampler expected;  // the length-biased law: x f(x) / mean
  };
  const double cv = 7.3;
  const Duration values[] = {hours(1), hours(100)};
  const double weights[] = {99, 1}, biased_weights[] = {99 * 1, 1 * 100};
  const Case cases[] = {
      {Sampler::constant(hours(3)), Sampler::constant(hours(3))},
      {Sampler::shifted_exponential({}, hours(2)), Sampler::gamma(hours(4), std::sqrt(0.5))},
      {Sampler::gamma(hours(2), 2), Sampler::gamma(hours(10), std::sqrt(0.8))},
      {Sampler::lognormal(hours(2), cv), Sampler::lognormal(hours(2 * (1 + cv * cv)), cv)},
      {Sampler::empirical(values, weights), Sampler::empirical(values, biased_weights)},
  };
  constexpr int kDraws = 20'000;
  for (const Case& one : cases) {
    const LengthBiasedSampler biased(one.sampler);
    // The share of draws that are no longer than each decile of the law expected.
    std::vector<Duration> drawn;
    for (std::uint32_t i = 0; i < kDraws; ++i) {
      const RandomNumbers random(17, i, 1);
      drawn.push_back(one.sampler.draw(biased.draw([&random](std::uint32_t k) { return random.bits(k, 3); })));
    }
    for (int decile = 1; decile < 10; ++decile) {
      const double share = decile / 10.0;
      const Duration bound = one.expected.draw(static_cast<UniformBits>(share * 0x1p52));
      const auto below = std::count_if(drawn.begin(), drawn.end(), [bound](Duration d) { return d < bound; });
      const auto within = std::count_if(drawn.begin(), drawn.end(), [bound](Duration d) { return d <= bound; });
      INFO("case " << &one - cases << ", decile " << decile);
      const double margin = 4.5 * std::sqrt(share * (1 - share) / kDraws);
      CHECK(static_cast<double>(below) / kDraws < share + margin);
      CHECK(static_cast<double>(within) / kDraws > share - margin);
    }
  }
}

TEST_CASE("bulk draws are those of one by one") {
  const auto sampler = Sampler::lognormal(Duration::minutes(3), 0.5);
  std::vector<UniformBits> bits(1001);
  RandomNumbers(1, 2, 3).fill(0, 4, bits);
  std::vector<Duration> bulk(bits.size());
  sampler.draw(bits, bulk);
  for (std::size_t i = 0; i < bits.size(); ++i)
    REQUIRE(bulk[i] == sampler.draw(bits[i]));
}

TEST_CASE("bulk draws from a table have the same bits whatever the machine's vector instructions") {
  const engine::QuantileTable& table = engine::unit_exponential();
  std::vector<UniformBits> bits = probes();
  bits.insert(bits.end(), {0, 1, kLargest / 2, kLargest / 2 + 1, kLargest - 1, kLargest});
  for (const auto instructions : {Instructions::plain, Instructions::avx2, Instructions::avx512}) {
    if (!supported(instructions))
      continue;
    for (const std::size_t count : {std::size_t{1}, std::size_t{7}, std::size_t{8}, bits.size()}) {
      const std::span some = std::span(std::as_const(bits)).last(count);
      std::vector<double> bulk(count);
      table(some, bulk, instructions);
      for (std::size_t i = 0; i < count; ++i)
        REQUIRE(std::bit_cast<std::uint64_t>(bulk[i]) == std::bit_cast<std::uint64_t>(table(some[i])));
    }
  }
}
