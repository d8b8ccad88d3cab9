// Campaigns that can be computed by hand: who comes again when, what is in store, what is carried from day to day.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "ripresa/model/campaign_run.hpp"
#include "ripresa/model/day_run.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::CampaignDay;

namespace {

/// One person a minute from 8:00 to 9:00, each vaccinated in 30 s; at 9:00 everybody has to leave. The date is a
/// Wednesday. On the first day the backend that vaccination needs is down from 8:30 on: the 30 who come then are sent
/// home.
Scenario clinic(int days) {
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
  s.campaign->days = days;
  s.campaign->places = 1.5;
  return s;
}

struct Run {
  explicit Run(const Scenario& scenario, std::uint32_t replication = 0)
      : failures(scenario), plan(plan_campaign(scenario, failures.plain())), run(plan, failures) {
    run.run(0, replication);
  }
  std::vector<std::int64_t> outage(std::int64_t CampaignDay::*value) const { return values(run.outage(0), value); }
  std::vector<std::int64_t> baseline(std::int64_t CampaignDay::*value) const { return values(run.baseline(0), value); }

  static std::vector<std::int64_t> values(const observation::CampaignRecord& record, std::int64_t CampaignDay::*value) {
    std::vector<std::int64_t> all;
    for (const CampaignDay& day : record.days)
      all.push_back(day.*value);
    return all;
  }

  model::CampaignFailures failures;
  model::CampaignPlan plan;
  model::CampaignRun run;
};

using Counts = std::vector<std::int64_t>;

/// The clinic, whose people are sent to another hub 10 min away as long as its backend is down; the other takes 50 s a
/// person, has 60 booked of its own and is not hit.
Scenario clinic_that_diverts(int days) {
  Scenario s = clinic(days);
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "other";
  s.hubs[1].stations[0].service = {Constant{Duration::seconds(50)}};
  s.hubs[0].nearby = {{1, Duration::minutes(10)}};
  s.hubs[0].stations[0].on_failure = {Response{Divert{}, {}, {}, {}}};
  s.failures[0].hubs = {0};
  return s;
}

/// Of a day, both hubs together.
std::int64_t outage_sum(const Run& run, std::int64_t CampaignDay::*value, std::size_t day) {
  return run.run.outage(0).days[day].*value + run.run.outage(1).days[day].*value;
}

}  // namespace

TEST_CASE("people whom an outage sends home come again the next day, beside those booked then") {
  const Run run(clinic(3));
  CHECK(run.baseline(&CampaignDay::vaccinated) == Counts{60, 60, 60});
  CHECK(run.outage(&CampaignDay::vaccinated) == Counts{30, 90, 60});
  CHECK(run.outage(&CampaignDay::sent_home) == Counts{30, 0, 0});
  CHECK(run.outage(&CampaignDay::returning) == Counts{0, 30, 0});
  CHECK(run.outage(&CampaignDay::waiting_return) == Counts{30, 0, 0});
  CHECK(run.run.twin(0)[0].peak_backlog == 30);
  CHECK(run.run.twin(0)[0].missed == 30);
  CHECK(run.run.twin(0)[1].missed == -30);
}

TEST_CASE("on a campaign's later day, too, a reaction to failures waits for the first that its hub feels") {
  Scenario s = clinic(2);
  s.hubs[0].stations[0].service = {Constant{Duration::seconds(110)}};
  const Time next_day = Time::clock(24);
  const auto on_next_day = [&](Time from, Time to, std::size_t backend) {
    return down_between(next_day + from.since_midnight(), next_day + to.since_midnight(), backend);
  };
  s.failures = {on_next_day(Time::clock(8, 30), Time::clock(8, 35), 0)};
  Mitigation help;
  help.when = AtTime{Time::clock(8)};
  help.action = ExtraServers{0, 1};
  s.hubs[0].mitigations = {help};
  const Counts expected = Run(s).outage(&CampaignDay::vaccinated);
  s.backends.push_back({"other", {}, Constant{}, {}});
  s.failures.push_back(on_next_day(Time::clock(8, 5), Time::clock(8, 10), 1));
  CHECK(Run(s).outage(&CampaignDay::vaccinated) == expected);
  s.hubs[0].stations[0].calls.push_back({1, CallPoint::throughout});
  CHECK(Run(s).outage(&CampaignDay::vaccinated) != expected);
}

TEST_CASE("they come as soon as places are free, at the earliest after the stated days") {
  Scenario s = clinic(7);
  s.campaign->places = 1.1;  // six a day beside the booked
  CHECK(Run(s).outage(&CampaignDay::vaccinated) == Counts{30, 66, 66, 66, 66, 66, 60});
  s.campaign->return_after_days = 3;
  CHECK(Run(s).outage(&CampaignDay::returning) == Counts{0, 0, 0, 6, 6, 6, 6});
  CHECK(Run(s).outage(&CampaignDay::waiting_return).back() == 6);  // no place is left for them
  s.campaign->places = 1;
  CHECK(Run(s).outage(&CampaignDay::vaccinated) == Counts{30, 60, 60, 60, 60, 60, 60});
}

TEST_CASE("on weekdays off and on closed dates nobody comes, and demand follows the weekday") {
  Scenario s = clinic(6);  // Wednesday to Monday
  s.campaign->open_on[6] = false;
  s.campaign->closed = {1};
  s.campaign->demand[4] = 0.5;
  const Run run(s);
  CHECK(run.baseline(&CampaignDay::vaccinated) == Counts{60, 0, 30, 60, 0, 60});
  CHECK(run.outage(&CampaignDay::vaccinated) == Counts{30, 0, 60, 60, 0, 60});
  CHECK(run.outage(&CampaignDay::waiting_return) == Counts{30, 30, 0, 0, 0, 0});
}

TEST_CASE("a book in small blocks follows the demand as one block does, and each block follows it to a person") {
  Scenario s = clinic(7);  // Wednesday to Tuesday
  s.failures.clear();
  s.hubs[0].appointments.slot = Duration::minutes(5);
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(9), 24}};
  s.campaign->demand = {1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.2};
  const Counts whole = Run(s).baseline(&CampaignDay::booked);
  CHECK(whole == Counts{19, 17, 14, 12, 5, 24, 22});
  auto& blocks = s.hubs[0].appointments.blocks;
  blocks.clear();
  for (int slot = 0; slot < 12; ++slot)
    blocks.push_back({Time::clock(8, 5 * slot), Time::clock(8, 5 * slot) + Duration::minutes(5), 2});
  const Run small(s);
  CHECK(small.baseline(&CampaignDay::booked) == whole);
  for (const auto& [factor, due] : small.plan.hubs[0].due)
    for (const BookBlock& block : blocks) {
      const auto booked = std::count(due.begin(), due.end(), block.from);
      CHECK(std::abs(static_cast<double>(booked) - factor * block.persons) < 1);
    }
}

TEST_CASE("half of a book of odd number is as often the number below as the one above") {
  Scenario s = clinic(1);
  s.failures.clear();
  s.campaign->demand = {1, 1, 0.5, 1, 1, 1, 1};  // a Wednesday
  std::int64_t booked = 0;
  for (int persons = 1; persons <= 40; ++persons) {
    s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(9), persons}};
    booked += Run(s).baseline(&CampaignDay::booked)[0];
  }
  CHECK(booked == 40 * 41 / 4);
}

TEST_CASE("who does not take another appointment is lost to the campaign") {
  Scenario s = clinic(3);
  s.campaign->return_share = 0;
  const Run nobody(s);
  CHECK(nobody.outage(&CampaignDay::vaccinated) == Counts{30, 60, 60});
  CHECK(nobody.outage(&CampaignDay::gave_up) == Counts{30, 0, 0});
  s.campaign->return_share = 0.5;
  const auto some = Run(s).outage(&CampaignDay::gave_up);
  CHECK(some[0] > 4);  // of 30, each with probability one half: outside with probability 1e-5
  CHECK(some[0] < 26);
}

TEST_CASE("of those with a new appointment, who stays away has not come again but has given up") {
  Scenario s = clinic(6);
  s.hubs[0].appointments.show_rate = 0.5;
  const Run run(s);
  const auto arrivals = run.outage(&CampaignDay::arrivals);
  const auto usual = run.baseline(&CampaignDay::arrivals);
  const auto returned = run.outage(&CampaignDay::returning);
  for (std::size_t day = 0; day < arrivals.size(); ++day)
    CHECK(returned[day] == arrivals[day] - usual[day]);
  CHECK(returned[1] > 1);
  CHECK(run.outage(&CampaignDay::gave_up)[1] > 1);
  CHECK(returned[1] + run.outage(&CampaignDay::gave_up)[1] == run.outage(&CampaignDay::sent_home)[0]);
}

TEST_CASE("forms stay on paper for as many days as the backend is down throughout") {
  Scenario s = clinic(5);
  s.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  s.hubs[0].stations[0].on_failure = {
      Response{Paper{{Constant{Duration::seconds(30)}}, UnderWay::restart, {}}, {}, {}, {}}};
  s.failures = {down_between(Time::clock(7), Time::clock(24 * 3 + 10))};
  CHECK(Run(s).outage(&CampaignDay::vaccinated) == Counts{60, 60, 60, 60, 60});
  CHECK(Run(s).outage(&CampaignDay::recorded) == Counts{0, 0, 0, 180, 120});
  s.campaign->closed = {3};
  CHECK(Run(s).outage(&CampaignDay::recorded) == Counts{0, 0, 0, 0, 240});
}

TEST_CASE("who is sent home with a new appointment comes on that day, whatever the share of others who do") {
  Scenario s = clinic(5);
  s.campaign->return_share = 0;
  s.hubs[0].stations[0].on_failure = {Response{TurnAway{}, {}, {}, {}}};
  s.hubs[0].rebooking = Rebooking{12, 5, 0};
  const Run run(s);
  CHECK(run.outage(&CampaignDay::sent_home) == Counts{30, 0, 0, 0, 0});
  CHECK(run.outage(&CampaignDay::returning) == Counts{0, 12, 12, 6, 0});
  CHECK(run.outage(&CampaignDay::vaccinated) == Counts{30, 72, 72, 66, 60});
}

TEST_CASE("who is sent to another hub and home from there comes again where they were booked, and all get one dose") {
  const Run run(clinic_that_diverts(3));
  // Those of 8:30 to 8:49 are sent on, 20; the other hub, which they reach from 8:40 on, gives 24 doses in its last
  // 20 min, for 40 people. Those of 8:50 to 8:59 would find it closed, and are sent home by their own.
  const auto& home = run.run.outage(0).days;
  const auto& other = run.run.outage(1).days;
  CHECK(home[0].vaccinated == 30);
  CHECK(other[0].arrivals == 80);
  CHECK(other[0].vaccinated == 64);
  CHECK(home[0].sent_home + other[0].sent_home == 120 - 94);
  CHECK(home[0].sent_home > 10);
  CHECK(other[0].sent_home > 0);
  for (std::size_t hub = 0; hub < 2; ++hub) {
    const auto& days = run.run.outage(hub).days;
    CHECK(days[0].waiting_return == days[0].sent_home);
    CHECK(days[1].returning == days[0].sent_home);
    CHECK(days[1].vaccinated == 60 + days[0].sent_home);
  }
  CHECK(outage_sum(run, &CampaignDay::waiting_return, 1) == 0);
  CHECK(outage_sum(run, &CampaignDay::vaccinated, 2) == 120);
}

TEST_CASE("an appointment that another hub gives to somebody sent there is kept at the hub where they were booked") {
  Scenario s = clinic_that_diverts(4);
  s.campaign->return_share = 0;
  s.failures.push_back(down_between(Time::clock(8, 50), Time::clock(9, 10)));
  s.failures[1].hubs = {1};
  s.hubs[1].stations[0].on_failure = {Response{TurnAway{}, {}, {}, {}}};
  s.hubs[1].rebooking = Rebooking{12, 2, 0};
  const Run run(s);
  CHECK(outage_sum(run, &CampaignDay::returning, 1) == 12);
  CHECK(outage_sum(run, &CampaignDay::returning, 2) > 0);
  CHECK(run.outage(&CampaignDay::returning)[1] > 0);
  CHECK(run.outage(&CampaignDay::returning)[2] > 0);
  std::int64_t doses = 0;
  for (std::size_t day = 0; day < 4; ++day)
    doses += outage_sum(run, &CampaignDay::vaccinated, day);
  CHECK(doses == 4 * 120 - outage_sum(run, &CampaignDay::gave_up, 0));
}

TEST_CASE("a message asks those who come again as it asks those booked: who obeys has not come, and keeps waiting") {
  Scenario s = clinic(4);
  s.campaign->places = 3;
  s.hubs[0].stations[0].service = {Constant{Duration::seconds(15)}};
  s.failures.push_back(down_between(Time::clock(24 + 7), Time::clock(24 + 9, 10)));
  s.hubs[0].rebooking = Rebooking{100, 3, 0};
  Mitigation message;
  message.name = "message";
  message.when = BackendDown{0, {}};
  message.action = HoldBack{};
  s.hubs[0].mitigations = {message};
  const Run run(s);
  CHECK(run.outage(&CampaignDay::arrivals)[0] == 30);
  CHECK(run.outage(&CampaignDay::sent_home) == Counts{30, 90, 0, 0});
  CHECK(run.outage(&CampaignDay::returning) == Counts{0, 0, 90, 0});
  CHECK(run.outage(&CampaignDay::arrivals) == Counts{30, 0, 150, 60});
  CHECK(run.outage(&CampaignDay::gave_up) == Counts{0, 0, 0, 0});
  CHECK(run.outage(&CampaignDay::waiting_return) == Counts{30, 90, 0, 0});
}

TEST_CASE("the first day of a campaign is the day that is run alone, and every day has people of its own") {
  Scenario s = clinic(3);
  s.hubs[0].appointments.show_rate = 0.8;
  s.hubs[0].stations[0].service = {Exponential{Duration::seconds(40), {}}};
  const Run run(s, 5);
  const model::Model model = model::build_model(s);
  model::DayRun day(model);
  day.run(5);
  CHECK(run.run.outage(0).days[0].vaccinated == day.outage(0).counts.vaccinated);
  CHECK(run.run.baseline(0).days[0].vaccinated == day.baseline(0).counts.vaccinated);
  CHECK(run.run.baseline(0).days[0].waited != run.run.baseline(0).days[1].waited);
  std::set<std::uint64_t> seeds;
  for (int d = 0; d < 1000; ++d)
    seeds.insert(model::seed_of_day(s.experiment.seed, d));
  CHECK(seeds.size() == 1000);
}

TEST_CASE("before the first failure, and without any, a campaign and its twin are the same") {
  Scenario s = clinic(5);
  s.hubs[0].stations[0].service = {Exponential{Duration::seconds(55), {}}};  // crowded: some are sent home every day
  s.failures = {down_between(Time::clock(24 * 3 + 8, 20), Time::clock(24 * 3 + 8, 50))};
  const Run late(s);
  const auto& outage = late.run.outage(0).days;
  const auto& baseline = late.run.baseline(0).days;
  CHECK(std::equal(outage.begin(), outage.begin() + 3, baseline.begin()));
  CHECK_FALSE(outage[3] == baseline[3]);
  CHECK(baseline[0].sent_home > 0);
  s.failures.clear();
  const Run never(s);
  CHECK(never.run.outage(0).days == never.run.baseline(0).days);
  CHECK(never.run.baseline(0).days == baseline);
}

TEST_CASE("a failure over midnight is felt on both days") {
  Scenario s = clinic(3);
  s.failures = {down_between(Time::clock(8, 30), Time::clock(24 + 8, 30))};
  CHECK(Run(s).outage(&CampaignDay::vaccinated)[0] == 30);
  CHECK(Run(s).run.twin(0)[1].peak_backlog == 30);
}

TEST_CASE("doses in store last until they run out, deliveries fill the store, and all are accounted for") {
  Scenario s = clinic(5);
  s.failures.clear();
  s.hubs[0].stations[0].calls.clear();
  s.hubs[0].stations[0].needs = 0;
  Supply supply;
  supply.name = "doses";
  supply.stock = 100;
  s.hubs[0].supplies = {supply};
  s.campaign->deliveries = {{3, 0, 0, 300}};
  const Run run(s);
  // 20 of the second day and the 80 of the third come again: 30 a day, which is all that the places allow.
  CHECK(run.baseline(&CampaignDay::vaccinated) == Counts{60, 40, 0, 90, 90});
  CHECK(run.baseline(&CampaignDay::in_store) == Counts{40, 0, 0, 210, 120});
  CHECK(run.baseline(&CampaignDay::wasted) == Counts{0, 0, 0, 0, 0});
  CHECK(run.baseline(&CampaignDay::sent_home) == Counts{0, 20, 80, 0, 0});
}

TEST_CASE("doses made ready and not used are thrown away at the end of the day, those in store are kept") {
  Scenario s = clinic(2);
  s.hubs[0].stations[0].needs = 0;
  Supply supply;
  supply.name = "doses";
  supply.stock = 1000;
  supply.preparation = Preparation{{{Time{}, Time::clock(10'000), 1}},
                                   Constant{Duration::seconds(20)},
                                   BatchesAsBooked{Duration::hours(1), Duration::minutes(30), 1}};
  s.hubs[0].supplies = {supply};
  const Run run(s);
  CHECK(run.baseline(&CampaignDay::wasted) == Counts{0, 0});
  // 30 were prepared for those sent home; one more was in the hand of the one being vaccinated.
  CHECK(run.outage(&CampaignDay::wasted) == Counts{30, 0});
  // The second day prepares for those who come again too.
  CHECK(run.outage(&CampaignDay::vaccinated) == Counts{30, 90});
  CHECK(run.outage(&CampaignDay::in_store) == Counts{940, 850});
}

TEST_CASE("a window's own loss is the campaign's, and its run ends when both runs are as one") {
  const Scenario s = clinic(30);
  const Run whole(s);
  model::CampaignRun alone(whole.plan, whole.failures);
  alone.run_windows(0, 0, s.failures, 0, whole.plan.days);
  REQUIRE(alone.outage(0).days.size() == 2);
  for (std::size_t day = 0; day < 2; ++day) {
    CHECK(alone.outage(0).days[day] == whole.run.outage(0).days[day]);
    CHECK(alone.twin(0)[day].peak_backlog == whole.run.twin(0)[day].peak_backlog);
  }
}

TEST_CASE("a campaign taken up on a later day goes on as the whole one does") {
  Scenario s = clinic(12);
  s.hubs[0].supplies = {{"doses", 50, {}, {}, {}}};
  s.hubs[0].stations[0].needs = 0;
  for (int day = 1; day < 12; day += 3)
    s.campaign->deliveries.push_back({day, 0, 0, 170});
  s.failures = {down_between(Time::clock(7 * 24 + 8, 30), Time::clock(7 * 24 + 9, 10))};
  const Run whole(s);
  model::CampaignRun later(whole.plan, whole.failures);
  const std::vector<int> days = {0, 4, 7};
  const auto starts = later.undisturbed_starts(0, 0, days);
  REQUIRE(starts.size() == 3);
  for (std::size_t i = 0; i < days.size(); ++i) {
    later.run_windows(0, 0, s.failures, days[i], whole.plan.days, &starts[i]);
    const auto& lasted = later.outage(0).days;
    REQUIRE(days[i] + static_cast<int>(lasted.size()) > 8);
    for (std::size_t day = 0; day < lasted.size(); ++day) {
      const auto of_whole = day + static_cast<std::size_t>(days[i]);
      CHECK(lasted[day] == whole.run.outage(0).days[of_whole]);
      CHECK(later.baseline(0).days[day] == whole.run.baseline(0).days[of_whole]);
    }
  }
}

TEST_CASE("failures at random strike a campaign on days of their own, as often as their process has it") {
  Scenario s = clinic(40);
  s.failures.clear();
  s.random_failures = {
      {"platform", {0}, Exponential{Duration::hours(12), {}}, Exponential{Duration::hours(1), {}}, Down{}, {}}};
  s.campaign->return_share = 0;
  const model::CampaignFailures failures(s);
  const model::CampaignPlan plan = plan_campaign(s, failures.plain());
  CHECK(failures.any());
  model::CampaignRun campaign(plan, failures);
  constexpr std::uint32_t kReplications = 25;
  double begun = 0;
  int days_hit = 0;
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    const auto windows = failures.windows(r);
    begun += static_cast<double>(
        std::count_if(windows.begin(), windows.end(), [&](const auto& w) { return w.from >= Time{}; }));
    campaign.run(0, r);
    for (int day = 0; day < 40; ++day) {
      // Down for two minutes and more of the opening hour: somebody is late then; never down in it: nobody is.
      Duration down;
      for (const auto& w : failures.felt_on(day, windows))
        down += std::max(Duration{}, std::min(w.to, Time::clock(9)) - std::max(w.from, Time::clock(8)));
      const auto late = campaign.twin(0)[static_cast<std::size_t>(day)].peak_backlog;
      days_hit += late > 0 ? 1 : 0;
      if (down == Duration{})
        REQUIRE(late == 0);
      if (down >= Duration::minutes(2))
        REQUIRE(late > 0);
    }
  }
  CHECK(days_hit > 50);
  // One failure a cycle of 13 h; the variance of the count is below its mean.
  const double expected = kReplications * 40 * 24 / 13.0;
  CHECK(begun == Approx(expected).margin(4 * std::sqrt(expected)));
}

TEST_CASE("failures at random on a campaign's first day are those of the day that is run alone") {
  Scenario s = clinic(3);
  s.failures.clear();
  s.random_failures = {
      {"platform", {0}, Exponential{Duration::hours(3), {}}, Exponential{Duration::hours(1), {}}, Down{}, {}}};
  const model::Model model = model::build_model(s);
  model::DayRun day(model);
  std::set<std::int64_t> counts;
  for (std::uint32_t r = 0; r < 12; ++r) {
    const Run campaign(s, r);
    day.run(r);
    CHECK(campaign.run.outage(0).days[0].vaccinated == day.outage(0).counts.vaccinated);
    CHECK(campaign.run.baseline(0).days[0].vaccinated == day.baseline(0).counts.vaccinated);
    CHECK(campaign.baseline(&CampaignDay::vaccinated) == Counts{60, 60, 60});
    counts.insert(day.outage(0).counts.vaccinated);
  }
  CHECK(counts.size() > 2);
}

TEST_CASE("what a failure of the night leaves behind is felt when the hub opens") {
  Scenario s = clinic(2);
  s.failures = {down_between(Time::clock(3), Time::clock(24 + 7, 30))};
  s.failures[0].recovery.ramp = Duration::hours(2);
  s.failures[0].recovery.latency_factor = 100;
  s.backends[0].latency = Constant{Duration::seconds(1)};
  s.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  CHECK(Run(s).run.twin(0)[1].peak_backlog > 0);  // over by 7:30 of the second day, slow until 9:30
}
