// Random years condensed: what they are called, and the rows of their summary.

#include "ripresa/base/nan.hpp"
#include "ripresa/experiment/risk.hpp"

namespace ripresa::experiment {
namespace {

constexpr double kDaysAYear = 365.25;

constexpr std::array<MeasureInfo, kLosses> kInfos = {
    MeasureInfo{"doses_delayed", "doses", MeasureKind::amount, "doses that were behind the baseline on their day"},
    MeasureInfo{"dose_days", "d", MeasureKind::amount, "by how much all doses together were late"},
    MeasureInfo{"sent_home", "persons", MeasureKind::amount,
                "people more who had to come again, or were asked to come on a later day"},
    MeasureInfo{"waiting_hours", "h", MeasureKind::amount, "person-hours more in lines and at counters"},
    MeasureInfo{"target_delay", "d", MeasureKind::amount,
                "days by which the target's day came later, where it was reached"}};

constexpr MeasureInfo kDelayedAYear{"doses_delayed_a_year", "doses", MeasureKind::amount,
                                    "doses delayed in a year of such days"};
constexpr MeasureInfo kFailures{"failures", "failures", MeasureKind::amount, "expected in the campaign"};
constexpr MeasureInfo kAvailability{"availability", "share", MeasureKind::share,
                                    "share of time in which no random failure is under way"};

}  // namespace

std::span<const MeasureInfo, kLosses> losses() {
  return kInfos;
}

std::vector<SummaryRow> summarise(const RiskResults& results) {
  const bool one = results.scenario.hubs.size() == 1;
  std::vector<SummaryRow> rows;
  const auto add = [&](const MeasureInfo& info, const statistics::Estimate& estimate,
                       const std::array<double, 3>& quantiles, Run run) {
    rows.push_back({one ? ScopeKind::hub : ScopeKind::nation, one ? results.scenario.hubs.front().name : "nation", "",
                    info, run, estimate, quantiles[0], quantiles[1], quantiles[2]});
  };
  for (std::size_t loss = 0; loss < kLosses; ++loss)
    if (!results.curves[loss].empty())
      add(kInfos[loss], results.expected[loss], results.quantiles[loss], Run::difference);
  statistics::Estimate a_year = results.expected[static_cast<std::size_t>(Loss::doses_delayed)];
  const double years = kDaysAYear / results.scenario.campaign->days;
  for (double* value : {&a_year.value, &a_year.lower, &a_year.upper})
    *value *= years;
  add(kDelayedAYear, a_year, {kNaN, kNaN, kNaN}, Run::difference);
  const AvailabilityPoint& now = results.now();
  add(kFailures, {now.failures, kNaN, kNaN, 0, 0}, {kNaN, kNaN, kNaN}, Run::outage);
  add(kAvailability, {now.availability, kNaN, kNaN, 0, 0}, {kNaN, kNaN, kNaN}, Run::outage);
  return rows;
}

}  // namespace ripresa::experiment
