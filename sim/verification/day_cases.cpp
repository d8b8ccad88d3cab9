// Days without chance, computed by hand: every replication has to give the figure exactly.

#include <fmt/format.h>

#include "experiments_by_subject.hpp"
#include "ripresa/observation/backlog.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

using scenario::CallPoint;

const Time kFails = Time::clock(14, 30);
const Time kBack = Time::clock(15, 10);

/// One server, one person a minute from 8:00 on, each served in `service`; the backend is down 14:30 to 15:10.
scenario::Scenario hand_computed_day(Duration service, CallPoint calls, int closes) {
  scenario::Scenario s = empty_system(closes + 4);
  fail_between(kFails, kBack, s);
  scenario::Station desk = staffed("desk", 1, scenario::Constant{service});
  scenario::Call call;
  call.at = calls;
  desk.calls = {call};
  scenario::Hub& hub = s.hubs.front();
  hub.opens = Time::clock(8);
  hub.closes = Time::clock(closes);
  hub.appointments.blocks = {{hub.opens, hub.closes, (closes - 8) * 60}};
  in_line({desk}, s);
  return s;
}

template <class Value>
Case certain(std::string what, std::string unit, double exact, Value value) {
  return {std::move(what),
          std::move(unit),
          "by hand",
          exact,
          0,
          [value](const model::DayRun& day) {
            return Contribution{static_cast<double>(value(day)), 1};
          },
          true};
}

/// Minutes after midnight; −1: not by the horizon.
double caught_up_minutes(const model::DayRun& day, double tolerance, Time horizon) {
  const auto at = caught_up(day, kBack, tolerance, horizon);
  return at ? at->since_midnight().in_minutes() : -1;
}

Experiment recovers() {
  return {"one a minute, 1.25 a minute served, down 40 min",
          hand_computed_day(Duration::seconds(48), CallPoint::throughout, 20),
          2,
          {certain("peak queue", "persons", 40, [](const auto& day) { return day.outage(0).peak_queue.persons; }),
           certain("instant of the peak", "min after midnight", 15 * 60 + 10,
                   [](const auto& day) { return day.outage(0).peak_queue.at.since_midnight().in_minutes(); }),
           certain("peak backlog", "persons", 40,
                   [](const auto& day) {
                     return static_cast<double>(
                         observation::peak_backlog(day.baseline(0).vaccinations, day.outage(0).vaccinations).persons);
                   }),
           certain("caught up, nobody behind", "min after midnight", 17 * 60 + 50,
                   [](const auto& day) { return caught_up_minutes(day, 0, Time::clock(24)); }),
           certain("caught up, one behind", "min after midnight", 17 * 60 + 46,
                   [](const auto& day) { return caught_up_minutes(day, 1, Time::clock(24)); })}};
}

Experiment not_that_day() {
  return {"one a minute, 1.05 a minute served, down 40 min",
          hand_computed_day(Duration::microseconds(57'142'857), CallPoint::throughout, 24),
          2,
          {certain("caught up by midnight (−1: no)", "min after midnight", -1,
                   [](const auto& day) { return caught_up_minutes(day, 1, Time::clock(24)); })}};
}

Experiment held_calls() {
  return {"a call at the end of each service, down 40 min",
          hand_computed_day(Duration::seconds(48), CallPoint::end, 20),
          2,
          {certain("the person of 14:30 leaves", "min after midnight", 15 * 60 + 10,
                   [](const auto& day) { return day.outage(0).persons[390].left.since_midnight().in_minutes(); }),
           certain("the person of 14:31 leaves", "min after midnight", 15 * 60 + 10.8,
                   [](const auto& day) { return day.outage(0).persons[391].left.since_midnight().in_minutes(); })}};
}

Experiment on_paper() {
  scenario::Scenario s = hand_computed_day(Duration::seconds(48), CallPoint::end, 20);
  scenario::Response response;
  scenario::Paper paper;
  paper.service = {scenario::Constant{Duration::seconds(60)}};
  response.how = paper;
  response.after = Duration::minutes(10);
  response.back_after = Duration::minutes(5);
  s.hubs.front().stations.front().on_failure = {response};
  return {"paper after 10 min, forms of 60 s, normal 5 min late",
          std::move(s),
          2,
          {certain("the person of 14:30 leaves", "min after midnight", 14 * 60 + 41,
                   [](const auto& day) { return day.outage(0).persons[390].left.since_midnight().in_minutes(); }),
           certain("doses on paper", "doses", 35, [](const auto& day) {
             return static_cast<double>(day.outage(0).counts.vaccinated - day.outage(0).counts.recorded);
           })}};
}

}  // namespace

std::vector<Experiment> day_experiments() {
  return {recovers(), not_that_day(), held_calls(), on_paper()};
}

}  // namespace ripresa::verification
