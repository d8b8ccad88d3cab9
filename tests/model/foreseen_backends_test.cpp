// When backends of limited capacity admit calls, against looking at every call before.

#include "ripresa/model/foreseen_backends.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <utility>
#include <vector>

#include "support/scenarios.hpp"

using namespace ripresa;

namespace {

struct Admitted {
  Time begin, end;
};

/// The first instant from `now` on at which fewer than `places` are worked on and `gap` has passed, tried one by one.
Time tried(const std::vector<Admitted>& before, const model::CapacityModel& capacity, Time now) {
  const Duration step = Duration::microseconds(1);
  Time at = before.empty() ? now : std::max(now, before.back().begin + capacity.gap);
  const auto busy = [&] {
    return std::count_if(before.begin(), before.end(), [&at](const Admitted& call) { return call.end > at; });
  };
  while (capacity.calls_in_progress > 0 && busy() >= capacity.calls_in_progress)
    at = at + step;
  return at;
}

}  // namespace

TEST_CASE("a call is admitted once a place is free and the gap has passed") {
  std::mt19937 random(1);
  const auto up_to = [&random](int most) {
    return Duration::microseconds(std::uniform_int_distribution<>(0, most)(random));
  };
  for (const int places : {0, 1, 2, 3, 25})
    for (const int gap : {0, 4}) {
      model::CapacityModel capacity;
      capacity.calls_in_progress = places;
      capacity.gap = Duration::microseconds(gap);
      model::AdmissionTimes admissions(2);
      std::vector<Admitted> before;
      Time now = Time::clock(8);
      for (int call = 0; call < 400; ++call) {
        now = now + up_to(12);
        const Duration work = up_to(30);
        INFO(places << " places, gap " << gap << ", call " << call);
        const Time expected = tried(before, capacity, now);
        REQUIRE(admissions.admit(1, capacity, now, work) == expected);
        before.push_back({expected, expected + work});
        if (call == 200) {  // the backend goes down, and forgets all it had
          admissions.forget(1);
          before.clear();
        }
      }
    }
}

TEST_CASE("admissions are foreseen unless a failure of what the backend rests on changes its capacity or its work") {
  using namespace ripresa::testing;
  Scenario s = empty_scenario();
  Capacity places;
  places.calls_in_progress = 3;
  Capacity spaced;
  spaced.calls_per_second = 1;
  s.backends = {{"places", {}, Constant{}, places}, {"spaced", {}, Constant{}, spaced}, {"below", {}, Constant{}, {}}};
  s.hubs = {hub_of({staffed_station("desk", 1, Constant{Duration::minutes(1)})})};
  const auto foreseen = [&s](Degraded degraded, std::size_t failing) {
    s.failures = {{failing, Time::clock(9), Time::clock(10), degraded, {}}};
    const model::Model model = model::build_model(s);
    return std::pair(model.backends[0].capacity->foreseeable, model.backends[1].capacity->foreseeable);
  };
  const Degraded slow{3, 0, Duration::seconds(30), 1};
  const Degraded weak{1, 0, Duration::seconds(30), 0.5};
  CHECK(foreseen(slow, 0) == std::pair(false, true));
  CHECK(foreseen(slow, 1) == std::pair(true, true));
  CHECK(foreseen(weak, 1) == std::pair(true, false));
  CHECK(foreseen(slow, 2) == std::pair(true, true));
  s.backends[0].depends_on = {Dependency{2}};
  CHECK(foreseen(slow, 2) == std::pair(false, true));
  CHECK(foreseen(weak, 2) == std::pair(false, true));
}
