// Every measure of a day that can be computed by hand.
//
// Arrivals one a minute, served in 48 s, down 14:30 to 15:10. Person k of those who come at 14:30 + k min, k = 0 … 199,
// leaves at 15:10 + 0.8 (k + 1) min and so waits 40 − 0.2 k min; nobody else waits.

#include <catch2/catch.hpp>

#include "experiments.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

const Summary& day() {
  static const Summary summary = [] {
    Scenario scenario = hand_computed_day(Duration::seconds(48));
    scenario.measures.catch_up_tolerance = 0;
    return Summary(scenario);
  }();
  return summary;
}

/// Clock time in the summary's minutes.
double clock(int hour, int minute, int second = 0) {
  return Time::clock(hour, minute, second).since_midnight().in_minutes();
}

/// Two hubs of one server. From 10:00 to 12:00 the first sends who comes to the other, ten minutes away, which has
/// nobody of its own and takes as long as said.
Scenario sent_on(Duration service) {
  Scenario s = hand_computed_day(service);
  s.failures = {down_between(Time::clock(10), Time::clock(12))};
  s.failures[0].hubs = {0};
  Hub& hub = s.hubs[0];
  hub.appointments.blocks.clear();
  hub.appointments.slot = Duration::minutes(10);
  s.hubs.push_back(hub);
  s.hubs[1].name = "other";
  s.hubs[0].stations[0].on_failure = {{Divert{}, {}, {}, {}}};
  s.hubs[0].nearby = {{1, Duration::minutes(10)}};
  return s;
}

}  // namespace

TEST_CASE("queue and backlog of the hand-computed day") {
  CHECK(day()("peak_queue", Run::outage) == 40);
  CHECK(day()("peak_queue_time", Run::outage) == clock(15, 10));
  CHECK(day()("peak_queue", Run::baseline) == 0);
  CHECK(std::isnan(day()("peak_queue_time", Run::baseline)));
  CHECK(day()("peak_excess_queue") == 40);
  CHECK(day()("peak_excess_queue_time") == clock(15, 10));
  CHECK(day()("peak_backlog") == 40);
  CHECK(day()("peak_backlog_time") == Approx(clock(15, 9, 48)));
  CHECK(day()("backlog_at_failure_end") == 40);
  CHECK(day()("backlog_at_horizon") == 0);
}

TEST_CASE("catch-up of the hand-computed day, as a clock time and in minutes, to the second") {
  CHECK(day()("catch_up_time") == clock(17, 50));
  CHECK(day()("catch_up_minutes") == 160);
  CHECK(day()("caught_up") == 1);
  CHECK(day()("recording_catch_up_time") == clock(17, 50));
}

TEST_CASE("waiting, sojourn and delay of the hand-computed day") {
  // Σ (40 − 0.2 k) over k = 0 … 199 = 4020 min = 67 h, over 720 people.
  CHECK(day()("added_waiting") == Approx(67));
  CHECK(day()("backlog_dose_hours") == Approx(67));
  CHECK(day()("waiting_mean", Run::outage) == Approx(4020.0 / 720));
  CHECK(day()("sojourn_mean", Run::outage) == Approx(4020.0 / 720 + 0.8));
  CHECK(day()("waiting_mean", Run::baseline) == 0);
  CHECK(day()("sojourn_p99", Run::baseline) == Approx(0.8));
  // 520 did not wait, then 0.2, 0.4, … 40: type 7 quantiles at positions 359.5, 647.1, 683.05 and 711.81.
  CHECK(day()("waiting_p50", Run::outage) == 0);
  CHECK(day()("waiting_p90", Run::outage) == Approx(25.62));
  CHECK(day()("waiting_p95", Run::outage) == Approx(32.81));
  CHECK(day()("waiting_p99", Run::outage) == Approx(38.562));
  CHECK(day()("waiting_max", Run::outage) == 40);
  CHECK(day()("sojourn_max", Run::outage) == Approx(40.8));
  CHECK(day()("sojourn_max", Run::baseline) == Approx(0.8));
  // 40 − 0.2 k > 15 for k < 125, > 30 for k < 50, > 60 never.
  CHECK(day()("delayed_15") == 125);
  CHECK(day()("delayed_30") == 50);
  CHECK(day()("delayed_60") == 0);
  CHECK(day()("missed") == 0);
}

TEST_CASE("who came before measuring began and got no dose has missed it") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.experiment.warm_up = Time::clock(15);
  scenario.failures = {down_between(Time::clock(14, 30), scenario.experiment.horizon)};
  const Summary down(scenario);
  CHECK(down("backlog_at_horizon") > 30);
  CHECK(down("missed") == down("backlog_at_horizon"));
}

TEST_CASE("resilience loss of the hand-computed day: all throughput is lost until the failure ends") {
  CHECK(day()("resilience_loss") == 40);
  CHECK(day()("resilience_loss_share") == 1);
  CHECK(day()("robustness") == 0);
  CHECK(day()("rapidity") == Approx(39.8));
}

TEST_CASE("doses and people of the hand-computed day add up") {
  for (const Run run : {Run::outage, Run::baseline}) {
    CHECK(day()("arrivals", run) == 720);
    CHECK(day()("vaccinated", run) == 720);
    CHECK(day()("recorded", run) == 720);
    CHECK(day()("on_paper", run) == 0);
    CHECK(day()("turned_away", run) == 0);
    CHECK(day()("inside_at_horizon", run) == 0);
    CHECK(day()("overtime", run) == 0);  // the last leaves at 19:59:48
  }
}

TEST_CASE("a station's queue, use and waits of the hand-computed day") {
  const auto value = [](std::string_view measure, Run run) { return day()(measure, run, "hub", "registration"); };
  // Of the 67 h waited, the first spent 40 min at the counter and not in the line.
  CHECK(value("queue_hours", Run::outage) == Approx(67 - 40.0 / 60));
  CHECK(value("queue_hours", Run::baseline) == 0);
  // The server is taken 720 × 0.8 min, and 40 min while the backend is down.
  CHECK(value("occupied_hours", Run::outage) == Approx((720 * 0.8 + 40) / 60));
  CHECK(value("utilisation", Run::outage) == Approx((720 * 0.8 + 40) / 720));
  CHECK(value("utilisation", Run::baseline) == Approx(0.8));
  CHECK(value("peak_queue", Run::outage) == 40);
  CHECK(value("waiting_mean", Run::outage) == Approx(4020.0 / 720));
}

TEST_CASE("overtime runs from closing until the last person is out, and costs staff their hours") {
  Scenario scenario = hand_computed_day(Duration::seconds(90));  // 720 people from 8:00 take 18 h
  scenario.failures.clear();
  scenario.experiment.horizon = Time::clock(36);
  const Summary late(scenario);
  CHECK(late("overtime", Run::baseline) == Approx(6 * 60));
  CHECK(late("overtime_staff_hours", Run::baseline) == Approx(6));
}

TEST_CASE("staff hours past closing count who is there: extra servers, staff kept for overtime, and extra clerks") {
  Scenario scenario = hand_computed_day(Duration::seconds(90));
  scenario.experiment.horizon = Time::clock(36);
  scenario.failures.clear();
  Mitigation m;
  m.name = "extra";
  m.when = AtTime{Time::clock(18)};
  m.without_failure = true;
  m.action = ExtraServers{0, 1};
  scenario.hubs[0].mitigations = {m};
  // 400 are served by 18:00, and two more every 90 s: 560 by 20:00, the other 160 by 22:00.
  CHECK(Summary(scenario)("overtime", Run::baseline) == Approx(2 * 60));
  CHECK(Summary(scenario)("overtime_staff_hours", Run::baseline) == Approx(4));

  scenario.hubs[0].mitigations[0].action = Overtime{Duration::hours(2)};
  scenario.hubs[0].closing = Closing::hard;
  scenario.hubs[0].stations[0].servers = Staffed{{{Time::clock(8), Time::clock(20), 1}}};
  // The one server stays until 22:00, for 80 people more than the 480; then everybody goes home.
  const Summary kept(scenario);
  CHECK(kept("vaccinated", Run::baseline) == 560);
  CHECK(kept("overtime_staff_hours", Run::baseline) == Approx(2));
  CHECK(kept("utilisation", Run::baseline, "hub", "registration") == Approx(1));
}

TEST_CASE("extra clerks who key in forms past closing are there until the last one") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  Paper paper;
  paper.service = {Constant{Duration::seconds(48)}};
  paper.entry = FormEntry{Constant{Duration::minutes(4)}, false, ExtraClerks{2, Time::clock(19)}, {}};
  scenario.hubs[0].stations[0].on_failure = {{paper, {}, {}, {}}};
  // 40 forms from 14:30 to 15:10, and two every four minutes from 19:00 on: until 20:20.
  CHECK(Summary(scenario)("overtime_staff_hours", Run::outage) == Approx(2 * 20.0 / 60));
}

TEST_CASE(
    "who comes before measuring begins is left out of waits, sojourns and delays, not of the queue or the doses") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.experiment.warm_up = Time::clock(14, 40);
  const Summary late(scenario);
  // k = 10 … 199 of the 330 who come from 14:40 on.
  CHECK(late("added_waiting") == Approx((4020 - (10 * 40 - 0.2 * 45)) / 60));
  CHECK(late("waiting_mean", Run::outage) == Approx((4020 - (10 * 40 - 0.2 * 45)) / 320));
  CHECK(late("delayed_15") == 115);
  CHECK(late("peak_queue", Run::outage) == 40);
  CHECK(late("vaccinated", Run::outage) == 720);
}

TEST_CASE("people beyond the indoor capacity stand outdoors") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.hubs[0].indoor_capacity = 11;
  const Summary small(scenario);
  // At 15:10 there are 40 in the line and one at the counter.
  CHECK(small("peak_outdoors", Run::outage) == 30);
  CHECK(small("peak_outdoors_time", Run::outage) == clock(15, 10));
  CHECK(small("peak_outdoors", Run::baseline) == 0);
  CHECK(small("peak_excess_outdoors") == 30);
  CHECK(small("peak_excess_outdoors_time") == clock(15, 10));
}

TEST_CASE("a day not caught up is censored: counted, and without a time") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.measures.catch_up_tolerance = 0;
  scenario.experiment.horizon = Time::clock(17, 50);
  scenario.hubs[0].closes = Time::clock(17, 50);
  one_a_slot(scenario.hubs[0], Duration::minutes(1));
  const Summary day(scenario);
  CHECK(day("caught_up") == 0);
  CHECK(std::isnan(day("catch_up_time")));
  CHECK(day.row("catch_up_time").estimate.censored == 1);
  CHECK(day.row("catch_up_time").estimate.replications == 1);
  CHECK(day("backlog_at_horizon") > 0);
}

TEST_CASE("an estimate's replications are the days with a value: of waiting, those on which somebody came") {
  Scenario scenario = random_day(40);
  scenario.hubs[0].appointments.blocks.clear();
  scenario.hubs[0].walk_ins.pieces[0].persons_per_hour = 0.25;
  const Summary days(scenario);
  const std::size_t of_waiting = days.row("waiting_mean", Run::outage).estimate.replications;
  // The event that nobody comes has probability exp(−1).
  CHECK(of_waiting > 15);
  CHECK(of_waiting < 35);
  CHECK(days.row("waiting_p95", Run::difference).estimate.replications == of_waiting);
  CHECK(days.row("arrivals", Run::outage).estimate.replications == 40);
  CHECK(days.row("catch_up_minutes").estimate.replications == 40);
}

TEST_CASE("without failures the run is its twin: every difference is nothing, and it is caught up at once") {
  Scenario scenario = random_day(20);
  scenario.failures.clear();
  const Summary calm(scenario);
  for (const auto& row : calm.rows()) {
    INFO(row.info.name);
    const bool of_time = row.info.kind == experiment::MeasureKind::censored_clock ||
                         row.info.kind == experiment::MeasureKind::censored_time || row.info.name == "caught_up" ||
                         row.info.name == "recording_caught_up" || row.info.name == "robustness";
    if (row.run != Run::difference || of_time || row.estimate.replications == 0)
      continue;
    CHECK(row.estimate.value == 0);
    CHECK(row.p95 == 0);
  }
  CHECK(calm("caught_up") == 1);
  CHECK(calm("waiting_mean", Run::outage) == calm("waiting_mean", Run::baseline));
}

TEST_CASE("an estimate is the mean over days with Student's interval; quantiles are those of the days") {
  Scenario scenario = random_day(25);
  KeepingSink sink;
  experiment::RunOptions options;
  options.sink = &sink;
  const auto results = experiment::run_experiment(scenario, options);
  const auto rows = experiment::summarise(results);
  const auto& scope = results.layout.scopes.front();
  const auto& measure = *std::find_if(results.layout.measures.begin(), results.layout.measures.end(),
                                      [](const auto& column) { return column.info.name == "added_waiting"; });
  double sum = 0;
  double squares = 0;
  for (const auto& row : sink.rows) {
    const double value = row.values[results.layout.value(scope, measure, Run::difference)];
    sum += value;
    squares += value * value;
  }
  const double mean = sum / 25;
  const double error = std::sqrt((squares - 25 * mean * mean) / 24 / 25);
  const auto& estimate =
      experiment::find_row(rows, experiment::ScopeKind::hub, "hub", "added_waiting", Run::difference).estimate;
  CHECK(estimate.value == Approx(mean));
  // Student's t, 24 degrees of freedom, 97.5 %: 2.063899 (any table).
  CHECK(estimate.lower == Approx(mean - 2.063899 * error).epsilon(1e-6));
  CHECK(estimate.upper == Approx(mean + 2.063899 * error).epsilon(1e-6));
}

TEST_CASE(
    "people who are sent to another hub are late by their journey, at the hub that they came to and in the nation") {
  Scenario s = hand_computed_day(Duration::seconds(48));
  s.failures[0].hubs = {0};
  s.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "other";
  s.hubs[0].stations[0].on_failure = {{Divert{}, Duration::minutes(10), {}, Duration::minutes(5)}};
  s.hubs[0].nearby = {{1, Duration::minutes(65)}};
  const Summary day(s);
  // Those of 14:31 to 15:14, who are sent on; the one of 14:30 is held until 15:10.
  CHECK(day("diverted_out", Run::outage) == 44);
  CHECK(day("delayed_60") == 44);
  CHECK(day("delayed_60", Run::difference, "nation") == 44);
  CHECK(day("delayed_30") == 45);
  CHECK(day("delayed_60", Run::difference, "other") == 0);
  CHECK(day("missed") == 0);
  // The other hub closes before most of them can be served: those are missed, and late for nobody.
  s.hubs[1].closes = Time::clock(15, 55);
  s.hubs[1].closing = Closing::hard;
  s.hubs[1].appointments.blocks[0].to = Time::clock(15, 50);
  s.hubs[1].appointments.blocks[0].persons = 470;
  const Summary closing(s);
  CHECK(closing("diverted_out", Run::outage) > closing("delayed_60"));
  CHECK(closing("missed") == closing("diverted_out", Run::outage) - closing("delayed_60"));
}

TEST_CASE("who gave up and came back before being sent to another hub, and gives up there, has missed the dose") {
  Scenario s = sent_on(Duration::minutes(20));
  // Two come at 9:30. One gives up at 9:35, is back at 10:35 and is at the other hub at 10:45, where somebody of 10:40
  // is served; the twin is served at 10:35.
  s.hubs[0].appointments.blocks = {{Time::clock(9, 30), Time::clock(9, 40), 2}};
  s.hubs[0].stations[0].patience = Constant{Duration::minutes(5)};
  s.hubs[0].come_back = ComeBack{1, Constant{Duration::hours(1)}, 1};
  s.hubs[1].appointments.blocks = {{Time::clock(10, 40), Time::clock(10, 50), 1}};
  s.hubs[1].stations[0].patience = Constant{Duration::minutes(3)};
  const Summary day(s);
  CHECK(day("diverted_out", Run::outage) == 1);
  CHECK(day("abandoned", Run::outage, "other") == 1);
  CHECK(day("missed") == 1);
  CHECK(day("delayed_15") == 0);
}

TEST_CASE("who comes back, is sent to another hub and served there is done when that is, not later by the time away") {
  Scenario s = sent_on(Duration::minutes(20));
  s.hubs[0].appointments.blocks = {{Time::clock(9, 30), Time::clock(9, 40), 2}};
  s.hubs[0].stations[0].patience = Constant{Duration::minutes(5)};
  s.hubs[0].come_back = ComeBack{1, Constant{Duration::hours(1)}, 1};
  // Done at 11:05 instead of 10:55.
  const Summary day(s);
  CHECK(day("vaccinated", Run::outage, "other") == 1);
  CHECK(day("missed") == 0);
  CHECK(day("delayed_15") == 0);
}

TEST_CASE("who is still at the horizon at the hub they were sent to is late by then, and has missed the dose") {
  Scenario s = sent_on(Duration::hours(4));
  s.experiment.horizon = Time::clock(20);
  s.hubs[0].appointments.blocks = {{Time::clock(11), Time::clock(11, 10), 10}};
  s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(24), 10}}};
  s.hubs[0].stations[0].service = {Constant{Duration::minutes(5)}};
  const Summary day(s);
  // At the other hub from 11:10 on, where two are served by 19:10, one is being served and seven are in line.
  CHECK(day("diverted_out", Run::outage) == 10);
  CHECK(day("vaccinated", Run::outage, "other") == 2);
  CHECK(day("missed") == 8);
  for (const char* measure : {"delayed_15", "delayed_30", "delayed_60"})
    CHECK(day(measure) == 10);
}

TEST_CASE("who goes to the end of their path at the hub they were sent to is done then, with a dose or without") {
  Scenario s = sent_on(Duration::minutes(20));
  s.hubs[0].appointments.blocks = {{Time::clock(11), Time::clock(11, 10), 3}};
  s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(24), 3}}};
  // Done at 11:30, 11:50 and 12:10 instead of 11:20.
  CHECK(Summary(s)("missed") == 0);
  CHECK(Summary(s)("delayed_15") == 2);
  // Everybody is found unfit for the dose there.
  s.hubs[1].stations.push_back(s.hubs[1].stations[0]);
  s.hubs[1].vaccination_station = s.hubs[1].recording_station = 1;
  const Summary unfit(s);
  CHECK(unfit("left_unvaccinated", Run::outage, "other") == 3);
  CHECK(unfit("missed") == 3);
  CHECK(unfit("delayed_15") == 2);
}

TEST_CASE("who is sent on from the hub they were sent to is done where they end up") {
  Scenario s = sent_on(Duration::minutes(20));
  s.hubs[0].appointments.blocks = {{Time::clock(11), Time::clock(11, 10), 3}};
  s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(24), 3}}};
  s.hubs.push_back(s.hubs[1]);
  s.hubs[2].name = "third";
  s.hubs[1].stations[0].on_failure = s.hubs[0].stations[0].on_failure;
  s.hubs[1].nearby = {{2, Duration::minutes(10)}};
  s.failures.push_back(down_between(Time::clock(11, 15), Time::clock(12)));
  s.failures[1].hubs = {1};
  // One is at the counter of the other hub from 11:10 to 12:15, the two behind at the third until 11:45 and 12:05.
  const Summary day(s);
  CHECK(day("diverted_in", Run::outage, "third") == 2);
  CHECK(day("missed") == 0);
  CHECK(day("delayed_15") == 3);
  CHECK(day("delayed_30") == 2);
  CHECK(day("delayed_60") == 0);
}

TEST_CASE("who is still there at the horizon is late by then, and the clerk who holds them on duty") {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.failures = {down_between(Time::clock(14, 30), Time::clock(24))};
  const Summary day(scenario);
  CHECK(day("missed") == 330);
  CHECK(day("delayed_60") == 330);
  CHECK(day("overtime_staff_hours", Run::outage) == Approx(4));
  CHECK(day("utilisation", Run::outage, "hub", "registration") == Approx((390 * 0.8 + 9.5 * 60) / (16 * 60)));
}

TEST_CASE("work on a call whose client has gone is wasted once it is done, which is not after the horizon") {
  const auto wasted = [](Time horizon) {
    Scenario scenario = empty_scenario();
    scenario.experiment.horizon = horizon;
    scenario.backends = {{"poste", {}, Constant{Duration::seconds(100)}, {}}};
    Station station = staffed_station("registration", 1, Constant{Duration::seconds(1)});
    station.calls = {{0, CallPoint::end}};
    Retry retry{Duration::seconds(30), {Duration::hours(1), 1, Duration::hours(1)}, Jitter::none};
    station.on_failure.resize(1);
    station.on_failure[0].how = retry;
    Hub hub = hub_of({station}, Time::clock(11), Time::clock(12));
    one_a_slot(hub, Duration::hours(1));
    scenario.hubs = {hub};
    return Summary(scenario)("calls_wasted", Run::baseline, "poste");
  };
  CHECK(wasted(Time::clock(11, 1)) == 0);
  CHECK(wasted(Time::clock(11, 2)) == 1);
}

TEST_CASE("with several failures, resilience is that to the one that leads to the largest backlog") {
  const auto with_another = [](Time from, Time to) {
    Scenario scenario = hand_computed_day(Duration::seconds(48));
    scenario.failures.push_back(down_between(from, to));
    return Summary(scenario);
  };
  // One that nobody notices, one that has been caught up with before, and a smaller one later.
  for (const auto& [from, to] : {std::pair(Time::clock(2), Time::clock(3)),
                                 {Time::clock(9), Time::clock(9, 5)},
                                 {Time::clock(18, 30), Time::clock(19)}}) {
    const Summary day = with_another(from, to);
    CHECK(day("resilience_loss") == 40);
    CHECK(day("resilience_loss_share") == 1);
    CHECK(day("robustness") == 0);
    CHECK(day("rapidity") == Approx(39.8));
  }
  // 14:00 to 14:20: three of the twenty doses are made up by 14:30, when it begins anew.
  const Summary day = with_another(Time::clock(14), Time::clock(14, 20));
  CHECK(day("rapidity") == Approx(69.8));
  CHECK(day("resilience_loss") == day("peak_backlog"));
  CHECK(day("resilience_loss_share") == Approx(day("peak_backlog") / 70));
}

TEST_CASE("throughput lost by people who would have been early counts from when it is lost") {
  Scenario scenario = empty_scenario();
  Hub hub = hub_of({staffed_station("vaccination", 1, Constant{Duration::seconds(30)})});
  one_a_slot(hub, Duration::minutes(1));
  hub.appointments.punctuality = Constant{-Duration::minutes(5)};
  scenario.hubs = {hub};
  BookingFailure failure;
  failure.from = Time::clock(10);
  failure.to = Time::clock(10, 1);
  failure.not_called = 1;
  scenario.booking_failures = {failure};
  const Summary day(scenario);
  CHECK(day("resilience_loss") == 1);
  CHECK(day("resilience_loss_share") == 1);
  CHECK(day("rapidity") == Approx(0).margin(1e-6));

  // Beside a hub that calls everybody, whose dose of the same minute is given.
  scenario.booking_failures[0].hubs = {0};
  scenario.hubs[0].name = "calls too few";
  scenario.hubs.push_back(scenario.hubs[0]);
  scenario.hubs[1].name = "calls all";
  const Summary both(scenario);
  CHECK(both("resilience_loss", Run::difference, "nation") == 1);
  CHECK(both("resilience_loss_share", Run::difference, "nation") == 0.5);
  CHECK(both("peak_backlog_time", Run::difference, "nation") == Approx(9 * 60 + 55.5));
}
