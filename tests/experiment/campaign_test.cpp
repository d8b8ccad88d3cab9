// Campaigns over replications: measures computed by hand, scopes that add up, the same results for any threads.

#include "ripresa/experiment/campaign.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "ripresa/base/error.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using experiment::CampaignResults;
using experiment::CampaignSeries;
using experiment::Run;
using experiment::ScopeKind;

namespace {

/// 60 people from 8:00 to 9:00 and a hard close; down from 8:30 on the first day; six places a day beside the booked.
Scenario clinic() {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{}, {}}};
  Station station = staffed_station("vaccination", 1, Constant{Duration::seconds(30)});
  station.calls = {{0, CallPoint::throughout}};
  Hub hub = hub_of({station}, Time::clock(8), Time::clock(9));
  hub.closing = Closing::hard;
  one_a_slot(hub, Duration::minutes(1));
  s.hubs = {hub};
  s.failures = {down_between(Time::clock(8, 30), Time::clock(9, 10))};
  s.campaign = Campaign{};
  s.campaign->days = 8;
  s.campaign->places = 1.1;
  s.campaign->replications = 1;
  s.campaign->target_doses = 240;
  return s;
}

double value(const CampaignResults& results, std::string_view measure, Run run = Run::difference,
             std::string_view name = "hub", ScopeKind kind = ScopeKind::hub) {
  return find_row(summarise(results), kind, name, measure, run).estimate.value;
}

std::vector<double> series(const CampaignResults& results, CampaignSeries kind, Run run) {
  std::vector<double> means;
  means.reserve(static_cast<std::size_t>(results.days()));
  for (int day = 0; day < results.days(); ++day)
    means.push_back(band_of(results, results.series_column(0, kind, run, day)).mean);
  return means;
}

}  // namespace

TEST_CASE("a campaign's measures are those computed by hand") {
  const CampaignResults results = experiment::run_campaigns(clinic(), {});
  // 30 doses behind, then six fewer each day.
  CHECK(series(results, CampaignSeries::cumulative, Run::outage) ==
        std::vector<double>{30, 96, 162, 228, 294, 360, 420, 480});
  CHECK(series(results, CampaignSeries::cumulative, Run::difference) ==
        std::vector<double>{-30, -24, -18, -12, -6, 0, 0, 0});
  CHECK(value(results, "doses", Run::outage) == 480);
  CHECK(value(results, "sent_home", Run::outage) == 30);
  CHECK(value(results, "never_returned", Run::outage) == 0);
  CHECK(value(results, "largest_backlog") == 30);
  CHECK(value(results, "backlog_at_end") == 0);
  CHECK(value(results, "caught_up_day") == 6);
  CHECK(value(results, "target_day", Run::baseline) == 4);
  CHECK(value(results, "target_day", Run::outage) == 5);
  CHECK(value(results, "target_delay") == 1);
  CHECK(value(results, "doses_delayed") == 30);
  // Over the days 30 + 24 + 18 + 12 + 6 dose-days; within the first day 1 dose behind from 8:30:30 on, another each
  // minute, to midnight: Σ (15:29:30 − k min), k = 0 … 29. On the days after, those who come again are in front.
  const auto without_returns = [](Time horizon) {
    Scenario s = clinic();
    s.campaign->return_share = 0;
    s.experiment.horizon = horizon;
    return experiment::run_campaigns(s, {});
  };
  const CampaignResults none = without_returns(Time::clock(24));
  const double within = (30 * (15.0 + 29.5 / 60) - 435.0 / 60) / 24;
  CHECK(value(none, "dose_days") == Approx(30 * 7 + within).epsilon(1e-9));
  // Whenever a day's run ends, the next takes up what is missing at midnight.
  for (const int hour : {18, 30})
    CHECK(value(without_returns(Time::clock(hour)), "dose_days") == Approx(30 * 7 + within).epsilon(1e-9));
  CHECK(value(none, "never_returned", Run::outage) == 30);
  CHECK(std::isnan(value(none, "caught_up_day")));
}

TEST_CASE("doses that are late on a campaign's last night count until its hub closes, or to midnight") {
  // Of the 60 people from 22:00 on, one a minute, the last 30 find the backend down, and all leave two hours later.
  Scenario s = clinic();
  s.hubs[0].opens = Time::clock(22);
  s.campaign->days = 2;
  s.campaign->return_share = 0;
  const auto night = [&](Time first, Time closes, Time horizon) {
    s.hubs[0].appointments.blocks = {{first, first + Duration::hours(1), 60}};
    s.hubs[0].closes = closes;
    s.experiment.horizon = horizon;
    const Time down = Time::clock(24) + (first + Duration::minutes(30)).since_midnight();
    s.failures = {down_between(down, down + Duration::hours(3))};
    return value(experiment::run_campaigns(s, {}), "dose_days");
  };
  // Σ (time until then − 30 s − k min), k = 0 … 29.
  const auto late = [](double hours) { return (30 * (hours - 0.5 / 60) - 435.0 / 60) / 24; };
  for (const int horizon : {26, 30})
    CHECK(night(Time::clock(24), Time::clock(26), Time::clock(horizon)) == Approx(late(1.5)).epsilon(1e-9));
  for (const int horizon : {24, 30})
    CHECK(night(Time::clock(22), Time::clock(23, 30), Time::clock(horizon)) == Approx(late(1.5)).epsilon(1e-9));
  // What the first night misses is late until the last closes.
  s.hubs[0].appointments.blocks = {{Time::clock(24), Time::clock(25), 60}};
  s.hubs[0].closes = Time::clock(26);
  s.experiment.horizon = Time::clock(28);
  s.failures = {down_between(Time::clock(24, 30), Time::clock(27, 30))};
  CHECK(value(experiment::run_campaigns(s, {}), "dose_days") == Approx(late(25.5)).epsilon(1e-9));
}

TEST_CASE("a target that is not reached within the campaign is censored, not a day") {
  Scenario s = clinic();
  s.campaign->target_doses = 480;
  s.campaign->return_share = 0;
  const CampaignResults results = experiment::run_campaigns(s, {});
  const auto rows = summarise(results);
  CHECK(find_row(rows, ScopeKind::hub, "hub", "target_day", Run::outage).estimate.censored == 1);
  CHECK(find_row(rows, ScopeKind::hub, "hub", "target_day", Run::baseline).estimate.value == 8);
}

TEST_CASE("a region's and the nation's campaign are the sums of their hubs', whatever the number of threads") {
  Scenario s = clinic();
  s.hubs[0].region = "north";
  s.hubs[0].stations[0].service = {Exponential{Duration::seconds(50), {}}};
  s.hubs.push_back(s.hubs[0]);
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "second";
  s.hubs[2].name = "third";
  s.hubs[2].region = "south";
  s.campaign->replications = 6;
  experiment::RunOptions options;
  options.threads = 1;
  const CampaignResults one = experiment::run_campaigns(s, options);
  options.threads = 3;
  const CampaignResults three = experiment::run_campaigns(s, options);
  const auto sum = [&one](std::string_view measure) {
    return value(one, measure, Run::difference, "hub") + value(one, measure, Run::difference, "second");
  };
  CHECK(value(one, "doses", Run::difference, "north", ScopeKind::region) == Approx(sum("doses")));
  CHECK(value(one, "doses_delayed", Run::difference, "north", ScopeKind::region) == Approx(sum("doses_delayed")));
  CHECK(value(one, "dose_days", Run::difference, "north", ScopeKind::region) == Approx(sum("dose_days")));
  REQUIRE(one.series.columns() == three.series.columns());
  for (std::size_t column = 0; column < one.series.columns(); ++column)
    REQUIRE(band_of(one, column).mean == band_of(three, column).mean);
  const auto rows = summarise(one);
  const auto again = summarise(three);
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (!std::isnan(rows[i].estimate.value))
      REQUIRE(rows[i].estimate.value == again[i].estimate.value);
}

TEST_CASE(
    "a campaign meets an objective when every scope that it is about keeps the bound, in each campaign by itself") {
  Scenario s = clinic();
  s.hubs[0].stations[0].service = {Exponential{Duration::seconds(50), {}}};
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "second";
  s.hubs[1].stations[0].calls.clear();  // nothing fails there
  s.campaign->replications = 4;
  Objective nobody;
  nobody.measure = "doses_delayed";
  nobody.limit = 0;
  nobody.probability = 0.5;
  Objective second = nobody;
  second.scope.name = "second";
  Objective late = nobody;  // day 4 or 5 of 8
  late.measure = "target_day";
  late.limit = 8;
  late.scope.kind = ScopeKind::nation;
  Objective early = late;
  early.limit = 3;
  s.campaign->objectives = {nobody, second, late, early};
  s.campaign->target_doses = 2 * 240;
  s.output.hubs = Detail::nothing;  // what objectives are about is kept all the same
  const auto verdicts = experiment::judge(experiment::run_campaigns(s, {}));
  REQUIRE(verdicts.size() == 4);
  CHECK(verdicts[0].met.value == 0);
  CHECK(verdicts[0].scopes == 2);
  REQUIRE(verdicts[0].missed_by.size() == 1);
  CHECK(verdicts[0].missed_by[0].name == s.hubs[0].name);
  CHECK(verdicts[1].met.value == 1);
  CHECK(verdicts[2].met.value == 1);
  CHECK(verdicts[3].met.value == 0);
  CHECK_FALSE(verdicts[3].holds);
  s.campaign->target_doses = 1'000'000;
  CHECK(experiment::judge(experiment::run_campaigns(s, {}))[2].met.value == 0);
}

TEST_CASE("every measure that a campaign's objectives may name can be judged") {
  Scenario s = clinic();
  for (const auto& measure : experiment::objective_measures())
    if (measure.of_campaign) {
      Objective objective;
      objective.measure = measure.name;
      objective.limit = 1e9;
      s.campaign->objectives.push_back(objective);
    }
  const auto verdicts = experiment::judge(experiment::run_campaigns(s, {}));
  CHECK(verdicts.size() == 13);
  for (const auto& verdict : verdicts) {
    INFO(verdict.objective.measure);
    CHECK(verdict.met.value == 1);
  }
}

TEST_CASE("a campaign too large for the memory set aside is refused with a remedy") {
  Scenario s = clinic();
  for (int i = 0; i < 3000; ++i) {
    s.hubs.push_back(s.hubs[0]);
    s.hubs.back().name = "hub " + std::to_string(i);
  }
  s.campaign->days = 365;
  s.campaign->replications = 10'000;
  CHECK_THROWS_AS(experiment::run_campaigns(s, {}), InputError);
}
