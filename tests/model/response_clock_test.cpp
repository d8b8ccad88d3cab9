#include "ripresa/model/response_clock.hpp"

#include <catch2/catch.hpp>

using namespace ripresa;
using model::Mode;
using model::ResponseClock;
using model::ResponseModel;

namespace {

using Next = ResponseClock::Next;

/// Paper after ten minutes, and for ten more once the backend is back; then a cache.
const std::vector<ResponseModel> kResponses = {{Mode::paper, Duration::minutes(10), {}, Duration::minutes(10)},
                                               {Mode::offline, Duration::minutes(5), {}, {}}};

/// Paper holds from 10:10 on, and the backend is back at 10:30.
ResponseClock paper_goes_on() {
  ResponseClock clock(kResponses);
  clock.note_backends(true, Time::clock(10));
  clock.take_next();
  clock.note_backends(false, Time::clock(10, 30));
  return clock;
}

}  // namespace

TEST_CASE("a response holds for some time after the backend is back") {
  ResponseClock clock(kResponses);
  REQUIRE(clock.note_backends(true, Time::clock(10)));
  CHECK(clock.mode() == Mode::usual);
  CHECK(clock.next() == Next::response_holds);
  CHECK(clock.next_at() == Time::clock(10, 10));
  clock = paper_goes_on();
  CHECK(clock.mode() == Mode::paper);
  CHECK(clock.next() == Next::back_to_usual);
  CHECK(clock.next_at() == Time::clock(10, 40));
  clock.take_next();
  CHECK(clock.mode() == Mode::usual);
  CHECK(clock.turn() == -1);
}

TEST_CASE(
    "a response given up while the backend is back leaves the station as usual; while it is down the next one's turn "
    "comes") {
  ResponseClock clock = paper_goes_on();
  clock.give_up(Time::clock(10, 35));
  CHECK(clock.mode() == Mode::usual);
  CHECK(clock.turn() == -1);
  CHECK(clock.next() == Next::nothing);
  clock = paper_goes_on();
  clock.note_backends(true, Time::clock(10, 34));
  CHECK(clock.mode() == Mode::paper);
  clock.give_up(Time::clock(10, 35));
  CHECK(clock.mode() == Mode::usual);
  CHECK(clock.turn() == 1);
  CHECK(clock.next_at() == Time::clock(10, 40));
}
