// Days that can be computed by hand, exactly.

#include <catch2/catch.hpp>

#include "ripresa/observation/backlog.hpp"
#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

observation::CatchUpRule rule(double tolerance, Duration hold = Duration::minutes(10)) {
  return {Time::clock(15, 10), tolerance, hold, Time::clock(24)};
}

std::optional<Time> caught_up(const Day& day, const observation::CatchUpRule& rule) {
  return observation::catch_up_time(day.baseline().vaccinations, day.outage().vaccinations, rule);
}

}  // namespace

TEST_CASE("arrivals one a minute, capacity 1.25 a minute, down 14:30 to 15:10: peak queue 40, caught up at 17:50:00") {
  const Day day(hand_computed_day(Duration::seconds(48)));
  CHECK(day.outage().peak_queue.persons == 40);
  CHECK(day.outage().peak_queue.at == Time::clock(15, 10));
  CHECK(day.baseline().peak_queue.persons == 0);
  // 40 doses behind at the end, 0.25 a minute caught up: 160 minutes, to the second.
  CHECK(caught_up(day, rule(0)) == Time::clock(17, 50));
  // One dose behind is reached four minutes earlier: 39 / 0.25 = 156 minutes.
  CHECK(caught_up(day, rule(1)) == Time::clock(17, 46));
  const auto peak = observation::peak_backlog(day.baseline().vaccinations, day.outage().vaccinations);
  CHECK(peak.persons == 40);
}

TEST_CASE("with capacity 1.05 a minute and arrivals all night the same outage takes 800 minutes, not that day") {
  // 60 s / 1.05 = 57.142857 s, rounded to a microsecond.
  Scenario scenario = hand_computed_day(Duration::microseconds(57'142'857), Time::clock(24));
  const Day day(scenario);
  CHECK_FALSE(caught_up(day, rule(1)));

  scenario = hand_computed_day(Duration::microseconds(57'142'857), Time::clock(36));
  scenario.experiment.horizon = Time::clock(36);
  const Day longer(scenario);
  auto long_rule = rule(0);
  long_rule.horizon = Time::clock(36);
  const auto late = caught_up(longer, long_rule);
  REQUIRE(late);
  CHECK((*late - Time::clock(15, 10)).in_minutes() == Approx(800).margin(1));
}

TEST_CASE("everybody waits for what is left of the queue ahead: each wait after the outage is known") {
  const Day day(hand_computed_day(Duration::seconds(48)));
  const auto& persons = day.outage().persons;
  for (int k = 0; k < 40; ++k) {
    const auto& person = persons[static_cast<std::size_t>(390 + k)];  // arrives at 14:30 + k min
    REQUIRE(person.arrival == Time::clock(14, 30 + k));
    // Leaves at 15:10 + 48 s · (k + 1); all of it but the 48 s of work is waiting, at the counter or in line.
    REQUIRE(person.left == Time::clock(15, 10) + Duration::seconds(48) * (k + 1));
    REQUIRE(person.waited == person.left - person.arrival - Duration::seconds(48));
  }
}

TEST_CASE("after the run has caught up with the hub empty it coincides with its twin for ever") {
  const Day day(hand_computed_day(Duration::seconds(48)));
  const auto& outage = day.outage().persons;
  const auto& baseline = day.baseline().persons;
  for (std::size_t i = 0; i < outage.size(); ++i) {
    if (outage[i].arrival < Time::clock(14, 30) || outage[i].arrival >= Time::clock(17, 50))
      REQUIRE(outage[i].left == baseline[i].left);
    else
      REQUIRE(outage[i].left > baseline[i].left);
  }
}

TEST_CASE("a call at the end holds the server until the backend answers, and the person leaves with the answer") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  scenario.backends[0].latency = Constant{Duration::seconds(2)};
  const Day day(scenario);
  const auto& persons = day.outage().persons;
  // Came 14:29, worked until 14:29:48, answered 14:29:50.
  CHECK(persons[389].left == Time::clock(14, 29, 50));
  // Came 14:30, work done at 14:30:48; the call is made at 15:10:00 and answered two seconds later.
  CHECK(persons[390].left == Time::clock(15, 10, 2));
  CHECK(persons[390].waited == persons[390].left - persons[390].arrival - Duration::seconds(48));
  CHECK(persons[391].left == Time::clock(15, 10, 52));
}

TEST_CASE("a call in progress when the backend goes is lost and made again after its return") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  scenario.backends[0].latency = Constant{Duration::seconds(10)};
  scenario.failures = {down_between(Time::clock(14, 29, 50), Time::clock(14, 40))};
  const Day day(scenario);
  CHECK(day.outage().persons[389].left == Time::clock(14, 40, 10));
}

TEST_CASE("an answer due at the very instant of the failure still comes") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  scenario.backends[0].latency = Constant{Duration::seconds(12)};
  const Day day(scenario);
  CHECK(day.outage().persons[389].left == Time::clock(14, 30));
}

TEST_CASE("a call at the start holds the server before the work") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::start}};
  const Day day(scenario);
  CHECK(day.outage().persons[390].left == Time::clock(15, 10, 48));
}

TEST_CASE("work broken off by the failure is resumed, started again or finished, as the scenario says") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.failures = {down_between(Time::clock(14, 29, 40), Time::clock(15, 0))};
  const auto leaves = [&scenario](UnderWay under_way) {
    scenario.hubs[0].stations[0].on_backend_loss = under_way;
    return Day(scenario).outage().persons[389].left;  // came 14:29:00, 8 s of work left
  };
  CHECK(leaves(UnderWay::suspend) == Time::clock(15, 0, 8));
  CHECK(leaves(UnderWay::restart) == Time::clock(15, 0, 48));
  CHECK(leaves(UnderWay::finish) == Time::clock(14, 29, 48));
}

TEST_CASE("servers whose shift ends finish, break off or give back the person in service, as the scenario says") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.failures.clear();
  const auto leaves = [&scenario](UnderWay under_way) {
    scenario.hubs[0].stations[0].servers =
        Staffed{{{Time::clock(8), Time::clock(9, 0, 20), 1}, {Time::clock(9, 30), Time::clock(20), 1}}, under_way};
    return Day(scenario).baseline().persons[60].left;  // came 9:00:00
  };
  CHECK(leaves(UnderWay::finish) == Time::clock(9, 0, 48));
  CHECK(leaves(UnderWay::suspend) == Time::clock(9, 30, 28));
  CHECK(leaves(UnderWay::restart) == Time::clock(9, 30, 48));
}

TEST_CASE("when fewer servers stay, those whose service began last go back to the line, in their order") {
  Scenario scenario = hand_computed_day(Duration::seconds(150));
  scenario.failures.clear();
  scenario.hubs[0].stations[0].servers = Staffed{
      {{Time::clock(8), Time::clock(8, 3, 10), 3}, {Time::clock(8, 3, 10), Time::clock(20), 1}}, UnderWay::suspend};
  const Day day(scenario);
  const auto& persons = day.baseline().persons;
  CHECK(persons[0].left == Time::clock(8, 2, 30));
  CHECK(persons[1].left == Time::clock(8, 3, 30));
  CHECK(persons[2].left == Time::clock(8, 4, 50));  // 80 s left at 8:03:10
  CHECK(persons[3].left == Time::clock(8, 7, 10));  // 140 s
}

TEST_CASE("who comes before the opening waits at the door, outdoors, and goes in at opening") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.failures.clear();
  scenario.hubs[0].indoor_capacity = 100;
  scenario.hubs[0].appointments.punctuality = Constant{-Duration::minutes(5)};
  const Day day(scenario);
  const auto& record = day.baseline();
  CHECK(record.persons[0].arrival == Time::clock(7, 55));
  CHECK(record.persons[0].left == Time::clock(8, 0, 48));
  CHECK(record.persons[0].waited == Duration::minutes(5));
  CHECK(record.peak_outdoors.persons == 5);  // came 7:55 to 7:59
  CHECK(record.peak_outdoors.at == Time::clock(7, 59));
}

TEST_CASE("at closing those inside are served, or sent home by a hard close; who comes later is turned away") {
  Scenario scenario = hand_computed_day(Duration::seconds(90));  // slower than they come: a queue at closing
  scenario.failures.clear();
  scenario.hubs[0].appointments.punctuality = Constant{Duration::minutes(2)};  // the last two come too late
  scenario.experiment.horizon = Time::clock(36);
  const Day served(scenario);
  const auto& all = served.baseline().counts;
  CHECK(all.arrivals == 720);
  CHECK(all.turned_away == 2);
  CHECK(all.vaccinated == 718);
  // From 8:02, one every 90 s.
  CHECK(served.baseline().last_exit == Time::clock(8, 2) + Duration::seconds(90) * 718);

  scenario.hubs[0].closing = Closing::hard;
  const Day hard(scenario);
  const auto& counts = hard.baseline().counts;
  CHECK(counts.vaccinated == (Time::clock(20) - Time::clock(8, 2)) / Duration::seconds(90));
  CHECK(counts.turned_away == 720 - counts.vaccinated);
  CHECK(counts.present == 0);
  CHECK(hard.baseline().last_exit == Time::clock(20));
}

TEST_CASE("no shift that ends at closing or later leaves a station without staff, however the shifts are written") {
  Scenario scenario = hand_computed_day(Duration::seconds(90));
  scenario.failures.clear();
  scenario.experiment.horizon = Time::clock(36);
  const Time opens = Time::clock(8), closes = Time::clock(20);
  for (const std::vector<Shift>& shifts : std::vector<std::vector<Shift>>{
           {{opens, closes, 1}},
           {{opens, Time::clock(21), 1}},
           {{opens, closes, 1}, {closes, Time::clock(21), 1}},
           {{opens, Time::clock(20, 30), 1}, {Time::clock(20, 30), Time::clock(21), 1}},
           {{opens, Time::clock(20, 30), 1}, {Time::clock(22), Time::clock(23), 1}},
       }) {
    // Event by event too, where people may give up.
    for (const std::optional<Distribution>& patience : {std::optional<Distribution>(), {Constant{Duration::days(9)}}}) {
      scenario.hubs[0].stations[0].patience = patience;
      scenario.hubs[0].stations[0].servers = Staffed{shifts};
      const Day day(scenario);
      CHECK(day.baseline().counts.vaccinated == 720);
      CHECK(day.baseline().last_exit == Time::clock(8) + Duration::seconds(90) * 720);
    }
  }
}

TEST_CASE("calls admitted at a limited rate are answered one gap apart, in the order in which they were made") {
  Scenario scenario = hand_computed_day(Duration::seconds(30));
  scenario.backends[0].capacity = Capacity{0.1};  // one in ten seconds
  Station& station = scenario.hubs[0].stations[0];
  station.servers = Staffed{{{Time{}, Time::clock(24), 100}}};
  station.calls = {{0, CallPoint::end}};
  const Day day(scenario);
  // Came 14:30 … 15:09, all held; the calls are made together at 15:10, then admitted ten seconds apart.
  const auto& persons = day.outage().persons;
  for (int k = 0; k < 40; ++k)
    REQUIRE(persons[static_cast<std::size_t>(390 + k)].left == Time::clock(15, 10) + Duration::seconds(10) * k);
}

namespace {

/// One person, who comes at 8:00 for 1000 s of work; the backend is down 8:05–8:30, and nobody is on duty 8:10–8:40.
Scenario shift_ends_in_outage(CallPoint call, UnderWay at_shift_end) {
  Scenario s = hand_computed_day(Duration::seconds(1000));
  s.failures = {down_between(Time::clock(8, 5), Time::clock(8, 30))};
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 1), 1}};
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, call}};
  station.servers =
      Staffed{{{Time::clock(8), Time::clock(8, 10), 1}, {Time::clock(8, 40), Time::clock(12), 1}}, at_shift_end};
  return s;
}

}  // namespace

TEST_CASE("work that the backend has broken off goes back to the line when its server's shift ends") {
  const auto leaves = [](UnderWay at_shift_end) {
    const Day day(shift_ends_in_outage(CallPoint::throughout, at_shift_end));
    const auto& persons = day.outage().persons;
    CHECK(persons[0].waited == persons[0].left - persons[0].arrival - Duration::seconds(1000) -
                                   (at_shift_end == UnderWay::restart ? Duration::seconds(300) : Duration{}));
    return persons[0].left;
  };
  CHECK(leaves(UnderWay::suspend) == Time::clock(8, 40) + Duration::seconds(700));
  CHECK(leaves(UnderWay::restart) == Time::clock(8, 40) + Duration::seconds(1000));
  CHECK(leaves(UnderWay::finish) == Time::clock(8, 30) + Duration::seconds(700));
}

TEST_CASE("work that a call has held up does not begin with nobody on duty") {
  Scenario s = shift_ends_in_outage(CallPoint::start, UnderWay::suspend);
  s.failures = {down_between(Time::clock(7, 59), Time::clock(8, 30))};
  CHECK(Day(s).outage().persons[0].left == Time::clock(8, 40) + Duration::seconds(1000));
  std::get<Staffed>(s.hubs[0].stations[0].servers).at_shift_end = UnderWay::finish;
  CHECK(Day(s).outage().persons[0].left == Time::clock(8, 30) + Duration::seconds(1000));
}

TEST_CASE("a form, or work out of the cache, does not begin with nobody on duty") {
  for (const CallPoint call : {CallPoint::throughout, CallPoint::start}) {
    Scenario s = shift_ends_in_outage(call, UnderWay::suspend);
    s.failures = {down_between(call == CallPoint::start ? Time::clock(7, 59) : Time::clock(8, 5), Time::clock(11))};
    const Duration rest = Duration::seconds(call == CallPoint::start ? 1000 : 700);
    auto& on_failure = s.hubs[0].stations[0].on_failure;
    const Paper paper{{Constant{Duration::seconds(2000)}}, UnderWay::suspend, {}};
    const Duration until_twenty_past = Time::clock(8, 20) - s.failures[0].from;
    on_failure = {{paper, until_twenty_past, {}, {}}};
    CHECK(Day(s).outage().persons[0].left == Time::clock(8, 40) + rest * 2);
    on_failure = {{Offline{{}, 0, UnderWay::suspend}, until_twenty_past, {}, {}}};
    CHECK(Day(s).outage().persons[0].left == Time::clock(8, 40) + rest);
  }
}

TEST_CASE("of those whose calls are answered when fewer are on duty, those whose service began first go on") {
  Scenario s = shift_ends_in_outage(CallPoint::start, UnderWay::suspend);
  s.failures = {down_between(Time::clock(7, 59), Time::clock(8, 30))};
  s.hubs[0].appointments.blocks[0].persons = 2;
  std::get<Staffed>(s.hubs[0].stations[0].servers).shifts = {{Time::clock(8), Time::clock(8, 10), 2},
                                                             {Time::clock(8, 10), Time::clock(12), 1}};
  const Day day(s);
  CHECK(day.outage().persons[0].left == Time::clock(8, 30) + Duration::seconds(1000));
  CHECK(day.outage().persons[1].left == Time::clock(8, 30) + Duration::seconds(2000));
}
