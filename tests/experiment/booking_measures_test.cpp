// People called to another hub by a failure of the booking, in the measures of their hub and of wider scopes.

#include <catch2/catch.hpp>

#include "experiments.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// One booked an hour at either hub from 8:00 to 12:00; "from" serves in 10 minutes, "to" in 20. All of "from" are
/// called to "to", where they stand behind the one booked there.
Scenario called_elsewhere(Time to_closes) {
  Scenario s = empty_scenario();
  const auto add = [&s](const char* name, Duration service, Time closes) {
    Hub hub = hub_of({staffed_station("vaccination", 1, Constant{service})}, Time::clock(8), closes);
    hub.name = name;
    one_a_slot(hub, Duration::hours(1));
    s.hubs.push_back(hub);
  };
  add("from", Duration::minutes(10), Time::clock(12));
  add("to", Duration::minutes(20), to_closes);
  BookingFailure failure;
  failure.from = Time::clock(8);
  failure.to = Time::clock(12);
  failure.called_elsewhere = 1;
  failure.elsewhere = 1;
  failure.hubs = {0};
  s.booking_failures = {failure};
  return s;
}

}  // namespace

TEST_CASE("who gets the dose where they were called has not missed it, and is compared with their own twin") {
  const Summary day(called_elsewhere(Time::clock(12)));
  CHECK(day("called_elsewhere", Run::difference, "from") == 4);
  CHECK(day("unexpected", Run::difference, "to") == 4);
  for (const char* scope : {"from", "nation"}) {
    CHECK(day("missed", Run::difference, scope) == 0);
    // Done after 20 minutes of waiting and 20 of service, instead of after 10.
    CHECK(day("delayed_15", Run::difference, scope) == 4);
    CHECK(day("delayed_30", Run::difference, scope) == 0);
  }
  CHECK(day("missed", Run::difference, "to") == 0);
  CHECK(day("delayed_15", Run::difference, "to") == 0);
  // They wait where they were called, not where they are booked.
  CHECK(day("added_waiting", Run::difference, "from") == 0);
  for (const char* scope : {"to", "nation"})
    CHECK(day("added_waiting", Run::difference, scope) == Approx(4 * 20 / 60.0));
}

TEST_CASE("the waiting of those who come for a place that is taken counts as added, and so does that saved") {
  // Five of 8:00 and five more for the same places, 10 minutes each: they wait 0, 10, … 40 and 50, 60, … 90 minutes.
  Scenario s = called_elsewhere(Time::clock(12));
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(9), 5}};
  BookingFailure& failure = s.booking_failures[0];
  failure.elsewhere.reset();
  failure.called_elsewhere = 0;
  failure.called_twice = 1;
  CHECK(Summary(s)("added_waiting", Run::difference, "from") == Approx((50 + 60 + 70 + 80 + 90) / 60.0));
  failure.called_twice = 0;
  failure.not_called = 1;
  CHECK(Summary(s)("added_waiting", Run::difference, "from") == Approx(-(10 + 20 + 30 + 40) / 60.0));
}

TEST_CASE("who is called to a hub that is closed when they come has missed the dose, once") {
  const Summary day(called_elsewhere(Time::clock(10)));
  CHECK(day("turned_away", Run::outage, "to") == 2);
  CHECK(day("missed", Run::difference, "from") == 2);
  CHECK(day("missed", Run::difference, "to") == 0);
  CHECK(day("missed", Run::difference, "nation") == 2);
  CHECK(day("delayed_15", Run::difference, "nation") == 2);
}
