// Who comes and when, and calls that fail and are made again or have to queue.

#include "experiments_by_subject.hpp"
#include "ripresa/exact/general_service.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

constexpr int kSlots = 600;  // one person a minute from 8:00 on

double arrivals_between(const model::DayRun& day, Time from, Time to) {
  double count = 0;
  for (const auto& person : day.baseline(0).persons)
    count += Window{from, to}.holds(person.arrival) ? 1 : 0;
  return count;
}

/// Walk-ins at 100 an hour from 10:00 to 12:00 and 400 from 14:00 to 15:00.
Experiment walk_ins() {
  scenario::Scenario s = empty_system(24);
  s.hubs.front().walk_ins.pieces = {{Time::clock(10), Time::clock(12), 100}, {Time::clock(14), Time::clock(15), 400}};
  in_line({seats("hall", scenario::Constant{})}, s);
  const auto morning = [](const model::DayRun& day) { return arrivals_between(day, Time::clock(10), Time::clock(12)); };
  const auto afternoon = [](const model::DayRun& day) {
    return arrivals_between(day, Time::clock(14, 15), Time::clock(14, 45));
  };
  return {"walk-ins with a rate that changes",
          std::move(s),
          1500,
          {{"mean number, 10:00 to 12:00", "persons", "Poisson", 200, 0,
            [morning](const auto& day) {
              return Contribution{morning(day), 1};
            }},
           {"its variance", "persons²", "Poisson", 200, 0,
            [morning](const auto& day) {
              return Contribution{(morning(day) - 200) * (morning(day) - 200), 1};
            }},
           {"mean number, 14:15 to 14:45", "persons", "Poisson", 200, 0,
            [afternoon](const auto& day) {
              return Contribution{afternoon(day), 1};
            }},
           {"covariance of the two", "persons²", "independent", 0, 0, [morning, afternoon](const auto& day) {
              return Contribution{(morning(day) - 200) * (afternoon(day) - 200), 1};
            }}}};
}

/// Of those who come: how late, and its square about the mean.
Experiment appointments() {
  scenario::Scenario s = empty_system(24);
  scenario::Hub& hub = s.hubs.front();
  hub.appointments.blocks = {{Time::clock(8), Time::clock(18), kSlots}};
  hub.appointments.show_rate = 0.8;
  hub.appointments.punctuality = scenario::Normal{-Duration::minutes(5), Duration::minutes(8), {}, {}};
  in_line({seats("hall", scenario::Constant{})}, s);
  const auto over_those_who_came = [](auto value) {
    return [value](const model::DayRun& day) {
      Contribution sum{0, 0};
      const auto& persons = day.baseline(0).persons;
      for (int slot = 0; slot < kSlots; ++slot) {
        const Time arrival = persons[static_cast<std::size_t>(slot)].arrival;
        if (arrival == Time::never())
          continue;
        sum.numerator += value((arrival - Time::clock(8, slot)).in_minutes());
        sum.denominator += 1;
      }
      return sum;
    };
  };
  return {"appointments: who comes, and how punctually",
          std::move(s),
          300,
          {{"mean lateness", "min", "normal", -5, 0, over_those_who_came([](double late) { return late; })},
           {"its variance", "min²", "normal", 64, 1e-9,
            over_those_who_came([](double late) { return (late + 5) * (late + 5); })},
           {"number who come", "persons", "binomial", 0.8 * kSlots, 0, [](const auto& day) {
              return Contribution{static_cast<double>(day.baseline(0).counts.arrivals), 1};
            }}}};
}

/// A call of 2 s at the end; from the start to the end of the day it takes three times as long, fails with probability
/// 0.4 and is made again after 30 s. Each call and pause is waiting.
Experiment fits_and_starts() {
  const Stream stream{600, 48, 0};
  scenario::Station desk = staffed("desk", 10'000, scenario::Constant{Duration::minutes(1)});
  scenario::Call call;
  call.at = scenario::CallPoint::end;
  desk.calls = {call};
  scenario::Scenario s = poisson_stream(stream, {desk});
  s.backends = {{}};
  s.backends.front().name = "poste";
  s.backends.front().latency = scenario::Constant{Duration::seconds(2)};
  scenario::Degraded degraded;
  degraded.latency_factor = 3;
  degraded.error_rate = 0.4;
  degraded.retry_pause = Duration::seconds(30);
  scenario::FailureWindow window;
  window.to = Time::clock(stream.hours);
  window.severity = degraded;
  s.failures = {window};
  const Window counts = counted(stream);
  const auto mean_of = [counts](auto value) {
    return [counts, value](const model::DayRun& day) {
      Contribution sum{0, 0};
      for (const auto& person : day.outage(0).persons)
        if (counts.holds(person.arrival)) {
          sum.numerator += value(person.waited.in_seconds());
          sum.denominator += 1;
        }
      return sum;
    };
  };
  return {"calls by fits and starts",
          std::move(s),
          24,
          {{"mean time until the call succeeds", "s", "geometric", (6 + 0.4 * 30) / 0.6, 0,
            mean_of([](double seconds) { return seconds; })},
           {"share of calls that need more than two attempts", "share", "geometric", 0.16, 0,
            mean_of([](double seconds) { return seconds > 6 + 36 + 1 ? 1.0 : 0.0; })}}};
}

/// A backend that admits two calls a second is M/D/1 to Poisson calls.
Experiment limited_backend() {
  const Stream stream{5760, 48, 1};
  scenario::Station desk = staffed("desk", 10'000, scenario::Constant{Duration::minutes(1)});
  scenario::Call call;
  call.at = scenario::CallPoint::start;
  desk.calls = {call};
  scenario::Scenario s = poisson_stream(stream, {desk});
  s.backends = {{}};
  s.backends.front().name = "poste";
  scenario::Capacity capacity;
  capacity.calls_per_second = 2;
  s.backends.front().capacity = capacity;
  const exact::ConstantServiceQueue queue(exact::Rate::per_second(1.6), Duration::milliseconds(500), 1);
  const Window window = counted(stream);
  const Duration second = Duration::seconds(1);
  return {"a backend of limited capacity, M/D/1 to its calls, load 0.8",
          std::move(s),
          24,
          {{"mean wait of a call", "min", "Khinchine 1932", queue.mean_wait_minutes(), 0, mean_wait_minutes(window)},
           {"share of calls that wait longer than 1 s", "share", "Franx 2001",
            1 - queue.probability_wait_within(second), 0, share_waiting_longer(window, second)}}};
}

}  // namespace

std::vector<Experiment> demand_experiments() {
  return {walk_ins(), appointments(), fits_and_starts(), limited_backend()};
}

}  // namespace ripresa::verification
