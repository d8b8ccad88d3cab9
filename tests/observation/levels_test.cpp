#include "ripresa/observation/levels.hpp"

#include <catch2/catch.hpp>

using namespace ripresa;
using namespace ripresa::observation;

TEST_CASE("levels are those at every whole minute and just before the next") {
  Levels levels;
  start_levels(Time::clock(0, 3), levels);
  REQUIRE(levels.size() == 7);
  const auto change = [&levels](Time at, std::int32_t by) { levels[level_at(at)] += by; };
  change(Time{} - Duration::minutes(5), +1);  // who comes before midnight is there at midnight
  change(Time{} + Duration::microseconds(1), +5);
  change(Time::clock(0, 0, 59), -2);
  change(Time::clock(0, 1), +10);
  change(Time::clock(0, 2), -14);
  change(Time::clock(0, 3), +1);
  add_up_changes(levels);
  CHECK(levels == Levels{1, 4, 14, 14, 0, 0, 1});
  CHECK(minute_of_level(2) == Time::clock(0, 1));
  CHECK(minute_of_level(3) == Time::clock(0, 1));
}

TEST_CASE("until a hub opens all its people are outdoors, then those whom it has no room for") {
  Levels present = {3, 8, 8, 9, 4};
  leave_outdoors(Time::clock(0, 1), 5, present);
  CHECK(present == Levels{3, 8, 3, 4, 0});
  // Within the second minute: just before the third it is open.
  present = {3, 8, 8, 9, 4};
  leave_outdoors(Time::clock(0, 1, 30), 5, present);
  CHECK(present == Levels{3, 8, 8, 4, 0});
}
