// The fluid model on days that are computed by hand.

#include "ripresa/exact/fluid.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <utility>

using namespace ripresa;
using namespace ripresa::exact;

namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();

FluidStation desk(double servers, Duration holding, double cv = 1) {
  return {{{Time{}, servers, holding, cv}}, {}, {}};
}

/// Between 14:30 and 15:10 the counters do as `outage` says.
FluidStation with_outage(FluidStation station, Counters outage) {
  StationPhase phase = station.phases.front();
  phase.from = Time::clock(14, 30);
  phase.counters = outage;
  station.phases.push_back(phase);
  phase.from = Time::clock(15, 10);
  phase.counters = Counters::working;
  station.phases.push_back(phase);
  return station;
}

/// The same, and from `minutes` later on those who are held stay so, while others are served at the other counters.
FluidStation with_others_served(FluidStation station, Counters outage, int minutes) {
  station = with_outage(std::move(station), outage);
  StationPhase phase = station.phases.front();
  phase.from = Time::clock(14, 30) + Duration::minutes(minutes);
  phase.held_stay = true;
  station.phases.insert(station.phases.end() - 1, phase);
  return station;
}

FluidHub hub_of(std::vector<FluidStation> stations, double persons_per_minute, Time closes = Time::clock(20)) {
  for (std::size_t s = 0; s + 1 < stations.size(); ++s) {
    stations[s].onward.assign(stations.size(), 0);
    stations[s].onward[s + 1] = 1;
  }
  FluidHub hub{Time::clock(8), closes, false, {}, std::move(stations), 0};
  hub.arrivals = {{minutes_of(hub.opens), persons_per_minute, 0}, {minutes_of(closes), 0, 0}};
  hub.vaccination_station = hub.stations.size() - 1;
  return hub;
}

struct Twin {
  Twin(const FluidHub& outage_hub, const FluidHub& baseline_hub, Time until)
      : horizon(until), outage(run_fluid(outage_hub, until)), baseline(run_fluid(baseline_hub, until)) {
    backlog = sum({{&baseline.vaccinated, 1, {}}, {&outage.vaccinated, -1, {}}});
  }
  std::optional<Time> caught_up(double persons) const {
    const auto at =
        comes_down(backlog, {minutes_of(Time::clock(15, 10)), persons, Duration::minutes(10), minutes_of(horizon)});
    return at ? std::optional(time_of(*at)) : std::nullopt;
  }
  Time horizon;
  FluidRun outage, baseline;
  Flow backlog;
};

Twin desk_day(double servers, Duration holding, double persons_per_minute, Counters outage,
              Time closes = Time::clock(20), Time horizon = Time::clock(24)) {
  const FluidStation sound = desk(servers, holding, servers == 1 ? 0 : 1);
  return {hub_of({with_outage(sound, outage)}, persons_per_minute, closes), hub_of({sound}, persons_per_minute, closes),
          horizon};
}

}  // namespace

TEST_CASE("one a minute, capacity 1.25, down 14:30 to 15:10: peak 40 at 15:10, 0.25 a minute, caught up at 17:50:00") {
  const Twin day = desk_day(1, Duration::seconds(48), 1, Counters::suspended);
  const FlowPeak peak = peak_total(day.outage.queue);
  CHECK(peak.persons == Approx(40).epsilon(1e-12));
  CHECK(time_of(peak.at) == Time::clock(15, 10));
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(40).epsilon(1e-12));
  CHECK(total_until(day.backlog, minutes_of(Time::clock(16, 10))) == Approx(25).epsilon(1e-12));
  CHECK(day.caught_up(0) == Time::clock(17, 50));
  CHECK(day.caught_up(1) == Time::clock(17, 46));
  CHECK(peak_total(day.baseline.queue).persons == 0);
}

TEST_CASE("with capacity 1.05 it takes 800 minutes: not that day") {
  const Duration holding = Duration::microseconds(57'142'857);
  CHECK_FALSE(desk_day(1, holding, 1, Counters::suspended, Time::clock(24)).caught_up(0));
  const auto caught_up = desk_day(1, holding, 1, Counters::suspended, Time::clock(36), Time::clock(36)).caught_up(0);
  REQUIRE(caught_up);
  // The holding time is rounded to a microsecond.
  CHECK((*caught_up - Time::clock(15, 10)).in_minutes() == Approx(800).margin(0.001));
}

TEST_CASE("fifty servers: free ones are taken first, then the line grows") {
  // 20 a minute on 50 servers of 2 min: 40 busy, 10 free; in 40 min 800 come and 10 find a free server.
  const Twin day = desk_day(50, Duration::minutes(2), 20, Counters::suspended);
  CHECK(peak_total(day.outage.queue).persons == Approx(790));
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(800));
  // 25 a minute from then on: 5 a minute caught up, 160 min.
  CHECK(day.caught_up(0) == Time::clock(17, 50));
}

TEST_CASE("held at the end: those at the counters leave all at once when it is over") {
  const Twin day = desk_day(50, Duration::minutes(2), 20, Counters::held_at_end);
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 9))) == Approx(780));
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(750));
  CHECK(peak_total(day.outage.queue).persons == Approx(790));
  CHECK(day.caught_up(0) == Time::clock(17, 40));
}

TEST_CASE("held at the start: those at work finish and leave, their places are taken by people who wait") {
  const Twin day = desk_day(50, Duration::minutes(2), 20, Counters::held_at_start);
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(760));
  CHECK(peak_total(day.outage.queue).persons == Approx(750));
  CHECK(day.caught_up(0) == Time::clock(15, 10) + Duration::minutes(152));
}

/// 20 a minute on 50 servers of 2 min: 40 busy, 10 free, as the outage begins.
Twin day_with_others_served(Counters outage, int minutes, Duration cut_off = {}) {
  const FluidStation sound = desk(50, Duration::minutes(2));
  FluidStation failing = with_others_served(sound, outage, minutes);
  failing.phases[1].cut_off = cut_off;
  return {hub_of({failing}, 20), hub_of({sound}, 20), Time::clock(24)};
}

namespace {

/// 20 a minute from 8:00 on, on 50 servers of 2 min, with others from the given times on; nobody leaves from `down` to
/// 15:10. The line at 15:09.
double line_before_its_end(Counters outage, Time down, const std::vector<std::pair<Time, double>>& staff) {
  FluidStation station = {{{Time{}, 0, Duration::minutes(2)}}, {}, {}};
  const Time up = Time::clock(15, 10);
  std::vector<Time> times = {down, up};
  for (const auto& change : staff)
    times.push_back(change.first);
  std::sort(times.begin(), times.end());
  for (const Time at : times) {
    StationPhase phase = station.phases.back();
    phase.from = at;
    for (const auto& [from, servers] : staff)
      if (from <= at)
        phase.servers = servers;
    phase.counters = down <= at && at < up ? outage : Counters::working;
    station.phases.push_back(phase);
  }
  return total_until(run_fluid(hub_of({station}, 20), Time::clock(24)).queue, minutes_of(Time::clock(15, 9)));
}

}  // namespace

TEST_CASE("servers who come on duty in an outage each take one person, and those who go keep whom they have") {
  const Time opens = Time::clock(8);
  for (const Counters outage : {Counters::suspended, Counters::held_at_end, Counters::held_at_both}) {
    // All that come find 50 places, however long before the opening it has begun.
    for (const Time down : {Time::clock(5), opens})
      CHECK(line_before_its_end(outage, down, {{opens, 50}}) == Approx(20 * 429 - 50));
    // Ten are free as it begins.
    const Time down = Time::clock(14, 30);
    CHECK(line_before_its_end(outage, down, {{opens, 50}, {Time::clock(14, 50), 80}}) == Approx(780 - 10 - 30));
    CHECK(line_before_its_end(outage, down, {{opens, 50}, {Time::clock(14, 50), 20}}) == Approx(780 - 10));
    CHECK(line_before_its_end(outage, down, {{opens, 50}, {Time::clock(14, 30) + Duration::seconds(15), 45}}) ==
          Approx(780 - 5));
    CHECK(line_before_its_end(outage, down, {{opens, 50}, {Time::clock(14, 40), 20}, {Time::clock(15), 60}}) ==
          Approx(780 - 10 - 10));
  }
}

TEST_CASE("a call at the end that fails after one at the start finds the servers who have come on duty since") {
  FluidStation station = {{{Time{}, 0, Duration::minutes(2)}}, {}, {}};
  const auto phase = [&](Time from, double servers, Counters counters) {
    station.phases.push_back({from, servers, Duration::minutes(2), 1, counters});
  };
  phase(Time::clock(5), 0, Counters::held_at_start);
  phase(Time::clock(8), 50, Counters::held_at_start);
  phase(Time::clock(8) + Duration::minutes(1), 50, Counters::held_at_both);
  phase(Time::clock(9), 50, Counters::working);
  CHECK(peak_total(run_fluid(hub_of({station}, 20), Time::clock(24)).queue).persons == Approx(1200 - 50));
}

TEST_CASE("where others are served at once, calls at the start hold nobody but those in the midst of theirs") {
  const Twin none = day_with_others_served(Counters::held_at_start, 0);
  CHECK(peak_total(none.outage.queue).persons == Approx(0).margin(1e-6));
  CHECK(peak_total(none.backlog).persons == Approx(0).margin(1e-6));
  // 20 are in the first half of theirs. The other 20 leave within a minute; the ten free servers are taken at 14:31:30,
  // and 30 servers are done with 15 a minute.
  const Twin half = day_with_others_served(Counters::held_at_start, 0, Duration::minutes(1));
  CHECK(peak_total(half.outage.queue).persons == Approx(5 * 38.5));
  CHECK(total_until(half.backlog, minutes_of(Time::clock(15, 10))) == Approx(5 * 38.5 + 20 - 10));
}

TEST_CASE("those who stepped up before others are served keep their counters until the outage is over") {
  // Within a minute 20 step up; the other 30 servers are all taken at 14:32:30.
  const Twin day = day_with_others_served(Counters::held_at_start, 1);
  CHECK(peak_total(day.outage.queue).persons == Approx(5 * 37.5));
  CHECK(time_of(peak_total(day.outage.queue).at) == Time::clock(15, 10));
  // After as long as a service takes, everybody at the counters is held.
  CHECK(peak_total(day_with_others_served(Counters::held_at_start, 3).outage.queue).persons == Approx(750));
}

TEST_CASE("where services end with a call, those at work are held at its end, and the free counters serve the others") {
  // The ten that are free are taken at 14:30:30 and done with 5 a minute.
  for (const Counters outage : {Counters::held_at_end, Counters::held_at_both, Counters::suspended}) {
    const Twin day = day_with_others_served(outage, 0);
    CHECK(peak_total(day.outage.queue).persons == Approx(15 * 39.5));
    const double at_once = outage == Counters::suspended ? 0 : 40;
    CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(800 - 5 * 39.5 - at_once));
  }
}

TEST_CASE("an outage that is over before the work of those held is leaves them their time") {
  const FluidStation sound = desk(50, Duration::minutes(100));
  const FluidStation failing = with_others_served(sound, Counters::held_at_end, 0);
  const Twin day{hub_of({failing}, 0.3), hub_of({sound}, 0.3), Time::clock(24)};
  // 12 of the 30 that are busy are done within the 40 min, and leave at 15:10; the others as ever.
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 9))) == Approx(0.3 * 39));
  for (const int hour : {16, 17, 18})
    CHECK(total_until(day.backlog, minutes_of(Time::clock(hour))) == Approx(0).margin(1e-6));
}

TEST_CASE(
    "services that begin together end later than a stream of them: by half a service when all take equally long") {
  // After the outage all fifty begin anew: their first ends come 1 min later, 25 persons behind the stream.
  const FluidStation sound = desk(50, Duration::minutes(2), 0);
  const FluidStation constant = with_outage(sound, Counters::held_at_end);
  const Twin day{hub_of({constant}, 20), hub_of({sound}, 20), Time::clock(24)};
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(750));
  CHECK(day.caught_up(0) == Time::clock(17, 45));
}

TEST_CASE("services that are broken off and begin anew end later than others, as long ones are the likelier to be") {
  // The 40 that are broken off fall a whole service behind each, the ten that step up meanwhile do not.
  const FluidStation sound = desk(50, Duration::minutes(2));
  FluidStation failing = with_outage(sound, Counters::suspended);
  failing.phases[1].broken_off_work_is_lost = true;
  const Twin day{hub_of({failing}, 20), hub_of({sound}, 20), Time::clock(24)};
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(800));
  // Half of the 25 a minute until then.
  const FlowPeak peak = peak_total(day.backlog);
  CHECK(peak.persons == Approx(800 + 7.5 * 3.2));
  CHECK(time_of(peak.at) == Time::clock(15, 10) + Duration::seconds(192));
  CHECK(day.caught_up(0) == Time::clock(17, 58));  // (800 + 40) / 5 min
}

TEST_CASE("where most services are short and a few long, those that begin together get ahead of a stream") {
  // By (2² − 1) / 2 services each, with a fifth more than the 25 a minute.
  const FluidStation sound = desk(50, Duration::minutes(2), 2);
  const Twin day{hub_of({with_outage(sound, Counters::held_at_end)}, 20), hub_of({sound}, 20), Time::clock(24)};
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(750));
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 25))) == Approx(750 - 15 * 10));
  CHECK(day.caught_up(0) == Time::clock(17, 25));  // (750 − 75) / 5 min
}

TEST_CASE("those who come on duty while the others still fall behind do so too") {
  const FluidStation sound = desk(50, Duration::minutes(2), 0);
  FluidStation failing = with_outage(sound, Counters::held_at_end);
  const Time more = Time::clock(15, 10) + Duration::seconds(30);
  failing.phases.push_back({more, 60, Duration::minutes(2), 0});
  const Twin day{hub_of({failing}, 20), hub_of({sound}, 20), Time::clock(24)};
  // Of the 25 that fifty fall behind by, half is still to come, and five of the ten that join them.
  CHECK(day.caught_up(0) == more + Duration::seconds(60 * (750 + 10 + 12.5 + 5) / 10));
}

namespace {

/// 20 a minute on 50 servers of 2 min; between 14:30 and 15:10 services take 4 min, and whoever is at the counters as
/// that begins or ends leaves over 4 min.
FluidStation with_slow_services() {
  FluidStation station = desk(50, Duration::minutes(2));
  for (const auto& [at, minutes] : {std::pair(Time::clock(14, 30), 4), std::pair(Time::clock(15, 10), 2)}) {
    StationPhase phase{at, 50, Duration::minutes(minutes)};
    phase.under_way_takes = Duration::minutes(4);
    station.phases.push_back(phase);
  }
  return station;
}

}  // namespace

TEST_CASE("services that come to take another time do so once those at the counters have left") {
  const Twin day{hub_of({with_slow_services()}, 20), hub_of({desk(50, Duration::minutes(2))}, 20), Time::clock(24)};
  // The 40 at the counters leave with 10 a minute, so that the ten free servers are taken within a minute. Then 12.5 a
  // minute are done, until 15:14, and 25 from then on.
  const FlowPeak peak = peak_total(day.outage.queue);
  CHECK(peak.persons == Approx(7.5 * 43));
  CHECK(time_of(peak.at) == Time::clock(15, 14));
  CHECK(total_until(day.backlog, minutes_of(Time::clock(15, 10))) == Approx(7.5 * 39 + 10));
  CHECK(peak_total(day.backlog).persons == Approx(7.5 * 43 + 10));
  CHECK(day.caught_up(10) == Time::clock(15, 14) + Duration::seconds(60 * 7.5 * 43 / 5));
}

TEST_CASE("more staff while those at the counters leave slowly let them do so") {
  FluidStation station = with_slow_services();
  station.phases.back().servers = 100;
  // 50 leave over 4 min, and 50 step up at once.
  const FluidRun run = run_fluid(hub_of({station}, 20), Time::clock(24));
  CHECK(total_until(run.queue, minutes_of(Time::clock(15, 10))) == Approx(7.5 * 39 - 50));
}

TEST_CASE("nobody is lost: what has come is done, in line or at the counters") {
  const FluidStation sound = desk(30, Duration::minutes(3));
  std::vector<FluidStation> stations = {sound, with_slow_services()};
  for (const Counters outage :
       {Counters::suspended, Counters::held_at_end, Counters::held_at_start, Counters::held_at_both}) {
    stations.push_back(with_outage(sound, outage));
    for (const int minutes : {0, 1, 7, 39}) {
      stations.push_back(with_others_served(sound, outage, minutes));
      stations.back().phases[1].cut_off = Duration::seconds(30);
    }
  }
  for (const FluidStation& station : stations) {
    const Twin day{hub_of({station}, 8), hub_of({sound}, 8), Time::clock(24)};
    CHECK(total_until(day.outage.vaccinated, minutes_of(Time::clock(24))) == Approx(12 * 60 * 8).epsilon(1e-9));
    CHECK(total_until(day.outage.queue, minutes_of(Time::clock(23))) == Approx(0).margin(1e-6));
    for (int minute = 8 * 60; minute < 24 * 60; minute += 7) {
      const Minutes now{static_cast<double>(minute)};
      const double come = 8.0 * std::min(minute - 480, 720);
      const double done = total_until(day.outage.vaccinated, now);
      const double waiting = total_until(day.outage.queue, now);
      REQUIRE(waiting >= -1e-6);
      REQUIRE(come - done - waiting >= -1e-6);
      REQUIRE(come - done - waiting <= station.phases.front().servers + 1e-6);
    }
  }
}

TEST_CASE("who is at the counters passes through in one holding time; a station without limit only delays") {
  const FluidHub hub = hub_of({desk(kForEver, Duration::minutes(15))}, 4);
  const FluidRun run = run_fluid(hub, Time::clock(24));
  CHECK(total_until(run.vaccinated, minutes_of(Time::clock(8, 15))) == Approx(0).margin(1e-9));
  CHECK(total_until(run.vaccinated, minutes_of(Time::clock(9, 15))) == Approx(240));
  CHECK(peak_total(run.queue).persons == 0);
}

TEST_CASE("stations in a line: the slower one holds the queue, walks shift it") {
  FluidStation second = desk(10, Duration::minutes(2));
  second.walk = Duration::minutes(3);
  const FluidHub hub = hub_of({desk(20, Duration::minutes(2)), second}, 6, Time::clock(10));
  const FluidRun run = run_fluid(hub, Time::clock(24));
  CHECK(peak_total(run.station_queues[0]).persons == 0);
  // From 8:05 on 6 come a minute and 5 are served, once its ten servers have filled up in 10/6 min: until 10:05.
  const FlowPeak peak = peak_total(run.station_queues[1]);
  CHECK(time_of(peak.at) == Time::clock(10, 5));
  CHECK(peak.persons == Approx(120 - 10.0 / 6));
}

TEST_CASE("shifts: a line that built up with few servers is cleared when more come on duty") {
  FluidStation station = desk(10, Duration::minutes(2));
  station.phases.push_back({Time::clock(10), 20, Duration::minutes(2)});
  const FluidRun run = run_fluid(hub_of({station}, 8), Time::clock(24));
  // 8 a minute against 5: full after 10/8 min, then 3 a minute. At 10:00 ten step up at once.
  const double at_ten = 3 * (120 - 10.0 / 8);
  const FlowPeak peak = peak_total(run.queue);
  CHECK(time_of(peak.at) == Time::clock(10));
  CHECK(peak.persons == Approx(at_ten));
  CHECK(total_until(run.queue, minutes_of(Time::clock(10))) == Approx(at_ten - 10));
  // Then 10 a minute are served: the rest is gone after (at_ten − 10) / 2 min.
  CHECK(total_until(run.queue, Minutes{600 + (at_ten - 10) / 2 - 5}) == Approx(10));
  CHECK(total_until(run.queue, Minutes{600 + (at_ten - 10) / 2 + 5}) == Approx(0).margin(1e-9));
}

TEST_CASE("people at the door go in together at the opening; who comes after closing goes away") {
  FluidHub hub = hub_of({desk(kForEver, Duration::minutes(1))}, 2);
  hub.arrivals = {{minutes_of(Time::clock(7, 30)), 2, 0}, {minutes_of(Time::clock(21)), 0, 0}};
  const FluidRun run = run_fluid(hub, Time::clock(24));
  const FlowPeak peak = peak_total(run.queue);
  CHECK(peak.persons == Approx(60));
  CHECK(time_of(peak.at) == Time::clock(8));
  CHECK(total_until(run.vaccinated, minutes_of(Time::clock(24))) == Approx(2 * 60 * 12.5));
}

TEST_CASE("a hard close ends everything") {
  FluidHub hub = hub_of({desk(1, Duration::minutes(1))}, 2);
  hub.hard_close = true;
  const FluidRun run = run_fluid(hub, Time::clock(24));
  CHECK(total_until(run.vaccinated, minutes_of(Time::clock(24))) == Approx(719).margin(1));
  CHECK(total_until(run.queue, minutes_of(Time::clock(21))) == Approx(0).margin(1e-9));
}

TEST_CASE("a total comes down for good only when it stays down for the hold time") {
  // 10 at once, down by 1 a minute for 9 min, up again by 1 a minute for 5, then down for ever.
  const Flow flow = {{{0}, -1, 10}, {{9}, 1, 0}, {{14}, -1, 0}, {{20}, 0, 0}};
  const auto at = [&flow](double persons, int hold) {
    const auto result = comes_down(flow, {{0}, persons, Duration::minutes(hold), {100}});
    return result ? result->value : -1;
  };
  CHECK(at(3, 0) == Approx(7));
  CHECK(at(3, 4) == Approx(7));
  CHECK(at(3, 5) == Approx(17));
  CHECK(at(0, 1) == Approx(20));
  CHECK(at(-1, 1) == -1);
  CHECK(comes_down(flow, {{50}, 3, Duration::minutes(10), {100}})->value == 50);
}
