// What a hub does to get over a disturbance, on the day computed by hand (support/scenarios.hpp).

#include <catch2/catch.hpp>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::Fate;

namespace {

Mitigation mitigation(decltype(Mitigation::when) when, decltype(Mitigation::action) action, Duration lead_time = {}) {
  Mitigation m;
  m.name = "test";
  m.when = when;
  m.lead_time = lead_time;
  m.action = action;
  return m;
}

/// One server, 48 s each, one person a minute; nobody is served between 14:30 and 15:10.
Scenario day_with(Mitigation m) {
  Scenario s = hand_computed_day(Duration::seconds(48));
  s.hubs[0].mitigations = {std::move(m)};
  return s;
}

}  // namespace

TEST_CASE("an extra server works off the line from when it comes until it goes") {
  Mitigation m = mitigation(AtTime{Time::clock(15, 5)}, ExtraServers{0, 1}, Duration::minutes(5));
  const Day day(day_with(m));
  CHECK(day.left(kFirstInOutage) == Time::clock(15, 10, 48));
  CHECK(day.left(kFirstInOutage + 1) == Time::clock(15, 10, 48));
  CHECK(day.left(kFirstInOutage + 3) == Time::clock(15, 11, 36));
  CHECK(day.left(kFirstInOutage + 39) == Time::clock(15, 26));
  m.lasts = Duration::minutes(8);
  const Day shorter(day_with(m));
  // Twenty by 15:18, two each 48 s; then one.
  CHECK(shorter.left(kFirstInOutage + 19) == Time::clock(15, 18));
  CHECK(shorter.left(kFirstInOutage + 20) == Time::clock(15, 18, 48));
  CHECK(shorter.left(kFirstInOutage + 21) == Time::clock(15, 19, 36));
  CHECK(shorter.outage().stations[0].extra_staffed == Duration::minutes(8));
}

TEST_CASE("a mitigation is triggered by the clock, a line, a backend that stays down, or the plan") {
  const Day by_clock(day_with(mitigation(AtTime{Time::clock(15, 10)}, ExtraServers{0, 1})));
  // More than 20 in line: 14:31 to 14:51.
  const Day by_line(day_with(mitigation(QueueAbove{20, {}}, ExtraServers{0, 1}, Duration::minutes(19))));
  const Day by_station(day_with(mitigation(QueueAbove{20, 0}, ExtraServers{0, 1}, Duration::minutes(19))));
  const Day by_backend(
      day_with(mitigation(BackendDown{0, Duration::minutes(25)}, ExtraServers{0, 1}, Duration::minutes(15))));
  // 411 due at 14:50 and 390 doses given.
  const Day by_plan(day_with(mitigation(BehindPlan{20}, ExtraServers{0, 1}, Duration::minutes(20))));
  for (const Day* day : {&by_line, &by_station, &by_backend, &by_plan})
    CHECK(day->outage().vaccinations == by_clock.outage().vaccinations);
}

TEST_CASE("a mitigation may watch a backend that no station calls") {
  Scenario watching = day_with(mitigation(BackendDown{1, Duration::minutes(25)}, ExtraServers{0, 1}));
  watching.backends.push_back({"telephones", {}, Constant{}, {}});
  watching.failures = {down_between(Time::clock(9), Time::clock(10), 1)};
  const Day day(watching);
  CHECK(day.outage().stations[0].extra_staffed == Time::clock(20) - Time::clock(9, 25));
  CHECK(day.baseline().stations[0].extra_staffed == Duration{});
}

TEST_CASE("a backend that is back in time triggers nothing") {
  const Day day(day_with(mitigation(BackendDown{0, Duration::minutes(41)}, ExtraServers{0, 1})));
  Scenario without = day_with({});
  without.hubs[0].mitigations.clear();
  CHECK(day.outage().vaccinations == Day(without).outage().vaccinations);
}

TEST_CASE("extra servers go when the lines are short") {
  Mitigation m = mitigation(AtTime{Time::clock(15, 10)}, ExtraServers{0, 1});
  m.until_queue_below = 10;
  const Day day(day_with(m));
  // 39 in line; two a time, each 48 s, less one a minute who comes: below ten when 38 have been served.
  const Time end = Time::clock(15, 10) + day.outage().stations[0].extra_staffed;
  CHECK(end > Time::clock(15, 25));
  CHECK(end < Time::clock(15, 31));
}

TEST_CASE("extra servers who come before there is a line stay until there has been one and it is short again") {
  Mitigation m = mitigation(AtTime{Time::clock(9)}, ExtraServers{0, 1});
  m.until_queue_below = 10;
  m.without_failure = true;
  const Day day(day_with(m));
  CHECK(day.baseline().stations[0].extra_staffed == Time::clock(20) - Time::clock(9));
  const Time end = Time::clock(9) + day.outage().stations[0].extra_staffed;
  CHECK(end > Time::clock(15, 25));
  CHECK(end < Time::clock(15, 31));
}

TEST_CASE("extra servers who come when the line that called them is short already go at once") {
  Mitigation m = mitigation(QueueAbove{20, {}}, ExtraServers{0, 1}, Duration::hours(5));
  m.until_queue_below = 10;
  CHECK(Day(day_with(m)).outage().stations[0].extra_staffed == Duration{});
}

TEST_CASE("the people at the door are a line, too") {
  Mitigation m = mitigation(QueueAbove{9, {}}, ExtraServers{0, 1}, Duration::minutes(20));
  m.without_failure = true;
  Scenario s = day_with(m);
  s.hubs[0].opens = Time::clock(8, 30);
  const Day by_line(s);
  s.hubs[0].mitigations[0].when = AtTime{Time::clock(8, 9)};  // when the tenth comes
  CHECK(by_line.baseline().vaccinations == Day(s).baseline().vaccinations);
  CHECK(by_line.baseline().persons[1].left == Time::clock(8, 30, 48));
  // Those who give up there make it shorter.
  s.hubs[0].outdoor_patience = Constant{Duration::minutes(5)};
  s.hubs[0].mitigations[0] = m;
  CHECK(Day(s).baseline().stations[0].extra_staffed == Duration{});
}

TEST_CASE("services shortened to nothing take their time again when that is over, and all that shortens counts") {
  Mitigation m = mitigation(AtTime{Time::clock(9)}, Shorten{0, 0});
  m.lasts = Duration::hours(1);
  m.without_failure = true;
  Scenario s = day_with(m);
  m.lasts = Duration::hours(2);
  m.action = Shorten{0, 0.5};
  s.hubs[0].mitigations.push_back(m);
  const Day day(s);
  CHECK(day.baseline().persons[90].left == Time::clock(9, 30));
  CHECK(day.baseline().persons[120].left == Time::clock(10, 0, 24));
  CHECK(day.baseline().persons[180].left == Time::clock(11, 0, 48));
}

TEST_CASE("as many staff are moved as there are, also after the next shift") {
  Scenario s = day_with(mitigation(AtTime{Time::clock(15, 10)}, MoveStaff{1, 0, 5}));
  s.hubs[0].mitigations[0].lasts = Duration::hours(2);
  Station rest = staffed_station("rest", 2, Constant{Duration::seconds(10)});
  rest.servers = Staffed{{{Time::clock(8), Time::clock(16), 2}, {Time::clock(16), Time::clock(20), 1}}};
  rest.next = {{Branch{}}};
  s.hubs[0].stations[0].next = {{Branch{1, 1}}};
  s.hubs[0].stations.push_back(rest);
  const Day day(s);
  const auto& stations = day.outage().stations;
  CHECK(stations[0].extra_staffed == Duration::minutes(2 * 50 + 70));
  CHECK(stations[1].extra_staffed == Duration{} - stations[0].extra_staffed);
}

TEST_CASE("shifts and mitigations that change at one instant do so together: no service is broken off between them") {
  // Of the four moved since 8:00 two go with the shift, and two of the other station's own come.
  Scenario s = day_with(mitigation(AtTime{Time::clock(8)}, MoveStaff{1, 0, 3}));
  Hub& hub = s.hubs[0];
  hub.mitigations[0].without_failure = true;
  s.failures.clear();
  hub.stations[0].service = {Constant{Duration::minutes(4) + Duration::seconds(30)}};
  std::get<Staffed>(hub.stations[0].servers) = {
      {{Time::clock(7), Time::clock(10), 2}, {Time::clock(10), Time::clock(24), 4}}, UnderWay::restart};
  Station rest = staffed_station("rest", 4, Constant{Duration::seconds(10)});
  rest.servers = Staffed{{{Time::clock(7), Time::clock(10), 4}, {Time::clock(10), Time::clock(24), 2}}};
  rest.next = {{Branch{}}};
  hub.stations[0].next = {{Branch{1, 1}}};
  hub.stations.push_back(rest);
  const auto occupied = [](const Scenario& day) { return Day(day).baseline().stations[0].occupied_area; };
  const Duration work = Duration::seconds(270) * 720;
  CHECK(occupied(s) == work);
  // One who goes as another comes.
  hub.mitigations[0] = mitigation(AtTime{Time::clock(8)}, ExtraServers{0, 2});
  hub.mitigations[0].without_failure = true;
  hub.mitigations[0].lasts = Duration::minutes(90);
  hub.mitigations.push_back(hub.mitigations[0]);
  hub.mitigations[1].when = AtTime{Time::clock(9, 30)};
  hub.mitigations[1].lasts = {};
  CHECK(occupied(s) == work);
}

TEST_CASE("what belongs to a failure leaves the undisturbed day alone, and comes not before the failure") {
  Scenario plain = day_with({});
  plain.hubs[0].mitigations.clear();
  Mitigation m = mitigation(AtTime{Time::clock(9)}, Shorten{0, 0.5});
  const Day of_failure(day_with(m));
  CHECK(of_failure.baseline().vaccinations == Day(plain).baseline().vaccinations);
  CHECK(of_failure.left(kFirstInOutage - 1) == Time::clock(14, 29, 48));
  CHECK(of_failure.left(kFirstInOutage) == Time::clock(15, 10, 24));
  m.without_failure = true;
  const Day of_the_day(day_with(m));
  CHECK(of_the_day.baseline().persons[59].left == Time::clock(8, 59, 48));
  CHECK(of_the_day.baseline().persons[60].left == Time::clock(9, 0, 24));
}

TEST_CASE("staff moved from one station to another work there") {
  Scenario s = day_with(mitigation(AtTime{Time::clock(15, 10)}, MoveStaff{1, 0, 1}));
  Station rest = staffed_station("rest", 2, Constant{Duration::seconds(10)});
  rest.next = {{Branch{}}};
  s.hubs[0].stations[0].next = {{Branch{1, 1}}};
  s.hubs[0].stations.push_back(rest);
  const Day day(s);
  CHECK(day.outage().vaccinations[390] == Time::clock(15, 10, 48));
  CHECK(day.outage().vaccinations[391] == Time::clock(15, 10, 48));
  CHECK(day.outage().stations[0].extra_staffed == -day.outage().stations[1].extra_staffed);
}

TEST_CASE("work that the backend has broken off waits for staff that were moved away meanwhile") {
  Mitigation m = mitigation(AtTime{Time::clock(14, 35)}, MoveStaff{0, 1, 1});
  m.lasts = Duration::minutes(50);
  Scenario s = day_with(m);
  s.failures[0].from = Time::clock(14, 30, 8);
  Station& station = s.hubs[0].stations[0];
  station.servers = Staffed{{{Time{}, Time::clock(24), 1}}, UnderWay::suspend};
  station.next = {{Branch{1, 1}}};
  s.hubs[0].stations.push_back(staffed_station("rest", 2, Constant{Duration::seconds(10)}));
  s.hubs[0].stations[1].next = {{Branch{}}};
  // Back at 15:25, with 40 of 48 s left.
  CHECK(Day(s).outage().vaccinations[390] == Time::clock(15, 25, 40));
}

TEST_CASE("a reaction to failures waits for the first that its hub feels") {
  Mitigation by_clock = mitigation(AtTime{Time::clock(12)}, ExtraServers{0, 1});
  Mitigation by_queue = mitigation(QueueAbove{0, {}}, ExtraServers{0, 1});
  for (const Mitigation& m : {by_clock, by_queue}) {
    Scenario alone = hand_computed_day(Duration::seconds(70));
    alone.hubs[0].mitigations = {m};
    const auto expected = Day(alone).outage().vaccinations;

    Scenario unfelt = alone;  // a backend that nobody calls
    unfelt.backends.push_back({"other", {}, Constant{}, {}});
    unfelt.failures.push_back(down_between(Time::clock(10), Time::clock(10, 30), 1));
    CHECK(Day(unfelt).outage().vaccinations == expected);
    RandomFailure often;
    often.name = "often";
    often.backends = {1};
    often.time_between = often.time_to_repair = Exponential{Duration::minutes(20), {}};
    unfelt.random_failures = {often};
    CHECK(Day(unfelt).outage().vaccinations == expected);

    Scenario elsewhere = alone;  // a failure of another hub's
    elsewhere.hubs.push_back(alone.hubs[0]);
    elsewhere.hubs[1].name = "other";
    elsewhere.failures[0].hubs = {0};
    FailureWindow others = down_between(Time::clock(10), Time::clock(10, 30));
    others.hubs = {1};
    elsewhere.failures.push_back(others);
    CHECK(Day(elsewhere).outage().vaccinations == expected);
  }
}

TEST_CASE("a reaction to failures of the booking waits for the first slot called wrongly, of its hub or to it") {
  Scenario s = hand_computed_day(Duration::seconds(48));
  s.failures.clear();
  s.hubs[0].mitigations = {mitigation(AtTime{Time::clock(9)}, ExtraServers{0, 1})};
  for (const char* name : {"other", "third"}) {
    s.hubs.push_back(s.hubs[0]);
    s.hubs.back().name = name;
  }
  BookingFailure late;
  late.from = Time::clock(14);
  late.to = Time::clock(15);
  late.called_elsewhere = 1;
  late.elsewhere = 1;
  late.hubs = {0};
  s.booking_failures = {late};
  const auto begins = [&s](std::size_t hub) { return Time::clock(20) - Day(s).outage(hub).stations[0].extra_staffed; };
  SECTION("alone") {
    CHECK(begins(0) == Time::clock(14));
    CHECK(begins(1) == Time::clock(14));
  }
  SECTION("after a failure of its backend") {
    s.failures = {down_between(Time::clock(13), Time::clock(13, 1))};
    CHECK(begins(0) == Time::clock(13));
    CHECK(begins(1) == Time::clock(13));
  }
  SECTION("before a failure of its own book") {
    BookingFailure later;
    later.from = Time::clock(16);
    later.to = Time::clock(17);
    later.not_called = 1;
    later.hubs = {1, 2};
    s.booking_failures.push_back(later);
    CHECK(begins(1) == Time::clock(14));
    CHECK(begins(2) == Time::clock(16));
  }
  SECTION("beside a hub that feels nothing of its own") {
    s.backends[0].capacity = Capacity{100.0};
    s.backends.push_back({"called by nobody", {}, Constant{}, {}});
    s.failures = {down_between(Time::clock(10), Time::clock(11), 1)};
    CHECK(begins(2) == Time::clock(14));
  }
}

TEST_CASE("with overtime the hub closes later and its staff stay") {
  Scenario s = hand_computed_day(Duration::seconds(90));
  s.failures.clear();
  s.hubs[0].closing = Closing::hard;
  s.hubs[0].stations[0].servers = Staffed{{{Time::clock(8), Time::clock(20), 1}}};
  CHECK(Day(s).baseline().counts.vaccinated == 480);
  Mitigation m = mitigation(AtTime{Time::clock(19)}, Overtime{Duration::minutes(30)});
  m.without_failure = true;
  s.hubs[0].mitigations = {m};
  CHECK(Day(s).baseline().counts.vaccinated == 500);
  s.hubs[0].appointments.punctuality = Constant{Duration::minutes(5)};
  CHECK(Day(s).baseline().counts.arrivals == 720);
  CHECK(Day(s).baseline().last_exit == Time::clock(20, 30));
}

TEST_CASE("with overtime a later shift counts from when it begins, however many stayed for it") {
  Scenario s = hand_computed_day(Duration::minutes(3));
  s.failures.clear();
  s.experiment.horizon = Time::clock(36);
  Mitigation m = mitigation(AtTime{Time::clock(19)}, Overtime{Duration::hours(1)});
  m.without_failure = true;
  const auto last_exit = [&](const std::vector<Shift>& evening, const std::vector<Mitigation>& mitigations) {
    s.hubs[0].mitigations = mitigations;
    std::vector<Shift> shifts = {{Time::clock(8), Time::clock(20), 2}};
    shifts.insert(shifts.end(), evening.begin(), evening.end());
    s.hubs[0].stations[0].servers = Staffed{shifts};
    return Day(s).baseline().last_exit;
  };
  const std::vector<Shift> one_then_two = {{Time::clock(20), Time::clock(21), 1},
                                           {Time::clock(21), Time::clock(23), 2}};
  const std::vector<Shift> one_then_three = {{Time::clock(20), Time::clock(20, 30), 1},
                                             {Time::clock(20, 30), Time::clock(23), 3}};
  // Two stay to 21:00 and are two from then on: 360 people each, one from 8:00 on, the other from 8:01.
  CHECK(last_exit(one_then_two, {m}) == Time::clock(8, 1) + Duration::minutes(3) * 360);
  // Two stay to 20:30, when 500 have begun; the other 220 have three.
  CHECK(last_exit(one_then_three, {m}) > Time::clock(20, 30) + Duration::minutes(3) * 73);
  CHECK(last_exit(one_then_three, {m}) < Time::clock(20, 30) + Duration::minutes(3) * 75);
  CHECK(last_exit(one_then_two, {}) > last_exit(one_then_two, {m}));
}

TEST_CASE("a text message holds back the appointments after its notice, for as long as it is sent") {
  Mitigation m = mitigation(AtTime{Time::clock(14, 40)}, HoldBack{Duration::minutes(30), 1, Duration::hours(1)});
  m.lasts = Duration::minutes(20);
  const Day day(day_with(m));
  const auto& persons = day.outage().persons;
  CHECK(persons[kFirstInOutage + 39].arrival == Time::clock(15, 9));
  CHECK(persons[kFirstInOutage + 40].arrival == Time::clock(16, 10));
  CHECK(persons[kFirstInOutage + 59].arrival == Time::clock(16, 29));
  CHECK(persons[kFirstInOutage + 60].arrival == Time::clock(15, 30));
  CHECK(day.outage().counts.arrivals == 720);

  std::get<HoldBack>(m.action).later.reset();
  Scenario s = day_with(m);
  s.hubs[0].rebooking = Rebooking{15, 1, 0};
  const Day another_day(s);
  CHECK(another_day.outage().counts.postponed == 15);
  CHECK(another_day.outage().persons[kFirstInOutage + 54].fate == Fate::postponed);
  CHECK(another_day.outage().persons[kFirstInOutage + 55].fate == Fate::vaccinated);
  CHECK(another_day.outage().counts.arrivals == 705);
}

TEST_CASE("on a day with a book of its own, messages and the plan follow that book") {
  const auto run_day = [](Mitigation m, Duration apart) {
    m.without_failure = true;
    Scenario s = day_with(std::move(m));
    s.failures.clear();
    const model::Model model = model::build_model(s);
    std::vector<Time> book;
    for (Time due = s.hubs[0].opens; due < s.hubs[0].closes; due = due + apart)
      book.push_back(due);
    const model::HubDay day{{book, 1, {}}, {}};
    model::GroupRun run(model);
    run.run(0, 0, {model.seed, {&day, 1}, nullptr});
    return run.baseline(0);
  };
  Mitigation message = mitigation(AtTime{Time::clock(14, 40)}, HoldBack{Duration::minutes(30), 1, Duration::hours(1)});
  message.lasts = Duration::minutes(20);
  const auto twice_as_many = run_day(message, Duration::seconds(30));
  CHECK(twice_as_many.persons[2 * (kFirstInOutage + 39)].arrival == Time::clock(15, 9));
  CHECK(twice_as_many.persons[2 * (kFirstInOutage + 40)].arrival == Time::clock(16, 10));

  const Mitigation behind = mitigation(BehindPlan{20}, ExtraServers{0, 1});
  CHECK(run_day(behind, Duration::minutes(2)).stations[0].extra_staffed == Duration{});
  // Each minute two are due and 1.25 served: more than twenty behind from 8:29 on.
  CHECK(run_day(behind, Duration::seconds(30)).stations[0].extra_staffed > Duration::hours(11));
}

TEST_CASE("an extra server never lengthens anyone's wait, whenever it comes and goes") {
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    Scenario s = hand_computed_day(Duration::seconds(50));
    s.hubs[0].stations[0].service = {Lognormal{Duration::seconds(50), 0.6}};
    s.hubs[0].appointments.punctuality = Normal{{}, Duration::minutes(5), {}, {}};
    const Day without(s, replication);
    for (const auto& when :
         {decltype(Mitigation::when)(AtTime{Time::clock(15, 10)}), decltype(Mitigation::when)(QueueAbove{15, {}}),
          decltype(Mitigation::when)(BackendDown{0, Duration::minutes(10)})}) {
      s.hubs[0].mitigations = {mitigation(when, ExtraServers{0, 1}, Duration::minutes(10))};
      const Day with(s, replication);
      for (std::size_t i = 0; i < without.outage().persons.size(); ++i)
        REQUIRE(with.outage().persons[i].waited <= without.outage().persons[i].waited);
    }
  }
}

namespace {

/// One person, who needs the backend throughout 1000 s of work and loses it after 400 s. The answer comes late: after
/// 600 s at the counter the given response holds.
Scenario broken_off_and(decltype(Response::how) how, Mitigation m) {
  Scenario s = hand_computed_day(Duration::seconds(1000));
  s.failures = {down_between(Time::clock(8, 6, 40), Time::clock(11))};
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 1), 1}};
  s.hubs[0].stations[0].on_failure = {{std::move(how), Duration::seconds(600), {}, {}}};
  m.without_failure = true;
  s.hubs[0].mitigations = {std::move(m)};
  return s;
}

}  // namespace

TEST_CASE("what is left of a service broken off is told by the time it began with, shortened or not since") {
  const Paper paper{{Constant{Duration::seconds(2000)}}, UnderWay::suspend, {}};
  Mitigation begins = mitigation(AtTime{Time::clock(8, 10)}, Shorten{0, 0.5});
  // Three fifths of the form, which is shortened itself.
  CHECK(Day(broken_off_and(paper, begins)).left(0) == Time::clock(8, 16, 40) + Duration::seconds(600));
  Mitigation ends = mitigation(AtTime{Time::clock(7)}, Shorten{0, 0.5});
  ends.lasts = Duration::minutes(70);
  CHECK(Day(broken_off_and(paper, ends)).left(0) == Time::clock(8, 16, 40) + Duration::seconds(400));
}

TEST_CASE("a service that goes on out of the cache takes what was left of it, shortened or not since") {
  Mitigation m = mitigation(AtTime{Time::clock(8, 10)}, Shorten{0, 0.5});
  CHECK(Day(broken_off_and(Offline{{}, 0, UnderWay::suspend}, m)).left(0) ==
        Time::clock(8, 16, 40) + Duration::seconds(600));
  CHECK(Day(broken_off_and(Offline{{}, 0, UnderWay::restart}, m)).left(0) ==
        Time::clock(8, 16, 40) + Duration::seconds(500));
}

TEST_CASE("with overtime, who is sent home by a hard close has kept a server busy until then") {
  Scenario s = hand_computed_day(Duration::seconds(1000));
  s.hubs[0].closing = Closing::hard;
  s.hubs[0].closes = Time::clock(12);
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 20), 20}};
  s.failures = {down_between(Time::clock(9), Time::clock(21))};
  Station& station = s.hubs[0].stations[0];
  station.servers = Staffed{{{Time::clock(8), Time::clock(12), 1}}, UnderWay::finish};
  station.calls = {{0, CallPoint::end}};
  s.hubs[0].mitigations = {mitigation(AtTime{Time::clock(9, 30)}, Overtime{Duration::hours(2)})};
  const Day day(s);
  const auto& record = day.outage().stations[0];
  CHECK(record.occupied_area == Duration::hours(6));
  CHECK(record.last_release == Time::clock(14));
  CHECK(record.extra_staffed_late == Duration::hours(2));
}

TEST_CASE("forms begun while services are shortened take that share of their time") {
  Scenario s = day_with(mitigation(AtTime{Time::clock(14, 45)}, Shorten{0, 0.5}));
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::end}};
  station.on_failure = {
      {Paper{{Constant{Duration::seconds(60)}}, UnderWay::restart, {}}, Duration::minutes(10), {}, {}}};
  const Day day(s);
  CHECK(day.left(kFirstInOutage + 4) == Time::clock(14, 45));
  CHECK(day.left(kFirstInOutage + 5) == Time::clock(14, 45, 30));
}

TEST_CASE("who obeys a text message does not depend on what else the hub may do") {
  Mitigation message =
      mitigation(AtTime{Time::clock(14, 40)}, HoldBack{Duration::minutes(30), 0.5, Duration::hours(1)});
  Scenario s = day_with(message);
  const auto held_back = [&s] {
    const Day day(s);
    std::vector<std::size_t> persons;
    for (std::size_t i = kFirstInOutage + 40; i < 720; ++i)
      if (day.outage().persons[i].arrival != day.baseline().persons[i].arrival)
        persons.push_back(i);
    return persons;
  };
  const auto alone = held_back();
  CHECK(alone.size() > 50);
  const Mitigation idle = mitigation(QueueAbove{100'000, {}}, ExtraServers{0, 1});
  s.hubs[0].mitigations = {idle, idle, message};
  CHECK(held_back() == alone);
  // A message before it is another one.
  Mitigation earlier = message;
  earlier.when = AtTime{Time::clock(23)};
  s.hubs[0].mitigations = {earlier, message};
  CHECK(held_back() != alone);
}
