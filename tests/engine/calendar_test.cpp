#include "ripresa/engine/calendar.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace ripresa;
using engine::Phase;

namespace {

std::vector<std::uint32_t> drained(engine::Calendar& calendar) {
  std::vector<std::uint32_t> order;
  engine::Calendar::Event event;
  while (calendar.pop_by(Time::clock(24), event))
    order.push_back(event.token);
  return order;
}

}  // namespace

TEST_CASE("events come out by time") {
  engine::Calendar calendar;
  calendar.schedule(Time::clock(9), Phase::joining, 2);
  calendar.schedule(Time::clock(8), Phase::joining, 1);
  calendar.schedule(Time::clock(10), Phase::availability, 3);
  CHECK(drained(calendar) == std::vector<std::uint32_t>{1, 2, 3});
}

TEST_CASE("at one instant a failure takes hold before staff change, servers are released, doors move and people join") {
  engine::Calendar calendar;
  const Time noon = Time::clock(12);
  calendar.schedule(noon, Phase::joining, 5);
  calendar.schedule(noon, Phase::doors, 4);
  calendar.schedule(noon, Phase::progress, 3);
  calendar.schedule(noon, Phase::staffing, 2);
  calendar.schedule(noon, Phase::availability, 1);
  CHECK(drained(calendar) == std::vector<std::uint32_t>{1, 2, 3, 4, 5});
}

TEST_CASE("within a phase of one instant events keep the order in which they were scheduled") {
  engine::Calendar calendar;
  std::vector<std::uint32_t> expected(100);
  for (std::uint32_t i = 0; i < 100; ++i) {
    calendar.schedule(Time::clock(12), Phase::progress, i);
    expected[i] = i;
  }
  CHECK(drained(calendar) == expected);
}

TEST_CASE("more events than can be numbered are refused, not put in a wrong order") {
  engine::Calendar calendar(0, 0xffff'fffeu);
  calendar.schedule(Time::clock(12), Phase::giving_up, 1);
  CHECK_THROWS_WITH(calendar.schedule(Time::clock(12), Phase::giving_up, 2), Catch::Contains("can be numbered"));
  CHECK(calendar.next_due() == std::pair(Time::clock(12), Phase::giving_up));
  engine::Calendar::Event event;
  REQUIRE(calendar.pop_by(Time::clock(12), event));
  CHECK(event.sequence == 0xffff'fffeu);
  CHECK(calendar.next_time() == Time::never());
}

TEST_CASE("a long random course of scheduling and popping, through heap and lanes, agrees with a stable sort") {
  std::mt19937_64 bits(1);
  engine::Calendar calendar(2);
  struct Reference {
    Time time;
    Phase phase;
    std::uint32_t id;
  };
  std::vector<Reference> waiting;
  std::uint32_t next_id = 0;
  Time now;
  for (int round = 0; round < 40'000; ++round) {
    if (waiting.empty() || bits() % 5 < 3) {
      // Times near now, so that many are equal; each lane has its own constant delay, and some are out of turn.
      const auto lane = bits() % 3;
      const Duration delay =
          lane == 2 ? Duration::seconds(static_cast<std::int64_t>(bits() % 50))
                    : Duration::seconds(20 + 10 * static_cast<std::int64_t>(lane) - (bits() % 20 == 0 ? 9 : 0));
      const Time time = now + delay;
      const auto phase = lane == 2 ? static_cast<Phase>(bits() % 5) : Phase::progress;
      if (lane == 2)
        calendar.schedule(time, phase, next_id);
      else
        calendar.schedule_in_lane(lane, time, phase, next_id);
      waiting.push_back({time, phase, next_id++});
      continue;
    }
    const auto first = std::min_element(waiting.begin(), waiting.end(), [](const Reference& a, const Reference& b) {
      return std::tuple(a.time, a.phase, a.id) < std::tuple(b.time, b.phase, b.id);
    });
    REQUIRE(calendar.next_time() == first->time);
    engine::Calendar::Event event;
    REQUIRE_FALSE(calendar.pop_by(first->time - Duration::microseconds(1), event));
    REQUIRE(calendar.pop_by(first->time, event));
    REQUIRE(event.token == first->id);
    REQUIRE(event.phase == first->phase);
    now = event.time;
    waiting.erase(first);
  }
  calendar.clear();
  CHECK(calendar.next_time() == Time::never());
}
