#include "campaign_measures.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "ripresa/base/nan.hpp"
#include "ripresa/experiment/campaign.hpp"

namespace ripresa::experiment {
namespace {

using observation::CampaignDay;

constexpr std::array kPaired = {
    MeasureInfo{"doses", "doses", MeasureKind::amount, "doses given in the campaign"},
    MeasureInfo{"doses_recorded", "doses", MeasureKind::amount, "doses on record at its end"},
    MeasureInfo{"sent_home", "persons", MeasureKind::amount,
                "people who came and had to come again, or were asked to come on a later day, each time counted"},
    MeasureInfo{
        "never_returned", "persons", MeasureKind::amount,
        "people sent home who gave up, stayed away from their new appointment, or still waited for one at the end"},
    MeasureInfo{"doses_wasted", "doses", MeasureKind::amount,
                "doses of stores with a limit that expired, were spoilt or thrown away"},
    MeasureInfo{"waiting_hours", "h", MeasureKind::amount, "person-hours in lines and at counters"},
    MeasureInfo{"target_day", "day", MeasureKind::censored_time,
                "day of the campaign, the first being 1, by whose end the target's doses were given"}};

constexpr std::array kTwin = {
    MeasureInfo{"doses_delayed", "doses", MeasureKind::amount,
                "doses that were behind the baseline on their day: each day's largest backlog of each hub, added up"},
    MeasureInfo{"dose_days", "d", MeasureKind::amount,
                "area under the backlog, within days and over them: by how much all doses together were late"},
    MeasureInfo{"largest_backlog", "doses", MeasureKind::amount, "most doses behind the baseline at the end of a day"},
    MeasureInfo{"backlog_at_end", "doses", MeasureKind::amount, "doses behind the baseline at the end of the campaign"},
    MeasureInfo{
        "caught_up_day", "day", MeasureKind::censored_time,
        "day of the campaign by whose end the doses given were again as many as in the baseline, and stayed so"},
    MeasureInfo{"target_delay", "d", MeasureKind::censored_time, "days by which the target's day came later"}};

struct RunSums {
  double doses = 0, recorded = 0, sent_home = 0, gave_up = 0, wasted = 0, waiting_hours = 0;
  double target_day = kNaN;
};

RunSums sum_up(std::span<const CampaignDay> days, std::optional<std::int64_t> target) {
  RunSums sums;
  for (std::size_t day = 0; day < days.size(); ++day) {
    sums.doses += static_cast<double>(days[day].vaccinated);
    sums.recorded += static_cast<double>(days[day].recorded);
    sums.sent_home += static_cast<double>(days[day].sent_home);
    sums.gave_up += static_cast<double>(days[day].gave_up);
    sums.wasted += static_cast<double>(days[day].wasted);
    sums.waiting_hours += days[day].waited.in_hours();
    if (std::isnan(sums.target_day) && target && sums.doses >= static_cast<double>(*target))
      sums.target_day = static_cast<double>(day + 1);
  }
  return sums;
}

std::array<double, kPaired.size()> paired_values(const RunSums& sums, std::span<const CampaignDay> days) {
  return {
      sums.doses,  sums.recorded,      sums.sent_home, sums.gave_up + static_cast<double>(days.back().waiting_return),
      sums.wasted, sums.waiting_hours, sums.target_day};
}

std::array<double, kTwin.size()> twin_values(const CampaignView& view, const RunSums& outage, const RunSums& baseline) {
  double delayed = 0;
  double dose_days = 0;
  double largest = 0;
  std::int64_t behind = 0;
  std::size_t caught_up = 0;  // the day after the last one that ended behind
  for (std::size_t day = 0; day < view.twin.size(); ++day) {
    delayed += static_cast<double>(view.twin[day].peak_backlog);
    dose_days += static_cast<double>(behind) + view.twin[day].backlog_area.in_hours() / 24;
    behind += view.baseline[day].vaccinated - view.outage[day].vaccinated;
    largest = std::max(largest, static_cast<double>(behind));
    if (behind > 0)
      caught_up = day + 1;
  }
  return {delayed,
          dose_days,
          largest,
          static_cast<double>(behind),
          caught_up < view.twin.size() ? static_cast<double>(caught_up + 1) : kNaN,
          outage.target_day - baseline.target_day};
}

}  // namespace

std::vector<MeasureColumn> campaign_measures() {
  std::vector<MeasureColumn> columns;
  std::size_t next = 0;
  for (const MeasureInfo& info : kPaired) {
    columns.push_back({info, true, next});
    next += kRuns;
  }
  for (const MeasureInfo& info : kTwin)
    columns.push_back({info, false, next++});
  return columns;
}

std::vector<MeasureInfo> campaign_run_measures() {
  return {kPaired.begin(), kPaired.end()};
}

std::vector<MeasureInfo> campaign_twin_measures() {
  return {kTwin.begin(), kTwin.end()};
}

std::size_t campaign_measure_columns() {
  return kPaired.size() * kRuns + kTwin.size();
}

void compute_campaign_measures(const CampaignView& view, std::span<double> out) {
  const RunSums outage = sum_up(view.outage, view.target_doses);
  const RunSums baseline = sum_up(view.baseline, view.target_doses);
  const auto with = paired_values(outage, view.outage);
  const auto without = paired_values(baseline, view.baseline);
  std::size_t column = 0;
  for (std::size_t i = 0; i < kPaired.size(); ++i) {
    out[column++] = with[i];
    out[column++] = without[i];
    out[column++] = with[i] - without[i];
  }
  for (const double value : twin_values(view, outage, baseline))
    out[column++] = value;
}

}  // namespace ripresa::experiment
