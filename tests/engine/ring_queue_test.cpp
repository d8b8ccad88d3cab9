#include "ripresa/engine/ring_queue.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <random>

using ripresa::engine::RingQueue;

TEST_CASE(
    "a queue serves first come, first served, and those put back first go first, however often it wraps and grows") {
  std::mt19937_64 bits(7);
  RingQueue queue;
  std::deque<std::uint32_t> reference;
  for (std::uint32_t i = 0; i < 50'000; ++i) {
    const auto choice = bits() % 10;
    if (choice < 5) {
      queue.push_back(i);
      reference.push_back(i);
    } else if (choice == 5) {
      queue.push_front(i);
      reference.push_front(i);
    } else if (!reference.empty()) {
      REQUIRE(queue.pop_front() == reference.front());
      reference.pop_front();
    }
    REQUIRE(queue.size() == reference.size());
  }
  queue.clear();
  CHECK(queue.empty());
}
