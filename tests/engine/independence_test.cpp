// The random numbers are uniform and do not depend on each other, along every word of their key. The seed is fixed; a
// sound generator fails a check with another seed once in 100,000.

#include <Random123/philox.h>

#include <catch2/catch.hpp>
#include <vector>

#include "ripresa/engine/random.hpp"
#include "support/goodness_of_fit.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using engine::RandomNumbers;
using engine::uniform;
using engine::UniformBits;

namespace {

constexpr double kIndependenceLevel = 1e-5;
constexpr std::size_t kPersons = 200'000;
constexpr std::uint64_t kSeed = 20211215;

std::vector<double> uniforms(const RandomNumbers& random, std::uint32_t purpose, std::uint32_t first_person = 0,
                             std::size_t persons = kPersons) {
  std::vector<UniformBits> bits(persons);
  random.fill(first_person, purpose, bits);
  std::vector<double> values(persons);
  std::transform(bits.begin(), bits.end(), values.begin(), uniform);
  return values;
}

void check_independent(const std::vector<double>& a, const std::vector<double>& b) {
  CHECK(correlation_p_value(a, b) > kIndependenceLevel);
  CHECK(pairs_p_value(a, b) > kIndependenceLevel);
}

}  // namespace

TEST_CASE("the number of a person and purpose is cut from Philox's published known answer") {
  // Random123, tests/kat_vectors, the line of π: counter 243f6a88 85a308d3 13198a2e 03707344, key a4093822 299f31d0
  // gives d16cfe09 94fdcceb 5001e420 24126ea1. The counter's words are pair of persons, purpose, hub and replication.
  const RandomNumbers random(0x299f31d0'a4093822u, 0x03707344, 0x13198a2e);
  const std::uint32_t even = 2 * 0x243f6a88u;
  CHECK(random.bits(even, 0x85a308d3) == (0x94fdccebull << 20 | 0xd16cfe09ull >> 12));
  CHECK(random.bits(even + 1, 0x85a308d3) == (0x24126ea1ull << 20 | 0x5001e420ull >> 12));
  std::vector<UniformBits> both(2);
  random.fill(even, 0x85a308d3, both);
  CHECK(both == std::vector<UniformBits>{random.bits(even, 0x85a308d3), random.bits(even + 1, 0x85a308d3)});
}

TEST_CASE("the numbers of persons, purposes, hubs and replications are uniform") {
  for (const std::uint32_t replication : {0u, 1u, 77u})
    for (const std::uint32_t hub : {1u, 0xffff'0000u})
      for (const std::uint32_t purpose : {0u, 0x12340000u}) {
        auto values = uniforms(RandomNumbers(kSeed, replication, hub), purpose);
        CHECK(kolmogorov_smirnov(values) > kIndependenceLevel);
      }
}

TEST_CASE("every one of the 52 bits is set half of the time") {
  std::vector<UniformBits> bits(kPersons);
  RandomNumbers(kSeed, 3, 5).fill(0, 9, bits);
  for (int position = 0; position < engine::kUniformBits; ++position) {
    double set = 0;
    for (const UniformBits b : bits)
      set += static_cast<double>(b >> position & 1);
    const double counts[] = {set, static_cast<double>(kPersons) - set};
    INFO("bit " << position);
    CHECK(chi_square_equal(counts) > kIndependenceLevel);
  }
}

TEST_CASE("neighbours are independent: persons, within a block of two and across blocks, and at longer lags") {
  const auto values = uniforms(RandomNumbers(kSeed, 0, 1), 7);
  for (const std::size_t lag : {1u, 2u, 3u, 64u, 1000u}) {
    const std::vector<double> a(values.begin(), values.end() - static_cast<std::ptrdiff_t>(lag));
    const std::vector<double> b(values.begin() + static_cast<std::ptrdiff_t>(lag), values.end());
    INFO("lag " << lag);
    check_independent(a, b);
  }
}

TEST_CASE("the same persons' numbers for another purpose, hub, replication or seed are independent") {
  const auto values = uniforms(RandomNumbers(kSeed, 10, 20), 30);
  for (const std::uint32_t step : {1u, 2u, 1u << 16, 1u << 20, 1u << 31}) {
    INFO("step " << step);
    check_independent(values, uniforms(RandomNumbers(kSeed, 10, 20), 30 ^ step));
    check_independent(values, uniforms(RandomNumbers(kSeed, 10, 20 ^ step), 30));
    check_independent(values, uniforms(RandomNumbers(kSeed, 10 ^ step, 20), 30));
    check_independent(values, uniforms(RandomNumbers(kSeed ^ step, 10, 20), 30));
    check_independent(values, uniforms(RandomNumbers(kSeed ^ (std::uint64_t{step} << 32), 10, 20), 30));
  }
}

TEST_CASE("triples of neighbours fill the cube evenly") {
  const auto values = uniforms(RandomNumbers(kSeed, 4, 2), 1, 0, 3 * 200'000);
  std::vector<double> counts(8 * 8 * 8);
  for (std::size_t i = 0; i + 2 < values.size(); i += 3)
    counts[static_cast<std::size_t>(values[i] * 8) * 64 + static_cast<std::size_t>(values[i + 1] * 8) * 8 +
           static_cast<std::size_t>(values[i + 2] * 8)] += 1;
  CHECK(chi_square_equal(counts) > kIndependenceLevel);
}

TEST_CASE("gaps between repeated small values are geometric: no hidden period") {
  const auto values = uniforms(RandomNumbers(kSeed, 6, 2), 1, 0, 1'000'000);
  // P(gap = g) = 0.1 · 0.9^g; the gaps through their distribution function, smoothed within each step, are uniform.
  std::vector<double> through;
  std::size_t last = 0;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i] < 0.1) {
      const auto gap = static_cast<double>(i - last);
      const double within = values[i] / 0.1;
      through.push_back(1 - std::pow(0.9, gap) + within * 0.1 * std::pow(0.9, gap));
      last = i + 1;
    }
  CHECK(kolmogorov_smirnov(through) > kIndependenceLevel);
}
