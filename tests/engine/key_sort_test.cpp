#include "ripresa/engine/key_sort.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using ripresa::engine::KeySort;

TEST_CASE("keys come out ascending, however they are spread") {
  std::mt19937_64 random(3);
  const auto up_to = [&random](std::uint64_t most) {
    return std::uniform_int_distribution<std::uint64_t>(0, most)(random);
  };
  KeySort sort;
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::uint64_t> keys(up_to(1) == 0 ? up_to(40) : up_to(5000));
    const std::uint64_t range = std::uint64_t{1} << up_to(62);
    const std::uint64_t kind = up_to(3);
    for (auto& key : keys)
      key = kind == 0   ? up_to(range)                                    // spread
            : kind == 1 ? (up_to(200) == 0 ? up_to(range) : up_to(1000))  // crowded, with a few far off
            : kind == 2 ? range                                           // all alike
                        : static_cast<std::uint64_t>(&key - keys.data()) * 10 + up_to(100);  // nearly in order
    const std::size_t first = up_to(keys.size());
    std::vector<std::uint64_t> expected = keys;
    std::sort(expected.begin() + static_cast<std::ptrdiff_t>(first), expected.end());
    sort(keys, first);
    REQUIRE(keys == expected);
  }
}
