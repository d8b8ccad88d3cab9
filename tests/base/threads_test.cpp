#include "ripresa/base/threads.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <numeric>
#include <vector>

using namespace ripresa;

TEST_CASE("in parallel, every index of the range has its turn, once") {
  std::vector<int> turns(1000, 0);
  on_threads(2, [&](std::size_t) { in_parallel(3, 1000, [&](std::size_t i) { ++turns[i]; }); });
  CHECK(std::accumulate(turns.begin(), turns.end(), 0) == 997);
  CHECK(std::count(turns.begin() + 3, turns.end(), 1) == 997);
}

TEST_CASE("in order, numbers are kept one after the other, and each finds a place that nobody else has") {
  constexpr std::size_t kCount = 2000;
  constexpr std::size_t kPlaces = 3;
  std::vector<std::size_t> results(kPlaces);
  std::vector<std::size_t> kept;
  std::size_t undisturbed = 0;
  on_threads(2, [&](std::size_t) {
    in_order(
        kCount, kPlaces, [] { return false; }, [&](std::size_t number) { results[number % kPlaces] = number * number; },
        [&](std::size_t number) {
          kept.push_back(number);
          undisturbed += results[number % kPlaces] == number * number ? 1 : 0;
        });
  });
  CHECK(undisturbed == kCount);
  REQUIRE(kept.size() == kCount);
  for (std::size_t number = 0; number < kCount; ++number)
    REQUIRE(kept[number] == number);
}

TEST_CASE("what is under way when it is to stop is finished and kept, and nothing is begun after it") {
  constexpr std::size_t kPlaces = 4;
  std::atomic<bool> enough = false;
  std::atomic<std::size_t> run = 0;
  std::vector<std::size_t> kept;
  on_threads(2, [&](std::size_t) {
    in_order(
        1000, kPlaces, [&] { return enough.load(); }, [&](std::size_t) { ++run; },
        [&](std::size_t number) {
          kept.push_back(number);
          if (number == 9)
            enough = true;
        });
  });
  CHECK(kept.size() >= 10);
  CHECK(kept.size() <= 10 + kPlaces);
  CHECK(run == kept.size());
}
