// A day goes on with what failures before it have begun.

#include <catch2/catch.hpp>

#include "ripresa/model/campaign_run.hpp"
#include "ripresa/model/day_run.hpp"
#include "ripresa/model/responses_at_midnight.hpp"
#include "support/both_ways.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::CampaignDay;

namespace {

Time before_midnight(Duration by) {
  return Time{} - by;
}

/// One person a minute from 8:00 to 9:00, each vaccinated in 20 s while the backend answers; at 9:00 everybody has to
/// leave. The backend is down from 20:00 of the day before until noon.
Scenario clinic(std::vector<Response> on_failure) {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{}, {}}};
  Station station = staffed_station("vaccination", 1, Constant{Duration::seconds(20)});
  station.calls = {{0, CallPoint::throughout}};
  station.on_failure = std::move(on_failure);
  Hub hub = hub_of({station}, Time::clock(8), Time::clock(9));
  hub.closing = Closing::hard;
  one_a_slot(hub, Duration::minutes(1));
  s.hubs = {hub};
  s.failures = {down_between(before_midnight(Duration::hours(4)), Time::clock(12))};
  return s;
}

Response on_paper(Duration after, std::optional<Duration> lasts = {}, Duration back_after = {}) {
  return {Paper{{Constant{Duration::seconds(20)}}, UnderWay::restart, {}}, after, lasts, back_after};
}

std::int64_t vaccinated(const Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  model::DayRun day(model);
  day.run(0);
  return day.outage(0).counts.vaccinated;
}

/// The same failure a day later, as the second day of a campaign meets it.
std::vector<std::int64_t> vaccinated_in_campaign(Scenario scenario, int days) {
  for (FailureWindow& window : scenario.failures) {
    window.from = window.from + Duration::days(1);
    window.to = window.to + Duration::days(1);
  }
  scenario.campaign = Campaign{};
  scenario.campaign->days = days;
  scenario.campaign->return_share = 0;
  const model::CampaignFailures failures(scenario);
  const model::CampaignPlan plan = plan_campaign(scenario, failures.plain());
  model::CampaignRun run(plan, failures);
  run.run(0, 0);
  std::vector<std::int64_t> all;
  for (const CampaignDay& day : run.outage(0).days)
    all.push_back(day.vaccinated);
  return all;
}

}  // namespace

TEST_CASE("a response to a failure that began before midnight begins after its time from then, not from midnight") {
  const Scenario s = clinic({on_paper(Duration::hours(12) + Duration::minutes(45))});
  CHECK(vaccinated(s) == 45);  // from 8:45 on, three a minute
  CHECK(vaccinated_in_campaign(s, 3) == std::vector<std::int64_t>{60, 45, 60});
}

TEST_CASE("it ends after its time from when it began, and the next one's turn comes then") {
  CHECK(vaccinated(clinic({on_paper(Duration::hours(1), Duration::hours(11) + Duration::minutes(45))})) == 45);
  const Scenario two = clinic({{Wait{}, {}, Duration::hours(12), {}}, on_paper(Duration::minutes(45))});
  CHECK(vaccinated(two) == 45);
}

TEST_CASE("a failure stated as two windows that touch is one failure, wherever they touch") {
  const Scenario whole = clinic({on_paper(Duration::hours(12) + Duration::minutes(45))});
  for (const Time touch : {before_midnight(Duration::hours(1)), Time{}, Time::clock(1)}) {
    Scenario s = whole;
    s.failures = {down_between(whole.failures[0].from, touch), down_between(touch, whole.failures[0].to)};
    INFO(touch.since_midnight().in_hours() << " h");
    CHECK(vaccinated(s) == 45);
    CHECK(vaccinated_in_campaign(s, 3) == std::vector<std::int64_t>{60, 45, 60});
  }
}

TEST_CASE("a station trusts a backend that came back before midnight after its time from then") {
  Scenario s = clinic({{TurnAway{}, {}, {}, Duration::hours(10) + Duration::minutes(30)}});
  s.failures = {down_between(before_midnight(Duration::hours(4)), before_midnight(Duration::hours(2)))};
  CHECK(vaccinated(s) == 30);
  CHECK(vaccinated_in_campaign(s, 3) == std::vector<std::int64_t>{60, 30, 60});
  // A further failure in that time keeps it at its response, and the time runs from the last return.
  s.failures.push_back(down_between(before_midnight(Duration::hours(1)), before_midnight(Duration::minutes(45))));
  CHECK(vaccinated(s) == 0);
  CHECK(vaccinated_in_campaign(s, 3) == std::vector<std::int64_t>{60, 0, 60});
  // It is trusted from 8:15 on.
  s.hubs[0].stations[0].on_failure[0].back_after = Duration::hours(9);
  CHECK(vaccinated_in_campaign(s, 3) == std::vector<std::int64_t>{60, 45, 60});
}

TEST_CASE("a failover counts from the failure, and who has taken over serves on the next day") {
  Scenario s = clinic({});
  DependencyGroup pair{1, {std::size_t{1}, std::size_t{2}}, Duration::hours(12) + Duration::minutes(45), {}};
  s.backends = {
      {"poste", {Dependency{pair}}, Constant{}, {}}, {"rome", {}, Constant{}, {}}, {"milan", {}, Constant{}, {}}};
  s.failures = {down_between(before_midnight(Duration::hours(4)), Time::clock(12), 1)};
  CHECK(vaccinated(s) == 45);
  CHECK(vaccinated_in_campaign(s, 2) == std::vector<std::int64_t>{60, 45});
  // Milan has taken over in the afternoon; when it fails at 8:10, Rome takes 40 minutes to do so, and ten are served in
  // each ten minutes there are.
  pair.failover = Duration::minutes(40);
  s.backends[0].depends_on = {Dependency{pair}};
  s.hubs[0].stations[0].service = {Constant{Duration::minutes(1)}};
  s.failures = {down_between(before_midnight(Duration::hours(10)), before_midnight(Duration::hours(8)), 1),
                down_between(Time::clock(8, 10), Time::clock(12), 2)};
  CHECK(vaccinated_in_campaign(s, 2) == std::vector<std::int64_t>{60, 20});
}

TEST_CASE("what waits for a backend to be down for some time counts from before midnight") {
  Scenario s = clinic({{Paper{{Constant{Duration::seconds(90)}}, UnderWay::restart, {}}, {}, {}, {}}});
  Mitigation more;
  more.name = "one more";
  more.when = BackendDown{0, Duration::hours(12)};
  more.lead_time = Duration::minutes(45);
  more.action = ExtraServers{0, 1};
  s.hubs[0].mitigations = {more};
  CHECK(vaccinated(s) == 50);  // 40 by one server, and 10 more from 8:45 on
}

TEST_CASE("a failure at random that is under way as the day begins has its true beginning") {
  Scenario s = clinic({on_paper(Duration::hours(3))});
  s.failures.clear();
  s.random_failures = {{"platform", {0}, Constant{Duration::hours(10)}, Constant{Duration::hours(8)}, Down{}, {}}};
  const model::Model model = model::build_model(s);
  int under_way = 0;
  for (std::uint32_t r = 0; r < 40; ++r) {
    const model::Failures failures = model.failures.draw(3, r);
    const model::BackendTimeline& timeline = failures.everywhere[0];
    REQUIRE(timeline.size() >= 2);
    if (timeline.front().at >= Time{})
      continue;
    ++under_way;
    CHECK(timeline[1].at - timeline.front().at == Duration::hours(8));
  }
  CHECK(under_way > 5);
  CHECK(under_way < 35);
}

TEST_CASE("a streamed day goes on with what began before it as a day run event by event does") {
  std::vector<Scenario> days;
  for (const int minutes : {0, 45, 12 * 60 + 30})
    for (const int lasts : {0, 60, 12 * 60 + 20})
      for (const int back_after : {0, 10 * 60 + 15}) {
        Scenario s = clinic(
            {on_paper(Duration::minutes(minutes), lasts > 0 ? std::optional(Duration::minutes(lasts)) : std::nullopt,
                      Duration::minutes(back_after))});
        s.hubs[0].closing = Closing::serve_inside;
        s.hubs[0].stations[0].calls = {{0, CallPoint::end}};
        s.hubs[0].stations[0].service = {Exponential{Duration::seconds(50), {}}};
        days.push_back(s);
        s.failures[0].to = before_midnight(Duration::hours(2));
        s.failures[0].recovery.ramp = Duration::hours(11);
        s.failures[0].recovery.latency_factor = 20;
        s.backends[0].latency = Constant{Duration::seconds(2)};
        days.push_back(s);
        s.backends[0].capacity = Capacity{};
        s.backends[0].capacity->calls_per_second = 0.02;
        days.push_back(s);
      }
  for (const Scenario& s : days) {
    const model::Model model = model::build_model(s);
    model::GroupRun run(model);
    CHECK(same_both_ways(model, 0, run));
  }
}

TEST_CASE("responses as midnight finds them are those of the rules run from the failure on") {
  using Next = model::ResponseClock::Next;
  const auto check = [](const std::vector<Response>& responses, const model::BackendTimeline& timeline,
                        bool backend_lost, model::Mode mode, std::int32_t turn, Next next, Time next_at) {
    const model::Model model = model::build_model(clinic(responses));
    const model::ResponseClock clock =
        responses_at_midnight(model.hubs[0].stations[0], std::vector<model::BackendTimeline>{timeline});
    CHECK(clock.backend_lost() == backend_lost);
    CHECK(clock.mode() == mode);
    CHECK(clock.turn() == turn);
    CHECK(clock.next() == next);
    CHECK(clock.next_at() == next_at);
  };
  const model::BackendState down{false, 1, 0, {}, 1};
  const std::vector<Response> responses = {on_paper(Duration::hours(1), Duration::hours(2), Duration::hours(3))};
  const auto since = [&](int hours) { return model::BackendTimeline{{before_midnight(Duration::hours(hours)), down}}; };
  check(responses, {}, false, model::Mode::usual, -1, Next::nothing, Time::never());
  check(responses, since(1), true, model::Mode::usual, 0, Next::response_holds, Time{});
  check(responses, since(2), true, model::Mode::paper, 0, Next::response_over, Time::clock(1));
  check(responses, since(4), true, model::Mode::usual, 1, Next::nothing, Time::never());
  auto back = since(2);
  back.push_back({before_midnight(Duration::minutes(30)), {}});
  check(responses, back, false, model::Mode::paper, 0, Next::back_to_usual, Time::clock(2, 30));
  back.push_back({before_midnight(Duration::minutes(10)), down});
  check(responses, back, true, model::Mode::paper, 0, Next::response_over, Time::clock(1, 50));
}
