#include "ripresa/statistics/kaplan_meier.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

#include "ripresa/base/nan.hpp"

namespace ripresa::statistics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Whether survival s at this step is compatible with the true survival being `level` there.
bool compatible(const KaplanMeier::Step& step, double level, double z) {
  if (step.survival <= 0)
    return false;
  if (step.survival >= 1)
    return true;
  const double log_survival = std::log(step.survival);
  const double standard_error = std::sqrt(step.greenwood_sum) / std::abs(log_survival);
  return std::abs(std::log(-log_survival) - std::log(-std::log(level))) <= z * standard_error;
}

/// Takes the curve past `events` of `at_risk` at `time`.
void step(KaplanMeier& curve, double time, double events, double at_risk) {
  const bool first = curve.steps.empty();
  const double survival = (first ? 1 : curve.steps.back().survival) * (1 - events / at_risk);
  const double greenwood = first ? 0 : curve.steps.back().greenwood_sum;
  curve.steps.push_back(
      {time, survival, events < at_risk ? greenwood + events / (at_risk * (at_risk - events)) : kInfinity});
}

}  // namespace

KaplanMeier kaplan_meier(std::span<const double> times, const std::vector<bool>& observed) {
  assert(times.size() == observed.size());
  KaplanMeier curve;
  curve.replications = times.size();
  curve.censored = static_cast<std::size_t>(std::count(observed.begin(), observed.end(), false));
  std::vector<std::size_t> order(times.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [times](std::size_t a, std::size_t b) { return times[a] < times[b]; });
  for (std::size_t i = 0; i < order.size();) {
    const double time = times[order[i]];
    const auto at_risk = static_cast<double>(order.size() - i);
    double events = 0;
    for (; i < order.size() && times[order[i]] == time; ++i)
      events += observed[order[i]] ? 1 : 0;
    if (events > 0)
      step(curve, time, events, at_risk);
  }
  return curve;
}

KaplanMeier kaplan_meier(std::span<const EventCount> events, std::size_t censored) {
  KaplanMeier curve;
  curve.censored = curve.replications = censored;
  for (const EventCount& event : events)
    curve.replications += event.count;
  std::size_t at_risk = curve.replications;
  for (const EventCount& event : events) {
    step(curve, event.time, static_cast<double>(event.count), static_cast<double>(at_risk));
    at_risk -= event.count;
  }
  return curve;
}

Estimate quantile(const KaplanMeier& curve, double p, double confidence) {
  const double level = 1 - p;
  Estimate estimate{kNaN, kNaN, kInfinity, curve.replications, curve.censored};
  // The product accumulates rounding: 1 − 0.05 − … must still count as reaching the level.
  const auto reached = [level](const KaplanMeier::Step& step) { return step.survival <= level + 1e-12; };
  const auto at = std::find_if(curve.steps.begin(), curve.steps.end(), reached);
  if (at != curve.steps.end())
    estimate.value = at->time;
  if (curve.replications < 2 || curve.steps.empty()) {
    estimate.upper = kNaN;
    return estimate;
  }
  const double z = quantile(complement(boost::math::normal(), (1 - confidence) / 2));
  // The interval holds every time at which survival may be the level: from the first compatible step to the step that
  // ends the last compatible one.
  const auto low = std::find_if(curve.steps.begin(), curve.steps.end(), [&](const auto& step) {
    return step.survival < 1 && (compatible(step, level, z) || step.survival <= level);
  });
  if (low != curve.steps.end())
    estimate.lower = low->time;
  const auto high = std::find_if(
      low, curve.steps.end(), [&](const auto& step) { return step.survival < level && !compatible(step, level, z); });
  if (high != curve.steps.end())
    estimate.upper = high->time;
  return estimate;
}

}  // namespace ripresa::statistics
