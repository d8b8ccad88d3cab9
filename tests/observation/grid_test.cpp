#include "ripresa/observation/grid.hpp"

#include <catch2/catch.hpp>

#include "ripresa/observation/run_record.hpp"

using namespace ripresa;
using namespace ripresa::observation;

TEST_CASE("the points of the grid are a step apart from the first on") {
  const Grid grid{Time::clock(7, 30), Duration::minutes(5), 3};
  CHECK(grid.at(0) == Time::clock(7, 30));
  CHECK(grid.at(2) == Time::clock(7, 40));
}

TEST_CASE("a step holds what comes after the point before, up to its own") {
  const Grid grid{Time::clock(7, 30), Duration::minutes(5), 3};
  const Duration microsecond = Duration::microseconds(1);
  StepLookup step_of(grid);
  CHECK(step_of(Time::clock(7, 35)) == 1);
  CHECK(step_of.in_last(Time::clock(7, 35)));
  CHECK(step_of.in_last(Time::clock(7, 30) + microsecond));
  CHECK_FALSE(step_of.in_last(Time::clock(7, 30)));
  CHECK_FALSE(step_of.in_last(Time::clock(7, 35) + microsecond));
  CHECK(step_of(Time{}) == 0);
  CHECK(step_of.in_last(Time::clock(7, 30)));
  CHECK_FALSE(step_of.in_last(Time::clock(7, 30) + microsecond));
  CHECK(step_of(Time::clock(9)) == 3);
  CHECK(step_of.in_last(Time::clock(7, 40) + microsecond));
  CHECK_FALSE(step_of.in_last(Time::clock(7, 40)));
}

TEST_CASE("a peak keeps the first instant at which it was reached") {
  Peak peak;
  CHECK(peak.at == Time::never());
  peak.raise_to(0, Time::clock(8));
  CHECK(peak.at == Time::never());
  peak.raise_to(3, Time::clock(9));
  peak.raise_to(3, Time::clock(10));
  peak.raise_to(2, Time::clock(11));
  CHECK(peak.persons == 3);
  CHECK(peak.at == Time::clock(9));
}
