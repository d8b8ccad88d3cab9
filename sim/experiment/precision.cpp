#include "ripresa/experiment/precision.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "ripresa/statistics/kaplan_meier.hpp"
#include "ripresa/statistics/mean.hpp"
#include "ripresa/statistics/sample.hpp"

namespace ripresa::experiment {
namespace {

constexpr std::size_t kFirstEnd = 20;  // a t interval on fewer days trusts their spread too much
constexpr std::size_t kLeastBatch = 10;
constexpr std::size_t kBatchesMade = 20;  // a batch is one 20th of what is made: 5 %
constexpr int kEndsInARow = 2;
constexpr double kRuleOfThree = 3;

/// Whether the scenario has random failures, and any failure, random or not, may reach one of the hubs: its own, or one
/// of a hub that it meets at a backend or in people sent on.
bool may_fail_at_random(const model::Model& model, const std::vector<std::size_t>& hubs) {
  const auto has_any = [&hubs](const model::HubGroup& group) {
    return std::any_of(hubs.begin(), hubs.end(), [&group](std::size_t hub) {
      return std::binary_search(group.hubs.begin(), group.hubs.end(), hub);
    });
  };
  return model.failures.random() &&
         std::any_of(model.groups.begin(), model.groups.end(),
                     [&](const model::HubGroup& group) { return group.meets_failures && has_any(group); });
}

}  // namespace

PrecisionRule::PrecisionRule(const scenario::Precision& precision, const Layout& layout, const model::Model& model)
    : wanted_(precision.relative_half_width), batch_end_(kFirstEnd) {
  for (const std::string& name : precision.measures) {
    const MeasureColumn& measure = find_measure(layout.measures, name);
    for (const ScopeColumns& scope : layout.scopes)
      if (concerns(precision.scope, scope.scope))
        watched_.push_back({.name = name,
                            .kind = measure.info.kind,
                            .column = layout.value(scope, measure, Run::outage),
                            .fails_at_random = may_fail_at_random(model, scope.scope.hubs),
                            .moments = {},
                            .times = {},
                            .any_censored = false});
  }
}

bool PrecisionRule::enough(const ReplicationRow& row) {
  ++replications_;
  for (Watched& watched : watched_) {
    const double value = row.values[watched.column];
    if (is_censored(watched.kind)) {
      watched.times.push_back(value);
      watched.any_censored = watched.any_censored || std::isnan(value);
    }
    if (std::isfinite(value))
      watched.moments.add(value);
  }
  if (replications_ < batch_end_)
    return false;
  batch_end_ += std::max(kLeastBatch, replications_ / kBatchesMade);
  precise_ends_ = imprecise().empty() ? precise_ends_ + 1 : 0;
  return precise_ends_ >= kEndsInARow;
}

std::vector<std::string> PrecisionRule::imprecise() const {
  std::vector<std::string> names;
  for (const Watched& watched : watched_) {
    const bool named = !names.empty() && names.back() == watched.name;
    if (!named && !(relative_half_width(watched) <= wanted_))
      names.push_back(watched.name);
  }
  return names;
}

double PrecisionRule::relative_half_width(const Watched& watched) const {
  const bool one_value = watched.moments.count > 0 && watched.moments.squares == 0;
  if (one_value && !watched.any_censored && watched.fails_at_random)
    return watched.moments.mean != 0 ? kRuleOfThree / static_cast<double>(watched.moments.count)
                                     : std::numeric_limits<double>::infinity();
  statistics::Estimate estimate;
  if (is_censored(watched.kind)) {
    const statistics::Sample sample(watched.times);
    estimate = statistics::quantile(sample.kaplan_meier(std::numeric_limits<double>::infinity()), 0.5);
  } else {
    estimate = statistics::mean(watched.moments);
  }
  const double half_width = (estimate.upper - estimate.lower) / 2;
  if (half_width == 0)
    return 0;  // the same every day, which may be nothing
  return std::isfinite(half_width) && estimate.value != 0 ? half_width / std::abs(estimate.value)
                                                          : std::numeric_limits<double>::infinity();
}

}  // namespace ripresa::experiment
