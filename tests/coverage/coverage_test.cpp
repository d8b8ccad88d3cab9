// Coverage, through the whole program: the share of 95 % intervals that contain the truth, over many independent runs
// of a case whose answer is known exactly. It has to lie within its binomial limits, which a sound method leaves once
// in 1,000 cases. Prints the rows of the table in tests/README.md, and in Release holds the page against them.

#include <fmt/format.h>

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include "ripresa/exact/transient.hpp"
#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "support/scenarios.hpp"

#ifndef RIPRESA_COVERAGE_RUNS
#define RIPRESA_COVERAGE_RUNS 1000
#endif

using namespace ripresa;
using namespace ripresa::testing;
using experiment::Results;
using experiment::Run;
using statistics::Estimate;

namespace {

constexpr int kRuns = RIPRESA_COVERAGE_RUNS;
constexpr double kOutside = 0.0005;  // on each side

/// What is to be said of the coverage.
enum class Limits {
  both,
  at_least,  // an exact method, which may cover more often
  none       // shown only: too few days for so skewed a measure
};

/// What is estimated, its true value, and how it is read from the results.
struct Target {
  std::string measure;
  double truth = 0;
  std::function<Estimate(const Results&, const std::vector<experiment::SummaryRow>&)> estimate;
  Limits limits = Limits::both;
};

Target summarised(const std::string& measure, Run run, double truth) {
  return {"`" + measure + "`", truth, [measure, run](const Results&, const auto& rows) {
            return experiment::find_row(rows, experiment::ScopeKind::hub, "hub", measure, run).estimate;
          }};
}

Target objective(const std::string& name, double truth) {
  return {name, truth, [](const Results& results, const auto&) { return experiment::judge(results).front().met; },
          Limits::at_least};
}

struct Coverage {
  int covered = 0;
  int without = 0;  // runs without an interval
  double share() const { return static_cast<double>(covered) / kRuns; }
};

/// Prints the row, and holds the page against it.
void show(const std::string& row) {
  fmt::print("{}", row);
#ifdef RIPRESA_COVERAGE_PAGE
  static const std::string page = [] {
    std::ifstream file(RIPRESA_COVERAGE_PAGE);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }();
  INFO("the page lacks " << row);
  CHECK(page.find("\n" + row) != std::string::npos);
#endif
}

void report(const std::string& system, int days, const Target& target, const Coverage& coverage) {
  using boost::math::binomial;
  const binomial runs(kRuns, 0.95);
  const double low = quantile(runs, kOutside) / kRuns;
  const double high = quantile(complement(runs, kOutside)) / kRuns;
  const std::string limits = target.limits == Limits::both ? fmt::format("{:.1f} … {:.1f} %", 100 * low, 100 * high)
                             : target.limits == Limits::at_least ? fmt::format("{:.1f} % at least", 100 * low)
                                                                 : "too few days";
  show(fmt::format("| {} | {} | {:.4f} | {} | {:.1f} % | {} |\n", target.measure, system, target.truth, days,
                   100 * coverage.share(), limits));
  INFO(system << ", " << target.measure << ": " << coverage.share());
  CHECK(coverage.without == 0);
  if (target.limits != Limits::none)
    CHECK(coverage.share() >= low);
  if (target.limits == Limits::both)
    CHECK(coverage.share() <= high);
}

/// Runs the scenario with kRuns seeds.
void check_coverage(const std::string& system, Scenario s, int days, const std::vector<Target>& targets) {
  s.experiment.replications = days;
  std::vector<Coverage> coverages(targets.size());
  for (int run = 0; run < kRuns; ++run) {
    s.experiment.seed = 1'000'003ull * static_cast<std::uint64_t>(run) + 17;
    const Results results = experiment::run_experiment(s, {});
    const auto rows = experiment::summarise(results);
    for (std::size_t t = 0; t < targets.size(); ++t) {
      const Estimate e = targets[t].estimate(results, rows);
      coverages[t].covered += e.lower <= targets[t].truth && targets[t].truth <= e.upper ? 1 : 0;
      coverages[t].without += std::isnan(e.lower) && std::isnan(e.upper) ? 1 : 0;
    }
  }
  for (std::size_t t = 0; t < targets.size(); ++t)
    report(system, days, targets[t], coverages[t]);
}

/// Twenty people at 10:00 for one server with services of a minute on average, which nobody gets before 10:40. Made up
/// are they once all twenty services are done, after as many minutes as these take: Erlang of twenty stages. The day
/// ends `censored_after` minutes after the failure.
Scenario erlang_recovery(int censored_after) {
  Scenario s = empty_scenario();
  s.experiment.horizon = Time::clock(10, 40) + Duration::minutes(censored_after);
  s.measures.step = Duration::hours(1);
  s.measures.catch_up_tolerance = 0;
  s.measures.catch_up_hold = {};
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.failures = {down_between(Time::clock(10), Time::clock(10, 40))};
  Station desk = staffed_station("desk", 1, Exponential{Duration::minutes(1), Duration{}});
  desk.calls = {{0, CallPoint::throughout}};
  s.hubs = {hub_of({desk})};
  s.hubs[0].appointments.slot = Duration::minutes(1);
  s.hubs[0].appointments.blocks = {{Time::clock(10), Time::clock(10, 1), 20}};
  return s;
}

/// E[the quantile of n exponential stays of one minute], type 7: order statistics have mean Σ 1/i (Rényi 1953).
double expected_quantile(int n, double p) {
  const double position = p * (n - 1);
  const int below = static_cast<int>(position);
  const auto order_statistic = [n](int k) {  // k = 0 is the smallest
    double sum = 0;
    for (int i = n - k; i <= n; ++i)
      sum += 1.0 / i;
    return sum;
  };
  const double share = position - below;
  return (1 - share) * order_statistic(below) + (share > 0 ? share * order_statistic(below + 1) : 0);
}

/// A small day with an outage as a Markov chain.
exact::MarkovDay chain() {
  const auto rate = [](double persons) { return exact::Rate::per_minute(persons); };
  return {{{Time::clock(8), Time::clock(9), rate(0.8), 2},
           {Time::clock(9), Time::clock(9, 20), rate(0.8), 2, exact::Serving::stopped},
           {Time::clock(9, 20), Time::clock(10, 15), rate(0.4), 2}},
          rate(0.5),
          120};
}

Scenario chain_scenario() {
  const exact::MarkovDay day = chain();
  Scenario s = empty_scenario();
  s.experiment.horizon = Time::clock(10, 15);
  s.measures.step = Duration::hours(1);
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.failures = {down_between(Time::clock(9), Time::clock(9, 20))};
  Station desk = staffed_station("desk", 2, Exponential{Duration::minutes(2), Duration{}});
  desk.calls = {{0, CallPoint::throughout}};
  s.hubs = {hub_of({desk})};
  for (const auto& piece : day.pieces)
    s.hubs[0].walk_ins.pieces.push_back({piece.from, piece.to, piece.arrivals.in_per_hour()});
  return s;
}

}  // namespace

TEST_CASE("coverage of the catch-up time's median, without and with censoring, and of the share caught up") {
  const boost::math::gamma_distribution<> services(20, 1);
  const double median = quantile(services, 0.5);
  for (const int days : {20, 50, 200}) {
    Target catch_up = summarised("catch_up_minutes", Run::difference, median);
    // Between the order statistics of twenty days there is no interval of just 95 %: the method takes the wider.
    catch_up.limits = days == 20 ? Limits::at_least : Limits::both;
    check_coverage("twenty people after the outage", erlang_recovery(600), days, {catch_up});
  }
  for (const int days : {50, 200}) {
    Target caught_up = summarised("caught_up", Run::difference, cdf(services, 22.0));
    caught_up.limits = Limits::at_least;
    check_coverage("the same, seen for 22 min: a third of the days censored", erlang_recovery(22), days,
                   {summarised("catch_up_minutes", Run::difference, median), caught_up});
  }
}

TEST_CASE("coverage of quantiles of the time in the hub: the mean over days of the day's quantile") {
  constexpr int kPersons = 150;
  Scenario s = empty_scenario();
  s.measures.step = Duration::hours(1);
  s.hubs = {hub_of({seats_station("hall", Exponential{Duration::minutes(1), Duration{}})})};
  s.hubs[0].appointments.slot = Duration::minutes(1);
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 1), kPersons}};
  std::vector<Target> targets = {summarised("sojourn_mean", Run::outage, 1)};
  for (const auto& [measure, p] :
       {std::pair{"sojourn_p50", 0.5}, std::pair{"sojourn_p90", 0.9}, std::pair{"sojourn_p95", 0.95}})
    targets.push_back(summarised(measure, Run::outage, expected_quantile(kPersons, p)));
  check_coverage("150 exponential stays a day", s, 60, targets);
}

TEST_CASE("coverage of the mean wait in steady state") {
  // M/M/1 at half load: one minute on average. The first five hours are left out, and 45 of them make a day.
  Scenario s = empty_scenario();
  s.experiment.horizon = Time::clock(55);
  s.experiment.warm_up = Time::clock(5);
  s.measures.step = Duration::hours(5);
  s.hubs = {
      hub_of({staffed_station("desk", 1, Exponential{Duration::minutes(1), Duration{}})}, Time{}, Time::clock(50))};
  s.hubs[0].walk_ins.pieces = {{Time{}, Time::clock(50), 30}};
  check_coverage("M/M/1, half loaded, 45 hours", s, 20, {summarised("waiting_mean", Run::outage, 1)});
}

TEST_CASE(
    "coverage of the backlog, the doses given and the probability of meeting an objective on a day with an outage") {
  const exact::MarkovDay day = chain();
  const Time end = Time::clock(10, 15);
  const auto state = exact::solve(day, {end}).front();
  Scenario s = chain_scenario();
  Objective few_left;
  few_left.name = "at most 1 left inside";
  few_left.measure = "inside_at_horizon";
  few_left.bound = Bound::below;
  few_left.limit = 1;
  s.objectives = {few_left};
  Target left_inside = summarised("inside_at_horizon", Run::outage, state.expected_present.value);
  left_inside.limits = Limits::none;
  check_coverage("a day with an outage, as a Markov chain", s, 60,
                 {summarised("backlog_at_failure_end", Run::difference,
                             exact::expected_backlog(day, {Time::clock(9, 20)}).front().value),
                  summarised("vaccinated", Run::outage, state.expected_completions.value),
                  objective("probability of “at most 1 left inside”", state.probability_at_most(1)), left_inside});
  // Most days end with nobody inside and some with many: so skewed a measure needs more days.
  left_inside.limits = Limits::both;
  check_coverage("a day with an outage, as a Markov chain", s, 400, {left_inside});
}
