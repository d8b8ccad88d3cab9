// Catching up after an outage as a time of known distribution: whoever waits is served by servers with exponential
// services, of which all are busy until fewer people are left than there are servers.

#include <boost/math/distributions/gamma.hpp>

#include "experiments_by_subject.hpp"
#include "ripresa/base/date.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

constexpr int kPersons = 20;
constexpr int kServers = 3;
constexpr Duration kServiceTime = Duration::minutes(3);
constexpr double kDoneAMinute = 1;  // while all servers are busy
const Time kGoes = Time::clock(10);
const Time kReturns = Time::clock(11);
const Time kHorizon = Time::clock(24);
// More than the probability that somebody is still there at 11:00 without the failure.
constexpr double kTwinLate = 1e-5;

/// All come at 10:00, as the backend goes, and are served from 11:00 on. In the twin all have left by then.
scenario::Scenario outage_for_all() {
  scenario::Scenario s = empty_system(24);
  fail_between(kGoes, kReturns, s);
  s.hubs.front().appointments.blocks = {{kGoes, kGoes + kMinute, kPersons}};
  scenario::Station desk = staffed("desk", kServers, scenario::Exponential{kServiceTime, Duration{}});
  call_throughout(desk);
  in_line({desk}, s);
  return s;
}

Observe catch_up_minutes(double tolerance) {
  return [tolerance](const model::DayRun& day) {
    return Contribution{(caught_up(day, kReturns, tolerance, kHorizon).value_or(kHorizon) - kReturns).in_minutes(), 1};
  };
}

Observe share_caught_up(double tolerance, Time by) {
  return [tolerance, by](const model::DayRun& day) {
    return Contribution{caught_up(day, kReturns, tolerance, kHorizon).value_or(kHorizon) <= by ? 1.0 : 0.0, 1};
  };
}

/// Services that end one after the other at one rate: until fewer people are left than there are servers.
constexpr int kStages = kPersons - (kServers - 1);

}  // namespace

std::vector<Experiment> recovery_experiments() {
  constexpr double kLeft = kServers - 1;
  Experiment experiment{"catching up with twenty people, three servers, down an hour", outage_for_all(), 4000, {}};
  experiment.cases.push_back({"mean time to catch up, two behind", "min", "Erlang distribution", kStages / kDoneAMinute,
                              kTwinLate, catch_up_minutes(kLeft)});
  const boost::math::gamma_distribution<> erlang(kStages, 1 / kDoneAMinute);
  for (const Time by : {Time::clock(11, 12), Time::clock(11, 18), Time::clock(11, 24)})
    experiment.cases.push_back({"share caught up by " + clock_minutes(by) + ", two behind", "share",
                                "Erlang distribution", cdf(erlang, (by - kReturns).in_minutes()), kTwinLate,
                                share_caught_up(kLeft, by)});
  // Then two servers are busy, and in the end one.
  const double last_two = kServiceTime.in_minutes() / 2 + kServiceTime.in_minutes();
  experiment.cases.push_back({"mean time to catch up, nobody behind", "min", "sum of exponentials",
                              kStages / kDoneAMinute + last_two, kTwinLate, catch_up_minutes(0)});
  return {experiment};
}

}  // namespace ripresa::verification
