#include "ripresa/engine/calendar.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace ripresa;
using engine::Phase;

namespace {

std::vector<int> drained(engine::Calendar<int>& calendar) {
  std::vector<int> order;
  while (!calendar.empty())
    order.push_back(calendar.pop().payload);
  return order;
}

}  // namespace

TEST_CASE("events come out by time") {
  engine::Calendar<int> calendar;
  calendar.schedule(Time::clock(9), Phase::joining, 2);
  calendar.schedule(Time::clock(8), Phase::joining, 1);
  calendar.schedule(Time::clock(10), Phase::availability, 3);
  CHECK(drained(calendar) == std::vector{1, 2, 3});
}

TEST_CASE("at one instant a failure takes hold before staff change, servers are released, doors move and people join") {
  engine::Calendar<int> calendar;
  const Time noon = Time::clock(12);
  calendar.schedule(noon, Phase::joining, 5);
  calendar.schedule(noon, Phase::doors, 4);
  calendar.schedule(noon, Phase::progress, 3);
  calendar.schedule(noon, Phase::staffing, 2);
  calendar.schedule(noon, Phase::availability, 1);
  CHECK(drained(calendar) == std::vector{1, 2, 3, 4, 5});
}

TEST_CASE("within a phase of one instant events keep the order in which they were scheduled") {
  engine::Calendar<int> calendar;
  std::vector<int> expected(100);
  for (int i = 0; i < 100; ++i) {
    calendar.schedule(Time::clock(12), Phase::progress, i);
    expected[static_cast<std::size_t>(i)] = i;
  }
  CHECK(drained(calendar) == expected);
}

TEST_CASE("a long random course of scheduling and popping agrees with a stable sort") {
  std::mt19937_64 bits(1);
  engine::Calendar<int> calendar;
  struct Reference {
    Time time;
    Phase phase;
    int id;
  };
  std::vector<Reference> waiting;
  int next_id = 0;
  for (int round = 0; round < 20'000; ++round) {
    if (waiting.empty() || bits() % 5 < 3) {
      const Time time = Time::since_midnight(Duration::seconds(static_cast<std::int64_t>(bits() % 50)));
      const auto phase = static_cast<Phase>(bits() % 5);
      calendar.schedule(time, phase, next_id);
      waiting.push_back({time, phase, next_id++});
      continue;
    }
    const auto first = std::min_element(waiting.begin(), waiting.end(), [](const Reference& a, const Reference& b) {
      return std::tuple(a.time, a.phase, a.id) < std::tuple(b.time, b.phase, b.id);
    });
    REQUIRE(calendar.top().time == first->time);
    REQUIRE(calendar.top().phase() == first->phase);
    REQUIRE(calendar.pop().payload == first->id);
    waiting.erase(first);
  }
  CHECK(calendar.size() == waiting.size());
}
