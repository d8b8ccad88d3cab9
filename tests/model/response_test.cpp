// Paper: what a station does when its backend does not answer, on days computed by hand.

#include <catch2/catch.hpp>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// Arrivals one a minute, 48 s of work, a call at the end, no latency; down 14:30–15:10; paper after 10 min with forms
/// of 60 s.
Scenario paper_day(UnderWay under_way = UnderWay::restart) {
  Scenario s = hand_computed_day(Duration::seconds(48));
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::end}};
  station.on_failure = {
      {Paper{{Constant{Duration::seconds(60)}}, under_way, {}}, Duration::minutes(10), {}, Duration::minutes(5)}};
  return s;
}

}  // namespace

TEST_CASE("paper begins after the time to notice and decide; who is held then has the form written") {
  const Day day(paper_day());
  // Held since 14:30:48; the form is written from 14:40 to 14:41, then one person a minute.
  CHECK(day.left(kFirstInOutage) == Time::clock(14, 41));
  for (int k = 0; k < 29; ++k)
    REQUIRE(day.left(kFirstInOutage + static_cast<std::size_t>(k)) == Time::clock(14, 41 + k));
}

TEST_CASE("staff go back to normal only a while after the backend is back") {
  const Day day(paper_day());
  // On paper until 15:15: services begun at 14:40, 14:41, …, 15:14 take 60 s; from 15:15 on 48 s.
  CHECK(day.left(kFirstInOutage + 34) == Time::clock(15, 15));
  CHECK(day.left(kFirstInOutage + 35) == Time::clock(15, 15, 48));
  CHECK(day.left(kFirstInOutage + 36) == Time::clock(15, 16, 36));
}

TEST_CASE("a dose given on paper counts as given, not as recorded") {
  const Day day(paper_day());
  const auto& counts = day.outage().counts;
  CHECK(counts.vaccinated == 720);
  CHECK(counts.on_paper == 35);
  CHECK(counts.recorded == 685);
  CHECK(day.baseline().counts.on_paper == 0);
}

TEST_CASE("the rule for work under way: the whole form, what is left of it, or wait for the backend") {
  CHECK(Day(paper_day(UnderWay::restart)).left(kFirstInOutage) == Time::clock(14, 41));
  // The work was done and only the record is missing: nothing is left.
  CHECK(Day(paper_day(UnderWay::suspend)).left(kFirstInOutage) == Time::clock(14, 40));
  CHECK(Day(paper_day(UnderWay::finish)).left(kFirstInOutage) == Time::clock(15, 10));
}

TEST_CASE("suspended work goes over to paper in proportion to what was left of it") {
  Scenario s = paper_day(UnderWay::suspend);
  s.hubs[0].stations[0].calls = {{0, CallPoint::throughout}};
  s.failures = {down_between(Time::clock(14, 30, 12), Time::clock(15, 10))};
  const Day day(s);
  // 36 of 48 s were left at 14:30:12: three quarters of a form of 60 s, from 14:40:12.
  CHECK(day.left(kFirstInOutage) == Time::clock(14, 40, 57));
}

TEST_CASE("work under way when paper begins is finished first and then turned to paper when its call stalls") {
  Scenario s = paper_day();
  s.hubs[0].stations[0].service = {Constant{Duration::minutes(15)}};
  s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(24), 100}}};
  const Day day(s);
  // Came 14:30, worked until 14:45, then the form.
  CHECK(day.left(kFirstInOutage) == Time::clock(14, 46));
}

TEST_CASE("a failed call is made again after the pause, and paper is not for a backend that only stutters") {
  Scenario s = paper_day();
  s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(24), 100}}};
  s.failures = {{0, Time::clock(14, 30), Time::clock(15, 10), Degraded{1, 0.5, Duration::seconds(30)}, {}}};
  const Day day(s);
  int delayed = 0;
  for (std::size_t k = 0; k < 38; ++k) {
    const Duration late =
        day.left(kFirstInOutage + k) - (Time::clock(14, 30, 48) + Duration::minutes(static_cast<int>(k)));
    REQUIRE(late.in_microseconds() % 30'000'000 == 0);
    delayed += late > Duration{} ? 1 : 0;
  }
  // Binomial(38, 1/2): within four standard deviations of the mean.
  CHECK(delayed >= 7);
  CHECK(delayed <= 31);
  CHECK(day.outage().counts.on_paper == 0);
}

TEST_CASE("a degraded backend multiplies its latency while the window lasts") {
  Scenario s = paper_day();
  s.backends[0].latency = Constant{Duration::seconds(2)};
  s.failures = {{0, Time::clock(14, 30), Time::clock(15, 10), Degraded{5, 0, Duration::seconds(30)}, {}}};
  const Day day(s);
  CHECK(day.left(kFirstInOutage - 1) == Time::clock(14, 29, 50));
  CHECK(day.left(kFirstInOutage) == Time::clock(14, 30, 58));
}

TEST_CASE("waiting first and then paper is the same as paper after that time") {
  Scenario s = paper_day();
  const Day after(s);
  Response paper = s.hubs[0].stations[0].on_failure.front();
  paper.after = {};
  s.hubs[0].stations[0].on_failure = {{Wait{}, {}, Duration::minutes(10), {}}, paper};
  const Day waited(s);
  CHECK(after.outage().vaccinations == waited.outage().vaccinations);
  CHECK(after.outage().recordings == waited.outage().recordings);
}

TEST_CASE("when the last response is over the station waits for the backend") {
  Scenario s = paper_day();
  s.hubs[0].stations[0].on_failure.front().lasts = Duration::minutes(10);
  const Day day(s);
  // On paper from 14:40 to 14:50: begun at 14:40, 14:41, …, 14:49; the next is held until 15:10.
  CHECK(day.outage().counts.on_paper == 10);
  CHECK(day.left(kFirstInOutage + 9) == Time::clock(14, 50));
  CHECK(day.left(kFirstInOutage + 10) == Time::clock(15, 10));
}

TEST_CASE("a failure shorter than the time to decide leaves the station as it is") {
  Scenario s = paper_day();
  s.failures = {down_between(Time::clock(14, 30), Time::clock(14, 40))};
  CHECK(Day(s).outage().counts.on_paper == 0);
}

TEST_CASE("a further failure before staff are back to normal keeps them on paper; a later one starts anew") {
  Scenario s = paper_day();
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 0)),
                down_between(Time::clock(15, 4), Time::clock(15, 20))};
  // 14:40 to 15:25.
  CHECK(Day(s).outage().counts.on_paper == 45);
  s.failures[1] = down_between(Time::clock(15, 6), Time::clock(15, 20));
  // 14:40 to 15:05, and 15:16 to 15:25. The second time the form is written for who has been held since 15:06.
  CHECK(Day(s).outage().counts.on_paper == 25 + 9);
}

TEST_CASE("without a time to trust it, a station is back to usual at the very instant of the backend's return") {
  // Four are held until 9:00, and as they go, the next four are called.
  Scenario s = hand_computed_day(Duration::seconds(1000));
  s.failures = {down_between(Time::clock(8, 1), Time::clock(9))};
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 1), 8}};
  Station& station = s.hubs[0].stations[0];
  station.servers = Staffed{{{Time{}, Time::clock(24), 4}}, UnderWay::finish};
  station.calls = {{0, CallPoint::end}};
  station.on_failure = {
      {Paper{{Constant{Duration::seconds(2000)}}, UnderWay::finish, {}}, Duration::seconds(1500), {}, {}}};
  const auto holds = [&s] {
    const Day day(s);
    return day.left(0) == Time::clock(9) && day.left(7) == Time::clock(9) + Duration::seconds(1000) &&
           day.outage().counts.on_paper == 0;
  };
  CHECK(holds());
  s.hubs[0].stations[0].patience = Constant{Duration::days(200)};  // event by event
  CHECK(holds());
}

TEST_CASE("a station that loses a backend as another one is back stays at its response, whichever stands first") {
  for (const std::size_t back : {0u, 1u})
    for (const bool event_by_event : {false, true}) {
      Scenario s = paper_day();
      s.backends.push_back(s.backends[0]);
      s.backends[1].name = "other";
      s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 0), back),
                    down_between(Time::clock(15, 0), Time::clock(15, 20), 1 - back)};
      Station& station = s.hubs[0].stations[0];
      station.calls = {{0, CallPoint::end}, {1, CallPoint::end}};
      station.on_failure[0].back_after = {};
      if (event_by_event)
        station.patience = Constant{Duration::days(200)};
      // 14:40 to 15:20.
      CHECK(Day(s).outage().counts.on_paper == 40);
    }
}

TEST_CASE("backends that are back at one instant are back together, whichever stands first") {
  // As with one backend: those held since their work was done go at 9:00, and the next four are served as usual.
  for (const std::size_t at_start : {0u, 1u})
    for (const bool event_by_event : {false, true}) {
      Scenario s = hand_computed_day(Duration::seconds(1000));
      s.backends.push_back(s.backends[0]);
      s.backends[1].name = "other";
      s.failures = {down_between(Time::clock(8, 1), Time::clock(9), 0),
                    down_between(Time::clock(8, 1), Time::clock(9), 1)};
      s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 1), 8}};
      Station& station = s.hubs[0].stations[0];
      station.servers = Staffed{{{Time{}, Time::clock(24), 4}}, UnderWay::finish};
      station.calls = {{at_start, CallPoint::start}, {1 - at_start, CallPoint::end}};
      station.on_failure = {
          {Paper{{Constant{Duration::seconds(2000)}}, UnderWay::finish, {}}, Duration::seconds(1500), {}, {}}};
      if (event_by_event)
        station.patience = Constant{Duration::days(200)};
      const Day day(s);
      CHECK(day.left(7) == Time::clock(9) + Duration::seconds(1000));
      CHECK(day.outage().counts.on_paper == 0);
    }
}

TEST_CASE("who goes on from one station at a backend's return finds the next one back to usual") {
  // Registered at 10:15; held there until 11:00, when both stations have the backend back.
  Scenario s = hand_computed_day(Duration::minutes(5));
  s.failures = {down_between(Time::clock(10), Time::clock(11))};
  Station registration = staffed_station("registration", 20, Constant{Duration::minutes(5)});
  Station vaccination = staffed_station("vaccination", 5, Constant{Duration::minutes(5)});
  registration.calls = {{0, CallPoint::end}};
  vaccination.calls = {{0, CallPoint::start}};
  s.hubs = {hub_of({registration, vaccination})};
  s.hubs[0].appointments.slot = Duration::minutes(1);
  s.hubs[0].appointments.blocks = {{Time::clock(10, 10), Time::clock(10, 11), 30}};
  std::vector<Response>& response = s.hubs[0].stations[1].on_failure;
  SECTION("it turned people away") {
    response = {{TurnAway{}, {}, {}, {}}};
  }
  SECTION("it sent them on") {
    response = {{Divert{}, {}, {}, {}}};
    s.hubs.push_back(hub_of({seats_station("bed", Constant{})}));
    s.hubs[1].name = "other";
    s.hubs[0].nearby = {{1, Duration::minutes(20)}};
  }
  SECTION("it worked on paper") {
    response = {{Paper{{Constant{Duration::minutes(5)}}, UnderWay::restart, {}}, {}, {}, {}}};
  }
  const Day day(s);
  CHECK(day.outage().counts.vaccinated == 30);
  CHECK(day.outage().counts.on_paper == 0);
  CHECK(day.outage().vaccinations.front() == Time::clock(11, 5));
}

TEST_CASE("who was put back into the line at a shift's end is called once those at the counters are sent home") {
  // Two come every 10 min from 9:00 to 10:50. Of those being served at 9:03 one goes back into the line; the other is
  // sent home at 9:06:40, for the backend is down until 9:45. The first has 220 s of work left, and is sent home too,
  // as all who come by 9:40. The fourteen from 9:50 on are served.
  Scenario s = hand_computed_day(Duration::seconds(400));
  s.failures = {down_between(Time::clock(9, 2), Time::clock(9, 45))};
  s.hubs[0].appointments = {{{Time::clock(9), Time::clock(11), 24}}, Duration::minutes(10), 1, Constant{}};
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::end}};
  station.on_failure = {{TurnAway{}, {}, {}, {}}};
  const auto shift_end = Time::clock(9, 3);
  station.servers = Staffed{{{Time{}, shift_end, 2}, {shift_end, Time::clock(24), 1}}, UnderWay::suspend};
  for (const Duration back_after : {Duration{}, Duration::seconds(1)}) {
    station.on_failure[0].back_after = back_after;
    const Day day(s);
    CHECK(day.left(0) == Time::clock(9, 6, 40));
    CHECK(day.left(1) == Time::clock(9, 10, 20));
    CHECK(day.outage().counts.present == 0);
    CHECK(day.outage().counts.vaccinated == 14);
  }
}
