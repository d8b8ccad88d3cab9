#include "ripresa/verification/battery.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace ripresa;
using namespace ripresa::verification;

namespace {

/// The experiments whose system's name contains `part`, with fewer replications.
std::vector<Experiment> some(const std::string& part, int replications) {
  std::vector<Experiment> chosen;
  for (Experiment& experiment : experiments())
    if (experiment.system.find(part) != std::string::npos) {
      experiment.replications = replications;
      chosen.push_back(std::move(experiment));
    }
  REQUIRE_FALSE(chosen.empty());
  return chosen;
}

}  // namespace

TEST_CASE("the battery has its cases: every one with a unit and a source, none twice") {
  std::set<std::string> seen;
  std::size_t cases = 0;
  for (const Experiment& experiment : experiments()) {
    REQUIRE(experiment.replications >= 2);
    REQUIRE_FALSE(experiment.cases.empty());
    for (const Case& c : experiment.cases) {
      CHECK_FALSE(c.unit.empty());
      CHECK_FALSE(c.source.empty());
      CHECK(seen.insert(experiment.system + ": " + c.what).second);
      ++cases;
    }
  }
  CHECK(cases >= 100);
}

TEST_CASE("the battery's figures are the same whatever the number of threads, and others with another seed") {
  const auto chosen = some("walk-ins", 40);
  const auto one = run(chosen, {7, 1, 1});
  const auto two = run(chosen, {7, 1, 2});
  const auto other = run(chosen, {8, 1, 2});
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i].simulated == two[i].simulated);
    CHECK(one[i].standard_error == two[i].standard_error);
    CHECK(one[i].simulated != other[i].simulated);
  }
}

TEST_CASE("a wrong exact answer, or a wrong system, is found out") {
  auto chosen = some("M(t)/M/s(t) day, work suspended", 600);
  CHECK(judge(run(chosen, {})).holds);
  SECTION("an exact answer that is three persons off") {
    chosen[0].cases[0].exact += 3;
    CHECK_FALSE(judge(run(chosen, {})).holds);
  }
  SECTION("an outage shifted by a minute") {
    auto& window = chosen[0].scenario.failures[0];
    window.from = window.from + Duration::minutes(1);
    window.to = window.to + Duration::minutes(1);
    CHECK_FALSE(judge(run(chosen, {})).holds);
  }
  SECTION("one server too many") {
    std::get<scenario::Staffed>(chosen[0].scenario.hubs[0].stations[0].servers).shifts[1].servers += 1;
    CHECK_FALSE(judge(run(chosen, {})).holds);
  }
  SECTION("work that is finished instead of broken off") {
    chosen[0].scenario.hubs[0].stations[0].on_backend_loss = scenario::UnderWay::finish;
    CHECK_FALSE(judge(run(chosen, {})).holds);
  }
}

TEST_CASE("a time to catch up that is not that of its system is found out") {
  auto chosen = some("catching up with", 2000);
  CHECK(judge(run(chosen, {})).holds);
  SECTION("a backend that is back a minute late") {
    auto& window = chosen[0].scenario.failures[0];
    window.to = window.to + Duration::minutes(1);
    CHECK_FALSE(judge(run(chosen, {})).holds);
  }
  SECTION("one person more") {
    chosen[0].scenario.hubs[0].appointments.blocks[0].persons += 1;
    CHECK_FALSE(judge(run(chosen, {})).holds);
  }
}
