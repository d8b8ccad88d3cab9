// Dependencies: who goes down with whom, who takes over, and how a backend comes back.

#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "ripresa/model/failures.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using model::BackendGraph;
using model::BackendTimeline;

namespace {

constexpr std::size_t kEu = 0, kUs = 1, kAsia = 2, kFront = 3;

std::vector<Backend> three_sites(DependencyGroup group) {
  return {{"eu", {}, Constant{}, {}},
          {"us", {}, Constant{}, {}},
          {"asia", {}, Constant{}, {}},
          {"front", {std::move(group)}, Constant{}, {}}};
}

DependencyGroup group_of(std::size_t needed, std::size_t members, Duration failover = {}, Duration detection = {}) {
  DependencyGroup group{needed, {}, failover, detection};
  for (std::size_t i = 0; i < members; ++i)
    group.members.emplace_back(i);
  return group;
}

struct Outage {
  Time from, to;
  bool operator==(const Outage&) const = default;
};

std::vector<Outage> front_down(const std::vector<Backend>& backends, const std::vector<FailureWindow>& windows) {
  std::vector<Outage> down;
  for (const auto& interval : model::down_intervals(BackendGraph(backends).timelines(windows).back()))
    down.push_back({interval.from, interval.to});
  return down;
}

FailureWindow fails(std::size_t backend, Time from, Time to) {
  return down_between(from, to, backend);
}

}  // namespace

TEST_CASE("any of two: the other takes over once the failure is noticed and the change-over made") {
  const auto backends = three_sites(group_of(1, 2, Duration::seconds(30), Duration::seconds(10)));
  CHECK(front_down(backends, {fails(kEu, Time::clock(14), Time::clock(15))}) ==
        std::vector<Outage>{{Time::clock(14), Time::clock(14, 0, 40)}});
  CHECK(front_down(backends, {fails(kUs, Time::clock(14), Time::clock(15))}).empty());
}

TEST_CASE("no failover when the one that serves is back before it") {
  const auto backends = three_sites(group_of(1, 2, Duration::seconds(30), Duration::seconds(10)));
  CHECK(front_down(backends, {fails(kEu, Time::clock(14), Time::clock(14, 0, 20))}) ==
        std::vector<Outage>{{Time::clock(14), Time::clock(14, 0, 20)}});
}

TEST_CASE("who took over serves on when the first is back, and is replaced by it in turn") {
  const auto backends = three_sites(group_of(1, 2, Duration::seconds(30)));
  CHECK(
      front_down(backends, {fails(kEu, Time::clock(14), Time::clock(15)), fails(kEu, Time::clock(16), Time::clock(17)),
                            fails(kUs, Time::clock(18), Time::clock(19))}) ==
      std::vector<Outage>{{Time::clock(14), Time::clock(14, 0, 30)}, {Time::clock(18), Time::clock(18, 0, 30)}});
}

TEST_CASE("with all sites down the whole is down until one is back: at once the one that served, else with failover") {
  const auto backends = three_sites(group_of(1, 2, Duration::seconds(30)));
  const auto eu = fails(kEu, Time::clock(14), Time::clock(16));
  CHECK(front_down(backends, {eu, fails(kUs, Time::clock(13), Time::clock(15))}) ==
        std::vector<Outage>{{Time::clock(14), Time::clock(15, 0, 30)}});
  CHECK(front_down(backends, {eu, fails(kUs, Time::clock(13), Time::clock(17))}) ==
        std::vector<Outage>{{Time::clock(14), Time::clock(16)}});
}

TEST_CASE("a successor that fails during the change-over makes room for the next") {
  const auto backends = three_sites(group_of(1, 3, Duration::seconds(30)));
  CHECK(front_down(backends, {fails(kEu, Time::clock(14), Time::clock(16)),
                              fails(kUs, Time::clock(14, 0, 20), Time::clock(15))}) ==
        std::vector<Outage>{{Time::clock(14), Time::clock(14, 0, 50)}});
}

TEST_CASE("two of three: down when two are, and for a failover when one that serves fails") {
  const std::vector<FailureWindow> windows = {fails(kEu, Time::clock(14), Time::clock(16)),
                                              fails(kAsia, Time::clock(15), Time::clock(17))};
  CHECK(front_down(three_sites(group_of(2, 3)), windows) == std::vector<Outage>{{Time::clock(15), Time::clock(16)}});
  CHECK(front_down(three_sites(group_of(2, 3, Duration::minutes(1))), windows) ==
        std::vector<Outage>{{Time::clock(14), Time::clock(14, 1)}, {Time::clock(15), Time::clock(16, 1)}});
}

TEST_CASE("groups nest: either the cloud of two sites together, or the third alone") {
  DependencyGroup cloud = group_of(2, 2);
  DependencyGroup either{1, {cloud, Dependency(kAsia)}, Duration::seconds(5), {}};
  const auto backends = three_sites(either);
  CHECK(front_down(backends, {fails(kUs, Time::clock(14), Time::clock(15))}) ==
        std::vector<Outage>{{Time::clock(14), Time::clock(14, 0, 5)}});
  CHECK(front_down(backends, {fails(kUs, Time::clock(14), Time::clock(15)),
                              fails(kAsia, Time::clock(14, 30), Time::clock(14, 40))}) ==
        std::vector<Outage>{{Time::clock(14), Time::clock(14, 0, 5)}, {Time::clock(14, 30), Time::clock(14, 40)}});
}

TEST_CASE("what rests on the same cloud by two ways feels its degradation once") {
  std::vector<Backend> backends = {{"cloud", {}, Constant{}, {}},
                                   {"login", {0}, Constant{}, {}},
                                   {"database", {0}, Constant{}, {}},
                                   {"poste", {1, 2}, Constant{}, {}}};
  const std::vector<FailureWindow> windows = {
      {0, Time::clock(14), Time::clock(15), Degraded{3, 0.5, Duration::seconds(30)}, {}}};
  const auto poste = BackendGraph(backends).timelines(windows)[3];
  REQUIRE(poste.size() == 2);
  CHECK(poste[0].state.latency_factor == 3);
  CHECK(poste[0].state.error_rate == 0.5);
}

namespace {

constexpr std::size_t kDb = 0, kX = 1, kY = 2, kZ = 3;

DependencyGroup some_of(std::size_t needed, std::vector<Dependency> members) {
  return {needed, std::move(members), {}, {}};
}

FailureWindow degraded(std::size_t backend, double latency_factor, double error_rate = 0, double capacity_factor = 1) {
  return {backend,
          Time::clock(14),
          Time::clock(15),
          Degraded{latency_factor, error_rate, Duration::seconds(30), capacity_factor},
          {}};
}

/// At 14:30, of what rests so on x and y, which rest on db, and on z, which rests on nothing.
model::BackendState felt_by(std::vector<Dependency> depends_on, const std::vector<FailureWindow>& windows) {
  const std::vector<Backend> backends = {{"db", {}, Constant{}, {}},
                                         {"x", {kDb}, Constant{}, {}},
                                         {"y", {kDb}, Constant{}, {}},
                                         {"z", {}, Constant{}, {}},
                                         {"top", std::move(depends_on), Constant{}, {}}};
  return model::state_at(BackendGraph(backends).timelines(windows).back(), Time::clock(14, 30));
}

}  // namespace

TEST_CASE("what is felt by two ways is felt once, whether the ways are groups or not") {
  const std::vector<std::vector<Dependency>> all_ways = {
      {kX, kY},
      {kDb, some_of(1, {kX, kY})},
      {kX, some_of(1, {kY, kZ})},
      {some_of(1, {kX, kZ}), some_of(1, {kY, kZ})},
      {some_of(1, {some_of(2, {kX, kY}), kZ})},
      {some_of(2, {kX, kY, kZ})},
      {kDb, some_of(2, {kX, kZ, kY})},
      {some_of(2, {kX, kZ, kY}), some_of(1, {kY, kZ}), some_of(2, {kZ, kY, kX})},
      {some_of(1, {some_of(2, {some_of(1, {kX, kZ}), some_of(1, {kY, kZ})}), kZ})}};
  for (std::size_t i = 0; i < all_ways.size(); ++i) {
    INFO("way " << i);
    CHECK(felt_by(all_ways[i], {degraded(kDb, 3, 0.5, 0.25)}) ==
          model::BackendState{true, 3, 0.5, Duration::seconds(30), 0.25});
  }
}

TEST_CASE("a window without errors leaves the pause before calls are made again as another has it") {
  FailureWindow errors = fails(0, Time::clock(13), Time::clock(14));
  errors.severity = Degraded{1, 0.5, Duration::seconds(5), 1};
  FailureWindow slow = fails(0, Time::clock(13), Time::clock(14));
  slow.severity = Degraded{3, 0, Duration::seconds(30), 1};
  const std::vector<Backend> backends = {{"poste", {}, Constant{}, {}}};
  const BackendTimeline poste = BackendGraph(backends).timelines(std::vector{errors, slow})[0];
  const auto state = model::state_at(poste, Time::clock(13, 30));
  CHECK(state.error_rate == 0.5);
  CHECK(state.latency_factor == 3);
  CHECK(state.retry_pause == Duration::seconds(5));
}

TEST_CASE("windows that overlap on what two ways share are each felt once") {
  const auto top = felt_by({kX, some_of(1, {kY, kZ})}, {degraded(kDb, 3), degraded(kDb, 5), degraded(kY, 2)});
  CHECK(top.latency_factor == 30);
}

TEST_CASE("who takes over brings what the other ways feel already, once") {
  const std::vector<FailureWindow> windows = {degraded(kDb, 3, 0.5), fails(kZ, Time::clock(14, 10), Time::clock(15))};
  const auto top = felt_by({kX, some_of(1, {kZ, kY})}, windows);
  CHECK(top.latency_factor == 3);
  CHECK(top.error_rate == 0.5);
}

TEST_CASE("a ramp and a cold cache of what two ways share are each felt once") {
  FailureWindow window = fails(kDb, Time::clock(13), Time::clock(14));
  window.recovery = {Duration::hours(1), 0.2, 5, 0.4, Duration::seconds(30), Duration::hours(1), 9};
  CHECK(felt_by({kDb, some_of(1, {kX, kY})}, {window}) == felt_by({kDb}, {window}));
}

TEST_CASE("servers of a group: the slowest counts, and a call survives only if it survives the errors of each") {
  const auto servers = {degraded(kX, 3, 0.5, 0.5), degraded(kZ, 2, 0.2, 0.125)};
  const auto top = felt_by({some_of(2, {kX, kZ, kY})}, servers);
  CHECK(top.latency_factor == 3);
  CHECK(top.capacity_factor == 0.125);
  CHECK(top.error_rate == Approx(0.6));
}

TEST_CASE("the slowest server is the one that is so with what is felt by another way left out") {
  const Dependency group = some_of(2, {kX, kZ, kY});
  const auto latency_factor = [&](double of_db, double of_z) {
    return felt_by({kDb, group}, {degraded(kDb, of_db), degraded(kZ, of_z)}).latency_factor;
  };
  CHECK(felt_by({group}, {degraded(kDb, 3), degraded(kZ, 2)}).latency_factor == 3);
  CHECK(latency_factor(3, 2) == 6);
  CHECK(latency_factor(3, 4) == 12);
}

TEST_CASE("two groups of different servers: each as slow as its slowest, together the product") {
  const std::vector<Dependency> groups = {some_of(2, {0, 1, 2}), some_of(2, {3, 4, 5})};
  std::vector<Backend> backends;
  for (const char* name : {"a", "b", "c", "d", "e", "f"})
    backends.push_back({name, {}, Constant{}, {}});
  backends.push_back({"top", groups, Constant{}, {}});
  const std::vector<FailureWindow> windows = {degraded(0, 2, 0, 0.25), degraded(1, 3, 0, 0.5), degraded(3, 5, 0, 0.5),
                                              degraded(4, 7, 0, 0.5)};
  const auto top = model::state_at(BackendGraph(backends).timelines(windows).back(), Time::clock(14, 30));
  CHECK(top.latency_factor == 21);
  CHECK(top.capacity_factor == 0.125);
}

TEST_CASE("of two servers that are in two groups the same is the slower in both") {
  const std::size_t a = 0, b = 1, c = 2, d = 3, first = 4, second = 5;
  const Dependency group = some_of(2, {a, b, d});
  std::vector<Backend> backends;
  for (const char* name : {"a", "b", "c", "d"})
    backends.push_back({name, {}, Constant{}, {}});
  backends.push_back({"first", {group}, Constant{}, {}});
  backends.push_back({"second", {group}, Constant{}, {}});
  backends.push_back({"top", {first, second}, Constant{}, {}});
  const std::vector<FailureWindow> windows = {degraded(a, 3, 0.5), degraded(b, 2), degraded(c, 1.5)};
  const auto top = [&] {
    return model::state_at(BackendGraph(backends).timelines(windows).back(), Time::clock(14, 30));
  };
  CHECK(top().latency_factor == 3);
  CHECK(top().error_rate == 0.5);
  backends[second].depends_on = {some_of(3, {a, b, c, d})};
  CHECK(top().latency_factor == 4.5);
  CHECK(top().error_rate == 0.5);
}

TEST_CASE("many groups whose servers all are degraded at once: the product of the slowest of each") {
  for (const bool on_one_cloud : {false, true}) {
    std::vector<Backend> backends = {{"cloud", {}, Constant{}, {}}};
    std::vector<Dependency> groups;
    std::vector<FailureWindow> windows = {degraded(0, 3)};
    for (std::size_t group = 0; group < 30; ++group) {
      std::vector<Dependency> members;
      for (int member = 0; member < 3; ++member) {
        members.emplace_back(backends.size());
        windows.push_back(degraded(backends.size(), member == 1 ? 2 : 1.5));
        backends.push_back({"server " + std::to_string(backends.size()), {}, Constant{}, {}});
        if (on_one_cloud)
          backends.back().depends_on = {{std::size_t{0}}};
      }
      groups.push_back(some_of(2, members));
    }
    backends.push_back({"top", groups, Constant{}, {}});
    const auto top = model::state_at(BackendGraph(backends).timelines(windows).back(), Time::clock(14, 30));
    CHECK(top.latency_factor == Approx(std::pow(2., 30) * (on_one_cloud ? 3 : 1)));
  }
}

TEST_CASE("groups that share too much to be told apart are over soon, and no quicker than they are") {
  // Each of 12 servers is in three of 12 groups of 3 of 4, and all are degraded.
  std::vector<Backend> backends;
  std::vector<Dependency> groups;
  std::vector<FailureWindow> windows;
  constexpr std::size_t kServers = 12;
  for (std::size_t server = 0; server < kServers; ++server) {
    backends.push_back({"server " + std::to_string(server), {}, Constant{}, {}});
    windows.push_back(degraded(server, 2));
    std::vector<Dependency> members;
    for (std::size_t member = 0; member < 4; ++member)
      members.emplace_back((server + 2 * member) % kServers);
    groups.push_back(some_of(3, members));
  }
  backends.push_back({"top", groups, Constant{}, {}});
  const auto top = model::state_at(BackendGraph(backends).timelines(windows).back(), Time::clock(14, 30));
  CHECK(top.latency_factor >= 8);
  CHECK(top.latency_factor <= std::pow(2., kServers));
}

TEST_CASE("a group is as slow as the one that serves") {
  const auto backends = three_sites(group_of(1, 2));
  std::vector<FailureWindow> windows = {
      {kEu, Time::clock(14), Time::clock(15), Degraded{3, 0, Duration::seconds(1)}, {}},
      {kUs, Time::clock(14), Time::clock(15), Degraded{7, 0, Duration::seconds(1)}, {}}};
  CHECK(BackendGraph(backends).timelines(windows)[kFront][0].state.latency_factor == 3);
  windows.push_back(fails(kEu, Time::clock(14, 30), Time::clock(14, 31)));
  const auto front = BackendGraph(backends).timelines(windows)[kFront];
  CHECK(model::state_at(front, Time::clock(14, 45)).latency_factor == 7);
}

TEST_CASE("a ramp is a stair whose area is that of the straight line") {
  std::vector<Backend> backends = {{"poste", {}, Constant{}, {}}};
  FailureWindow window = fails(0, Time::clock(14), Time::clock(15));
  window.recovery = {Duration::minutes(20), 0.2, 5, 0.4, Duration::seconds(30), {}, 1};
  const BackendTimeline poste = BackendGraph(backends).timelines(std::vector{window})[0];
  REQUIRE(poste.size() == 22);
  double capacity = 0;
  double latency = 0;
  for (int minute = 0; minute < 20; ++minute) {
    const auto state = model::state_at(poste, Time::clock(15, minute));
    REQUIRE(state.up);
    CHECK(state.capacity_factor == Approx(0.2 + 0.8 * (minute + 0.5) / 20));
    CHECK(state.error_rate == Approx(0.4 * (1 - (minute + 0.5) / 20)));
    CHECK(state.retry_pause == Duration::seconds(30));
    capacity += state.capacity_factor / 20;
    latency += state.latency_factor / 20;
  }
  CHECK(capacity == Approx(0.6));
  CHECK(latency == Approx(3));
  CHECK(model::state_at(poste, Time::clock(15, 20)) == model::BackendState{});
}

TEST_CASE("a cold cache slows what comes first and then less and less, beside the ramp") {
  std::vector<Backend> backends = {{"poste", {}, Constant{}, {}}};
  FailureWindow window = fails(0, Time::clock(14), Time::clock(15));
  window.recovery = {{}, 1, 1, 0, {}, Duration::minutes(10), 9};
  const BackendTimeline poste = BackendGraph(backends).timelines(std::vector{window})[0];
  CHECK(model::state_at(poste, Time::clock(15)).latency_factor == Approx(9 - 8 * 0.5 / 20));
  CHECK(model::state_at(poste, Time::clock(15, 9, 59)).latency_factor == Approx(1 + 8 * 0.5 / 20));
  CHECK(model::state_at(poste, Time::clock(15, 10)) == model::BackendState{});
}
