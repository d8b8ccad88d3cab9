// Calls that wait for nothing but their turn a second: their admission is known as they are made, which gives the same
// books as when it is an event, as it is where the queue has a limit, be it one that is never reached.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "ripresa/model/group_run.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// A busy hub whose line of calls given up is long by noon: twenty clerks, of whom each calls again and again.
Scenario storm(int hubs = 1) {
  Scenario s = empty_scenario();
  Capacity capacity;
  capacity.calls_per_second = 0.02;
  s.backends = {{"poste", {}, Constant{}, capacity}};
  Station desk = staffed_station("desk", 20, Constant{Duration::minutes(1)});
  desk.calls = {{0, CallPoint::end}};
  desk.on_failure.resize(1);
  desk.on_failure[0].how = Retry{Duration::seconds(5), {Duration::seconds(3), 1, Duration::seconds(3)}, Jitter::none};
  Hub hub = hub_of({desk}, Time::clock(8), Time::clock(18));
  hub.appointments.slot = Duration::seconds(10);
  hub.appointments.blocks = {{Time::clock(11), Time::clock(12), 120 / hubs}};
  for (int i = 0; i < hubs; ++i) {
    hub.name = "hub " + std::to_string(i);
    s.hubs.push_back(hub);
  }
  s.failures = {down_between(Time::clock(12), Time::clock(13))};
  return s;
}

struct Books {
  std::vector<observation::CallStep> baseline, outage;
};

/// What is in the books up to the horizon; the step after it tells of what would have come.
std::vector<observation::CallStep> until_horizon(const std::vector<observation::CallRecord>& calls) {
  std::vector<observation::CallStep> steps;
  for (const auto& record : calls)
    steps.insert(steps.end(), record.steps().begin(), record.steps().end() - 1);
  return steps;
}

Books books(const Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  REQUIRE(model.groups.size() == 1);
  model::GroupRun run(model);
  run.run(0, 0);
  return {until_horizon(run.baseline_calls()), until_horizon(run.outage_calls())};
}

/// The same with admissions that are events.
Books books_of_events(Scenario scenario) {
  for (Backend& backend : scenario.backends)
    backend.capacity->queue = 1'000'000;
  return books(scenario);
}

std::string text(const observation::CallStep& step) {
  std::string fields;
  for (const std::int32_t count : {step.first_attempts, step.offered, step.admitted, step.answered, step.failed,
                                   step.timed_out, step.wasted, step.queue_change, step.progress_change})
    fields += " " + std::to_string(count);
  return fields;
}

std::string first_difference(const std::vector<observation::CallStep>& a, const std::vector<observation::CallStep>& b) {
  const auto [in_a, in_b] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  return in_a == a.end() ? "" : "step " + std::to_string(in_a - a.begin()) + text(*in_a) + " against" + text(*in_b);
}

void check_same(const Scenario& scenario) {
  const Books known = books(scenario);
  const Books events = books_of_events(scenario);
  CHECK(first_difference(known.baseline, events.baseline) == "");
  CHECK(first_difference(known.outage, events.outage) == "");
}

Retry& retry_of(Hub& hub) {
  return std::get<Retry>(hub.stations[0].on_failure[0].how);
}

}  // namespace

TEST_CASE("a backend that goes down forgets the calls given up before, too") {
  const Scenario s = storm();
  const auto outage = books(s).outage;
  std::int64_t waiting = 0;
  std::int64_t admitted = 0;
  for (std::size_t step = 0; step < outage.size(); ++step) {
    const Time at = s.experiment.horizon - s.measures.step * static_cast<std::int64_t>(outage.size() - 1 - step);
    waiting += outage[step].queue_change;
    if (at >= Time::clock(12) && at < Time::clock(13)) {
      CHECK(waiting == 0);
      admitted += at > Time::clock(12) ? outage[step].admitted : 0;
    }
    CHECK(outage[step].admitted <= 6);
  }
  CHECK(admitted == 0);
  check_same(s);
}

TEST_CASE("calls given up and lost are not wasted work, be it the first failure or a later one") {
  Scenario s = storm();
  for (const int minutes : {0, 7, 11}) {
    s.failures = {down_between(Time::clock(6), Time::clock(6, 30)), down_between(Time::clock(12), Time::clock(13)),
                  down_between(Time::clock(15), Time::clock(15, 30)),
                  down_between(Time::clock(15, 30 + minutes), Time::clock(15, 30 + 2 * minutes))};
    INFO(minutes << " minutes of respite");
    if (minutes == 0)
      s.failures.pop_back();
    check_same(s);
    s.failures.erase(s.failures.begin());
    check_same(s);
  }
}

TEST_CASE("a call given up, or admitted, at the very instant of the failure is lost with it") {
  Scenario s = storm();
  // Calls from 11:01 on, one each 10 s, admitted each 50 s.
  for (const int second : {0, 1, 5, 10, 30, 50})
    for (const int timeout : {5, 10, 25}) {
      s.failures = {down_between(Time::clock(11, 26, second), Time::clock(12, 7, 30))};
      retry_of(s.hubs[0]).timeout = Duration::seconds(timeout);
      INFO("failure at 11:26:" << second << ", time-out " << timeout << " s");
      check_same(s);
    }
}

TEST_CASE("calls in turn: hubs that share the backend, failures of some of them, slow answers, patient clients") {
  std::mt19937 random(1);
  const auto one_of = [&random](std::initializer_list<int> values) { return values.begin()[random() % values.size()]; };
  // Failures begin where nobody's turn falls on that instant.
  for (int trial = 0; trial < 60; ++trial) {
    const int hubs = one_of({1, 2, 3});
    Scenario s = storm(hubs);
    s.backends[0].latency = Constant{Duration::seconds(one_of({0, 1, 40, 600}))};
    s.backends[0].capacity->calls_per_second = one_of({1, 2, 10}) * 0.01;
    for (Hub& hub : s.hubs) {
      retry_of(hub).timeout = Duration::seconds(one_of({5, 60, 3'600, 40'000}));
      if (one_of({0, 0, 1}) == 1)
        hub.stations[0].on_failure.clear();
    }
    s.failures.clear();
    for (const int hour : {11, 12, 14}) {
      const Time from = Time::clock(hour, one_of({7, 20, 44}), hour);
      s.failures.push_back(down_between(from, from + Duration::minutes(one_of({1, 10, 50}))));
      if (one_of({0, 1}) == 1)
        s.failures.back().hubs = {static_cast<std::size_t>(one_of({0, hubs - 1}))};
      if (one_of({0, 0, 1}) == 1)
        s.failures.back().severity = Degraded{5, one_of({0, 1}) * 0.3, Duration::seconds(30), 1};
    }
    INFO("trial " << trial);
    check_same(s);
  }
}

TEST_CASE("without a limit, too, a call given up before the failure is lost with the backend") {
  Scenario s = storm();
  s.backends[0] = {"poste", {}, Constant{Duration::minutes(30)}, {}};
  const auto wasted = [&s] {
    std::int64_t sum = 0;
    for (const auto& step : books(s).outage)
      sum += step.wasted;
    return sum;
  };
  s.hubs[0].appointments.blocks = {{Time::clock(11), Time::clock(11, 0, 10), 1}};
  retry_of(s.hubs[0]).backoff = {Duration::minutes(10), 1, Duration::minutes(10)};
  // Calls at 11:01:00 and every 10:05 from then on; those of 11:01:00 to 11:21:10 would be answered by 11:51:10.
  s.failures = {down_between(Time::clock(11, 40), Time::clock(23, 59))};
  CHECK(wasted() == 1);
}
