// Every response to a failure, under every condition it may meet: nobody, no dose and no call is lost. The laws are
// checked wherever a day is run (observation/conservation.hpp); a day that breaks one throws.

#include <catch2/catch.hpp>

#include "ripresa/model/group_run.hpp"
#include "support/day.hpp"
#include "support/records.hpp"
#include "support/scenarios.hpp"
#include "support/twin_runs.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

struct Case {
  const char* name;
  decltype(Response::how) how;
};

Retry impatient_retry() {
  Retry retry;
  retry.timeout = Duration::seconds(20);
  retry.backoff = {Duration::seconds(5), 2, Duration::minutes(1)};
  retry.jitter = Jitter::full;
  return retry;
}

const Case kResponses[] = {
    {"wait", Wait{}},
    {"retry", impatient_retry()},
    {"paper", Paper{{Constant{Duration::seconds(70)}},
                    UnderWay::restart,
                    FormEntry{Constant{Duration::seconds(30)}, true, ExtraClerks{1, Time::clock(18)}, {}}}},
    {"offline", Offline{50, 4, UnderWay::suspend}},
    {"turn away", TurnAway{}},
    {"divert", Divert{20, 0.2}}};

/// Two hubs at one backend, which fails for the first of them, then slows down for both, then fails for both.
Scenario two_hubs(const Case& response, CallPoint at, Closing closing, std::optional<int> calls_in_progress) {
  Scenario s = hand_computed_day(Duration::seconds(50));
  s.backends[0].latency = Exponential{Duration::seconds(4), {}};
  if (calls_in_progress) {
    s.backends[0].capacity.emplace();
    s.backends[0].capacity->calls_in_progress = *calls_in_progress;
  }
  s.failures[0].hubs = {0};
  s.failures.push_back({0, Time::clock(16), Time::clock(16, 20), Degraded{5, 0.2, Duration::seconds(10), 0.5}, {}});
  s.failures.push_back(down_between(Time::clock(19, 30), Time::clock(20, 30)));
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, at}};
  station.service = {Lognormal{Duration::seconds(45), 0.5}};
  station.on_failure = {{response.how, Duration::minutes(5), {}, Duration::minutes(2)}};
  s.hubs[0].closing = closing;
  s.hubs[0].rebooking = Rebooking{20, 2, 0.3};
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "other";
  s.hubs[0].nearby = {{1, Duration::minutes(20)}};
  s.hubs[1].nearby = {{0, Duration::minutes(20)}};
  return s;
}

}  // namespace

TEST_CASE("under every response people, doses and calls are conserved, at hubs alone and at a backend they share") {
  for (const Case& response : kResponses)
    for (const CallPoint at : {CallPoint::start, CallPoint::end})
      for (const Closing closing : {Closing::serve_inside, Closing::hard})
        for (const auto limit : {std::optional<int>{}, std::optional(1), std::optional(3)}) {
          INFO(response.name << ", at " << static_cast<int>(at) << ", closing " << static_cast<int>(closing)
                             << ", limit " << limit.value_or(0));
          const Day day(two_hubs(response, at, closing, limit));
          observation::Counts all = day.outage().counts;
          all += day.outage(1).counts;
          // Everybody is booked and comes once; who is sent on comes a second time.
          CHECK(all.arrivals == 2 * 720 + all.diverted_in);
          CHECK(all.diverted == all.diverted_in);
          CHECK(all.arrivals == all.vaccinated + all.left_unvaccinated + all.turned_away + all.abandoned + all.balked +
                                    all.rebooked + all.diverted + all.present - all.present_vaccinated);
          CHECK(all.recorded + all.on_paper + all.unsynced <= all.vaccinated);
        }
}

TEST_CASE("under every response people are conserved where shifts that end meanwhile break work off") {
  for (const Case& response : kResponses)
    for (const CallPoint at : {CallPoint::start, CallPoint::throughout, CallPoint::end})
      for (const UnderWay at_shift_end : {UnderWay::suspend, UnderWay::restart}) {
        INFO(response.name << ", at " << static_cast<int>(at) << ", shift end " << static_cast<int>(at_shift_end));
        Scenario s = two_hubs(response, at, Closing::serve_inside, {});
        for (Hub& hub : s.hubs)
          hub.stations[0].servers = Staffed{{{Time::clock(8), Time::clock(14, 40, 10), 2},
                                             {Time::clock(14, 40, 10), Time::clock(14, 50), 1},
                                             {Time::clock(15), Time::clock(16, 5), 2},
                                             {Time::clock(16, 5), Time::clock(24), 1}},
                                            at_shift_end};
        const Day day(s);
        for (std::size_t hub = 0; hub < 2; ++hub) {
          const auto& counts = day.outage(hub).counts;
          CHECK(counts.arrivals == 720 + counts.diverted_in);
        }
      }
}

TEST_CASE("each response leaves its own trace on the day, so that none of them is only waited out") {
  for (const Case& response : kResponses) {
    INFO(response.name);
    const Day day(two_hubs(response, CallPoint::end, Closing::serve_inside, 3));
    observation::Counts all = day.outage().counts;
    all += day.outage(1).counts;
    const std::string name = response.name;
    CHECK((all.diverted > 0) == (name == "divert"));
    CHECK((all.rebooked > 0) == (name == "turn away"));
    CHECK((day.outage().stations[0].entry_time > Duration{}) == (name == "paper"));
  }
}

TEST_CASE("hubs that meet at calls alone, run from call to call or from event to event: the same days") {
  for (const Case& response : kResponses)
    for (const CallPoint at : {CallPoint::start, CallPoint::end, CallPoint::throughout})
      for (const double calls_per_second : {0.04, 1.0}) {
        INFO(response.name << ", at " << static_cast<int>(at) << ", " << calls_per_second << " calls a second");
        Scenario s = two_hubs(response, at, Closing::serve_inside, {});
        s.backends[0].capacity.emplace();
        s.backends[0].capacity->calls_per_second = calls_per_second;
        std::get<Degraded>(s.failures[1].severity).capacity_factor = 1;
        // Work first, then the station that calls, and another after it.
        for (Hub& hub : s.hubs) {
          hub.stations.insert(hub.stations.begin(), staffed_station("reception", 2, Constant{Duration::seconds(40)}));
          hub.stations.push_back(staffed_station("rest", 3, Constant{Duration::seconds(100)}));
          hub.stations[0].next = {{{1, 1}}};
          hub.stations[1].next = {{{2, 1}}};
          hub.stations[2].next = {{{std::nullopt, 1}}};
          hub.vaccination_station = hub.recording_station = 1;
        }
        model::Model by_calls = model::build_model(s);
        REQUIRE(by_calls.groups.size() == 1);
        const bool works_first = at != CallPoint::start;
        CHECK(by_calls.groups[0].meets_at_calls == (works_first && std::string(response.name) != "divert"));
        model::Model by_events = by_calls;
        by_events.groups[0].meets_at_calls = false;
        model::GroupRun one(by_calls);
        one.run(0, 0);
        model::GroupRun other(by_events);
        other.run(0, 0);
        for (std::size_t hub = 0; hub < 2; ++hub) {
          REQUIRE(difference(one.outage(hub), other.outage(hub)) == "");
          REQUIRE(difference(one.baseline(hub), other.baseline(hub)) == "");
        }
        CHECK(one.outage_calls() == other.outage_calls());
        CHECK(one.baseline_calls() == other.baseline_calls());
      }
}

TEST_CASE("a backend that goes down everywhere forgets who waits, though the hub has lost it before; alone or not") {
  Scenario s = two_hubs(kResponses[0], CallPoint::end, Closing::serve_inside, {});
  s.hubs[0].stations[0].service = {Lognormal{Duration::seconds(20), 0.05}};
  s.hubs[1].appointments.blocks = {{Time::clock(19), Time::clock(20), 0}};
  for (Hub& hub : s.hubs)
    hub.rebooking.reset();
  s.backends[0].capacity.emplace();
  s.backends[0].capacity->calls_per_second = 1.0 / 90;
  // Twenty clerks, each with a call that waits: half an hour's worth when the hub loses the backend.
  s.hubs[0].stations[0].servers = Staffed{{{Time::clock(8), Time::clock(20), 20}}};
  s.failures = {down_between(Time::clock(12), Time::clock(12, 12)),
                down_between(Time::clock(12, 4), Time::clock(12, 8))};
  s.failures[0].hubs = {0};
  const model::Model together = model::build_model(s);
  model::Model by_events = together;
  by_events.groups[0].meets_at_calls = false;
  s.hubs.resize(1);
  s.hubs[0].nearby.clear();
  const model::Model alone = model::build_model(s);
  model::GroupRun expected(by_events);
  expected.run(0, 0);
  model::GroupRun streamed(together);
  streamed.run(0, 0);
  model::GroupRun single(alone);
  single.run(0, 0);
  CHECK(streamed.streamed());
  CHECK(single.streamed());
  CHECK(difference(streamed.outage(0), expected.outage(0)) == "");
  CHECK(difference(single.outage(0), expected.outage(0)) == "");
  model::People people;
  model::draw_people(alone.hubs[0], numbers(alone, 0), alone.horizon, people);
  CHECK(difference(testing::by_events(alone, people, 0).outage, expected.outage(0)) == "");
}

TEST_CASE("people sent on are served through the backend that both hubs share, and wait for it where it is busy") {
  Scenario s = two_hubs(kResponses[5], CallPoint::end, Closing::serve_inside, {});
  s.failures.resize(1);
  for (Hub& hub : s.hubs)
    hub.stations[0].on_failure = {{Divert{}, {}, {}, {}}};
  for (Hub& hub : s.hubs)
    hub.stations[0].service = {Constant{Duration::seconds(20)}};
  s.backends[0].latency = Constant{Duration::seconds(20)};
  const Day unlimited(s);
  s.backends[0].capacity.emplace();
  s.backends[0].capacity->calls_in_progress = 100;
  const Day ample(s);
  s.backends[0].capacity->calls_in_progress = 1;
  const Day scarce(s);
  const auto waited = [](const observation::RunRecord& record) {
    Duration all;
    for (const auto& person : record.persons)
      all += person.waited;
    return all;
  };
  for (std::size_t hub = 0; hub < 2; ++hub) {
    CHECK(difference(ample.outage(hub), unlimited.outage(hub)) == "");
    CHECK(scarce.outage(hub).counts.present == 0);
  }
  CHECK(scarce.outage(1).counts.diverted_in > 0);
  const auto both = [&](const auto& of_hub) { return waited(of_hub(0)) + waited(of_hub(1)); };
  CHECK(both([&](std::size_t hub) -> const auto& { return scarce.outage(hub); }) >
        both([&](std::size_t hub) -> const auto& { return unlimited.outage(hub); }));
}
