// The screen: the answer first.

#include "ripresa/output/screen.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>
#include <vector>

#include "ripresa/base/nan.hpp"
#include "ripresa/statistics/proportion.hpp"
#include "runs.hpp"

using namespace ripresa;
using namespace ripresa::output;
using namespace ripresa::testing;
using Catch::Contains;

namespace {

std::string screen_of(const Scenario& scenario) {
  const auto results = results_of(scenario);
  const auto rows = experiment::summarise(results);
  std::vector<experiment::SummaryRow> shown;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(shown),
               [&results](const experiment::SummaryRow& row) { return is_shown(results, row); });
  const auto verdicts = experiment::judge(results);
  const std::string screen = result_screen(results, shown, verdicts);
  CHECK(screen == result_screen(results, rows, verdicts));
  return screen;
}

}  // namespace

TEST_CASE("the first lines answer the question: how long, when, how much outdoors, caught up when") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].indoor_capacity = 11;
  const std::string screen = screen_of(scenario);
  const auto place = [&screen](const char* text) {
    INFO(text);
    const auto found = screen.find(text);
    CHECK(found != std::string::npos);
    return found;
  };
  const auto peak = place("The queue peaked at 40 people at 15:10; the outage made it up to 40 longer, at 15:10.");
  const auto outdoors =
      place("Up to 30 more people than undisturbed stood outdoors, at 15:10 (undisturbed day: nobody).");
  const auto caught_up =
      place("Caught up at 17:50 (median; 90 % of days 17:50 to 17:50), 160 min after the failure's end.");
  const auto table = place("95 % interval");
  CHECK(peak < outdoors);
  CHECK(outdoors < caught_up);
  CHECK(caught_up < table);
}

TEST_CASE("where failures are apart, catching up is told from the end of the last of them") {
  Scenario scenario = quoted_day();
  const auto caught_up = [&scenario] {
    const std::string screen = screen_of(scenario);
    const auto at = screen.find("Caught up at ");
    REQUIRE(at != std::string::npos);
    return screen.substr(at, screen.find('\n', at) - at);
  };
  // One that follows upon another is the same failure.
  scenario.failures.push_back(down_between(Time::clock(15, 10), Time::clock(15, 20)));
  CHECK_THAT(caught_up(), Catch::EndsWith(" min after the failure's end."));
  scenario.failures.push_back(down_between(Time::clock(19), Time::clock(19, 1)));
  CHECK_THAT(caught_up(), Catch::EndsWith(" min after the end of the last of 2 failures."));
  scenario.failures.pop_back();
  scenario.random_failures = {{"rare", {0}, Constant{Duration::days(90)}, Constant{Duration::minutes(1)}, Down{}, {}}};
  CHECK_THAT(caught_up(), Catch::EndsWith(" min after the end of the day's last failure."));
}

TEST_CASE("a verdict says whether it holds, on how many days, how sure that is, and what was wanted") {
  Scenario scenario = quoted_day();
  Objective objective;
  objective.name = "back by six";
  objective.measure = "catch_up_time";
  objective.bound = Bound::before;
  objective.before = Time::clock(18);
  scenario.objectives = {objective};
  CHECK_THAT(screen_of(scenario),
             Contains("\"back by six\" was met on 100 % of days.") &&
                 Contains("HOLDS \"back by six\": met on 100 % of days (95 % interval 16 % to 100 %), "
                          "wanted 95 %") &&
                 Contains("too close to call: it may as well be the other verdict; run more"));
  scenario.objectives[0].before = Time::clock(17);
  CHECK_THAT(screen_of(scenario), Contains("FAILS \"back by six\": met on 0 % of days"));
}

TEST_CASE("a verdict that is too close to call is never shown as sure as one that is not") {
  const auto results = results_of(quoted_day());
  Objective objective;
  objective.probability = 0.95;
  const auto screen = [&](std::size_t met, std::size_t days) {
    return result_screen(results, experiment::summarise(results), {experiment::verdict_of(objective, met, days)});
  };
  // The least days, all met, whose interval covers 95 %: 1 − 2 · 0.95⁷¹ = 0.9475, which rounds to 95 %.
  CHECK_THAT(screen(71, 71), Contains("too close to call: the verdict is only 94 % sure; run more replications"));
  CHECK_THAT(screen(72, 72), Contains("HOLDS") && !Contains("too close"));
}

TEST_CASE("a verdict about several hubs names the three that met it least, and how many more missed it") {
  const auto results = results_of(quoted_day());
  Objective objective;
  objective.probability = 0.95;
  auto verdict = experiment::verdict_of(objective, 100, 1000);
  verdict.scopes = 12;
  const auto screen = [&] { return result_screen(results, experiment::summarise(results), {verdict}); };
  CHECK_THAT(screen(), !Contains("not met on all days"));
  const auto add = [&](const char* name, std::size_t met) {
    verdict.missed_by.push_back({ScopeKind::hub, name, statistics::proportion(met, 1000)});
  };
  add("Milano", 410);
  CHECK_THAT(screen(), Contains("\n      not met on all days by 1 of 12 hubs: Milano (met on 41 % of days)\n"));
  add("Bergamo", 880);
  add("Como", 949);
  CHECK_THAT(screen(), Contains("12 hubs: Milano (met on 41 % of days), Bergamo (88 %), Como (94.9 %)\n"));
  add("Lodi", 999);
  CHECK_THAT(
      screen(),
      Contains("not met on all days by 4 of 12 hubs: Milano (met on 41 % of days), Bergamo (88 %), Como (94.9 %) "
               "and 1 more\n"));
  for (auto& missed : verdict.missed_by)
    missed.kind = ScopeKind::health_agency;
  CHECK_THAT(screen(), Contains("not met on all days by 4 of 12 health agencies: "));
}

TEST_CASE("no bound of an interval, nor what was met, is rounded onto the share that is wanted, or past it") {
  const auto results = results_of(quoted_day());
  Objective objective;
  objective.probability = 0.99;
  const auto screen = [&](std::size_t met, std::size_t days) {
    return result_screen(results, experiment::summarise(results), {experiment::verdict_of(objective, met, days)});
  };
  CHECK_THAT(screen(300, 300), Contains("met on 100 % of days (95 % interval 98.8 % to 100 %), wanted 99 %"));
  // 98.67 %, which is not 99 %.
  CHECK_THAT(screen(296, 300), Contains("was met on 98.7 % of days.") && Contains("met on 98.7 % of days (95 % "));
  CHECK_THAT(screen(299, 300), Contains(" to 99.99 %), wanted 99 %"));
  CHECK_THAT(screen(0, 300), Contains("met on 0 % of days (95 % interval 0 % to 1.2 %)"));
  objective.probability = 0.5;
  CHECK_THAT(screen(50, 100), Contains("met on 50 % of days (95 % interval 40 % to 60 %), wanted 50 %"));
  // 49.6 and 50.3 %, for which one decimal will do.
  CHECK_THAT(screen(9'920, 20'000), Contains("met on 49.6 % of days (95 % interval 49 % to 50.3 %)"));
  CHECK_THAT(screen(199'999, 200'000), Contains("met on 99.999") && !Contains("100.0"));
}

TEST_CASE("days not caught up are told by their number") {
  Scenario scenario = quoted_day();
  scenario.failures[0].to = Time::clock(23);
  const std::string screen = screen_of(scenario);
  CHECK_THAT(screen,
             Contains("Not caught up by the horizon, 00:00 (+1 day), on any day.") && !Contains("Never caught up"));
}

TEST_CASE("where people went away without a dose, the screen tells that from a queue at midnight") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].stations[0].on_failure = {{TurnAway{}, {}, {}, {}}};
  CHECK_THAT(screen_of(scenario),
             Contains("on any day.") && Contains("people lacked a dose that they would have got (mean); "
                                                 "nobody was inside any more."));
  scenario.hubs[0].stations[0].on_failure.clear();
  scenario.failures[0].to = scenario.experiment.horizon;
  CHECK_THAT(screen_of(scenario), Contains("people were still inside (undisturbed day: 0)."));
}

TEST_CASE("a day on which nobody queues has no peak to tell the time of") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].stations[0].calls.clear();
  CHECK_THAT(screen_of(scenario), Contains("Nobody queued.") && !Contains("The queue peaked"));
}

TEST_CASE("no figure on the screen is ever printed as nan or inf") {
  Scenario scenario = quoted_day();
  scenario.experiment.replications = 1;
  scenario.hubs[0].appointments.blocks.clear();
  for (const bool fails : {true, false}) {
    if (!fails)
      scenario.failures.clear();
    CHECK_THAT(screen_of(scenario), !Contains("nan") && !Contains("inf "));
  }
}

TEST_CASE("of a failure that outlasts the day, the screen does not say that anybody caught up after it") {
  Scenario scenario = quoted_day();
  scenario.failures = {down_between(Time::clock(21), Time::clock(26))};  // after the last person has gone
  CHECK_THAT(screen_of(scenario),
             Contains("Not behind at the horizon, 00:00 (+1 day), to which the failure lasts (median).\n") &&
                 !Contains("Caught up at"));
  scenario.failures[0].to = Time::clock(23, 59);
  CHECK_THAT(screen_of(scenario), Contains("Caught up at 23:59 "));
}

TEST_CASE("where records lag behind the doses, the screen says from when on they do not") {
  Scenario scenario = quoted_day();
  CHECK_THAT(screen_of(scenario), !Contains("on record") && !Contains("Records were not caught up"));
  Station& station = scenario.hubs[0].stations[0];
  station.calls = {{0, CallPoint::end}};
  station.on_failure = {{Paper{{Constant{Duration::seconds(48)}}, UnderWay::restart, {}}, {}, {}, {}}};
  // Paper from the first moment, at the pace of the screen: no dose is late, no form is ever keyed in.
  CHECK_THAT(screen_of(scenario), Contains("Records were not caught up by the horizon, 00:00 (+1 day), on any day.\n"));
}

TEST_CASE("days on which records are not caught up are told by their number, as those of doses are") {
  Scenario scenario = quoted_day();
  scenario.experiment.replications = 4;
  const auto results = results_of(scenario);
  auto rows = experiment::summarise(results);
  const auto recorded = std::find_if(rows.begin(), rows.end(), [](const experiment::SummaryRow& row) {
    return row.info.name == "recording_catch_up_time";
  });
  recorded->p50 = kNaN;
  recorded->estimate.censored = 3;
  CHECK_THAT(result_screen(results, rows, {}),
             Contains("Records were not caught up by the horizon, 00:00 (+1 day), on most days.\n"
                      "Records never caught up by the horizon, 00:00 (+1 day): 3 of 4 days.\n"));
  recorded->p50 = 19 * 60;
  recorded->estimate.censored = 1;
  CHECK_THAT(result_screen(results, rows, {}),
             Contains("Records were caught up at 19:00 (median).\n"
                      "Records never caught up by the horizon, 00:00 (+1 day): 1 of 4 days.\n"));
}

TEST_CASE("where no hub states an indoor capacity, the screen says that nobody counts as outdoors for that") {
  Scenario scenario = quoted_day();
  CHECK_THAT(screen_of(scenario), Contains("Nobody counts as outdoors: no hub states an indoor_capacity.\n"));
  scenario.hubs.push_back(scenario.hubs[0]);
  scenario.hubs[1].name = "roomy";
  scenario.hubs[1].indoor_capacity = 10'000;
  CHECK_THAT(screen_of(scenario), Contains("Nobody stood outdoors (1 of 2 hubs states an indoor_capacity).\n"));
  scenario.hubs.erase(scenario.hubs.begin());
  CHECK_THAT(screen_of(scenario), Contains("Nobody stood outdoors.\n"));
  // Who comes before the opening stands outdoors whatever the capacity.
  scenario.hubs[0].indoor_capacity.reset();
  scenario.hubs[0].walk_ins.pieces = {{Time::clock(7, 30), Time::clock(8), 1}};
  CHECK_THAT(screen_of(scenario), Contains("Only those who came before the opening count as outdoors: "
                                           "no hub states an indoor_capacity.\n") &&
                                      !Contains("Nobody"));
}

TEST_CASE("where days go on until precise, the screen says whether they got there") {
  Scenario scenario = quoted_day();
  scenario.experiment.replications = 40;
  scenario.experiment.until_precise = Precision{{"peak_queue", "waiting_mean"}, 0.05, {}};
  CHECK_THAT(screen_of(scenario), Contains("30 days simulated, until known to within 5 %: peak_queue, waiting_mean"));
  scenario.experiment.replications = 25;
  CHECK_THAT(
      screen_of(scenario),
      Contains("25 days simulated, the most allowed, and only just known to within 5 %: peak_queue, waiting_mean"));
}

TEST_CASE("a day on which nothing fails is shown in one column") {
  Scenario scenario = quoted_day();
  scenario.failures.clear();
  CHECK_THAT(screen_of(scenario), Contains("Nothing fails in this scenario.") && !Contains("baseline") &&
                                      !Contains("difference") && Contains("vaccinated"));
}

TEST_CASE("regions and hubs that fell behind by a share that matters are listed, the last to catch up first") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].region = "North";
  Hub quick = scenario.hubs[0];
  quick.name = "quick";
  quick.stations[0].service = {Constant{Duration::seconds(40)}};
  quick.region = "South";
  Hub spared = scenario.hubs[0];
  spared.name = "spared";
  spared.stations[0].calls.clear();
  spared.region = "Isles";
  Hub second = scenario.hubs[0];
  second.name = "second";
  // Three of its 720 doses late.
  Hub grazed = scenario.hubs[0];
  grazed.name = "grazed";
  grazed.region = "Centre";
  scenario.hubs.insert(scenario.hubs.end(), {quick, spared, second, grazed});
  scenario.failures[0].hubs = {0, 1, 2, 3};
  scenario.failures.push_back(down_between(Time::clock(16), Time::clock(16, 3)));
  scenario.failures[1].hubs = {4};
  // A region of one hub is reported where an objective asks for it.
  Objective objective;
  objective.name = "every region";
  objective.measure = "peak_backlog";
  objective.limit = 1000;
  objective.scope.kind = ScopeKind::region;
  scenario.objectives = {objective};
  const std::string screen = screen_of(scenario);
  CHECK_THAT(
      screen,
      Contains("Regions 1 % or more of their doses behind, last to catch up first (median):\n"
               "  17:50           North\n  16:30           South\n\n") &&
          Contains("Hubs 1 % or more of their doses behind, last to catch up first (median):\n  17:50           ") &&
          !Contains("Isles") && !Contains("spared") && !Contains("Centre") && !Contains("grazed"));
}

TEST_CASE("of hubs that never catch up, those that lack most doses at the horizon are listed first, with how many") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].name = "few";
  scenario.hubs[0].stations[0].on_failure = {{TurnAway{}, {}, {}, {}}};
  Hub many = scenario.hubs[0];
  many.name = "many";
  one_a_slot(scenario.hubs[0], Duration::minutes(2));
  Hub later = many;
  later.name = "served later";
  later.stations[0].on_failure.clear();
  scenario.hubs.insert(scenario.hubs.end(), {later, many});
  // One due each two minutes, or each minute, from 14:30 to 15:10.
  CHECK_THAT(screen_of(scenario), Contains("last to catch up first (median):\n"
                                           "  not that day: 40 doses lacking  many\n"
                                           "  not that day: 20 doses lacking  few\n"
                                           "  17:50                           served later\n"));
}

TEST_CASE("where the failure ends after the hub has closed, nothing is said of a goodput that did not come back") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  scenario.backends[0].capacity = Capacity{};
  scenario.backends[0].capacity->calls_in_progress = 5;
  scenario.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10))};
  CHECK(screen_of(scenario).find("Calls to") == std::string::npos);
  scenario.failures = {down_between(Time::clock(14, 30), Time::clock(21))};
  CHECK(screen_of(scenario).find("Calls to") == std::string::npos);
  // While the hub is open it is told: here a cold cache makes calls take 400 s for a while.
  scenario.backends[0].latency = Constant{Duration::seconds(2)};
  scenario.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10))};
  scenario.failures[0].recovery.cold_cache = Duration::minutes(25);
  scenario.failures[0].recovery.cold_cache_latency_factor = 200;
  CHECK_THAT(screen_of(scenario), Contains("Calls to poste") && Contains("its goodput was back "));
}

TEST_CASE("nothing is said of a goodput that nobody would have asked for, though another hub is open") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  scenario.backends[0].capacity = Capacity{};
  scenario.backends[0].capacity->calls_in_progress = 5;
  scenario.hubs.push_back(scenario.hubs[0]);
  scenario.hubs[1].name = "late";
  scenario.hubs[1].closes = Time::clock(23);
  scenario.hubs[1].stations[0].calls.clear();
  scenario.failures = {down_between(Time::clock(14, 30), Time::clock(21))};
  CHECK(screen_of(scenario).find("Calls to") == std::string::npos);
  // A backend that is needed throughout is not called at all.
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::throughout}};
  scenario.failures[0].to = Time::clock(15, 10);
  CHECK(screen_of(scenario).find("Calls to") == std::string::npos);
  // Calls made again in vain until closing time are a storm, of which no goodput comes back.
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  scenario.hubs[0].stations[0].on_failure.resize(1);
  scenario.hubs[0].stations[0].on_failure[0].how =
      Retry{Duration::seconds(30), {Duration::seconds(30), 1, Duration::seconds(30)}, Jitter::none};
  scenario.failures[0].to = Time::clock(21);
  CHECK_THAT(screen_of(scenario), Contains(" for each new one.\n") && !Contains("goodput"));
}

TEST_CASE("goodput that is not back is told of the days that have calls after the failure") {
  Scenario scenario = quoted_day();
  scenario.experiment.replications = 20;
  scenario.experiment.horizon = Time::clock(18);
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  scenario.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(14), 36}};
  scenario.hubs[0].appointments.slot = Duration::minutes(10);
  scenario.hubs[0].walk_ins.pieces = {{Time::clock(16), Time::clock(18), 0.2}};
  scenario.backends[0].capacity = Capacity{};
  scenario.backends[0].capacity->calls_in_progress = 5;
  scenario.failures = {down_between(Time::clock(13), Time::clock(16, 30))};
  scenario.failures[0].recovery.cold_cache = Duration::hours(3);
  scenario.failures[0].recovery.cold_cache_latency_factor = 20'000;
  scenario.backends[0].latency = Constant{Duration::seconds(2)};
  CHECK_THAT(screen_of(scenario), Contains("its goodput was not back that day on most of the ") &&
                                      Contains(" days with calls to answer, though the failure was over.\n"));
}

TEST_CASE("people on the screen add up: those who came were vaccinated, or are still inside") {
  Scenario scenario = quoted_day();
  scenario.failures.clear();
  scenario.hubs[0].stations[0].servers = Staffed{{{Time::clock(8), Time::clock(10), 1}}};
  CHECK_THAT(screen_of(scenario), Contains("people who came                         720") &&
                                      Contains("vaccinated                              120") &&
                                      Contains("still inside at the horizon             600"));
}

TEST_CASE("people who are still inside are told beside those of the undisturbed day") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].stations[0].servers = Staffed{{{Time::clock(8), Time::clock(18), 1}}};
  scenario.failures[0].to = Time::clock(16, 30);
  const std::string screen = screen_of(scenario);
  CHECK_THAT(screen, Contains("people were still inside (undisturbed day: 120)."));
  CHECK_THAT(screen, Contains("still inside at the horizon"));
}

TEST_CASE("calls that did not rise are not said to have risen") {
  Scenario scenario = quoted_day();
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  scenario.backends[0].capacity = Capacity{};
  scenario.backends[0].capacity->calls_in_progress = 5;
  scenario.backends[0].latency = Constant{Duration::seconds(2)};
  scenario.failures = {down_between(Time::clock(14, 30), Time::clock(14, 31))};
  scenario.failures[0].recovery.cold_cache = Duration::minutes(25);
  scenario.failures[0].recovery.cold_cache_latency_factor = 200;
  CHECK_THAT(screen_of(scenario), Contains("Calls to poste were at most ") && !Contains(" rose to "));
}
TEST_CASE("of the measures that are not known precisely enough, the screen names no others") {
  Scenario scenario = quoted_day();
  scenario.experiment.replications = 25;
  scenario.hubs[0].stations[0].service = {Exponential{Duration::seconds(40), {}}};
  scenario.experiment.until_precise = Precision{{"arrivals", "waiting_mean"}, 0.001, {}};
  CHECK_THAT(screen_of(scenario), Contains("and still not known to within 0.1 %: waiting_mean\n"));
}
