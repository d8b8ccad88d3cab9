// Services that come to take another time while people are at the counters: what the fluid makes up for those under way
// against the simulation, in a hub so large that chance matters little.

#include <catch2/catch.hpp>

#include "ripresa/estimate/estimate.hpp"
#include "ripresa/model/day_run.hpp"
#include "ripresa/observation/backlog.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// 60 walk-ins a minute on 400 desks of 5 min; a failure from 11:00 to 12:00, after which all have a line.
Scenario large_hub(CallPoint at, const Severity& severity) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Exponential{Duration::seconds(6), {}}, {}}};
  s.failures = {{0, Time::clock(11), Time::clock(12), severity, {}}};
  Station station = staffed_station("desk", 400, Exponential{Duration::minutes(5), {}});
  station.calls = {{0, at}};
  s.hubs = {hub_of({station}, Time::clock(9), Time::clock(14))};
  s.hubs[0].walk_ins.pieces = {{Time::clock(9), Time::clock(14), 3600.0}};
  return s;
}

/// How many are behind at 12:40, when all but a few of those who were at the counters at 12:00 have left.
void check_behind(const Scenario& s) {
  const Time later = Time::clock(12, 40);
  const auto fluid = estimate::estimate(s).scopes.front();
  const model::Model model = model::build_model(s);
  model::DayRun run(model);
  double behind = 0;
  constexpr int kDays = 4;
  for (std::uint32_t day = 0; day < kDays; ++day) {
    run.run(day);
    behind +=
        static_cast<double>(observation::backlog_at(run.baseline(0).vaccinations, run.outage(0).vaccinations, later)) /
        kDays;
  }
  // As many as are at the counters make 400.
  CHECK(exact::total_until(fluid.backlog, exact::minutes_of(later)) == Approx(behind).margin(120));
}

}  // namespace

TEST_CASE("calls that become slow and recover leave those behind whom the simulation leaves") {
  for (const CallPoint at : {CallPoint::start, CallPoint::end}) {
    INFO("call " << static_cast<int>(at));
    check_behind(large_hub(at, Degraded{100, 0, Duration::seconds(30)}));
  }
}

TEST_CASE("calls that fail by fits and recover leave those behind whom the simulation leaves") {
  for (const CallPoint at : {CallPoint::start, CallPoint::end}) {
    INFO("call " << static_cast<int>(at));
    check_behind(large_hub(at, Degraded{1, 0.9, Duration::minutes(1)}));
  }
}

TEST_CASE("slow work on paper is finished as it began") {
  for (const CallPoint at : {CallPoint::start, CallPoint::end}) {
    INFO("call " << static_cast<int>(at));
    Scenario s = large_hub(at, Down{});
    s.hubs[0].stations[0].on_failure = {
        {Paper{{Exponential{Duration::minutes(10), {}}}, UnderWay::restart, {}}, Duration::minutes(10), {}, {}}};
    check_behind(s);
  }
}
