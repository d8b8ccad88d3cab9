// The shipped retry storm: what it shows, and that each cure cures it.

#include <catch2/catch.hpp>
#include <string>

#include "ripresa/model/group_run.hpp"
#include "ripresa/scenario/read.hpp"
#include "support/measures.hpp"

using namespace ripresa;

namespace {

struct Answers {
  double outage = 0, baseline = 0;
  double share() const { return outage / baseline; }
};

/// Calls answered in time, between two clock times of one day.
Answers answered(const std::string& name, Time from, Time to) {
  const auto scenario =
      scenario::read_scenario(RIPRESA_SOURCE_DIR "/scenarios/" + name + ".toml", {}, testing::known_measures());
  const model::Model model = model::build_model(scenario);
  model::GroupRun run(model);
  run.run(0, 0);
  Answers sum;
  observation::StepLookup step_of(model.grid);
  const std::size_t last = step_of(to);
  for (std::size_t step = step_of(from) + 1; step <= last; ++step) {
    sum.outage += run.outage_calls()[0].steps()[step].answered;
    sum.baseline += run.baseline_calls()[0].steps()[step].answered;
  }
  return sum;
}

}  // namespace

TEST_CASE("ten minutes of failure keep the backend down for hours when everybody calls again at once") {
  CHECK(answered("retry-storm", Time::clock(15), Time::clock(18)).share() < 0.05);
}

TEST_CASE("with backoff and jitter, a retry budget or a circuit breaker the same failure is over within minutes") {
  for (const char* cure : {"backoff", "budget", "breaker"}) {
    INFO(cure);
    CHECK(answered(std::string("retry-storm-") + cure, Time::clock(14, 55), Time::clock(15, 30)).share() > 0.95);
  }
}
