#include "ripresa/engine/random.hpp"

#include <Random123/philox.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <set>
#include <vector>

using ripresa::engine::kUniformBits;
using ripresa::engine::RandomNumbers;
using ripresa::engine::uniform;
using ripresa::engine::UniformBits;

TEST_CASE("Philox4x32-10 gives Random123's published known answers") {
  // Random123 1.14, tests/kat_vectors, lines "philox4x32 10".
  using Philox = r123::Philox4x32;
  const auto zero = Philox{}({{0, 0, 0, 0}}, {{0, 0}});
  CHECK(zero == Philox::ctr_type{{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}});
  const auto ones = Philox{}({{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}}, {{0xffffffff, 0xffffffff}});
  CHECK(ones == Philox::ctr_type{{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}});
  const auto pi = Philox{}({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, {{0xa4093822, 0x299f31d0}});
  CHECK(pi == Philox::ctr_type{{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}});
}

TEST_CASE("a person's number is the same drawn alone or in bulk") {
  const RandomNumbers random(42, 7, 3);
  for (const std::size_t count : {1u, 2u, 7u, 100u}) {
    std::vector<UniformBits> bulk(count);
    random.fill(10, 99, bulk);
    for (std::uint32_t i = 0; i < count; ++i)
      REQUIRE(bulk[i] == random.bits(10 + i, 99));
  }
}

TEST_CASE("bulk numbers have the same bits whatever the machine's vector instructions") {
  using ripresa::Instructions;
  const RandomNumbers random(0xfeed'beef'dead'2bad, 0xffff'fff0, 77);
  for (const auto instructions : {Instructions::plain, Instructions::avx2, Instructions::avx512}) {
    if (!ripresa::supported(instructions))
      continue;
    for (const std::size_t count : {1u, 15u, 16u, 31u, 32u, 33u, 1000u})
      for (const std::uint32_t first : {0u, 10u, 0x8000'0000u, 0xffff'f000u}) {
        std::vector<UniformBits> bulk(count);
        random.fill(first, 0x1234'5678, bulk, instructions);
        for (std::uint32_t i = 0; i < count; ++i)
          REQUIRE(bulk[i] == random.bits(first + i, 0x1234'5678));
      }
  }
}

TEST_CASE("numbers differ between persons, purposes, hubs, replications and seeds") {
  std::set<UniformBits> seen;
  std::size_t drawn = 0;
  for (std::uint64_t seed : {1ull, 2ull, 1ull << 32})
    for (std::uint32_t replication : {0u, 1u})
      for (std::uint32_t hub : {1u, 2u})
        for (std::uint32_t purpose : {0u, 1u})
          for (std::uint32_t person = 0; person < 50; ++person, ++drawn)
            seen.insert(RandomNumbers(seed, replication, hub).bits(person, purpose));
  CHECK(seen.size() == drawn);
}

TEST_CASE("a uniform variate is never 0 or 1, and its complement is exact") {
  const UniformBits largest = (UniformBits{1} << kUniformBits) - 1;
  CHECK(uniform(0) > 0);
  CHECK(uniform(largest) < 1);
  for (const UniformBits bits : {UniformBits{0}, UniformBits{1}, UniformBits{123456789}, largest / 2, largest})
    CHECK(uniform(bits) + uniform(largest - bits) == 1.0);
}
