// Replications that go on until the measures are known precisely.

#include "ripresa/experiment/precision.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "experiments.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/statistics/mean.hpp"
#include "ripresa/statistics/sample.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using experiment::PrecisionRule;

namespace {

Scenario until_precise(std::vector<std::string> measures, double relative_half_width, int at_most = 5000) {
  Scenario s = random_day(at_most);
  s.experiment.until_precise = Precision{std::move(measures), relative_half_width, {}};
  return s;
}

/// Its backend fails once in two months.
Scenario with_failures_at_random(Scenario s) {
  s.failures.clear();
  s.random_failures = {{"rare", {0}, Exponential{Duration::days(60), {}}, Exponential{Duration::hours(2), {}}, {}, {}}};
  return s;
}

experiment::Results run_on(const Scenario& scenario, int threads, KeepingSink* sink = nullptr) {
  experiment::RunOptions options;
  options.threads = threads;
  options.sink = sink;
  return experiment::run_experiment(scenario, options);
}

/// A stream of replications in which one measure has the values that the test gives.
class Stream {
 public:
  Stream(const std::string& measure, double relative_half_width)
      : Stream(until_precise({measure}, relative_half_width)) {}
  explicit Stream(Scenario scenario)
      : scenario_(std::move(scenario)),
        model_(model::build_model(scenario_)),
        layout_(experiment::layout_of(scenario_, model_)),
        rule_(*scenario_.experiment.until_precise, layout_, model_) {
    row_.values.resize(layout_.values);
    const std::string& measure = scenario_.experiment.until_precise->measures.front();
    column_ = layout_.value(layout_.scopes[0], experiment::find_measure(layout_.measures, measure), Run::outage);
  }

  bool enough_with(double value) {
    row_.values[column_] = value;
    return rule_.enough(row_);
  }

 private:
  Scenario scenario_;
  model::Model model_;
  experiment::Layout layout_;
  PrecisionRule rule_;
  experiment::ReplicationRow row_;
  std::size_t column_ = 0;
};

}  // namespace

TEST_CASE("days are simulated until every named measure is as precise as wanted, and not many more") {
  const Scenario scenario = until_precise({"waiting_mean", "peak_queue"}, 0.05);
  const auto results = run_on(scenario, 2);
  CHECK(results.precise);
  CHECK_FALSE(results.interrupted);
  REQUIRE(results.replications < 5000);
  const auto half_width = [&](const experiment::Results& of, std::string_view measure) {
    const auto rows = experiment::summarise(of);
    const auto& estimate = experiment::find_row(rows, ScopeKind::hub, "hub", measure, Run::outage).estimate;
    return (estimate.upper - estimate.lower) / 2 / estimate.value;
  };
  for (const char* measure : {"waiting_mean", "peak_queue"})
    CHECK(half_width(results, measure) <= 0.05);
  Scenario fewer = random_day(static_cast<int>(results.replications) * 3 / 4);
  const auto before = run_on(fewer, 2);
  CHECK(std::max(half_width(before, "waiting_mean"), half_width(before, "peak_queue")) > 0.05);
}

TEST_CASE("where it stops does not depend on the threads") {
  const Scenario scenario = until_precise({"waiting_mean"}, 0.1);
  KeepingSink one, eight;
  const auto alone = run_on(scenario, 1, &one);
  const auto together = run_on(scenario, 8, &eight);
  REQUIRE(alone.precise);
  CHECK(alone.replications == together.replications);
  CHECK(one.rows.size() == alone.replications);
  CHECK(eight.rows.size() == alone.replications);
}

TEST_CASE("what cannot be known so precisely goes on to the most replications allowed") {
  const auto results = run_on(until_precise({"waiting_mean"}, 0.001, 60), 2);
  CHECK_FALSE(results.precise);
  CHECK_FALSE(results.interrupted);
  CHECK(results.replications == 60);
}

TEST_CASE("a time that is not reached on most days is never precise; one that is, is by its median's interval") {
  Stream censored("catch_up_minutes", 0.5);
  for (int day = 0; day < 500; ++day)
    CHECK_FALSE(censored.enough_with(day % 3 == 0 ? 60 : std::numeric_limits<double>::quiet_NaN()));
  Stream reached("catch_up_minutes", 0.5);
  int days = 1;
  while (days < 500 && !reached.enough_with(60 + days % 5))
    ++days;
  CHECK(days == 30);  // the second end in a row
}

TEST_CASE("one look that seems precise by luck is not believed") {
  Stream stream("waiting_mean", 0.1);
  for (int day = 0; day < 20; ++day)
    CHECK_FALSE(stream.enough_with(10));
  for (int day = 0; day < 10; ++day)
    CHECK_FALSE(stream.enough_with(day % 2 == 0 ? 100 : 10));
}

TEST_CASE("nothing is not known precisely from days that have had no failure at random yet") {
  Stream stream(with_failures_at_random(until_precise({"added_waiting"}, 0.1)));
  for (int day = 0; day < 1000; ++day)
    CHECK_FALSE(stream.enough_with(0));
  CHECK_FALSE(stream.enough_with(7));
  // The same of a time: a failure at night is caught up with at once.
  Stream times(with_failures_at_random(until_precise({"catch_up_minutes"}, 0.1)));
  for (int day = 0; day < 1000; ++day)
    CHECK_FALSE(times.enough_with(day % 60 == 0 ? 0 : statistics::kNothingToReach));
}

TEST_CASE("equal times on the days that reach them say nothing of the days that do not") {
  Stream times(with_failures_at_random(until_precise({"catch_up_minutes"}, 0.1)));
  for (int day = 0; day < 400; ++day)
    CHECK_FALSE(times.enough_with(day % 2 == 0 ? 18.5 : std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("a value that no failure at random has changed yet is as precise as the rule of three has it") {
  Stream stream(with_failures_at_random(until_precise({"vaccinated"}, 0.05)));
  int days = 1;
  while (days < 500 && !stream.enough_with(480))
    ++days;
  CHECK(days == 70);  // 3 / 60 is 0.05, and once more
}

TEST_CASE("what is the same every day where nothing fails at random is known after two looks, be it nothing") {
  for (const double value : {0.0, 480.0}) {
    Stream stream("vaccinated", 0.05);
    int days = 1;
    while (days < 500 && !stream.enough_with(value))
      ++days;
    CHECK(days == 30);
  }
}

TEST_CASE("failures at random elsewhere leave a hub that they cannot reach as precise as it is") {
  Scenario scenario = with_failures_at_random(until_precise({"added_waiting"}, 0.05));
  scenario.hubs.push_back(scenario.hubs.front());
  scenario.hubs.back().name = "far away";
  scenario.random_failures.front().hubs = {1};
  scenario.failures.clear();
  scenario.experiment.until_precise->scope = {ScopeKind::hub, "hub"};
  Stream near(scenario);
  int days = 1;
  while (days < 500 && !near.enough_with(0))
    ++days;
  CHECK(days == 30);
}

TEST_CASE("intervals at the stop keep their coverage", "[statistical]") {
  // Exponential values of mean 1: a relative half-width of 0.1 needs about (1.96 / 0.1)² = 384 of them.
  constexpr int kStreams = 2000;
  int covered = 0;
  double days_in_all = 0;
  for (std::uint32_t s = 0; s < kStreams; ++s) {
    const engine::RandomNumbers numbers(20211215, s, 0);
    Stream stream("waiting_mean", 0.1);
    statistics::Moments moments;
    std::uint32_t day = 0;
    for (bool enough = false; !enough; ++day) {
      const double value = -std::log(engine::uniform(numbers.bits(day, 0)));
      moments.add(value);
      enough = stream.enough_with(value);
    }
    const auto interval = statistics::mean(moments);
    covered += interval.lower <= 1 && 1 <= interval.upper ? 1 : 0;
    days_in_all += day;
  }
  INFO("covered " << covered << " of " << kStreams << ", on " << days_in_all / kStreams << " days");
  // Three standard errors of a share of 0.95.
  CHECK(std::abs(covered / double{kStreams} - 0.95) < 3 * std::sqrt(0.95 * 0.05 / kStreams));
  CHECK(days_in_all / kStreams == Approx(400).epsilon(0.08));
}
