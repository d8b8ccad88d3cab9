// Paper forms keyed in later, on a day computed by hand.

#include <algorithm>
#include <catch2/catch.hpp>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// Arrivals one a minute, 48 s of work, a call at the end, no latency; down 14:30–15:10. Paper from 14:40 to 15:15 with
/// forms of 60 s: 35 of them, done at 14:41, 14:42, …, 15:15.
Scenario day_with(FormEntry entry) {
  Scenario s = hand_computed_day(Duration::seconds(48));
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::end}};
  station.on_failure = {{Paper{{Constant{Duration::seconds(60)}}, UnderWay::restart, entry},
                         Duration::minutes(10),
                         {},
                         Duration::minutes(5)}};
  return s;
}

FormEntry by_idle_clerks() {
  return {Constant{Duration::seconds(60)}, true, {}, {}};
}
FormEntry by_extra_clerks(int clerks) {
  return {Constant{Duration::seconds(60)}, false, ExtraClerks{clerks, Time::clock(20)}, {}};
}
FormEntry overnight(double per_hour) {
  return {Constant{Duration::seconds(60)}, false, {}, Overnight{Time::clock(23), per_hour}};
}

/// Doses put on record in [from, to].
std::ptrdiff_t recorded(const Day& day, Time from, Time to) {
  const auto& times = day.outage().recordings;
  return std::upper_bound(times.begin(), times.end(), to) - std::lower_bound(times.begin(), times.end(), from);
}

}  // namespace

TEST_CASE("an idle clerk keys in forms one by one, and who comes meanwhile waits for the form to be finished") {
  const Day day(day_with(by_idle_clerks()));
  // The person of 15:54 is done at 15:55, before the next one comes: the clerk takes the first form, until 15:56.
  CHECK(day.left(kFirstInOutage + 84) == Time::clock(15, 55));
  CHECK(day.left(kFirstInOutage + 85) == Time::clock(15, 56, 48));
  CHECK(day.outage().persons[kFirstInOutage + 85].waited == Duration::minutes(1));
  // After five people the clerk is free again at 16:00, 16:05, …, when the next has not come yet.
  CHECK(day.left(kFirstInOutage + 89) == Time::clock(16, 0));
  CHECK(day.left(kFirstInOutage + 90) == Time::clock(16, 1, 48));
  CHECK(recorded(day, Time::clock(15, 56), Time::clock(15, 56)) == 1);
  CHECK(recorded(day, Time::clock(16, 1), Time::clock(16, 1)) == 1);
  CHECK(day.outage().counts.recorded == 720);
  CHECK(day.outage().counts.on_paper == 0);
  CHECK(day.outage().stations[0].entry_time == Duration::minutes(35));
  CHECK(recorded(day, Time::clock(18, 46), Time::clock(18, 46)) == 1);  // the last form
}

TEST_CASE("idle clerks key in nothing once the hub has closed") {
  Scenario s = day_with(by_idle_clerks());
  s.hubs[0].closes = Time::clock(17, 58);  // those who come later find it closed
  const Day day(s);
  // Stored at 15:56, 16:01, …, 17:56.
  CHECK(day.outage().counts.on_paper == 35 - 25);
}

TEST_CASE("extra clerks come after closing and stay until all forms are keyed in") {
  const Day day(day_with(by_extra_clerks(2)));
  CHECK(day.outage().counts.recorded == 720);
  for (int minute = 1; minute <= 17; ++minute)
    REQUIRE(recorded(day, Time::clock(20, minute), Time::clock(20, minute)) == 2);
  CHECK(recorded(day, Time::clock(20, 18), Time::clock(24)) == 1);
  CHECK(day.outage().stations[0].occupied_area == Duration::seconds(48) * (720 - 36) + Duration::minutes(35) +
                                                      (Time::clock(14, 40) - Time::clock(14, 30)) +
                                                      Duration::seconds(48));
}

TEST_CASE("a keyed form is stored by a call, and one that cannot be stored is keyed in again") {
  Scenario s = day_with(by_extra_clerks(2));
  s.backends[0].latency = Constant{Duration::seconds(10)};
  CHECK(recorded(Day(s), Time::clock(20, 1, 10), Time::clock(20, 1, 10)) >= 2);
  s.failures.push_back(down_between(Time::clock(20, 0, 30), Time::clock(20, 10)));
  const Day day(s);
  // The two begun at 20:00 fail at 20:01. All 35 follow from 20:10 on, two every 70 s: 18 rounds.
  CHECK(day.outage().counts.on_paper == 0);
  CHECK(day.outage().stations[0].entry_time == Duration::seconds(70) * 35 + Duration::seconds(60) * 2);
  s.failures.back() = down_between(Time::clock(20, 1, 5), Time::clock(20, 10));
  // This time the two are lost with their calls, at 20:01:05.
  CHECK(Day(s).outage().stations[0].entry_time == Duration::seconds(70) * 35 + Duration::seconds(65) * 2);
}

TEST_CASE("overnight the forms are on record at the stated time, or from then on at the stated rate") {
  const Day at_once(day_with(overnight(0)));
  CHECK(recorded(at_once, Time::clock(23), Time::clock(23)) == 35);
  const Day by_rate(day_with(overnight(60)));
  for (int minute = 0; minute < 35; ++minute)
    REQUIRE(recorded(by_rate, Time::clock(23, minute), Time::clock(23, minute)) == 1);
  CHECK(by_rate.outage().counts.recorded == 720);
}

TEST_CASE("what clerks have in hand as the forms go elsewhere overnight, and cannot store, is on record there") {
  for (const bool whole : {true, false}) {
    Scenario s = day_with({Constant{Duration::seconds(60)}, false, ExtraClerks{3, Time::clock(22, 59, 30)},
                           Overnight{Time::clock(23), whole ? 0.0 : 3600.0}});
    s.failures.push_back(down_between(Time::clock(23, 0, 10), Time::clock(24)));
    const Day day(s);
    CHECK(day.outage().counts.on_paper == 0);
    CHECK(recorded(day, Time::clock(23), Time::clock(23)) == (whole ? 32 : 1));
    CHECK(recorded(day, Time::clock(23, 0, 30), Time::clock(23, 1)) == (whole ? 3 : 5));
  }
}

TEST_CASE("forms are keyed in while their backend answers, be another that the station calls down or not") {
  Scenario s = day_with(by_extra_clerks(2));
  s.backends = {{"records", {}, Constant{}, {}}, {"labels", {}, Constant{}, {}}};
  s.hubs[0].stations[0].calls = {{0, CallPoint::start}, {1, CallPoint::end}};
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10), 0),
                down_between(Time::clock(14, 50), Time::clock(21), 1)};
  const Day day(s);
  CHECK(recorded(day, Time::clock(20, 0, 1), Time::clock(20, 59)) == 2 * 59);
  // One that goes while they are in hand does not concern them either.
  s.failures[1] = down_between(Time::clock(14, 50), Time::clock(20), 1);
  s.failures.push_back(down_between(Time::clock(20, 0, 30), Time::clock(21), 1));
  CHECK(recorded(Day(s), Time::clock(20, 0, 1), Time::clock(20, 59)) == 2 * 59);
}

TEST_CASE("idle clerks key in forms as the response ends, though another backend that the station calls is down") {
  Scenario s = day_with(by_idle_clerks());
  s.backends = {{"records", {}, Constant{}, {}}, {"labels", {}, Constant{}, {}}};
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::start}, {1, CallPoint::end}};
  station.on_failure[0].lasts = Duration::minutes(30);  // to 15:10
  std::get<Staffed>(station.servers).shifts[0].servers = 2;
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(15), 420}};
  s.failures = {down_between(Time::clock(14, 30), Time::clock(14, 50), 0),
                down_between(Time::clock(14, 30), Time::clock(18), 1)};
  for (const bool streamed : {true, false}) {
    if (!streamed)
      s.hubs[0].stations[0].patience = Constant{Duration::days(1)};
    const Day day(s);
    REQUIRE(day.outage().counts.recorded == 420);
    CHECK(recorded(day, Time::clock(15, 10, 1), Time::clock(17, 59)) >= 20);
  }
}

TEST_CASE("a clerk who keys in a form after the last service is on duty until it is done") {
  Scenario s = day_with({Constant{Duration::minutes(20)}, true, {}, {}});
  s.hubs[0].closes = Time::clock(20);
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(18), 600}};
  const Day day(s);
  const auto& station = day.outage().stations[0];
  REQUIRE(station.last_release > Time::clock(20));
  CHECK(station.occupied_area <= station.last_release - Time::clock(8));
  CHECK(station.last_release == *std::max_element(day.outage().recordings.begin(), day.outage().recordings.end()));
}

TEST_CASE("keyed forms change when doses are recorded, not when they are given, if clerks of their own key them in") {
  const Day never(day_with(overnight(0)));
  const Day after_closing(day_with(by_extra_clerks(3)));
  CHECK(never.outage().vaccinations == after_closing.outage().vaccinations);
}

TEST_CASE("one more extra clerk never records a dose later") {
  for (const int clerks : {1, 2, 5}) {
    const Day fewer(day_with(by_extra_clerks(clerks)));
    const Day more(day_with(by_extra_clerks(clerks + 1)));
    REQUIRE(fewer.outage().recordings.size() == more.outage().recordings.size());
    for (std::size_t i = 0; i < fewer.outage().recordings.size(); ++i)
      REQUIRE(more.outage().recordings[i] <= fewer.outage().recordings[i]);
  }
}

TEST_CASE("forms are keyed into the backend that the station calls first, wherever it stands in the scenario") {
  Scenario s = day_with(by_extra_clerks(1));
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10), 0)};
  s.backends = {{"called first", {}, Constant{}, {}}, {"called last", {}, Constant{Duration::seconds(7)}, {}}};
  Station& station = s.hubs[0].stations[0];
  // By when they are made, not by their place in the list.
  station.calls = {{1, CallPoint::end}, {0, CallPoint::start}};
  const Day day(s);
  const auto forms = recorded(day, Time::clock(20, 1), Time::clock(23));
  REQUIRE(forms > 30);
  CHECK(day.outage().stations[0].entry_time == Duration::seconds(60) * forms);
  std::swap(s.backends[0], s.backends[1]);
  s.failures[0].backend = 1;
  station.calls = {{0, CallPoint::end}, {1, CallPoint::start}};
  const Day other(s);
  CHECK(other.outage().recordings == day.outage().recordings);
  CHECK(other.outage().stations[0].entry_time == day.outage().stations[0].entry_time);
}
