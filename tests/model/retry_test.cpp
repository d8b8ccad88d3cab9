// Retries: on days computed by hand, the quick way against the slow one, and hubs apart against hubs together.

#include <catch2/catch.hpp>
#include <list>
#include <map>

#include "ripresa/model/day_run.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::CallRecord;
using observation::CallStep;
using observation::RunRecord;

namespace {

Response retrying(Retry retry) {
  Response response;
  response.how = retry;
  return response;
}

Retry every(Duration timeout, Duration pause) {
  return {timeout, {pause, 1, pause}, Jitter::none};
}

/// Arrivals one a minute, 48 s of work, then a call without latency; down 14:30–15:10.
Scenario retry_day(Retry retry) {
  Scenario s = hand_computed_day(Duration::seconds(48));
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::end}};
  station.on_failure = {retrying(retry)};
  return s;
}

struct GroupDay {
  explicit GroupDay(const Scenario& scenario, bool every_attempt_an_event = false, std::uint32_t replication = 0)
      : model(model::build_model(scenario)) {
    model.every_attempt_an_event = every_attempt_an_event;
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
      groups.emplace_back(model).run(group, replication);
      for (std::size_t i = 0; i < model.groups[group].hubs.size(); ++i)
        outage[model.groups[group].hubs[i]] = &groups.back().outage(i);
    }
  }
  GroupDay(const GroupDay&) = delete;

  Time left(std::size_t person) const { return outage.at(0)->persons[person].left; }

  std::vector<CallRecord> calls() const {
    std::vector<CallRecord> sum(model.backends.size());
    for (CallRecord& record : sum)
      record.clear(model.grid);
    for (const auto& group : groups)
      for (std::size_t b = 0; b < sum.size(); ++b)
        sum[b].add(group.outage_calls()[b]);
    return sum;
  }

  CallStep total(std::size_t backend = 0) const {
    CallStep sum;
    const std::vector<CallRecord> all = calls();
    for (const CallStep& step : all[backend].steps())
      sum += step;
    return sum;
  }

  model::Model model;
  std::list<model::GroupRun> groups;
  std::map<std::size_t, const RunRecord*> outage;
};

void require_same_people(const RunRecord& a, const RunRecord& b) {
  REQUIRE(a.vaccinations == b.vaccinations);
  REQUIRE(a.recordings == b.recordings);
  REQUIRE(a.series.queue == b.series.queue);
  REQUIRE(a.persons.size() == b.persons.size());
  for (std::size_t i = 0; i < a.persons.size(); ++i) {
    REQUIRE(a.persons[i].left == b.persons[i].left);
    REQUIRE(a.persons[i].waited == b.persons[i].waited);
  }
}

void require_balance(const CallStep& total) {
  CHECK(total.offered == total.answered + total.failed + total.refused + total.timed_out);
  CHECK(total.queue_change == 0);
  CHECK(total.progress_change == 0);
}

/// A nation of small hubs that call by every rule there is, at a backend that stutters and goes down.
Scenario nation(std::size_t hubs, const std::vector<Retry>& rules) {
  Scenario s = empty_scenario();
  s.measures.step = Duration::minutes(15);
  s.backends = {{"poste", {}, Lognormal{Duration::seconds(2), 0.6}, {}},
                {"other", {}, Constant{Duration::seconds(1)}, {}}};
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10)),
                {0, Time::clock(10), Time::clock(11), Degraded{4, 0.3, Duration::seconds(30)}, {}}};
  s.failures.push_back(down_between(Time::clock(16), Time::clock(16, 20)));
  s.failures.back().hubs = {0, 2, 3};
  for (std::size_t i = 0; i < hubs; ++i) {
    Station desk = staffed_station("desk", 3, Lognormal{Duration::minutes(3), 0.5});
    desk.calls = {{0, CallPoint::start}, {0, CallPoint::end}};
    if (i % (rules.size() + 1) > 0)
      desk.on_failure = {retrying(rules[i % (rules.size() + 1) - 1])};
    Station jab = staffed_station("jab", 3, Gamma{Duration::minutes(3), 0.5});
    jab.calls = {{1, CallPoint::end}};
    Hub hub = hub_of({desk, jab});
    hub.name = "hub " + std::to_string(i);
    hub.walk_ins.pieces = {{hub.opens, hub.closes, 45}};
    s.hubs.push_back(hub);
  }
  return s;
}

std::vector<Retry> all_rules() {
  Retry fixed = every(Duration::seconds(4), Duration::seconds(1));
  Retry backing_off{Duration::seconds(6), {Duration::seconds(1), 2, Duration::minutes(1)}, Jitter::full};
  Retry limited = backing_off;
  limited.attempts = 4;
  limited.rest = Duration::minutes(2);
  Retry budgeted = fixed;
  budgeted.budget = RetryBudget{0.2, 5};
  Retry broken = backing_off;
  broken.breaker = CircuitBreaker{3, Duration::seconds(20), 2};
  return {fixed, backing_off, limited, budgeted, broken};
}

}  // namespace

TEST_CASE("a call is made again every timeout and pause until one finds the backend up") {
  const GroupDay day(retry_day(every(Duration::seconds(10), Duration::seconds(20))));
  // Calls at 14:30:48, 14:31:18, …; the first at or after 15:10 is that of 15:10:18.
  CHECK(day.left(kFirstInOutage - 1) == Time::clock(14, 29, 48));
  CHECK(day.left(kFirstInOutage) == Time::clock(15, 10, 18));
  CHECK(day.left(kFirstInOutage + 1) == Time::clock(15, 11, 6));
  const CallStep total = day.total();
  CHECK(total.first_attempts == 720);
  CHECK(total.timed_out == 79);
  CHECK(total.offered == 799);
  CHECK(total.answered == 720);
  require_balance(total);
}

TEST_CASE("backoff doubles the pause up to its cap") {
  Retry retry{Duration::seconds(10), {Duration::seconds(20), 2, Duration::minutes(5)}, Jitter::none};
  const GroupDay day(retry_day(retry));
  // Pauses of 20, 40, 80, 160, 300, 300, … s after time-outs of 10 s: calls at 14:30:48, 31:18, 32:08, 33:38, 36:28,
  // 41:38, 46:48, 51:58, 57:08, 15:02:18, 07:28, 12:38.
  CHECK(day.left(kFirstInOutage) == Time::clock(15, 12, 38));
  CHECK(day.total().timed_out == 11);
}

TEST_CASE("pauses grow to their cap however short they begin, each rounded by itself") {
  const auto pauses = [](Backoff backoff) {
    const auto model = model::build_model(retry_day({Duration::seconds(1), backoff, Jitter::none}));
    return model.hubs[0].stations[0].retry->pauses;
  };
  const auto us = Duration::microseconds;
  CHECK(pauses({us(1), 1.5, us(8)}) == std::vector<Duration>{us(1), us(2), us(2), us(3), us(5), us(8)});
  const auto slow = pauses({us(1), 1.1, Duration::minutes(1)});
  CHECK(slow.size() == 189);  // 1 + ln(60 million) / ln(1.1), rounded up
  CHECK(slow.back() == Duration::minutes(1));
}

TEST_CASE("when the attempts are used up the server waits for the backend's return") {
  Retry retry = every(Duration::seconds(10), Duration::seconds(20));
  retry.attempts = 3;
  const GroupDay day(retry_day(retry));
  CHECK(day.left(kFirstInOutage) == Time::clock(15, 10));
  CHECK(day.total().timed_out == 3);
  require_balance(day.total());
}

TEST_CASE("when the attempts are used up the response that follows deals with the person") {
  Retry retry = every(Duration::seconds(10), Duration::seconds(20));
  retry.attempts = 3;
  Scenario s = retry_day(retry);
  Response paper;
  paper.how = Paper{{Constant{Duration::seconds(60)}}, UnderWay::restart, {}};
  s.hubs[0].stations[0].on_failure.push_back(paper);
  const GroupDay day(s);
  // Calls at 14:30:48, 31:18 and 31:48, which fails at 31:58; then the form.
  CHECK(day.left(kFirstInOutage) == Time::clock(14, 32, 58));
}

TEST_CASE("a slow answer is given up at the time-out, and its work is wasted") {
  Scenario s = retry_day(every(Duration::seconds(1), Duration::seconds(2)));
  s.backends[0].latency = Constant{Duration::milliseconds(900)};
  s.failures = {{0, Time::clock(14, 30), Time::clock(15, 10), Degraded{2, 0, Duration::seconds(30)}, {}}};
  const GroupDay day(s);
  // From 14:30:48 on every 3 s; the first call at or after 15:10 is that of 15:10:00.
  CHECK(day.left(kFirstInOutage) == Time::clock(15, 10, 0) + Duration::milliseconds(900));
  CHECK(day.total().timed_out == 784);
  CHECK(day.total().wasted == 784);
  require_balance(day.total());
}

TEST_CASE("with a budget of no tokens but the burst, no more retries are made than the burst allows") {
  Retry retry = every(Duration::seconds(10), Duration::seconds(20));
  retry.budget = RetryBudget{0, 4};
  const GroupDay day(retry_day(retry));
  CHECK(day.left(kFirstInOutage) == Time::clock(15, 10));
  CHECK(day.total().timed_out == 5);
}

TEST_CASE("an open breaker lets no call through; then one probe at a time") {
  Retry retry = every(Duration::seconds(10), Duration::seconds(20));
  retry.breaker = CircuitBreaker{2, Duration::minutes(5), 1};
  const GroupDay day(retry_day(retry));
  // Calls at 14:30:48 and 14:31:18; open from 14:31:28. The retry at 14:31:48 waits; probes at 14:36:28, 41:38, 46:48,
  // 51:58, 57:08, 15:02:18, 07:28, each failing after 10 s; the one at 15:12:38 is answered.
  CHECK(day.left(kFirstInOutage) == Time::clock(15, 12, 38));
  CHECK(day.total().timed_out == 9);
  require_balance(day.total());
}

TEST_CASE("what becomes of calls made before a breaker opened says nothing of its probes") {
  // From 9:01 on the backend takes five minutes instead of 3 s, for half a minute, in which 30 people call. The first
  // time-out, at 9:02, opens the breaker; the others follow until 9:02:30. 20 more call from 9:02:02 on; the first of
  // them is the probe at 9:02:05, answered 3 s later, and all others call then.
  Retry retry = every(Duration::minutes(1), Duration::seconds(100));
  retry.breaker = CircuitBreaker{1, Duration::seconds(5), 1};
  Scenario s = retry_day(retry);
  s.backends[0].latency = Constant{Duration::seconds(3)};
  s.failures = {{0, Time::clock(9, 1), Time::clock(9, 1, 30), Degraded{100, 0, {}, 1}, {}}};
  Hub& hub = s.hubs[0];
  hub.stations[0].servers = Staffed{{{Time{}, Time::clock(24), 60}}, UnderWay::finish};
  hub.stations[0].service = {Constant{}};
  hub.appointments.slot = Duration::seconds(1);
  hub.appointments.blocks = {{Time::clock(9, 1), Time::clock(9, 1, 30), 30},
                             {Time::clock(9, 2, 2), Time::clock(9, 2, 4), 20}};
  const GroupDay day(s);
  CHECK(day.left(30) == Time::clock(9, 2, 8));
  for (std::size_t person = 31; person < 50; ++person)
    CHECK(day.left(person) == Time::clock(9, 2, 11));
}

TEST_CASE("an answer does not make the failure forgotten that follows at the same instant") {
  // Each attempt is answered by the first backend and refused by the second at once: after two the breaker is open.
  Retry retry = every(Duration::seconds(10), Duration::seconds(10));
  retry.breaker = CircuitBreaker{2, Duration::hours(3), 1};
  Scenario s = retry_day(retry);
  s.backends[0].latency = Constant{Duration::seconds(1)};
  s.backends.push_back({"refusing", {}, Constant{}, {}});
  s.failures = {{1, Time::clock(8), Time::clock(24), Degraded{1, 1, {}, 1}, {}}};
  s.hubs[0].stations[0].calls = {{0, CallPoint::end}, {1, CallPoint::end}};
  s.hubs[0].appointments.blocks = {{Time::clock(19), Time::clock(19, 1), 1}};
  const GroupDay day(s);
  CHECK(day.total(0).answered == 1);
  CHECK(day.total(1).failed == 3);  // two, and the probe at 22:00
}

TEST_CASE("who waits for the next attempt as the backend goes is served on paper when paper begins") {
  // The calls at 8:00:48 and so on are not answered in time; the next attempts would come 20 minutes later.
  Retry retry = every(Duration::seconds(5), Duration::minutes(20));
  Scenario s = retry_day(retry);
  s.backends[0].latency = Constant{Duration::seconds(1)};
  s.failures = {{0, Time::clock(8), Time::clock(8, 2), Degraded{100, 0, {}, 1}, {}},
                down_between(Time::clock(8, 2), Time::clock(9))};
  s.hubs[0].stations[0].on_failure[0].lasts = Duration::minutes(1);
  Response paper;
  paper.how = Paper{{Constant{Duration::minutes(3)}}, UnderWay::restart, {}};
  s.hubs[0].stations[0].on_failure.push_back(paper);
  CHECK(GroupDay(s).left(0) == Time::clock(8, 6));
  CHECK(GroupDay(s, true).left(0) == Time::clock(8, 6));
  // So it is if another backend has gone and is back meanwhile.
  s.backends.push_back({"other", {}, Constant{}, {}});
  s.hubs[0].stations[0].calls.push_back({1, CallPoint::end});
  s.failures.push_back(down_between(Time::clock(8, 2, 10), Time::clock(8, 2, 30), 1));
  CHECK(GroupDay(s).left(0) == Time::clock(8, 6));
  CHECK(GroupDay(s, true).left(0) == Time::clock(8, 6));
}

TEST_CASE("a breaker that closes upon an answer without latency lets everybody go on") {
  Retry retry = every(Duration::seconds(5), Duration::seconds(3));
  retry.breaker = CircuitBreaker{5, Duration::seconds(30), 1};
  Scenario s = retry_day(retry);
  s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(24), 20}}, UnderWay::finish};
  const GroupDay day(s);
  const auto& counts = day.outage.at(0)->counts;
  CHECK(counts.present == 0);
  CHECK(counts.vaccinated == counts.arrivals);
}

TEST_CASE("attempts told later give the same bytes as attempts that are events") {
  for (std::uint32_t replication = 0; replication < 3; ++replication) {
    const Scenario s = nation(12, all_rules());
    const GroupDay quick(s, false, replication);
    const GroupDay slow(s, true, replication);
    for (std::size_t hub = 0; hub < s.hubs.size(); ++hub)
      require_same_people(*quick.outage.at(hub), *slow.outage.at(hub));
    REQUIRE(quick.calls() == slow.calls());
  }
}

TEST_CASE("retries keep the balance of calls under every rule, at backends with and without a limit") {
  for (const bool limited : {false, true}) {
    Scenario s = nation(12, all_rules());
    if (limited)
      s.backends[0].capacity = Capacity{0, 4, 10};
    const GroupDay day(s);
    require_balance(day.total(0));
    require_balance(day.total(1));
    CHECK(day.total(0).first_attempts > 10'000);
  }
}

TEST_CASE("50 hubs together at a backend whose limit never binds give the same bytes as 50 hubs apart") {
  const Scenario unlimited = nation(50, all_rules());
  const GroupDay apart(unlimited);
  REQUIRE(apart.model.groups.size() == 50);
  for (const auto discipline : {Discipline::first_come_first_served, Discipline::processor_sharing}) {
    Scenario s = unlimited;
    s.backends[0].capacity = Capacity{0, 10'000, 10'000, discipline};
    const GroupDay together(s);
    REQUIRE(together.model.groups.size() == 1);
    for (std::size_t hub = 0; hub < s.hubs.size(); ++hub)
      require_same_people(*apart.outage.at(hub), *together.outage.at(hub));
    REQUIRE(apart.calls() == together.calls());
  }
}
