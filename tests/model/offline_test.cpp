// Served out of a local cache, and sent home: responses on a day computed by hand.

#include <algorithm>
#include <catch2/catch.hpp>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::Fate;

namespace {

/// Arrivals one a minute, 48 s of work, a call at the end, no latency; down 14:30–15:10.
Scenario day_with(std::vector<Response> responses) {
  Scenario s = hand_computed_day(Duration::seconds(48));
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::end}};
  station.on_failure = std::move(responses);
  return s;
}

/// From 14:40 to 15:15.
Response from_ten_minutes_on(decltype(Response::how) how) {
  return {std::move(how), Duration::minutes(10), {}, Duration::minutes(5)};
}

std::ptrdiff_t recorded_by(const Day& day, Time instant) {
  const auto& times = day.outage().recordings;
  return std::upper_bound(times.begin(), times.end(), instant) - times.begin();
}

}  // namespace

TEST_CASE("offline, work goes on at the usual speed and the records are stored once the backend is back") {
  const Day day(day_with({from_ten_minutes_on(Offline{})}));
  // Held since 14:30:48 with the work done; the others take 48 s each from 14:40 on.
  CHECK(day.left(kFirstInOutage) == Time::clock(14, 40));
  CHECK(day.left(kFirstInOutage + 1) == Time::clock(14, 40, 48));
  CHECK(day.left(kFirstInOutage + 10) == Time::clock(14, 48));
  CHECK(recorded_by(day, Time::clock(15, 9, 59)) == 390);
  // Done by 15:10: the first, and one every 48 s from 14:40.
  CHECK(recorded_by(day, Time::clock(15, 10)) == 390 + 1 + 30 * 60 / 48);
  CHECK(day.outage().counts.unsynced == 0);
  CHECK(day.outage().counts.recorded == 720);
}

TEST_CASE("cached records are stored at a limited rate, and what is left at the horizon is counted") {
  Scenario s = day_with({from_ten_minutes_on(Offline{{}, 2, UnderWay::suspend})});
  const Day day(s);
  // 45 people are served offline until 15:15; their records are stored from 15:10:30 on, one every 30 s.
  CHECK(recorded_by(day, Time::clock(15, 10, 29)) == 390);
  CHECK(recorded_by(day, Time::clock(15, 10, 30)) == 391);
  CHECK(recorded_by(day, Time::clock(15, 14, 59)) == 390 + 9);
  CHECK(day.outage().counts.unsynced == 0);
  std::get<Offline>(s.hubs[0].stations[0].on_failure.front().how).syncs_per_minute = 0.01;
  const Day slow(s);
  // One every 100 min from 16:50 to 23:30.
  CHECK(slow.outage().counts.unsynced == 45 - 5);
  CHECK(slow.outage().vaccinations == day.outage().vaccinations);
}

TEST_CASE("a further failure interrupts the storing of cached records") {
  Scenario s = day_with({from_ten_minutes_on(Offline{{}, 1, UnderWay::suspend})});
  s.failures.push_back(down_between(Time::clock(15, 20, 30), Time::clock(15, 30)));
  const Day day(s);
  // At 15:11, 15:12, …, 15:20; then from 15:31 on.
  CHECK(day.outage().counts.unsynced == 0);
  const auto& times = day.outage().recordings;
  CHECK(std::none_of(times.begin(), times.end(),
                     [](Time t) { return t > Time::clock(15, 20, 30) && t < Time::clock(15, 30); }));
}

TEST_CASE("a full cache is over: the station waits, or goes on to the next response") {
  const Day waits(day_with({from_ten_minutes_on(Offline{20, 0, UnderWay::suspend})}));
  // The 20th begins at 14:54:24; the next one's call is held from 14:56 to 15:10.
  CHECK(waits.left(kFirstInOutage + 19) == Time::clock(14, 55, 12));
  CHECK(waits.left(kFirstInOutage + 20) == Time::clock(15, 10));
  const Day on_paper(
      day_with({from_ten_minutes_on(Offline{20, 0, UnderWay::suspend}),
                {Paper{{Constant{Duration::seconds(60)}}, UnderWay::restart, {}}, {}, {}, Duration::minutes(5)}}));
  CHECK(on_paper.left(kFirstInOutage + 19) == Time::clock(14, 55, 12));
  CHECK(on_paper.left(kFirstInOutage + 20) == Time::clock(14, 56, 12));
  // 14:55:12 to 15:15: begun at 14:55:12, 14:56:12, …, 15:14:12.
  CHECK(on_paper.outage().counts.on_paper == 20);
}

TEST_CASE("turned away: who is at the station or comes to it is sent home until it is back to usual") {
  Scenario s = day_with({from_ten_minutes_on(TurnAway{})});
  const Day day(s);
  // Come from 14:30 to 15:14.
  CHECK(day.outage().counts.turned_away == 45);
  CHECK(day.outage().counts.vaccinated == 720 - 45);
  CHECK(day.left(kFirstInOutage) == Time::clock(14, 40));
  CHECK(day.left(kFirstInOutage + 9) == Time::clock(14, 40));
  CHECK(day.left(kFirstInOutage + 30) == Time::clock(15, 0));
  CHECK(day.outage().persons[kFirstInOutage + 44].fate == Fate::turned_away);
  CHECK(day.left(kFirstInOutage + 45) == Time::clock(15, 15, 48));
}

TEST_CASE("who is turned away gets the first free appointment on a later day, unless there is none or it is refused") {
  Scenario s = day_with({from_ten_minutes_on(TurnAway{})});
  s.hubs[0].rebooking = Rebooking{10, 3, 0};
  const Day day(s);
  CHECK(day.outage().counts.rebooked == 30);
  CHECK(day.outage().counts.turned_away == 15);
  CHECK(day.outage().counts.rebooked_days == 10 * (1 + 2 + 3));
  CHECK(day.outage().persons[kFirstInOutage + 25].fate == Fate::rebooked);
  s.hubs[0].rebooking->refuse = 1;
  CHECK(Day(s).outage().counts.rebooked == 0);
  s.hubs[0].rebooking->refuse = 0.4;
  const auto some = Day(s).outage().counts;
  // Binomial(45, 0.6) = 27 ± 3.3; at most 30.
  CHECK(some.rebooked >= 14);
  CHECK(some.rebooked + some.turned_away == 45);
}

TEST_CASE("whatever the responses and their order, people and doses are conserved") {
  const Response wait{Wait{}, {}, Duration::minutes(5), {}};
  const Response paper{Paper{{Constant{Duration::seconds(70)}},
                             UnderWay::suspend,
                             FormEntry{Constant{Duration::seconds(30)}, true, ExtraClerks{2, Time::clock(21)}, {}}},
                       Duration::minutes(1), Duration::minutes(8), Duration::minutes(3)};
  const Response offline{Offline{7, 3, UnderWay::restart}, Duration::minutes(2), Duration::minutes(6),
                         Duration::minutes(2)};
  const Response turn_away{TurnAway{}, {}, Duration::minutes(4), Duration::minutes(1)};
  std::vector<Response> responses = {wait, paper, offline, turn_away};
  const auto by_kind = [](const Response& a, const Response& b) { return a.how.index() < b.how.index(); };
  do {
    for (const CallPoint at : {CallPoint::start, CallPoint::throughout, CallPoint::end})
      for (const Closing closing : {Closing::serve_inside, Closing::hard}) {
        Scenario s = day_with(responses);
        s.failures.push_back(down_between(Time::clock(15, 12), Time::clock(15, 40)));
        s.failures.push_back(down_between(Time::clock(19, 30), Time::clock(20, 30)));
        s.hubs[0].stations[0].calls = {{0, at}};
        s.hubs[0].closing = closing;
        s.hubs[0].rebooking = Rebooking{5, 1, 0.5};
        REQUIRE_NOTHROW(Day(s));
      }
  } while (std::next_permutation(responses.begin(), responses.end(), by_kind));
}
