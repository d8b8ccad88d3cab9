// Failures at random against the theory of alternating renewal processes (Cox 1962, Renewal Theory, chapter 7; Trivedi
// 2002, Probability and Statistics with Reliability, Queuing, and Computer Science Applications, section 6.6).

#include <catch2/catch.hpp>
#include <cmath>

#include "ripresa/model/failures.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

Scenario random_scenario(Distribution time_between, Distribution time_to_repair) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.hubs = {Hub{}};
  RandomFailure failure;
  failure.name = "poste";
  failure.backends = {0};
  failure.time_between = std::move(time_between);
  failure.time_to_repair = std::move(time_to_repair);
  s.random_failures = {failure};
  return s;
}

constexpr int kFailingDays = 4000;

struct Observed {
  double availability_at_noon = 0, failures_a_day = 0;
};

Observed observe(const Scenario& s) {
  std::vector<std::uint32_t> keys;
  for (std::uint32_t i = 0; i < s.random_failures.size(); ++i)
    keys.push_back(1000 + i);
  const model::FailurePlan plan(s, keys);
  Observed sum;
  for (std::uint32_t r = 0; r < kFailingDays; ++r) {
    const auto failures = plan.draw(11, r);
    const auto& timeline = failures.everywhere[0];
    sum.availability_at_noon += model::state_at(timeline, Time::clock(12)).up ? 1 : 0;
    for (const auto& change : timeline)
      sum.failures_a_day += !change.state.up && change.at > Time{} ? 1 : 0;
  }
  return {sum.availability_at_noon / kFailingDays, sum.failures_a_day / kFailingDays};
}

/// Four standard errors of a share.
double margin(double p) {
  return 4 * std::sqrt(p * (1 - p) / kFailingDays);
}

}  // namespace

TEST_CASE("a backend that fails at random is up for the share of time that alternating-renewal theory gives") {
  const auto hours = [](double h) { return Duration::nearest_seconds(h * 3600); };
  const std::pair<Distribution, Distribution> processes[] = {
      {Exponential{hours(6), {}}, Exponential{hours(2), {}}},
      {Weibull{hours(6), 2.5}, Lognormal{hours(1.5), 1}},
      {Constant{hours(5)}, Constant{hours(3)}},
      {Gamma{hours(40), 2}, Uniform{hours(1), hours(3)}},
  };
  for (const auto& [between, repair] : processes) {
    const double up = mean_of(between).in_hours();
    const double down = mean_of(repair).in_hours();
    const Observed seen = observe(random_scenario(between, repair));
    INFO("up " << up << " h, down " << down << " h");
    CHECK(seen.availability_at_noon == Approx(up / (up + down)).margin(margin(up / (up + down))));
    // One failure a cycle; the count's variance is at most about its mean for these.
    const double expected = 24 / (up + down);
    CHECK(seen.failures_a_day == Approx(expected).margin(4 * std::sqrt(expected * 1.5 / kFailingDays)));
  }
}

TEST_CASE(
    "failures far from regular have gone on for ever at midnight too: long times without one cover it as they should") {
  const auto hours = [](double h) { return Duration::nearest_seconds(h * 3600); };
  const std::pair<Distribution, Distribution> processes[] = {
      {Lognormal{hours(20), 90}, Constant{hours(5)}},
      {Weibull{hours(0.1), 0.2}, Exponential{hours(3), {}}},
      {Empirical{{hours(1), hours(1000)}, {999, 1}}, Constant{hours(0.5)}},
      {Constant{hours(6)}, Lognormal{hours(3), 40}},
  };
  for (const auto& [between, repair] : processes) {
    const double up = mean_of(between).in_hours(), down = mean_of(repair).in_hours();
    INFO("up " << up << " h, down " << down << " h");
    CHECK(observe(random_scenario(between, repair)).availability_at_noon ==
          Approx(up / (up + down)).margin(margin(up / (up + down))));
  }
}

TEST_CASE("with all times between failures stretched a backend is down for as much less of the time") {
  const auto hours = [](double h) { return Duration::nearest_seconds(h * 3600); };
  const Scenario s = random_scenario(Lognormal{hours(20), 5}, Constant{hours(5)});
  const model::FailureProcess process(s.random_failures[0], 1000);
  for (const double stretch : {0.5, 1.0, 5.0}) {
    int down = 0;
    for (std::uint32_t r = 0; r < kFailingDays; ++r)
      for (const auto& episode : process.draw(11, r, Time::clock(24), stretch))
        down += episode.from <= Time::clock(12) && episode.to > Time::clock(12) ? 1 : 0;
    const double expected = 5 / (20 * stretch + 5);
    CHECK(static_cast<double>(down) / kFailingDays == Approx(expected).margin(margin(expected)));
  }
}

TEST_CASE("k of n backends that fail independently are up as often as the binomial says") {
  Scenario s = random_scenario(Exponential{Duration::hours(3), {}}, Exponential{Duration::hours(1), {}});
  s.backends.clear();
  s.random_failures.resize(5, s.random_failures[0]);
  for (std::size_t i = 0; i < 5; ++i) {
    s.backends.push_back({"site " + std::to_string(i), {}, Constant{}, {}});
    s.random_failures[i].name = "site " + std::to_string(i);
    s.random_failures[i].backends = {i};
  }
  DependencyGroup group{1, {0, 1, 2, 3, 4}, {}, {}};
  for (const std::size_t needed : {1u, 3u, 4u}) {
    group.needed = needed;
    s.backends.push_back({"k of n", {group}, Constant{}, {}});
  }
  s.backends.push_back({"all", {0, 1, 2, 3, 4}, Constant{}, {}});
  const auto at_least = [](int k) {
    double sum = 0;
    for (int j = k; j <= 5; ++j)
      sum += std::tgamma(6) / (std::tgamma(j + 1) * std::tgamma(6 - j)) * std::pow(0.75, j) * std::pow(0.25, 5 - j);
    return sum;
  };
  const model::FailurePlan plan(s, {1000, 1001, 1002, 1003, 1004});
  std::vector<int> up(s.backends.size());
  for (std::uint32_t r = 0; r < kFailingDays; ++r) {
    const auto failures = plan.draw(11, r);
    for (std::size_t b = 0; b < up.size(); ++b)
      up[b] += model::state_at(failures.everywhere[b], Time::clock(12)).up ? 1 : 0;
  }
  for (const auto& [backend, k] : {std::pair(5u, 1), std::pair(6u, 3), std::pair(7u, 4), std::pair(8u, 5)}) {
    INFO(k << " of 5");
    CHECK(static_cast<double>(up[backend]) / kFailingDays == Approx(at_least(k)).margin(margin(at_least(k))));
  }
}

TEST_CASE("a common cause takes its backends down at one and the same time") {
  Scenario s = random_scenario(Exponential{Duration::hours(3), {}}, Exponential{Duration::hours(1), {}});
  s.backends.push_back({"other", {}, Constant{}, {}});
  s.random_failures[0].backends = {0, 1};
  const model::FailurePlan plan(s, {5});
  for (std::uint32_t r = 0; r < 20; ++r) {
    const auto failures = plan.draw(1, r);
    REQUIRE(failures.everywhere[0].size() == failures.everywhere[1].size());
    for (std::size_t i = 0; i < failures.everywhere[0].size(); ++i)
      REQUIRE(failures.everywhere[0][i].at == failures.everywhere[1][i].at);
  }
}

TEST_CASE("the failures of a replication are the same however often and in whatever order they are drawn") {
  const Scenario s = random_scenario(Exponential{Duration::hours(3), {}}, Exponential{Duration::hours(1), {}});
  const model::FailurePlan plan(s, {5});
  const auto third = plan.draw(1, 3);
  plan.draw(1, 4);
  const auto again = plan.draw(1, 3);
  REQUIRE(third.everywhere[0].size() == again.everywhere[0].size());
  for (std::size_t i = 0; i < again.everywhere[0].size(); ++i)
    CHECK(third.everywhere[0][i].at == again.everywhere[0][i].at);
  CHECK(third.first == again.first);
}

TEST_CASE("a replication in which nothing fails has no failure and ends it at midnight") {
  Scenario s = random_scenario(Constant{Duration::days(300)}, Constant{Duration::minutes(1)});
  const model::FailurePlan plan(s, {5});
  const auto failures = plan.draw(1, 0);
  CHECK_FALSE(failures.any());
  CHECK(failures.end == Time{});
  CHECK(failures.everywhere[0].empty());
}

TEST_CASE("random failures come on top of those at fixed times, and only where they are felt") {
  Scenario s = random_scenario(Constant{Duration::hours(2)}, Constant{Duration::minutes(30)});
  Station station = staffed_station("registration", 1, Constant{Duration::minutes(1)});
  station.calls = {{0, CallPoint::end}};
  s.hubs = {hub_of({station}), hub_of({station}), Hub{}};
  s.random_failures[0].hubs = {1};
  s.failures = {down_between(Time::clock(14), Time::clock(15))};
  s.backends.push_back(s.backends[0]);
  const model::FailurePlan plan(s, {5});
  const auto failures = plan.draw(1, 0);
  const auto& spared = failures.by_exposure[plan.exposure(0)];
  const auto& hit = failures.by_exposure[plan.exposure(1)];
  CHECK(spared.timelines[0].size() == 2);
  CHECK(whole(spared.periods).end == Time::clock(15));
  CHECK(hit.timelines[0].size() > 15);
  CHECK(whole(hit.periods).end > Time::clock(20));
  CHECK(failures.by_exposure[plan.exposure(2)].periods.empty());  // makes no calls
  for (const std::size_t others : {1u, 2u})
    CHECK(whole(plan.periods_of(failures, std::vector<std::size_t>{others})).end == whole(hit.periods).end);
  CHECK(whole(plan.periods_of(failures, std::vector<std::size_t>{0, 2})).end == Time::clock(15));
  CHECK(failures.by_backend[0].end == whole(hit.periods).end);
  CHECK(failures.by_backend[1].end == whole(hit.periods).end);  // never fails itself: all count
  CHECK(failures.everywhere[0].size() == 2);
  CHECK(failures.first < Time::clock(3));
}
