#include "ripresa/base/instructions.hpp"

#include <catch2/catch.hpp>
#include <cstdint>
#include <numeric>
#include <vector>

using namespace ripresa;

TEST_CASE("every machine has the plain instructions, and those it is said to do best with") {
  CHECK(supported(Instructions::plain));
  CHECK(supported(best_instructions()));
}

TEST_CASE("a loop over whole numbers gives the same with all instructions") {
  std::vector<std::int64_t> values(1001);
  std::iota(values.begin(), values.end(), -17);
  for (const auto instructions : {Instructions::plain, Instructions::avx2, Instructions::avx512}) {
    if (!supported(instructions))
      continue;
    std::int64_t total = 0;
    const auto add = [&]() __attribute__((always_inline)) {
      for (const std::int64_t value : values)
        total += value * value;
    };
    in_vectors(instructions, add);
    // Σ k² from 1 to 983, and from 1 to 17.
    CHECK(total == 983 * 984 * 1967 / 6 + 17 * 18 * 35 / 6);
  }
}
