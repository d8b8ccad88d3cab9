#include "ripresa/engine/key_sort.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <span>
#include <vector>

using ripresa::Duration;
using ripresa::Time;
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

TEST_CASE("instants of several lists come out in one, ascending") {
  std::mt19937_64 random(4);
  const auto up_to = [&random](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(0, most)(random);
  };
  KeySort sort;
  std::vector<Time> all;
  for (int round = 0; round < 500; ++round) {
    std::vector<std::vector<Time>> lists(static_cast<std::size_t>(up_to(12)));
    const std::int64_t begin = up_to(86'400'000'000);
    const std::int64_t length = up_to(1) == 0 ? up_to(30) : 86'400'000'000;  // many at one instant, or hardly any
    for (auto& list : lists) {
      list.resize(static_cast<std::size_t>(up_to(2) == 0 ? 0 : up_to(300)));
      for (Time& time : list)
        time = Time::since_midnight(Duration::microseconds(begin + up_to(length)));
      std::sort(list.begin(), list.end());
    }
    std::vector<Time> expected;
    for (const auto& list : lists)
      expected.insert(expected.end(), list.begin(), list.end());
    std::sort(expected.begin(), expected.end());
    sort.merge(std::vector<std::span<const Time>>(lists.begin(), lists.end()), all);
    REQUIRE(all == expected);
  }
}
