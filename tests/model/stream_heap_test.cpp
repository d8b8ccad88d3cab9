// The heap of a station's servers against a sorted list, few servers and many, as they come and go.

#include "ripresa/model/stream_heap.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <set>

using ripresa::model::KeyHeap;
using ripresa::model::StreamKeys;

TEST_CASE("the first of the servers is the first, however many come, go and are taken") {
  const auto instructions =
      GENERATE(ripresa::Instructions::plain, ripresa::Instructions::avx2, ripresa::Instructions::avx512);
  if (!ripresa::supported(instructions))
    return;
  std::mt19937_64 random(4);
  const auto up_to = [&random](std::uint64_t most) {
    return std::uniform_int_distribution<std::uint64_t>(0, most)(random);
  };
  KeyHeap heap(instructions);
  for (int round = 0; round < 200; ++round) {
    heap.clear();
    REQUIRE(heap.empty());
    std::multiset<StreamKeys::Key> expected;
    const std::uint64_t range = std::uint64_t{1} << (2 + up_to(60));
    std::size_t servers = 0;  // tends to
    for (int step = 0; step < 600; ++step) {
      if (step % 100 == 0)
        servers = up_to(up_to(3) == 0 ? 200 : 60);
      const StreamKeys::Key key = up_to(range);
      if (expected.size() < servers || expected.empty()) {
        heap.push(key);
        expected.insert(key);
      } else if (expected.size() > servers) {
        heap.pop();
        expected.erase(expected.begin());
      }
      if (!expected.empty() && up_to(3) > 0) {
        const StreamKeys::Key later = up_to(10) == 0 ? key : heap.first() + key;
        heap.replace_first(later);
        expected.erase(expected.begin());
        expected.insert(later);
      }
      // Later by so little that the order stays.
      if (up_to(20) == 0)
        for (StreamKeys::Key& each : heap.keys()) {
          expected.erase(expected.find(each));
          each |= 1;
          expected.insert(each);
        }
      REQUIRE(heap.size() == expected.size());
      REQUIRE(heap.first() == (expected.empty() ? StreamKeys::kLast : *expected.begin()));
    }
    const auto left = heap.all();
    REQUIRE(std::multiset<StreamKeys::Key>(left.begin(), left.end()) == expected);
  }
}
