// From a scenario to its fluid estimate.

#include "ripresa/estimate/estimate.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "ripresa/experiment/objectives.hpp"
#include "ripresa/scenario/read.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using estimate::ScopeEstimate;

namespace {

ScopeEstimate first_scope(const Scenario& s) {
  return estimate::estimate(s).scopes.front();
}

}  // namespace

TEST_CASE("the day that is computed by hand: 40 people at 15:10, 0.25 a minute, all made up at 17:50") {
  const ScopeEstimate e = first_scope(hand_computed_day(Duration::seconds(48)));
  CHECK(e.peak_queue.persons == Approx(40).epsilon(1e-10));
  CHECK(exact::time_of(e.peak_queue.at) == Time::clock(15, 10));
  CHECK(e.baseline_peak_queue.persons == 0);
  CHECK(e.backlog_at_failure_end_persons == Approx(40).epsilon(1e-10));
  CHECK(e.recovery_persons_per_minute == Approx(0.25).epsilon(1e-10));
  REQUIRE(e.cleared);
  CHECK(e.cleared->in_microseconds() == Time::clock(17, 50).in_microseconds());
  REQUIRE(e.caught_up);
  CHECK(e.caught_up->in_microseconds() == Time::clock(17, 46).in_microseconds());  // within one person
}

TEST_CASE("the day that is not caught up: 800 minutes with capacity 1.05") {
  const ScopeEstimate e = first_scope(hand_computed_day(Duration::microseconds(57'142'857), Time::clock(24)));
  CHECK(e.peak_queue.persons == Approx(40).epsilon(1e-6));
  CHECK(e.recovery_persons_per_minute == Approx(0.05).epsilon(1e-5));
  CHECK_FALSE(e.caught_up);
  CHECK_FALSE(e.cleared);
}

TEST_CASE("paper: the line grows at its slower rate after the time to decide, and normal work comes back late") {
  Scenario s = hand_computed_day(Duration::seconds(48));
  Station& station = s.hubs[0].stations[0];
  station.calls = {{0, CallPoint::throughout}};
  // A form takes two minutes: one person in two is left over while on paper, 14:40 to 15:15.
  station.on_failure = {{Paper{{Exponential{Duration::minutes(2), Duration{}}}, UnderWay::restart, {}},
                         Duration::minutes(10),
                         {},
                         Duration::minutes(5)}};
  const ScopeEstimate e = first_scope(s);
  // Who is at the counter at 15:15 has 2 min to go, and the first of equally long services ends half of one later than
  // a stream of them.
  CHECK(exact::time_of(e.peak_queue.at) == Time::clock(15, 17) + Duration::seconds(24));
  CHECK(e.peak_queue.persons == Approx(10 + 35 * 0.5 + 2.4 - 1).margin(0.5));
  CHECK(e.backlog_at_failure_end_persons == Approx(10 + 30 * 0.5).margin(0.5));
}

TEST_CASE("offline: from the time to decide on people are served as usual, and what leaves patience out says so") {
  Scenario s = hand_computed_day(Duration::seconds(48));
  Station& station = s.hubs[0].stations[0];
  station.on_failure = {{Offline{}, Duration::minutes(10), {}, {}}};
  station.patience = Constant{Duration::hours(1)};
  const ScopeEstimate e = first_scope(s);
  CHECK(e.peak_queue.persons == Approx(10).margin(0.3));
  CHECK(exact::time_of(e.peak_queue.at) == Time::clock(14, 40));
  const auto notes = estimate::estimate(s).neglects;
  CHECK(std::any_of(notes.begin(), notes.end(), [](const auto& note) { return note.find("impatience") == 0; }));
}

TEST_CASE("of a scenario that has what the fluid leaves out, the notes say so, and of others they do not") {
  const std::vector<std::pair<std::string, void (*)(Hub&)>> left_out = {
      {"the tail of service times:",
       [](Hub& hub) {
         hub.stations[0].service = {Exponential{Duration::seconds(48), {}}};
       }},
      {"who is held",
       [](Hub& hub) {
         hub.stations[0].on_failure = {{Offline{{}, {}, UnderWay::finish}, {}, {}, {}}};
       }},
      {"slots:", [](Hub& hub) { hub.appointments.slot = Duration::minutes(10); }},
      {"mitigations:", [](Hub& hub) { hub.mitigations.emplace_back(); }},
      {"people who come again", [](Hub& hub) { hub.come_back = ComeBack{}; }},
      {"impatience:", [](Hub& hub) { hub.outdoor_patience = Constant{Duration::hours(1)}; }},
      {"work broken off as shifts end:",
       [](Hub& hub) { std::get<Staffed>(hub.stations[0].servers).at_shift_end = UnderWay::restart; }}};
  const auto says = [](const Scenario& s, const std::string& beginning) {
    const auto notes = estimate::estimate(s).neglects;
    return std::any_of(notes.begin(), notes.end(), [&](const auto& note) { return note.starts_with(beginning); });
  };
  for (const auto& [beginning, add] : left_out) {
    INFO(beginning);
    Scenario s = hand_computed_day(Duration::seconds(48));
    CHECK_FALSE(says(s, beginning));
    add(s.hubs[0]);
    CHECK(says(s, beginning));
  }
}

TEST_CASE("an estimate tells where services come to take another time while people are at the counters") {
  const auto says = [](const Scenario& s) {
    const auto notes = estimate::estimate(s).neglects;
    return std::any_of(notes.begin(), notes.end(),
                       [](const auto& note) { return note.starts_with("how far those at the counters are"); });
  };
  const Scenario down = hand_computed_day(Duration::seconds(48));
  CHECK_FALSE(says(down));
  Scenario paper = down;
  paper.hubs[0].stations[0].on_failure = {
      {Paper{{Constant{Duration::minutes(2)}}, UnderWay::restart, {}}, Duration::minutes(5), {}, {}}};
  CHECK(says(paper));
  Scenario degraded = down;
  degraded.failures[0].severity = Degraded{10, 0, Duration::seconds(30)};
  CHECK_FALSE(says(degraded));  // the backend answers at once, and ten times as long is at once too
  degraded.backends[0].latency = Constant{Duration::seconds(2)};
  CHECK_FALSE(says(degraded));  // and a call that goes with the work takes nothing of its own
  degraded.hubs[0].stations[0].calls = {{0, CallPoint::start}};
  CHECK(says(degraded));
  degraded.failures[0].from = Time::clock(6);
  degraded.failures[0].to = Time::clock(7);
  CHECK_FALSE(says(degraded));
}

namespace {

/// What the notes say of how work begins again after a failure, by their beginnings, in the order in which they stand.
std::vector<std::string> said_of_beginnings(const Scenario& s) {
  std::vector<std::string> said;
  for (const std::string& note : estimate::estimate(s).neglects)
    for (const char* beginning :
         {"what is left", "waves", "how services that begin", "when the short ones", "how people spread"})
      if (note.starts_with(beginning))
        said.emplace_back(beginning);
  return said;
}

}  // namespace

TEST_CASE("an estimate tells what it averages of how work begins again, where there is such, and only there") {
  struct Example {
    Distribution service;
    CallPoint call;
    UnderWay on_backend_loss;
    int down_minutes;
    std::vector<std::string> said;
  };
  const Duration six = Duration::minutes(6);
  const auto even = Constant{six};
  const auto usual = Lognormal{six, 0.5};
  const auto exponential = Exponential{six, {}};
  const auto varying = Lognormal{six, 2};
  const std::vector<Example> examples = {
      {usual, CallPoint::end, UnderWay::suspend, 40, {}},
      {exponential, CallPoint::start, UnderWay::suspend, 40, {}},
      {exponential, CallPoint::throughout, UnderWay::suspend, 10, {}},
      {exponential, CallPoint::start, UnderWay::suspend, 10, {"what is left"}},
      {even, CallPoint::end, UnderWay::suspend, 40, {"waves"}},
      {even, CallPoint::start, UnderWay::suspend, 5, {"waves"}},
      {usual, CallPoint::start, UnderWay::suspend, 40, {"how services that begin"}},
      {exponential, CallPoint::throughout, UnderWay::restart, 40, {"how services that begin"}},
      {varying, CallPoint::end, UnderWay::suspend, 90, {"when the short ones"}},
      {varying, CallPoint::end, UnderWay::suspend, 40, {"what is left", "when the short ones"}},
  };
  for (const Example& example : examples) {
    Scenario s = hand_computed_day({});
    Station& station = s.hubs[0].stations[0];
    station.service = {example.service};
    station.calls = {{0, example.call}};
    station.on_backend_loss = example.on_backend_loss;
    s.failures[0].to = s.failures[0].from + Duration::minutes(example.down_minutes);
    INFO("call " << static_cast<int>(example.call) << ", " << example.down_minutes << " min");
    CHECK(said_of_beginnings(s) == example.said);
    Station stops = station;
    stops.next.clear();
    s.hubs[0] = hub_of({stops, staffed_station("next", 2, example.service)});
    one_a_slot(s.hubs[0], Duration::minutes(1));
    auto said_of_two = example.said;
    if (!std::holds_alternative<Constant>(example.service))
      said_of_two.emplace_back("how people spread");
    CHECK(said_of_beginnings(s) == said_of_two);
    // Nobody comes to another station from the one that stops.
    s.hubs[0] = hub_of({staffed_station("before", 2, example.service), stops});
    one_a_slot(s.hubs[0], Duration::minutes(1));
    CHECK(said_of_beginnings(s) == example.said);
    s.failures[0].from = Time::clock(6);
    s.failures[0].to = Time::clock(7);
    CHECK(said_of_beginnings(s).empty());
  }
}

TEST_CASE("a response that lasts gives way to the next, and a window by fits and starts slows the work down") {
  Scenario s = hand_computed_day(Duration::seconds(48));
  Station& station = s.hubs[0].stations[0];
  const Paper paper{{Constant{Duration::minutes(2)}}, UnderWay::restart, {}};
  station.on_failure = {{paper, Duration::minutes(5), Duration::minutes(20), {}}};
  // Paper 14:35 to 14:55, then wait: 10 persons go by.
  CHECK(first_scope(s).backlog_at_failure_end_persons == Approx(30).margin(1.1));

  Scenario degraded = hand_computed_day(Duration::seconds(48));
  degraded.backends[0].latency = Constant{Duration::seconds(12)};
  degraded.hubs[0].stations[0].calls = {{0, CallPoint::end}};
  // 48 + 12 s for each: just enough for one a minute. With the latency doubled and half the calls failing, each takes
  // 48 + 2 · 24 + 54 = 150 s, and after two hours 48 are done instead of 120.
  degraded.failures = {{0, Time::clock(14), Time::clock(16), Degraded{2, 0.5, Duration::seconds(54)}, {}}};
  CHECK(first_scope(degraded).backlog_at_failure_end_persons == Approx(72).margin(1.1));
}

TEST_CASE("classes take their own paths and times: each station sees its share") {
  Scenario s = empty_scenario();
  s.classes = {{"adult", 3, 1}, {"child", 1, 1}};
  Station entry = staffed_station("entry", 100, Constant{Duration::minutes(1)});
  entry.service = {Constant{Duration::minutes(1)}, Constant{Duration::minutes(1)}};
  entry.next = {{Branch{1, 1}}, {Branch{2, 1}}};
  Station adults = staffed_station("adults", 2, Constant{Duration::minutes(1)});
  adults.service = entry.service;
  adults.next = {{Branch{}}, {Branch{}}};
  Station children = staffed_station("children", 1, Constant{Duration::minutes(1)});
  children.service = {Constant{Duration::minutes(1)}, Constant{Duration::minutes(2)}};
  children.next = adults.next;
  s.hubs = {hub_of({entry, adults, children}, Time::clock(8), Time::clock(10))};
  // 2 a minute: 1.5 adults on 2 a minute; 0.5 children on one desk of 2 min: just enough. At 4 a minute both fall
  // behind by one a minute, for two hours.
  one_a_slot(s.hubs[0], Duration::seconds(30));
  CHECK(first_scope(s).peak_queue.persons == Approx(0).margin(1));
  s.hubs[0].appointments.blocks[0].persons *= 2;
  CHECK(first_scope(s).peak_queue.persons == Approx(120 * (1 + 0.5)).margin(3));
}

TEST_CASE("hubs, regions and the nation: a sum of hubs falls behind by the sum") {
  Scenario s = hand_computed_day(Duration::seconds(48));
  s.hubs[0].region = "Lombardia";
  s.hubs.push_back(s.hubs[0]);
  s.hubs[1].name = "second";
  s.hubs.push_back(s.hubs[0]);
  s.hubs[2].name = "third";
  s.hubs[2].region = "Lazio";
  s.failures[0].hubs = {0, 1};
  const auto scopes = estimate::estimate(s).scopes;
  REQUIRE(scopes.size() == 6);  // three hubs, Lombardia, Lazio, the nation
  CHECK(scopes[2].peak_backlog.persons == 0);
  CHECK(scopes[3].scope.name == "Lombardia");
  for (const std::size_t both : {3u, 5u}) {
    CHECK(scopes[both].peak_queue.persons == Approx(80));
    CHECK(scopes[both].backlog_at_failure_end_persons == Approx(80));
    CHECK(scopes[both].cleared == Time::clock(17, 50));
  }
}

TEST_CASE("every scenario of the repository has an estimate, with what it neglects") {
  int read = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(RIPRESA_SOURCE_DIR) + "/scenarios")) {
    if (entry.path().extension() != ".toml")
      continue;
    INFO(entry.path());
    const auto result =
        estimate::estimate(scenario::read_scenario(entry.path().string(), {}, experiment::objective_measures()));
    CHECK(result.scopes.front().baseline_vaccinated_persons > 0);
    CHECK(result.neglects.size() >= 2);
    // A curve bends with its hubs' slots, shifts and windows, not with the rounding of its sums.
    const ScopeEstimate& scope = result.scopes.front();
    CHECK(scope.queue.size() + scope.backlog.size() < 20000);
    ++read;
  }
  CHECK(read > 0);
}
