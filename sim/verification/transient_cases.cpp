// A day with an outage as a Markov chain: arrivals and staff change through the day, services are exponential, and work
// needs the backend throughout.

#include <fmt/format.h>

#include <algorithm>

#include "experiments_by_subject.hpp"
#include "ripresa/base/date.hpp"
#include "ripresa/exact/transient.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

using exact::Serving;
using observation::RunRecord;
using scenario::UnderWay;

const Time kFails = Time::clock(10);
const Time kBack = Time::clock(10, 40);
const Time kEnd = Time::clock(13);

exact::MarkovDay chain(Serving outage) {
  const auto a_minute = [](double persons) { return exact::Rate::per_minute(persons); };
  return {{{Time::clock(8), Time::clock(9), a_minute(2.5), 6},
           {Time::clock(9), kFails, a_minute(3), 8},
           {kFails, Time::clock(10, 20), a_minute(3), 8, outage},
           {Time::clock(10, 20), kBack, a_minute(2.5), 8, outage},
           {kBack, Time::clock(12), a_minute(2.5), 8},
           {Time::clock(12), kEnd, a_minute(1.5), 6}},
          exact::Rate::one_every(Duration::minutes(2)),
          400};
}

/// The same day for the simulator. People whose server's shift ends go back to the head of the line, which changes
/// nothing for exponential services.
scenario::Scenario simulated(const exact::MarkovDay& day, UnderWay on_backend_loss) {
  scenario::Scenario s = empty_system(13);
  fail_between(kFails, kBack, s);
  scenario::Station desk = staffed("desk", 1, scenario::Exponential{Duration::minutes(2), Duration{}});
  scenario::Staffed staff;
  staff.at_shift_end = UnderWay::suspend;
  scenario::Hub& hub = s.hubs.front();
  hub.opens = Time::clock(8);
  for (const exact::DayPiece& piece : day.pieces) {
    hub.walk_ins.pieces.push_back({piece.from, piece.to, piece.arrivals.in_per_hour()});
    staff.shifts.push_back({piece.from, piece.to, piece.servers});
  }
  desk.servers = staff;
  call_throughout(desk);
  desk.on_backend_loss = on_backend_loss;
  in_line({desk}, s);
  return s;
}

double completions(const RunRecord& record, Time until) {
  return static_cast<double>(std::upper_bound(record.vaccinations.begin(), record.vaccinations.end(), until) -
                             record.vaccinations.begin());
}

double present(const RunRecord& record, Time at) {
  double arrivals = 0;
  for (const auto& person : record.persons)
    arrivals += person.arrival <= at ? 1 : 0;
  return arrivals - completions(record, at);
}

/// Whether nobody was there at some instant from the backend's return until `until`. Walk-ins come in ascending order.
bool emptied(const RunRecord& record, Time until) {
  if (present(record, kBack) == 0)
    return true;
  std::size_t come = 0;
  for (std::size_t gone = 0; gone < record.vaccinations.size(); ++gone) {
    const Time at = record.vaccinations[gone];
    if (at > until)
      return false;
    while (come < record.persons.size() && record.persons[come].arrival <= at)
      ++come;
    if (at >= kBack && come == gone + 1)
      return true;
  }
  return false;
}

/// Of the run with the failure; `value` gives a figure of it.
template <class Value>
Observe of_outage(Value value) {
  return [value](const model::DayRun& day) { return Contribution{value(day.outage(0)), 1}; };
}

void add_states(const exact::MarkovDay& day, std::vector<Case>& cases) {
  const std::vector<Time> instants = {kBack, Time::clock(9, 30), Time::clock(10, 15), Time::clock(11, 30)};
  for (const Time at : instants) {
    const exact::TransientState state = exact::solve(day, {at}).front();
    const std::string when = " at " + clock_minutes(at);
    cases.push_back({"mean number present" + when, "persons", "uniformisation, Jensen 1953",
                     state.expected_present.value, state.expected_present.error,
                     of_outage([at](const RunRecord& record) { return present(record, at); })});
    const int level = static_cast<int>(state.expected_present.value);
    cases.push_back(
        {fmt::format("share with at most {} present{}", level, when), "share", "uniformisation, Jensen 1953",
         state.probability_at_most(level), state.present_error,
         of_outage([at, level](const RunRecord& record) { return present(record, at) <= level ? 1.0 : 0.0; })});
    cases.push_back({"mean number served by" + when.substr(3), "persons", "uniformisation, Jensen 1953",
                     state.expected_completions.value, state.expected_completions.error,
                     of_outage([at](const RunRecord& record) { return completions(record, at); })});
  }
}

void add_recovery(const exact::MarkovDay& day, std::vector<Case>& cases) {
  for (const Time at : {kBack, Time::clock(11, 30), Time::clock(12, 30)}) {
    const exact::Bounded backlog = exact::expected_backlog(day, {at}).front();
    cases.push_back({"mean backlog at " + clock_minutes(at), "persons", "uniformisation, Jensen 1953", backlog.value,
                     backlog.error, [at](const model::DayRun& run) {
                       return Contribution{completions(run.baseline(0), at) - completions(run.outage(0), at), 1};
                     }});
  }
  for (const Time at : {Time::clock(12, 15), Time::clock(13)}) {
    const exact::Bounded emptied_by = exact::probability_of_return(day, kBack, 0, {at}).front();
    cases.push_back({"share empty at a time from " + clock_minutes(kBack) + " to " + clock_minutes(at), "share",
                     "first passage by uniformisation", emptied_by.value, emptied_by.error,
                     of_outage([at](const RunRecord& record) { return emptied(record, at) ? 1.0 : 0.0; })});
  }
}

Experiment outage_day(const std::string& name, Serving outage, UnderWay on_backend_loss) {
  const exact::MarkovDay day = chain(outage);
  Experiment experiment{"M(t)/M/s(t) day, " + name, simulated(day, on_backend_loss), 2000, {}};
  add_states(day, experiment.cases);
  add_recovery(day, experiment.cases);
  return experiment;
}

}  // namespace

std::vector<Experiment> transient_experiments() {
  return {outage_day("work suspended in the outage", Serving::stopped, UnderWay::suspend),
          outage_day("work under way finished in the outage", Serving::finish_under_way, UnderWay::finish)};
}

}  // namespace ripresa::verification
