// When backends of limited capacity admit calls, against looking at every call before.

#include "ripresa/model/foreseen_backends.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

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
