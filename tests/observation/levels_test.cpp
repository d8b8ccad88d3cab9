#include "ripresa/observation/levels.hpp"

#include <catch2/catch.hpp>

using namespace ripresa;
using namespace ripresa::observation;

namespace {

using People = std::vector<std::int32_t>;

/// A day of so many minutes with the people who come or go.
LevelChanges day(int minutes, const std::vector<std::pair<Time, std::int32_t>>& changes) {
  LevelChanges day;
  day.start(Time::clock(0, minutes));
  for (const auto& [at, change] : changes)
    day.note(at, change);
  return day;
}

}  // namespace

TEST_CASE("levels are those at every whole minute and just before the next") {
  const LevelChanges changes = day(3, {{Time{} - Duration::minutes(5), +1},  // is there at midnight
                                       {Time{} + Duration::microseconds(1), +5},
                                       {Time::clock(0, 0, 59), -2},
                                       {Time::clock(0, 1), +10},
                                       {Time::clock(0, 2), -14},
                                       {Time::clock(0, 3), +1}});
  CHECK(changes.levels() == People{1, 4, 14, 14, 0, 0, 1});
  CHECK(minute_of_level(2) == Time::clock(0, 1));
  CHECK(minute_of_level(3) == Time::clock(0, 1));
}

TEST_CASE("levels of hubs that are open at different times add up") {
  LevelChanges sum = day(3, {{Time::clock(0, 1), +2}, {Time::clock(0, 1, 30), -1}});
  sum.add(day(3, {{Time::clock(0, 2), +4}}));
  CHECK(sum.levels() == People{0, 0, 2, 1, 5, 5, 5});
  sum.add(day(3, {}));
  CHECK(sum.levels() == People{0, 0, 2, 1, 5, 5, 5});
  LevelChanges from_nothing = day(3, {});
  from_nothing.add(day(3, {{Time::clock(0, 2), +4}}));
  CHECK(from_nothing.levels() == People{0, 0, 0, 0, 4, 4, 4});
}

TEST_CASE("levels of a day leave nothing for the next") {
  LevelChanges changes = day(3, {{Time{}, +7}, {Time::clock(0, 3), -7}});
  changes.start(Time::clock(0, 3));
  changes.note(Time::clock(0, 2), +1);
  CHECK(changes.levels() == People{0, 0, 0, 0, 1, 1, 1});
  changes.start(Time::clock(0, 2));
  CHECK(changes.levels() == People{0, 0, 0, 0, 0});
}

TEST_CASE("until a hub opens all its people are outdoors, then those whom it has no room for") {
  const auto present = [] {
    return day(2, {{Time{}, +3}, {Time::clock(0, 0, 30), +5}, {Time::clock(0, 1, 30), +1}, {Time::clock(0, 2), -5}});
  };
  REQUIRE(present().levels() == People{3, 8, 8, 9, 4});
  LevelChanges outdoors = present();
  outdoors.leave_outdoors(Time::clock(0, 1), 5);
  CHECK(outdoors.levels() == People{3, 8, 3, 4, 0});
  // Within the second minute: just before the third it is open.
  outdoors = present();
  outdoors.leave_outdoors(Time::clock(0, 1, 30), 5);
  CHECK(outdoors.levels() == People{3, 8, 8, 4, 0});
}

TEST_CASE("who stands at the door goes in when it opens, though nobody comes or goes then") {
  LevelChanges outdoors = day(4, {{Time::clock(0, 1), +3}});
  outdoors.leave_outdoors(Time::clock(0, 3), 10);
  CHECK(outdoors.levels() == People{0, 0, 3, 3, 3, 3, 0, 0, 0});
  // Nor does it open on that day.
  outdoors = day(2, {{Time::clock(0, 1), +3}});
  outdoors.leave_outdoors(Time::clock(0, 3), 10);
  CHECK(outdoors.levels() == People{0, 0, 3, 3, 3});
}
