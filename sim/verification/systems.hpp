#pragma once

// Internal: the systems that are simulated, as scenarios, and what is observed of them.

#include <optional>
#include <utility>

#include "ripresa/verification/battery.hpp"

namespace ripresa::verification {

inline constexpr Duration kMinute = Duration::minutes(1);

/// One hub open from midnight on for `hours`, with nothing in it.
scenario::Scenario empty_system(int hours);

scenario::Station staffed(std::string name, int servers, scenario::Distribution service);
/// Everybody finds a seat.
scenario::Station seats(std::string name, scenario::Distribution stay);

/// The stations in a line, the last giving the dose.
void in_line(std::vector<scenario::Station> stations, scenario::Scenario& system);

/// Gives the system a backend that is down in this time.
void fail_between(Time from, Time to, scenario::Scenario& system);
/// Has the station work only while that backend answers.
void call_throughout(scenario::Station& station);

/// Poisson arrivals through `stations`, round the clock. Those who come in the first `warm_up_hours` are left out, and
/// so are those of the last day, so that everybody counted has long left at the end.
struct Stream {
  double per_hour = 0;
  int hours = 0;
  int warm_up_hours = 0;
};
scenario::Scenario poisson_stream(const Stream& stream, std::vector<scenario::Station> stations);

/// Whoever comes in this time counts.
struct Window {
  Time from, to;
  bool holds(Time time) const { return from <= time && time < to; }
};
Window counted(const Stream& stream);

// What a case observes, of the baseline of the first hub.
using Observe = std::function<Contribution(const model::DayRun&)>;

/// Means over the people who came in the window.
Observe mean_wait_minutes(Window window);
Observe share_waiting_longer(Window window, Duration limit);
Observe mean_sojourn_minutes(Window window);
/// The mean of (sojourn − centre)².
Observe sojourn_variance(Window window, double centre_minutes);
/// Over the full hours within the window.
Observe mean_present(Window window);
Observe present_variance(Window window, double mean);
Observe mean_queue(Window window, std::size_t station);
/// When the run with a failure has caught up with its twin for ten minutes, but for `tolerance` persons.
std::optional<Time> caught_up(const model::DayRun& day, Time failure_end, double tolerance, Time horizon);
/// The number present at an instant of the grid.
Observe present_at(Time instant, bool outage);

}  // namespace ripresa::verification
