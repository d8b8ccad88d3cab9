#include <cmath>

#include "ripresa/observation/backlog.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

using observation::PersonRecord;

/// The mean of `value` over the people who came in the window.
template <class Value>
Observe mean_over_people(Window window, Value value) {
  return [window, value](const model::DayRun& day) {
    Contribution sum{0, 0};
    for (const PersonRecord& person : day.baseline(0).persons)
      if (window.holds(person.arrival)) {
        sum.numerator += value(person);
        sum.denominator += 1;
      }
    return sum;
  };
}

/// The mean of `value` over the points of the grid within the window.
template <class Value>
Observe mean_over_grid(Window window, Value value) {
  return [window, value](const model::DayRun& day) {
    Contribution sum{0, 0};
    const auto& record = day.baseline(0);
    for (std::size_t point = 0; point < record.series.present.size(); ++point)
      if (window.holds(Time::clock(static_cast<int>(point)))) {
        sum.numerator += value(record, point);
        sum.denominator += 1;
      }
    return sum;
  };
}

}  // namespace

Observe mean_wait_minutes(Window window) {
  return mean_over_people(window, [](const PersonRecord& person) { return person.waited.in_minutes(); });
}

Observe share_waiting_longer(Window window, Duration limit) {
  return mean_over_people(window, [limit](const PersonRecord& person) { return person.waited > limit ? 1.0 : 0.0; });
}

Observe mean_sojourn_minutes(Window window) {
  return mean_over_people(window,
                          [](const PersonRecord& person) { return (person.left - person.arrival).in_minutes(); });
}

Observe sojourn_variance(Window window, double centre_minutes) {
  return mean_over_people(window, [centre_minutes](const PersonRecord& person) {
    return std::pow((person.left - person.arrival).in_minutes() - centre_minutes, 2);
  });
}

Observe mean_present(Window window) {
  return mean_over_grid(window, [](const observation::RunRecord& record, std::size_t point) {
    return static_cast<double>(record.series.present[point]);
  });
}

Observe present_variance(Window window, double mean) {
  return mean_over_grid(window, [mean](const observation::RunRecord& record, std::size_t point) {
    return std::pow(record.series.present[point] - mean, 2);
  });
}

Observe mean_queue(Window window, std::size_t station) {
  return mean_over_grid(window, [station](const observation::RunRecord& record, std::size_t point) {
    return static_cast<double>(record.stations[station].queue[point]);
  });
}

std::optional<Time> caught_up(const model::DayRun& day, Time failure_end, double tolerance, Time horizon) {
  return observation::catch_up_time(day.baseline(0).vaccinations, day.outage(0).vaccinations,
                                    {failure_end, tolerance, Duration::minutes(10), horizon});
}

Observe present_at(Time instant, bool outage) {
  return [instant, outage](const model::DayRun& day) {
    const auto& record = outage ? day.outage(0) : day.baseline(0);
    double present = 0;
    for (const auto& person : record.persons)
      if (person.arrival <= instant && person.left > instant && person.fate != observation::Fate::absent)
        ++present;
    return Contribution{present, 1};
  };
}

}  // namespace ripresa::verification
