#include "risk_calendar.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

namespace ripresa::experiment {

RiskCalendar::RiskCalendar(const model::CampaignPlan& plan, int days, Time last_closing)
    : days_(days), past_midnight_(std::max(Duration{}, last_closing - Time::clock(24))), open_before_{0} {
  for (const bool open : plan.open)
    open_before_.push_back(open_before_.back() + (open ? 1 : 0));
  for (int day = 0; day < days; ++day)
    (is_open(day) ? open_ : closed_).push_back(day);
}

bool RiskCalendar::is_open(int day) const {
  return open_days(day, day + 1) == 1;
}

int RiskCalendar::open_days(int day, int end) const {
  return open_before_[static_cast<std::size_t>(end)] - open_before_[static_cast<std::size_t>(day)];
}

int RiskCalendar::day_of(Time from) const {
  assert(from >= begins());
  return static_cast<int>((from - begins()) / Duration::days(1));
}

Time RiskCalendar::begin_of(int day, Duration of_day) const {
  Time at = Time::since_midnight(Duration::days(day) + of_day);
  while (at < begins() + Duration::days(day))
    at = at + Duration::days(1);
  return at;
}

}  // namespace ripresa::experiment
