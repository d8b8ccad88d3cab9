#include <catch2/catch.hpp>

#include "ripresa/model/failures.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using model::BackendTimeline;

namespace {

Scenario cloud_and_poste() {
  Scenario s = empty_scenario();
  s.backends = {{"cloud", {}, Constant{}, {}}, {"poste", {0}, Constant{}, {}}, {"other", {}, Constant{}, {}}};
  s.hubs = {Hub{}, Hub{}};
  return s;
}

std::vector<BackendTimeline> timelines_at(const Scenario& s, std::size_t hub) {
  const model::FailurePlan plan(s, {});
  return plan.fixed().by_exposure[plan.exposure(hub)].timelines;
}

}  // namespace

TEST_CASE("a failure hits whatever rests on what fails, and nothing else") {
  Scenario s = cloud_and_poste();
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10), 0)};
  const auto timelines = timelines_at(s, 0);
  for (const std::size_t backend : {0u, 1u}) {
    REQUIRE(timelines[backend].size() == 2);
    CHECK(timelines[backend][0].at == Time::clock(14, 30));
    CHECK_FALSE(timelines[backend][0].state.up);
    CHECK(timelines[backend][1].at == Time::clock(15, 10));
    CHECK(timelines[backend][1].state.up);
  }
  CHECK(timelines[2].empty());
}

TEST_CASE("a window with a scope is felt by its hubs only") {
  Scenario s = cloud_and_poste();
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10), 0)};
  s.failures[0].hubs = {1};
  CHECK(timelines_at(s, 0)[0].empty());
  CHECK(timelines_at(s, 1)[0].size() == 2);
}

TEST_CASE("where windows overlap the worst holds and degradations add up") {
  Scenario s = cloud_and_poste();
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10), 0),
                {1, Time::clock(14), Time::clock(15, 20), Degraded{3, 0.5, Duration::seconds(30)}, {}},
                {1, Time::clock(14, 15), Time::clock(14, 20), Degraded{2, 0.5, Duration::seconds(60)}, {}}};
  const BackendTimeline poste = timelines_at(s, 0)[1];
  REQUIRE(poste.size() == 6);
  CHECK(poste[0].at == Time::clock(14));
  CHECK(poste[0].state.latency_factor == 3);
  CHECK(poste[1].at == Time::clock(14, 15));
  CHECK(poste[1].state.latency_factor == 6);
  CHECK(poste[1].state.error_rate == Approx(0.75));
  CHECK(poste[1].state.retry_pause == Duration::seconds(60));
  CHECK(poste[2].state.latency_factor == 3);
  CHECK_FALSE(poste[3].state.up);
  CHECK(poste[4].at == Time::clock(15, 10));
  CHECK(poste[4].state.up);
  CHECK(poste[4].state.error_rate == 0.5);
  CHECK(poste[5].state == model::BackendState{});
}

TEST_CASE("windows of one backend that touch are one interval") {
  Scenario s = cloud_and_poste();
  s.failures = {down_between(Time::clock(14), Time::clock(15), 0), down_between(Time::clock(15), Time::clock(16), 0)};
  const auto down = model::down_intervals(timelines_at(s, 0)[1]);
  REQUIRE(down.size() == 1);
  CHECK(down[0].from == Time::clock(14));
  CHECK(down[0].to == Time::clock(16));
}
