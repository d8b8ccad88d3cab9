// Backends of limited capacity against queueing theory: M/M/c/K (Erlang), M/G/1 processor sharing, and by hand.

#include "ripresa/model/backend_run.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>

#include "ripresa/engine/random.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using model::BackendRun;
using model::CallTicket;

namespace {

Scenario limited(Capacity capacity) {
  Scenario s = empty_scenario();
  s.experiment.horizon = Time::clock(10'000);
  s.measures.step = Duration::hours(1);
  s.backends = {{"poste", {}, Constant{}, capacity}};
  Hub hub = hub_of({staffed_station("desk", 1, Constant{Duration::minutes(1)})});
  one_a_slot(hub, Duration::hours(1));
  s.hubs = {hub};
  return s;
}

Capacity places(int calls_in_progress, std::optional<int> queue = {},
                Discipline discipline = Discipline::first_come_first_served) {
  Capacity capacity;
  capacity.calls_in_progress = calls_in_progress;
  capacity.queue = queue;
  capacity.discipline = discipline;
  return capacity;
}

/// A backend by itself, to which calls are made by hand; collects when each is answered.
struct LoneBackend {
  explicit LoneBackend(const Scenario& scenario) : model(model::build_model(scenario)), run(model) { run.start(); }

  /// Makes call number `caller` at `at`; everything before that happens first.
  bool call(std::uint32_t caller, Time at, Duration work) {
    advance(at);
    const auto reception = run.receive(0, 0, caller, work, at);
    if (reception.refused)
      return false;
    tickets[caller] = reception.ticket;
    if (reception.answered != Time::never())
      answered[caller] = reception.answered;
    return true;
  }

  void advance(Time until) {
    while (run.next_event() <= until && run.next_event() != Time::never()) {
      run.step();
      for (const auto& notice : run.notices())
        answered[notice.caller] = notice.answered;
      run.notices().clear();
    }
  }

  model::Model model;
  BackendRun run;
  std::map<std::uint32_t, CallTicket> tickets;
  std::map<std::uint32_t, Time> answered;
};

Time at(double seconds) {
  return Time::since_midnight(Duration::nearest_seconds(seconds));
}
Duration secs(double seconds) {
  return Duration::nearest_seconds(seconds);
}

/// Exponential variates with keyed numbers.
struct Stream {
  double next(double mean) { return -mean * std::log1p(-engine::uniform(random.bits(count++, 0))); }
  engine::RandomNumbers random{17, 0, 1};
  std::uint32_t count = 0;
};

}  // namespace

TEST_CASE("two places and a queue of one, by hand: third waits, fourth is refused") {
  LoneBackend backend(limited(places(2, 1)));
  CHECK(backend.call(1, at(0), secs(10)));
  CHECK(backend.call(2, at(1), secs(10)));
  CHECK(backend.call(3, at(2), secs(10)));
  CHECK_FALSE(backend.call(4, at(3), secs(10)));
  CHECK(backend.call(5, at(10), secs(1)));  // the first is done at this very instant, and the third begins
  backend.advance(at(100));
  CHECK(backend.answered[1] == at(10));
  CHECK(backend.answered[2] == at(11));
  CHECK(backend.answered[3] == at(20));
  CHECK(backend.answered[5] == at(12));
}

TEST_CASE("calls a second and calls in progress hold together") {
  Capacity capacity = places(1);
  capacity.calls_per_second = 0.2;
  LoneBackend backend(limited(capacity));
  backend.call(1, at(0), secs(1));
  backend.call(2, at(0), secs(7));
  backend.call(3, at(0), secs(1));
  backend.advance(at(100));
  CHECK(backend.answered[1] == at(1));
  CHECK(backend.answered[2] == at(12));  // begun 5 s after the first
  CHECK(backend.answered[3] == at(13));  // its turn came at 10 s, its place at 12 s
}

TEST_CASE("sharing a processor, by hand: each gets its part of the speed") {
  LoneBackend backend(limited(places(1, {}, Discipline::processor_sharing)));
  backend.call(1, at(0), secs(10));
  backend.call(2, at(4), secs(3));
  backend.advance(at(100));
  // From 4 s on at half speed: the second is done after 6 s; then 3 s of work are left of the first.
  CHECK(backend.answered[2] == at(10));
  CHECK(backend.answered[1] == at(13));
}

TEST_CASE("work that nobody waits for is done all the same, or withdrawn where the backend can tell") {
  Capacity capacity = places(1);
  for (const bool abandoned_work : {true, false}) {
    capacity.abandoned_work = abandoned_work;
    LoneBackend backend(limited(capacity));
    backend.call(1, at(0), secs(10));
    backend.call(2, at(0), secs(10));
    backend.call(3, at(0), secs(10));
    backend.run.give_up(backend.tickets[2], at(1));
    backend.advance(at(3));
    backend.run.give_up(backend.tickets[1], at(3));
    backend.advance(at(100));
    CHECK(backend.answered[3] == (abandoned_work ? at(30) : at(13)));
    std::int32_t wasted = 0;
    for (const auto& step : backend.run.log().records()[0].steps())
      wasted += step.wasted;
    CHECK(wasted == (abandoned_work ? 2 : 0));
  }
}

TEST_CASE("M/M/c/K: calls are refused, are in progress and wait as Erlang's formulas say") {
  constexpr int kPlaces = 3;
  constexpr int kQueue = 4;
  constexpr double kMeanGap = 1;
  constexpr double kMeanWork = 2.7;
  LoneBackend backend(limited(places(kPlaces, kQueue)));
  Stream stream;
  double now = 0;
  double waited = 0;
  int refused = 0;
  int accepted = 0;
  constexpr int kCalls = 200'000;
  std::map<std::uint32_t, std::pair<double, double>> made;  // instant and work
  for (std::uint32_t i = 0; i < kCalls; ++i) {
    now += stream.next(kMeanGap);
    const double work = stream.next(kMeanWork);
    if (!backend.call(i, at(now), secs(work))) {
      ++refused;
      continue;
    }
    ++accepted;
    made[i] = {now, work};
  }
  backend.advance(at(now + 1000));
  for (const auto& [i, call] : made)
    waited += (backend.answered.at(i) - at(call.first) - secs(call.second)).in_seconds();
  // Stationary distribution of the birth-death chain (Erlang 1917; Gross and Harris, section 2.5).
  const double load = kMeanWork / kMeanGap;
  std::vector<double> p = {1};
  for (int n = 1; n <= kPlaces + kQueue; ++n)
    p.push_back(p.back() * load / std::min(n, kPlaces));
  const double sum = std::accumulate(p.begin(), p.end(), 0.0);
  double waiting = 0;
  for (std::size_t n = 0; n < p.size(); ++n) {
    p[n] /= sum;
    waiting += std::max(0.0, static_cast<double>(n) - kPlaces) * p[n];
  }
  const double blocking = p.back();
  // Batches of this length are nearly independent; three per cent is more than four standard errors.
  CHECK(static_cast<double>(refused) / kCalls == Approx(blocking).epsilon(0.03));
  CHECK(waited / accepted == Approx(waiting * kMeanGap / (1 - blocking)).epsilon(0.03));
}

TEST_CASE("M/G/1 processor sharing: a call of size x takes x / (1 − load) on average, whatever the distribution") {
  // Kleinrock (1976), Queueing Systems II, eq. 4.17; two sizes, one ten times the other.
  LoneBackend backend(limited(places(1, {}, Discipline::processor_sharing)));
  Stream stream;
  double now = 0;
  constexpr double kSmall = 0.3;
  constexpr double kLarge = 3;
  constexpr double kMeanGap = 1;  // load 0.57
  double sojourn[2] = {0, 0};
  int count[2] = {0, 0};
  std::vector<std::pair<Time, int>> made;
  constexpr std::uint32_t kCalls = 200'000;
  for (std::uint32_t i = 0; i < kCalls; ++i) {
    now += stream.next(kMeanGap);
    const int large = engine::uniform(stream.random.bits(i, 1)) < 0.1 ? 1 : 0;
    made.emplace_back(at(now), large);
    backend.call(i, at(now), secs(large == 1 ? kLarge : kSmall));
  }
  backend.advance(at(now + 1000));
  for (std::uint32_t i = 0; i < kCalls; ++i) {
    sojourn[made[i].second] += (backend.answered.at(i) - made[i].first).in_seconds();
    ++count[made[i].second];
  }
  const double load = (0.9 * kSmall + 0.1 * kLarge) / kMeanGap;
  CHECK(sojourn[0] / count[0] == Approx(kSmall / (1 - load)).epsilon(0.03));
  CHECK(sojourn[1] / count[1] == Approx(kLarge / (1 - load)).epsilon(0.03));
}

TEST_CASE("half the capacity is half the places, or half the speed for those who share") {
  for (const auto discipline : {Discipline::first_come_first_served, Discipline::processor_sharing}) {
    Scenario s = limited(places(2, {}, discipline));
    s.failures = {{0, at(5), at(1000), Degraded{1, 0, Duration::seconds(1), 0.5}, {}}};
    LoneBackend backend(s);
    backend.run.meet(backend.model.failures.fixed(), {});
    backend.call(1, at(0), secs(10));
    backend.call(2, at(0), secs(10));
    backend.call(3, at(6), secs(10));
    backend.advance(at(900));
    if (discipline == Discipline::first_come_first_served) {
      CHECK(backend.answered[1] == at(10));  // what is under way goes on
      CHECK(backend.answered[3] == at(20));
    } else {
      // 5 s each are left at 5 s; half speed for one second; then a third of one place's speed.
      CHECK(backend.answered[1] == at(6 + 4.5 * 3));
      CHECK(backend.answered[3] == at(6 + 4.5 * 3 + 5.5));
    }
  }
}

TEST_CASE("a backend that goes down forgets what it had, but not what is done at that instant") {
  Scenario s = limited(places(1));
  s.failures = {down_between(at(10), at(20))};
  LoneBackend backend(s);
  backend.run.meet(backend.model.failures.fixed(), {});
  backend.call(1, at(0), secs(10));
  backend.call(2, at(0), secs(10));
  backend.call(3, at(20), secs(1));
  backend.advance(at(100));
  CHECK(backend.answered[1] == at(10));
  CHECK(backend.answered.count(2) == 0);
  CHECK(backend.answered[3] == at(21));
}
