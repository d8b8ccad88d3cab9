// Hubs, regions and the nation.

#include <catch2/catch.hpp>

#include "experiments.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using experiment::ScopeKind;

namespace {

Scenario three_hubs() {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  Hub& milano = scenario.hubs[0];
  milano.name = "Milano";
  milano.region = "Lombardia";
  Hub bergamo = milano;
  bergamo.name = "Bergamo";
  Hub palermo = milano;
  palermo.name = "Palermo";
  palermo.region = "Sicilia";
  scenario.hubs = {milano, bergamo, palermo};
  scenario.measures.catch_up_tolerance = 0;
  return scenario;
}

}  // namespace

TEST_CASE("every region is reported, and so is the nation; where there is only one hub, the hub alone") {
  std::string names;
  for (const auto& scope : experiment::scopes_of(three_hubs()))
    names += std::string(to_string(scope.kind)) + " " + scope.name + "; ";
  CHECK(names == "hub Milano; hub Bergamo; hub Palermo; region Lombardia; region Sicilia; nation nation; ");
  Scenario one = three_hubs();
  one.hubs.resize(1);
  CHECK(experiment::scopes_of(one).size() == 1);
}

TEST_CASE("what adds up over hubs adds up; three equal hubs catch up together as each does") {
  const Summary day(three_hubs());
  CHECK(day("vaccinated", Run::outage, "nation") == 3 * 720);
  CHECK(day("peak_backlog", Run::difference, "nation") == 120);
  CHECK(day("peak_queue", Run::outage, "Lombardia") == 80);
  CHECK(day("added_waiting", Run::difference, "nation") == Approx(3 * 67));
  CHECK(day("catch_up_minutes", Run::difference, "nation") == 160);
  CHECK(day("waiting_mean", Run::outage, "nation") == Approx(4020.0 / 720));
}

TEST_CASE("the peaks of several hubs are there whatever the step of the series, and those of one are the hub's own") {
  Scenario scenario = three_hubs();
  for (Hub& hub : scenario.hubs) {
    hub.opens = Time::clock(9);  // sixty stand at the door just before it, and one more comes with the opening
    hub.indoor_capacity = 10;
  }
  const auto check = [](const Summary& day) {
    for (const char* measure : {"peak_queue", "peak_queue_time", "peak_outdoors", "peak_outdoors_time"})
      for (const Run run : {Run::outage, Run::baseline})
        CHECK(day(measure, run, "Sicilia") == day(measure, run, "Palermo"));
    CHECK(day("peak_queue", Run::baseline, "Palermo") == 60);
    CHECK(day("peak_queue", Run::baseline, "Lombardia") == 2 * 60);
    CHECK(day("peak_outdoors", Run::baseline, "nation") == 3 * 60);
    CHECK(day("peak_outdoors_time", Run::baseline, "nation") == 8 * 60 + 59);
    CHECK(day("peak_queue", Run::outage, "nation") == 3 * day("peak_queue", Run::outage, "Milano"));
    CHECK(day("peak_outdoors", Run::outage, "nation") == 3 * day("peak_outdoors", Run::outage, "Milano"));
  };
  for (const Duration step : {Duration::minutes(5), Duration::hours(1)}) {
    scenario.measures.step = step;
    check(Summary(scenario));
  }
  // Shorter lines than a minute are seen where the series' step is shorter.
  Scenario short_lines = three_hubs();
  short_lines.measures.step = Duration::seconds(10);
  for (Hub& hub : short_lines.hubs) {
    hub.appointments.blocks = {{Time::clock(9), Time::clock(9, 1), 10}};
    hub.appointments.slot = Duration::minutes(1);
    hub.appointments.punctuality = Constant{Duration::seconds(20)};
    hub.stations[0].service = {Constant{Duration::seconds(3)}};
  }
  CHECK(Summary(short_lines)("peak_queue", Run::baseline, "nation") == 3 * 9);
  // Event by event.
  for (Hub& hub : scenario.hubs)
    hub.stations[0].patience = Constant{Duration::days(2)};
  check(Summary(scenario));
}

TEST_CASE("a failure of one region leaves the others as they were, and the nation behind by that region alone") {
  Scenario scenario = three_hubs();
  scenario.failures.front().hubs = {2};
  const Summary day(scenario);
  CHECK(day("peak_backlog", Run::difference, "Lombardia") == 0);
  CHECK(day("peak_backlog", Run::difference, "Palermo") == 40);
  CHECK(day("peak_backlog", Run::difference, "nation") == 40);
  CHECK(day("added_waiting", Run::difference, "Milano") == 0);
  for (const char* measure : {"catch_up_time", "peak_backlog_time", "backlog_dose_hours", "peak_recording_backlog",
                              "recording_catch_up_time", "rapidity"})
    CHECK(day(measure, Run::difference, "nation") == day(measure, Run::difference, "Palermo"));
  // A third of the nation's throughput is lost.
  CHECK(day("resilience_loss_share", Run::difference, "Palermo") == 1);
  CHECK(day("resilience_loss_share", Run::difference, "nation") == Approx(1.0 / 3));
  CHECK(day("robustness", Run::difference, "Palermo") == 0);
  CHECK(day("robustness", Run::difference, "nation") == Approx(2.0 / 3));
}

TEST_CASE("each scope catches up from the end of the failures that its own hubs meet") {
  Scenario scenario = three_hubs();
  scenario.failures.front().hubs = {0, 1};
  const double alone = Summary(scenario)("catch_up_minutes", Run::difference, "Lombardia");
  scenario.failures.push_back(down_between(Time::clock(19), Time::clock(19, 10)));
  scenario.failures.back().hubs = {2};
  const auto check = [alone](const Summary& day) {
    for (const char* scope : {"Milano", "Lombardia"}) {
      CHECK(day("catch_up_minutes", Run::difference, scope) == alone);
      CHECK(day("rapidity", Run::difference, scope) == Approx(39.8));
    }
    CHECK(day("backlog_at_failure_end", Run::difference, "Lombardia") == 80);
    CHECK(day("catch_up_time", Run::difference, "Sicilia") > (19 * 60 + 10));
    // Nobody is vaccinated from 19:00 on, and the tenth is missing by 19:09:48.
    CHECK(day("rapidity", Run::difference, "Sicilia") == Approx(9.8));
    CHECK(day("resilience_loss_share", Run::difference, "Sicilia") == 1);
    CHECK(day("catch_up_time", Run::difference, "nation") == day("catch_up_time", Run::difference, "Sicilia"));
  };
  check(Summary(scenario));

  // The same where it is another platform that fails, everywhere, and nobody else calls it.
  scenario.backends.push_back(scenario.backends.front());
  scenario.backends.back().name = "other";
  scenario.hubs[2].stations[0].calls[0].backend = 1;
  scenario.failures.front().hubs = {};
  scenario.failures.back() = down_between(Time::clock(19), Time::clock(19, 10), 1);
  check(Summary(scenario));
}

TEST_CASE("where a failure lasts to the horizon and beyond, who was not behind has caught up") {
  Scenario scenario = three_hubs();
  scenario.failures = {down_between(Time::clock(22), Time::clock(25))};
  const Summary untouched(scenario);
  for (const char* scope : {"Milano", "nation"}) {
    CHECK(untouched("caught_up", Run::difference, scope) == 1);
    CHECK(untouched("catch_up_minutes", Run::difference, scope) == 0);
  }
  scenario.failures = {down_between(Time::clock(19), Time::clock(25))};
  CHECK(Summary(scenario)("caught_up", Run::difference, "nation") == 0);
}

TEST_CASE("the waiting of people sent to another hub is added there, and once in the nation") {
  // Twelve are due at the one hub at 8:00 and take it until 10:00. Six of the other, which is down all day, come there
  // every ten minutes from 8:35 on, and wait 85 minutes each.
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.failures = {down_between(Time::clock(8), Time::clock(12))};
  s.failures[0].hubs = {0};
  for (const char* name : {"from", "to"}) {
    Station station = staffed_station("vaccination", 1, Constant{Duration::minutes(10)});
    station.calls = {{0, CallPoint::end}};
    s.hubs.push_back(hub_of({station}, Time::clock(8), Time::clock(12)));
    s.hubs.back().name = name;
  }
  s.hubs[0].appointments.blocks = {{Time::clock(8, 30), Time::clock(9, 30), 6}};
  s.hubs[0].stations[0].on_failure = {{Divert{}, {}, {}, {}}};
  s.hubs[0].nearby = {{1, Duration::minutes(5)}};
  s.hubs[1].appointments.blocks = {{Time::clock(8), Time::clock(8, 10), 12}};
  const Summary day(s);
  CHECK(day("added_waiting", Run::difference, "from") == 0);
  CHECK(day("added_waiting", Run::difference, "to") == Approx(6 * 85 / 60.0));
  CHECK(day("added_waiting", Run::difference, "nation") == Approx(6 * 85 / 60.0));
  // With a line of their own at home, what they would have waited in it is saved there.
  s.hubs[0].appointments.blocks = {{Time::clock(8, 30), Time::clock(8, 40), 6}};
  const Summary line(s);
  CHECK(line("added_waiting", Run::difference, "from") == Approx(-(10 + 20 + 30 + 40 + 50) / 60.0));
  CHECK(line("added_waiting", Run::difference, "nation") ==
        Approx(line("added_waiting", Run::difference, "from") + line("added_waiting", Run::difference, "to")));
}
