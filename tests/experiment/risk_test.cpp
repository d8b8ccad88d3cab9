// Random years against brute force, against a closed form, and the same for any number of threads.

#include "ripresa/experiment/risk.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "ripresa/experiment/campaign.hpp"
#include "ripresa/statistics/mean.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using experiment::Loss;
using experiment::RiskResults;

namespace {

/// 12 hours of one person a minute, each served in 45 s while the backend answers, and doors that close at 20:00; the
/// backend fails every five days, mostly for less than an hour. Few places are left for who is sent home.
Scenario clinic_at_risk() {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{}, {}}};
  Station station = staffed_station("vaccination", 1, Constant{Duration::seconds(45)});
  station.calls = {{0, CallPoint::throughout}};
  Hub hub = hub_of({station});
  hub.closing = Closing::hard;
  one_a_slot(hub, Duration::minutes(1));
  s.hubs = {hub};
  s.random_failures = {
      {"platform", {0}, Exponential{Duration::days(5), {}}, Lognormal{Duration::hours(1), 2}, Down{}, {}}};
  s.campaign = Campaign{};
  s.campaign->days = 30;
  s.campaign->places = 1.05;
  s.campaign->risk = {4000, 12, 8, 8};
  return s;
}

Objective objective_on(const std::string& measure, double limit, double probability) {
  Objective objective;
  objective.name = "on " + measure;
  objective.measure = measure;
  objective.limit = limit;
  objective.probability = probability;
  objective.scope.name = "hub";
  return objective;
}

struct BruteForce {
  std::vector<double> delayed, delay;  // by campaign
};

class Keep : public experiment::CampaignSink {
 public:
  explicit Keep(BruteForce& kept) : kept_(kept) {}
  void begin(const experiment::CampaignResults&) override {}
  void take(const experiment::CampaignResults& results, std::size_t, std::span<const double> values) override {
    for (const auto& measure : results.measures) {
      if (measure.info.name == "doses_delayed")
        kept_.delayed.push_back(values[results.value_column(0, measure, experiment::Run::difference)]);
      if (measure.info.name == "target_delay")
        kept_.delay.push_back(values[results.value_column(0, measure, experiment::Run::difference)]);
    }
  }

 private:
  BruteForce& kept_;
};

BruteForce brute_force(Scenario s, int campaigns) {
  BruteForce kept;
  Keep keep(kept);
  s.campaign->replications = campaigns;
  experiment::run_campaigns(s, {}, &keep);
  return kept;
}

statistics::Moments moments(const std::vector<double>& values) {
  statistics::Moments all;
  for (const double value : values)
    all.add(value);
  return all;
}

double error_of(const statistics::Estimate& estimate) {
  return (estimate.upper - estimate.lower) / 2 / 1.96;
}

const statistics::Estimate& delayed(const RiskResults& results) {
  return results.expected[static_cast<std::size_t>(Loss::doses_delayed)];
}

/// The probability that a campaign loses more than `loss`, off the curve.
statistics::Estimate exceeds(const RiskResults& results, Loss kind, double loss) {
  statistics::Estimate found{1, 1, 1, 0, 0};
  for (const auto& point : results.curves[static_cast<std::size_t>(kind)])
    if (point.loss <= loss)
      found = point.probability;
  return found;
}

}  // namespace

TEST_CASE("what failures cost a campaign on average, and how likely larger losses are, is what brute force gives") {
  Scenario s = clinic_at_risk();
  s.campaign->target_doses = 20'000;
  const RiskResults results = experiment::run_risk(s, {});
  const BruteForce brute = brute_force(s, 800);
  const statistics::Moments loss = moments(brute.delayed);
  const double error = std::hypot(statistics::standard_error(loss), error_of(delayed(results)));
  CHECK(delayed(results).value == Approx(loss.mean).margin(4 * error));
  CHECK(error < 0.1 * loss.mean);
  for (const double limit : {100.0, 400.0, 800.0}) {
    INFO("more than " << limit);
    double above = 0;
    for (const double value : brute.delayed)
      above += value > limit ? 1 : 0;
    const double share = above / static_cast<double>(brute.delayed.size());
    const double of_share = std::sqrt(share * (1 - share) / static_cast<double>(brute.delayed.size()));
    const auto on_curve = exceeds(results, Loss::doses_delayed, limit);
    CHECK(on_curve.value == Approx(share).margin(4 * std::hypot(of_share, error_of(on_curve)) + 0.01));
  }
  REQUIRE(results.target_day == 28);  // 720 a day
  const statistics::Moments delay = moments(brute.delay);
  const auto& composed = results.expected[static_cast<std::size_t>(Loss::target_delay)];
  CHECK(composed.value ==
        Approx(delay.mean).margin(4 * std::hypot(statistics::standard_error(delay), error_of(composed))));
}

TEST_CASE("strata of start and length make the expected loss more precise than as many failures without") {
  Scenario s = clinic_at_risk();
  s.campaign->risk = {100, 12, 8, 4};
  const double stratified = error_of(delayed(experiment::run_risk(s, {})));
  s.campaign->risk = {100, 1, 1, 12 * 8 * 4};
  const double plain = error_of(delayed(experiment::run_risk(s, {})));
  CHECK(stratified < 0.5 * plain);
}

TEST_CASE("the availability that an objective takes is the one of the closed form") {
  // No dose may be late: no failure may touch an opening hour. Failures of just 30 minutes come in a Poisson stream but
  // for these, so that none begins from 7:30 to 20:00 on 30 days with probability exp(−30 · 12.5 h / cycle).
  Scenario s = clinic_at_risk();
  s.random_failures[0].time_to_repair = Constant{Duration::minutes(30)};
  s.campaign->risk = {20'000, 24, 1, 4};
  s.campaign->objectives = {objective_on("doses_delayed", 0, 0.9)};
  const RiskResults results = experiment::run_risk(s, {});
  REQUIRE(results.verdicts.size() == 1);
  CHECK(results.verdicts[0].met.value == Approx(std::exp(-30 * 12.5 / 120.5)).margin(0.02));
  CHECK_FALSE(results.verdicts[0].holds);
  const double cycle_hours = -30 * 12.5 / std::log(0.9);
  const double unavailability = 0.5 / cycle_hours;
  CHECK(1 - results.verdicts[0].availability == Approx(unavailability).epsilon(0.1));
  CHECK(results.now().availability == Approx(120 / 120.5));
  CHECK(results.now().failures == Approx(30 * 24 / 120.5));
}

TEST_CASE("the availability that an objective takes does not depend on how often failures come today") {
  Scenario s = clinic_at_risk();
  s.random_failures[0].time_to_repair = Constant{Duration::minutes(30)};
  s.campaign->risk = {4000, 24, 1, 4};
  s.campaign->objectives = {objective_on("doses_delayed", 100, 0.95), objective_on("doses_delayed", 0, 0.9)};
  std::vector<RiskResults> by_today;
  // Powers of two apart, so that the searches look at the same rates: failures that come a little later fall into other
  // hours, and the share of campaigns that meet the objective crosses what is wanted more than once.
  for (const int days : {2, 64, 4096}) {
    s.random_failures[0].time_between = Exponential{Duration::days(days), {}};
    by_today.push_back(experiment::run_risk(s, {}));
  }
  for (std::size_t objective = 0; objective < 2; ++objective) {
    const auto unavailability = [&](const RiskResults& results) {
      return 1 - results.verdicts[objective].availability;
    };
    CHECK(unavailability(by_today[0]) == Approx(unavailability(by_today[1])).epsilon(0.01));
    CHECK(unavailability(by_today[0]) == Approx(unavailability(by_today[2])).epsilon(0.01));
  }
}

TEST_CASE("an objective can take failures a million times as rare as today's") {
  // As above, no failure may touch an opening hour; of two kinds, whose rates add up, one is rare today already.
  Scenario s = clinic_at_risk();
  s.random_failures[0].time_between = Exponential{Duration::hours(6), {}};
  s.random_failures[0].time_to_repair = Constant{Duration::minutes(30)};
  s.random_failures.push_back(s.random_failures[0]);
  s.random_failures[1].name = "rare";
  s.random_failures[1].time_between = Exponential{Duration::days(4000), {}};
  s.campaign->risk = {4000, 24, 1, 4};
  s.campaign->objectives = {objective_on("doses_delayed", 0, 0.99), objective_on("doses_delayed", 0, 0.9999999)};
  const RiskResults results = experiment::run_risk(s, {});
  // 40 campaigns of the 4,000 may have such a failure.
  const double unavailability = -std::log(0.99) / (30 * 12.5) * 0.5;
  CHECK(1 - results.verdicts[0].availability == Approx(unavailability).epsilon(4 / std::sqrt(40.0)));
  // Not one of the 4,000 may have one; by chance that takes more or less, but never more than hardly any at all.
  const double rarest = 1e-7 / (30 * 24) * 0.5;
  CHECK(1 - results.verdicts[1].availability >= Approx(rarest).epsilon(0.01));
  CHECK(1 - results.verdicts[1].availability < unavailability);
  for (const auto& verdict : results.verdicts)
    CHECK_FALSE(verdict.or_less);
}

TEST_CASE("an objective that is met however much is down takes the availability looked at last, or less") {
  Scenario s = clinic_at_risk();
  s.campaign->risk = {200, 4, 2, 2};
  s.campaign->objectives = {objective_on("doses_delayed", 1e9, 0.95)};
  const RiskResults results = experiment::run_risk(s, {});
  CHECK(results.verdicts[0].or_less);
  CHECK(results.verdicts[0].availability < 0.1);
}

TEST_CASE("a study of random years is the same whatever the number of threads") {
  Scenario s = clinic_at_risk();
  s.campaign->risk = {500, 4, 3, 2};
  experiment::RunOptions options;
  options.threads = 1;
  const RiskResults one = experiment::run_risk(s, options);
  options.threads = 3;
  const RiskResults three = experiment::run_risk(s, options);
  for (std::size_t loss = 0; loss < experiment::kAddedLosses; ++loss) {
    CHECK(one.expected[loss].value == three.expected[loss].value);
    REQUIRE(one.curves[loss].size() == three.curves[loss].size());
    for (std::size_t k = 0; k < one.curves[loss].size(); ++k) {
      REQUIRE(one.curves[loss][k].probability.value == three.curves[loss][k].probability.value);
      REQUIRE(one.curves[loss][k].probability.lower == three.curves[loss][k].probability.lower);
    }
  }
}

TEST_CASE("a study of random years that is stopped keeps what is whole, and nothing of less than two in each stratum") {
  Scenario s = clinic_at_risk();
  s.campaign->risk = {500, 4, 3, 6};
  std::atomic<bool> stop = false;
  experiment::RunOptions options;
  options.threads = 1;
  options.stop_requested = &stop;
  options.progress = [&stop](std::size_t finished, std::size_t) { stop = finished >= 3 * 12 + 1; };
  const RiskResults some = experiment::run_risk(s, options);
  CHECK(some.interrupted);
  CHECK(some.failures_each == 3);
  s.campaign->risk.failures_each = 3;
  CHECK(delayed(some).value == delayed(experiment::run_risk(s, {})).value);
  stop = false;
  options.progress = [&stop](std::size_t finished, std::size_t) { stop = finished >= 14; };
  s.campaign->risk.failures_each = 6;
  const RiskResults none = experiment::run_risk(s, options);
  CHECK(none.interrupted);
  CHECK(none.failures_each == 1);
  CHECK(none.verdicts.empty());
}

TEST_CASE("objectives about anything but the losses of all hubs are named as not judged") {
  Scenario s = clinic_at_risk();
  s.campaign->risk = {100, 2, 2, 2};
  s.campaign->objectives = {objective_on("doses_wasted", 0, 0.95)};
  const RiskResults results = experiment::run_risk(s, {});
  CHECK(results.verdicts.empty());
  CHECK(results.not_judged == std::vector<std::string>{"on doses_wasted"});
}

TEST_CASE("how often a target is put off hardly hangs on the seed, and is what brute force gives") {
  // In some 20 days half of the walk-ins' doses to spare come and go by chance.
  Scenario s = clinic_at_risk();
  s.hubs[0].appointments = {};
  s.hubs[0].walk_ins.pieces = {{Time::clock(8), Time::clock(20), 40}};
  s.campaign->target_doses = 480 * 20 - 100;
  s.campaign->risk = {1000, 12, 6, 4, 40};
  s.campaign->objectives = {objective_on("target_delay", 0, 0.5)};
  std::vector<double> met;
  for (const std::uint64_t seed : {1u, 2u, 3u, 4u}) {
    s.experiment.seed = seed;
    const RiskResults results = experiment::run_risk(s, {});
    REQUIRE(results.verdicts.size() == 1);
    met.push_back(results.verdicts[0].met.value);
  }
  // Of 40 undisturbed campaigns a share has a standard error of √(0.25 / 40) = 0.08 at most, the mean over four seeds
  // one of 0.04.
  const auto [least, most] = std::minmax_element(met.begin(), met.end());
  CHECK(*most - *least < 0.12);
  const BruteForce brute = brute_force(s, 800);
  double on_time = 0;
  for (const double delay : brute.delay)
    on_time += delay <= 0 ? 1 : 0;
  const double share = on_time / 800;
  CHECK(moments(met).mean == Approx(share).margin(0.08));
}

TEST_CASE("an objective on a target that is not reached even without failures does not hold") {
  Scenario s = clinic_at_risk();
  s.campaign->risk = {100, 2, 2, 2, 3};
  s.campaign->target_doses = 1'000'000;
  s.campaign->objectives = {objective_on("target_delay", 0, 0.95), objective_on("target_day", 25, 0.95)};
  RiskResults results = experiment::run_risk(s, {});
  REQUIRE(results.verdicts.size() == 2);
  for (const auto& verdict : results.verdicts) {
    CHECK(verdict.met.value == 0);
    CHECK_FALSE(verdict.holds);
    CHECK(std::isnan(verdict.availability));
  }
  CHECK_FALSE(results.target_day);
  CHECK(results.undisturbed_reaching == 0);
  s.campaign->target_doses = 720 * 20;
  results = experiment::run_risk(s, {});
  CHECK(results.target_day == 20);
  CHECK(results.undisturbed_reaching == 1);
  CHECK(results.verdicts[0].met.value > 0);
  CHECK(results.verdicts[1].met.value >= results.verdicts[0].met.value);
}

namespace {

/// Four hours of one person a minute, each served in 15 s, and every failure takes four hours: who is sent home at noon
/// is served on the next open day. The target has one dose to spare, on day 9 where all days are open.
Scenario morning_with_target() {
  Scenario s = clinic_at_risk();
  s.hubs[0].closes = Time::clock(12);
  one_a_slot(s.hubs[0], Duration::minutes(1));
  s.hubs[0].stations[0].service = {Constant{Duration::seconds(15)}};
  s.random_failures[0].time_between = Exponential{Duration::days(10), {}};
  s.random_failures[0].time_to_repair = Constant{Duration::hours(4)};
  s.campaign->days = 10;
  s.campaign->places = 5;
  s.campaign->target_doses = 9 * 240 - 1;
  s.campaign->risk = {20'000, 24, 1, 50, 2};
  return s;
}

/// That a failure begins from 7:00 to 12:00 on one day: one before 7:00 is made good by noon.
const double kStruckOnOneDay = 1 - std::exp(-5.0 / 244);
const double kStruckError = std::sqrt(kStruckOnOneDay / 20'000);

}  // namespace

TEST_CASE(
    "what a failure leaves behind near the end is caught up with where it comes earlier: the target is not late") {
  const RiskResults results = experiment::run_risk(morning_with_target(), {});
  REQUIRE(results.target_day == 9);
  CHECK(exceeds(results, Loss::target_delay, 0).value == Approx(kStruckOnOneDay).margin(4 * kStruckError));
}

TEST_CASE("a target that is missed on a Friday is reached on Monday where hubs are closed meanwhile") {
  Scenario s = morning_with_target();
  s.date = Date{std::chrono::year(2024) / 3 / 4};  // a Monday
  s.campaign->days = 40;
  s.campaign->open_on = {true, true, true, true, true, false, false};
  s.campaign->target_doses = 10 * 240 - 1;
  const RiskResults results = experiment::run_risk(s, {});
  REQUIRE(results.target_day == 12);
  for (const double days : {0.0, 1.0, 2.0}) {
    INFO("later by more than " << days);
    CHECK(exceeds(results, Loss::target_delay, days).value == Approx(kStruckOnOneDay).margin(4 * kStruckError));
  }
}

TEST_CASE("doses that hubs lack for good are late to the end, whichever hub catches up first") {
  // At A nobody comes again; at B they do, in few places a day.
  Scenario a = clinic_at_risk();
  a.campaign->return_share = 0;
  a.campaign->risk = {200, 12, 4, 2};
  Scenario b = a;
  b.hubs[0].name = "other";
  b.hubs[0].stations[0].on_failure = {{TurnAway{}, Duration::minutes(20), {}, {}}};
  b.hubs[0].rebooking = Rebooking{4, 30, 0};
  Scenario both = a;
  both.hubs.push_back(b.hubs[0]);
  const auto dose_days = [](const Scenario& s) {
    return experiment::run_risk(s, {}).expected[static_cast<std::size_t>(Loss::dose_days)].value;
  };
  const double alone = dose_days(a) + dose_days(b);
  CHECK(dose_days(both) == Approx(alone));
  CHECK(dose_days(a) > 0.2 * alone);
  CHECK(dose_days(b) > 0.2 * alone);
}

TEST_CASE("failures find what is in store on their day, not on the campaign's first") {
  // A week's doses come every seventh day; those of five days, so that the last two have none.
  Scenario s = clinic_at_risk();
  s.hubs[0].supplies = {{"doses", 0, {}, {}, {}}};
  s.hubs[0].stations[0].needs = 0;
  s.campaign->places = 1.5;
  s.campaign->risk = {500, 12, 8, 4};
  for (int day = 0; day < 30; day += 7)
    s.campaign->deliveries.push_back({day, 0, 0, 5 * 720});
  const RiskResults results = experiment::run_risk(s, {});
  const statistics::Moments loss = moments(brute_force(s, 200).delayed);
  const double error = std::hypot(statistics::standard_error(loss), error_of(delayed(results)));
  CHECK(delayed(results).value == Approx(loss.mean).margin(4 * error));
  CHECK(error < 0.15 * loss.mean);
}

TEST_CASE("failures after midnight strike hubs that are open then, the last night's as well") {
  Scenario s = clinic_at_risk();
  s.experiment.horizon = Time::clock(28);
  s.hubs[0].opens = Time::clock(23);
  s.hubs[0].closes = Time::clock(26);
  one_a_slot(s.hubs[0], Duration::minutes(1));
  s.random_failures[0].time_between = Exponential{Duration::days(1), {}};
  s.campaign->days = 2;
  s.campaign->risk = {500, 12, 8, 40};
  const RiskResults results = experiment::run_risk(s, {});
  const statistics::Moments loss = moments(brute_force(s, 4000).delayed);
  const double error = std::hypot(statistics::standard_error(loss), error_of(delayed(results)));
  CHECK(delayed(results).value == Approx(loss.mean).margin(4 * error));
  CHECK(error < 0.05 * loss.mean);
}

TEST_CASE("a later horizon leaves random years as they are, and a target leaves them what they lose") {
  Scenario s = clinic_at_risk();
  s.campaign->days = 3;
  s.campaign->risk = {200, 12, 4, 4, 2};
  const double usual = delayed(experiment::run_risk(s, {})).value;
  s.experiment.horizon = Time::clock(50);
  CHECK(delayed(experiment::run_risk(s, {})).value == Approx(usual));

  s.hubs[0].opens = Time::clock(20);
  s.hubs[0].closes = Time::clock(30);
  one_a_slot(s.hubs[0], Duration::minutes(1));
  const auto dose_days = [](const Scenario& study) {
    return experiment::run_risk(study, {}).expected[static_cast<std::size_t>(Loss::dose_days)].value;
  };
  const double without = dose_days(s);
  s.campaign->target_doses = 1000;
  CHECK(dose_days(s) == Approx(without));
}

TEST_CASE("failures find the people who wait for a place on their day") {
  // One desk that can just serve all who come; who gives up has a place on another day, where there are few.
  Scenario s = clinic_at_risk();
  Hub& hub = s.hubs[0];
  hub.closes = Time::clock(12);
  one_a_slot(hub, Duration::minutes(2));
  hub.stations[0].service = {Exponential{Duration::minutes(2), {}}};
  hub.stations[0].patience = Exponential{Duration::minutes(8), {}};
  s.random_failures[0].time_between = Exponential{Duration::days(20), {}};
  s.random_failures[0].time_to_repair = Exponential{Duration::hours(4), {}};
  s.campaign->days = 60;
  s.campaign->risk = {100, 12, 4, 10};
  const RiskResults results = experiment::run_risk(s, {});
  const statistics::Moments loss = moments(brute_force(s, 400).delayed);
  const double error = std::hypot(statistics::standard_error(loss), error_of(delayed(results)));
  CHECK(delayed(results).value == Approx(loss.mean).margin(4 * error));
  CHECK(error < 0.1 * loss.mean);
}
