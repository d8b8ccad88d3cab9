#pragma once

// Internal to experiment: a campaign's days as failures at random see them.

#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/campaign_plan.hpp"

namespace ripresa::experiment {

/// A failure belongs to the first day on which it is felt. What begins after midnight while hubs of the day before may
/// still be open belongs to that day.
class RiskCalendar {
 public:
  /// `plan`: of the campaign, whose days are the first `days`, and of days beyond it. `last_closing`: of all hubs, by
  /// the clock of the day on which they open.
  RiskCalendar(const model::CampaignPlan& plan, int days, Time last_closing);

  int days() const { return days_; }
  /// Whether hubs open on a day of the plan.
  bool is_open(int day) const;
  /// The campaign's days on which they do, or on which they do not, ascending.
  const std::vector<int>& days_open(bool open) const { return open ? open_ : closed_; }
  /// How many days of the plan are open from `day` until before `end`.
  int open_days(int day, int end) const;

  /// Failures of the campaign begin from here on and before ends(); both count from its first midnight.
  Time begins() const { return Time{} + past_midnight_; }
  Time ends() const { return begins() + Duration::days(days_); }
  /// The day to which a failure that begins at `from` belongs. Precondition: from ≥ begins().
  int day_of(Time from) const;
  /// When a failure of `day` begins whose time of day is `of_day`.
  Time begin_of(int day, Duration of_day) const;

 private:
  int days_;
  Duration past_midnight_;
  std::vector<int> open_before_;  // by day of the plan, and at last of all of it
  std::vector<int> open_, closed_;
};

}  // namespace ripresa::experiment
