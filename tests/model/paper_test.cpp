// Service on paper.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "ripresa/model/group_run.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

TEST_CASE("those held at the counter take paper's own time, be they who were slow at the counter") {
  // Ten clerks, all of them held from 14:31 on at the latest by people who have been served for longer than others, and
  // a line. From 14:40 on each writes forms of two minutes, exponential: five doses a minute from the first minute on.
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10))};
  Station desk = staffed_station("desk", 10, Exponential{Duration::seconds(48), {}});
  desk.calls = {{0, CallPoint::end}};
  desk.on_failure = {
      {Paper{{Exponential{Duration::minutes(2), {}}}, UnderWay::restart, {}}, Duration::minutes(10), {}, {}}};
  Hub hub = hub_of({desk});
  hub.walk_ins.pieces = {{hub.opens, hub.closes, 600}};
  s.hubs = {hub};
  const model::Model model = model::build_model(s);
  model::GroupRun run(model);
  constexpr int kDays = 300;
  const auto doses_between = [&run](Time from, Time to) {
    const auto& given = run.outage(0).vaccinations;
    return static_cast<double>(std::upper_bound(given.begin(), given.end(), to) -
                               std::upper_bound(given.begin(), given.end(), from));
  };
  double in_first_minute = 0;
  double in_sixth_minute = 0;
  for (std::uint32_t day = 0; day < kDays; ++day) {
    run.run(0, day);
    in_first_minute += doses_between(Time::clock(14, 40), Time::clock(14, 41)) / kDays;
    in_sixth_minute += doses_between(Time::clock(14, 45), Time::clock(14, 46)) / kDays;
  }
  // Poisson counts: four standard errors.
  const double tolerance = 4 * std::sqrt(5.0 / kDays);
  CHECK(in_first_minute == Approx(5).margin(tolerance));
  CHECK(in_sixth_minute == Approx(5).margin(tolerance));
}
