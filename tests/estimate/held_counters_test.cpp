// The counters that the fluid takes as held, by an outage and by responses that leave those held waiting, against the
// simulation, in a hub so large that chance matters little.

#include <catch2/catch.hpp>

#include "ripresa/estimate/estimate.hpp"
#include "ripresa/model/day_run.hpp"
#include "ripresa/observation/backlog.hpp"
#include "ripresa/statistics/mean.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// 60 walk-ins a minute on 400 desks of 5 min, of which 100 are usually free; down from 11:00 to 12:00.
Scenario large_hub(CallPoint at, const Response& response) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.failures = {down_between(Time::clock(11), Time::clock(12))};
  Station station = staffed_station("desk", 400, Exponential{Duration::minutes(5), {}});
  station.calls = {{0, at}};
  station.on_failure = {response};
  s.hubs = {hub_of({station}, Time::clock(9), Time::clock(14))};
  s.hubs[0].walk_ins.pieces = {{Time::clock(9), Time::clock(14), 3600.0}};
  return s;
}

struct Figures {
  double peak_queue = 0, behind = 0;
};

Figures simulated(const Scenario& s) {
  const model::Model model = model::build_model(s);
  model::DayRun run(model);
  Figures mean;
  constexpr int kDays = 4;
  for (std::uint32_t day = 0; day < kDays; ++day) {
    run.run(day);
    mean.peak_queue += static_cast<double>(run.outage(0).peak_queue.persons) / kDays;
    mean.behind += static_cast<double>(observation::backlog_at(run.baseline(0).vaccinations, run.outage(0).vaccinations,
                                                               s.failures.back().to)) /
                   kDays;
  }
  return mean;
}

void check_close(const Scenario& s) {
  const auto fluid = estimate::estimate(s).scopes.front();
  const Figures run = simulated(s);
  // Ten desks more or fewer that are held, of 400, are 120 people in an hour.
  CHECK(fluid.peak_queue.persons == Approx(run.peak_queue).epsilon(0.05).margin(120));
  CHECK(fluid.backlog_at_failure_end_persons == Approx(run.behind).epsilon(0.05).margin(120));
}

Response leaving_those_held(std::variant<Paper, Offline> how, Duration after) {
  return std::visit(
      [after](auto& response) {
        response.under_way = UnderWay::finish;
        return Response{response, after, {}, {}};
      },
      how);
}

}  // namespace

TEST_CASE("those who are held as paper or offline work begins keep their counters, and only theirs") {
  const Paper paper{{Exponential{Duration::minutes(5), {}}}, UnderWay::finish, {}};
  for (const CallPoint at : {CallPoint::start, CallPoint::end, CallPoint::throughout})
    for (const int after_minutes : {0, 1, 2, 20}) {
      INFO("call " << static_cast<int>(at) << ", after " << after_minutes << " min");
      check_close(large_hub(at, leaving_those_held(paper, Duration::minutes(after_minutes))));
      check_close(large_hub(at, leaving_those_held(Offline{}, Duration::minutes(after_minutes))));
    }
}

TEST_CASE("who is in the midst of a call at the start as the backend goes is held by it") {
  const Paper paper{{Exponential{Duration::minutes(6), {}}}, UnderWay::finish, {}};
  Scenario s = large_hub(CallPoint::start, leaving_those_held(paper, {}));
  s.backends[0].latency = Constant{Duration::seconds(90)};  // 390 desks busy, 90 of them with calls
  check_close(s);
}

TEST_CASE("work that goes on without its backend is not held, and a further failure finds nobody held") {
  Scenario s = large_hub(CallPoint::throughout, leaving_those_held(Offline{}, {}));
  s.hubs[0].stations[0].on_backend_loss = UnderWay::finish;
  check_close(s);
  s = large_hub(CallPoint::end, leaving_those_held(Offline{}, {}));
  s.failures[0].to = Time::clock(11, 10);
  s.hubs[0].stations[0].on_failure[0].back_after = Duration::minutes(30);
  s.failures.push_back(down_between(Time::clock(11, 30), Time::clock(12)));
  check_close(s);
}

TEST_CASE("who comes on duty while the backend is down holds a person too, from before the opening as from then on") {
  const Response wait{Wait{}, {}, {}, {}};
  for (const CallPoint at : {CallPoint::start, CallPoint::end, CallPoint::throughout}) {
    INFO("call " << static_cast<int>(at));
    Scenario s = large_hub(at, wait);
    auto& shifts = std::get<Staffed>(s.hubs[0].stations[0].servers).shifts;
    shifts = {{Time::clock(9), Time::clock(20), 2000}};
    s.failures = {down_between(Time::clock(9), Time::clock(10))};
    const double from_opening = estimate::estimate(s).scopes.front().peak_queue.persons;
    s.failures[0].from = Time::clock(5);
    CHECK(estimate::estimate(s).scopes.front().peak_queue.persons == Approx(from_opening));
    check_close(s);
    s.failures = {down_between(Time::clock(11), Time::clock(12))};
    shifts = {{Time::clock(9), Time::clock(11, 30), 350}, {Time::clock(11, 30), Time::clock(20), 1000}};
    check_close(s);
  }
}
