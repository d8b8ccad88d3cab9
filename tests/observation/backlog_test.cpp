// The backlog curve and what is read off it, on lists of completions short enough to work out by hand.

#include "ripresa/observation/backlog.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace ripresa;
using namespace ripresa::observation;

namespace {

using Times = std::vector<Time>;

Time at(int minute, int second = 0) {
  return Time::clock(15, minute, second);
}

/// The failure ends at 15:10, the run at 16:00.
CatchUpRule rule(double tolerance, Duration hold = {}) {
  return {at(10), tolerance, hold, Time::clock(16)};
}

// Baseline one dose a minute 15:00 … 15:09; the outage gives none until 15:10, then two a minute until all are given.
const Times kBaseline = {at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9)};
const Times kOutage = {at(10), at(10), at(11), at(11), at(12), at(12), at(13), at(13), at(14), at(14)};

}  // namespace

TEST_CASE("the backlog is what the baseline has given by an instant, that instant included, less what the outage has") {
  CHECK(backlog_at(kBaseline, kOutage, at(0) - Duration::microseconds(1)) == 0);
  CHECK(backlog_at(kBaseline, kOutage, at(0)) == 1);
  CHECK(backlog_at(kBaseline, kOutage, at(9)) == 10);
  CHECK(backlog_at(kBaseline, kOutage, at(10)) == 8);
  CHECK(backlog_at(kBaseline, kOutage, at(14)) == 0);
  CHECK(backlog_at(kOutage, kBaseline, at(9)) == -10);
}

TEST_CASE("the peak is the largest backlog and the first instant at which it was reached") {
  const PeakBacklog peak = peak_backlog(kBaseline, kOutage);
  CHECK(peak.persons == 10);
  CHECK(peak.at == at(9));
  // Up to 1 at 15:00, back to 0, up to 1 again at 15:02.
  CHECK(peak_backlog(Times{at(0), at(2)}, Times{at(1), at(3)}).at == at(0));
}

TEST_CASE("a run that is never behind has no peak and no peak time") {
  for (const auto& [baseline, outage] :
       {std::pair(kBaseline, kBaseline), std::pair(Times{}, Times{}), std::pair(kOutage, kBaseline)}) {
    CHECK(peak_backlog(baseline, outage).persons == 0);
    CHECK(peak_backlog(baseline, outage).at == Time::never());
  }
}

TEST_CASE("completions of both runs at one instant do not make a backlog of an instant's length") {
  CHECK(peak_backlog(Times{at(1), at(2)}, Times{at(1), at(2)}).persons == 0);
}

TEST_CASE("caught up is the first instant with the backlog within the tolerance") {
  CHECK(catch_up_time(kBaseline, kOutage, rule(0)) == at(14));
  CHECK(catch_up_time(kBaseline, kOutage, rule(1)) == at(14));
  CHECK(catch_up_time(kBaseline, kOutage, rule(2)) == at(13));
  CHECK(catch_up_time(kBaseline, kOutage, rule(7.5)) == at(11));
  CHECK(catch_up_time(kBaseline, kOutage, rule(8)) == at(10));
}

TEST_CASE("caught up is never before the failure's end, however small the backlog was until then") {
  CHECK(catch_up_time(kBaseline, kBaseline, rule(0)) == at(10));
  CHECK(catch_up_time(Times{}, Times{}, rule(0)) == at(10));
}

TEST_CASE("a backlog that comes back within the hold time does not count as caught up before") {
  // Level at 15:12, one behind at 15:15, level again at 15:16 and for good.
  const Times baseline = {at(5), at(15)};
  const Times outage = {at(12), at(16)};
  CHECK(catch_up_time(baseline, outage, rule(0, Duration::minutes(3))) == at(12));
  CHECK(catch_up_time(baseline, outage, rule(0, Duration::minutes(3) + Duration::microseconds(1))) == at(16));
  CHECK(catch_up_time(baseline, outage, rule(1, Duration::minutes(10))) == at(10));
}

TEST_CASE("a backlog that returns after the hold time is a matter of its own") {
  const Times baseline = {at(5), at(30)};
  const Times outage = {at(12), at(50)};
  CHECK(catch_up_time(baseline, outage, rule(0, Duration::minutes(10))) == at(12));
}

TEST_CASE("a run that is behind at the horizon is censored; the horizon cuts the hold time short") {
  CHECK_FALSE(catch_up_time(Times{at(5), at(6)}, Times{}, rule(1)));
  // Level at 15:58, and nothing more is known.
  CHECK(catch_up_time(Times{at(5)}, Times{at(58)}, rule(0, Duration::minutes(10))) == at(58));
  // Level at the very horizon is too late.
  CHECK_FALSE(catch_up_time(Times{at(5)}, Times{Time::clock(16)}, rule(0)));
  CHECK_FALSE(catch_up_time(Times{at(5)}, Times{Time::clock(16, 30)}, rule(0)));
}

TEST_CASE("a failure that ends with the horizon is caught up then, unless somebody is behind") {
  CatchUpRule late = rule(0);
  late.failure_end = Time::clock(16);
  CHECK(catch_up_time(kBaseline, kBaseline, late) == Time::clock(16));
  CHECK_FALSE(catch_up_time(Times{at(5), at(6)}, Times{}, late));
}

TEST_CASE("the area under the backlog is how late the doses were, added up") {
  // Dose k: due 15:k, given at 15:10, 10, 11, 11, …: late by 10, 9, 9, 8, 8, 7, 7, 6, 6, 5 minutes.
  CHECK(backlog_area(kBaseline, kOutage, Time::clock(16)) == Duration::minutes(75));
  // A dose not given by the horizon is late up to there.
  CHECK(backlog_area(Times{at(30)}, Times{}, Time::clock(16)) == Duration::minutes(30));
  CHECK(backlog_area(kOutage, kBaseline, Time::clock(16)) == -Duration::minutes(75));
}

TEST_CASE("runs that are one for a while have the backlog that their definition gives, wherever they part") {
  std::mt19937_64 random(5);
  const auto up_to = [&random](int most) { return std::uniform_int_distribution<>(0, most)(random); };
  const auto some = [&](Times times) {
    for (int more = up_to(6); more > 0; --more)
      times.push_back(at(up_to(59), up_to(2)));  // many at one instant
    std::sort(times.begin(), times.end());
    return times;
  };
  for (int round = 0; round < 2000; ++round) {
    const Times common = some({});
    const Times baseline = some(common);
    const Times outage = up_to(9) == 0 ? baseline : some(common);
    PeakBacklog expected;
    Duration area;
    Times instants = baseline;
    instants.insert(instants.end(), outage.begin(), outage.end());
    std::sort(instants.begin(), instants.end());
    for (std::size_t i = 0; i < instants.size(); ++i) {
      const std::int64_t behind = backlog_at(baseline, outage, instants[i]);
      if (behind > expected.persons)
        expected = {behind, instants[i]};
      area += ((i + 1 < instants.size() ? instants[i + 1] : Time::clock(16)) - instants[i]) * behind;
    }
    const PeakBacklog peak = peak_backlog(baseline, outage);
    REQUIRE(peak.persons == expected.persons);
    REQUIRE(peak.at == expected.at);
    REQUIRE(backlog_area(baseline, outage, Time::clock(16)) == area);
  }
}
