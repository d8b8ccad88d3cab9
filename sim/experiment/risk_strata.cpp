#include "risk_strata.hpp"

#include <algorithm>
#include <cmath>

#include "ripresa/engine/random.hpp"

namespace ripresa::experiment {
namespace {

constexpr double kDayMicroseconds = 86'400e6;

/// On days with open hubs or on others; a campaign may have no day of a kind.
std::vector<bool> kinds_of_days(const RiskCalendar& calendar) {
  std::vector<bool> kinds;
  for (const bool open : {true, false})
    if (!calendar.days_open(open).empty())
      kinds.push_back(open);
  return kinds;
}

}  // namespace

double length_edge(const scenario::RiskStudy& study, int number) {
  const double above = 1 - static_cast<double>(number) / study.length_strata;
  return 1 - above * above;
}

engine::UniformBits length_bits(double quantile) {
  return static_cast<engine::UniformBits>(std::min(quantile, 1 - 0x1p-52) * 0x1p52);
}

std::vector<RiskStratum> make_strata(const scenario::Scenario& scenario, const RiskCalendar& calendar,
                                     const std::vector<model::FailureProcess>& processes) {
  const scenario::RiskStudy& study = scenario.campaign->risk;
  std::vector<RiskStratum> strata;
  for (std::size_t failure = 0; failure < processes.size(); ++failure)
    for (const bool open : kinds_of_days(calendar))
      for (int start = 0; start < study.start_strata; ++start)
        for (int length = 0; length < study.length_strata; ++length) {
          const double low = length_edge(study, length);
          const double high = length_edge(study, length + 1);
          const double of_days = static_cast<double>(calendar.days_open(open).size()) / calendar.days();
          strata.push_back({failure,
                            open,
                            24.0 * start / study.start_strata,
                            24.0 * (start + 1) / study.start_strata,
                            processes[failure].repair(length_bits(low)),
                            processes[failure].repair(length_bits(high)),
                            of_days * (high - low) / study.start_strata,
                            {}});
        }
  return strata;
}

std::size_t stratum_of(const scenario::RiskStudy& study, const RiskCalendar& calendar, std::size_t failure,
                       const model::FailureProcess::Episode& episode) {
  const std::vector<bool> kinds = kinds_of_days(calendar);
  const bool open = calendar.is_open(calendar.day_of(episode.from));
  const auto kind = static_cast<std::size_t>(std::find(kinds.begin(), kinds.end(), open) - kinds.begin());
  const double of_day =
      std::fmod(static_cast<double>(episode.from.in_microseconds()), kDayMicroseconds) / kDayMicroseconds;
  const int start = std::min(study.start_strata - 1, static_cast<int>(of_day * study.start_strata));
  const double above = std::sqrt(1 - engine::uniform(episode.length));
  const int length = std::clamp(static_cast<int>((1 - above) * study.length_strata), 0, study.length_strata - 1);
  return ((failure * kinds.size() + kind) * static_cast<std::size_t>(study.start_strata) +
          static_cast<std::size_t>(start)) *
             static_cast<std::size_t>(study.length_strata) +
         static_cast<std::size_t>(length);
}

}  // namespace ripresa::experiment
