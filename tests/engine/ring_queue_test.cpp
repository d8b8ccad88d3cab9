#include "ripresa/engine/ring_queue.hpp"

#include <catch2/catch.hpp>
#include <deque>
#include <random>
#include <utility>

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

TEST_CASE("who leaves the line from anywhere is passed over, and nobody else's turn changes") {
  RingQueue queue;
  std::deque<std::pair<std::uint32_t, std::uint32_t>> reference;  // index, place
  std::uint32_t state = 7;
  const auto random = [&state](std::uint32_t below) {
    state = state * 1664525u + 1013904223u;
    return (state >> 8) % below;
  };
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const std::uint32_t what = random(8);
    if (what < 4) {
      reference.emplace_back(i, queue.push_back(i));
    } else if (what == 4) {
      reference.emplace_front(i, 0);
      reference.front().second = queue.push_front(i);
    } else if (!reference.empty() && what == 5) {
      REQUIRE(queue.pop_front() == reference.front().first);
      reference.pop_front();
    } else if (!reference.empty()) {
      const auto who = reference.begin() + random(static_cast<std::uint32_t>(reference.size()));
      queue.leave(who->second);
      reference.erase(who);
    }
    REQUIRE(queue.size() == reference.size());
    REQUIRE(queue.empty() == reference.empty());
    if (!reference.empty())
      REQUIRE(queue.front() == reference.front().first);
  }
}
