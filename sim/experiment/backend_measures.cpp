// Measures of one backend: how much of the day it answered, what was asked of it, and when its goodput was back.

#include <algorithm>
#include <cmath>

#include "backend_callers.hpp"
#include "ripresa/base/nan.hpp"
#include "ripresa/experiment/measure.hpp"
#include "ripresa/statistics/sample.hpp"

namespace ripresa::experiment {
namespace {

using observation::CallStep;

/// Of the baseline's calls answered: two runs never answer the same calls at the same time, so that less than all of
/// them is as good as usual.
constexpr double kGoodputShare = 0.9;

/// The share of the grid's time in which the backend is up by this timeline.
double up_share(const model::BackendTimeline& timeline, const observation::Grid& grid) {
  const Time first = grid.first;
  const Time last = grid.at(grid.points - 1);
  if (first >= last)
    return 1;
  Duration down;
  for (const auto& interval : model::down_intervals(timeline)) {
    const Time from = std::max(first, interval.from);
    const Time to = std::min(last, interval.to);
    down += from < to ? to - from : Duration{};
  }
  return 1 - down.in_seconds() / (last - first).in_seconds();
}

double availability(const BackendView& run) {
  if (!run.failures)
    return 1;
  const std::vector<int> callers = callers_by_exposure(*run.model, run.backend);
  double up = 0;
  int all = 0;
  for (std::size_t e = 0; e < callers.size(); ++e) {
    if (callers[e] == 0)
      continue;
    up += callers[e] * up_share(run.failures->by_exposure[e].timelines[run.backend], run.model->grid);
    all += callers[e];
  }
  return all > 0 ? up / all : up_share(run.failures->everywhere[run.backend], run.model->grid);
}

void compute_availability(const BackendView& run, std::span<double> out) {
  out[0] = availability(run);
}

void compute_calls(const BackendView& run, std::span<double> out) {
  CallStep day;
  for (const CallStep& step : run.calls->steps())
    day += step;
  const std::int64_t values[] = {day.first_attempts, day.offered,   day.answered, day.failed,
                                 day.refused,        day.timed_out, day.wasted,   run.calls->under_way};
  std::transform(std::begin(values), std::end(values), out.begin(),
                 [](std::int64_t value) { return static_cast<double>(value); });
}

void compute_peaks(const BackendView& run, std::span<double> out) {
  const observation::Grid& grid = run.model->grid;
  double amplification = kNaN;
  std::int32_t offered = 0;
  std::int64_t queue = 0;
  std::int64_t longest = 0;
  for (std::size_t point = 0; point < grid.points; ++point) {
    const CallStep& step = run.calls->steps()[point];
    if (step.first_attempts > 0)
      amplification = std::fmax(amplification, static_cast<double>(step.offered) / step.first_attempts);
    offered = std::max(offered, step.offered);
    longest = std::max(longest, queue += step.queue_change);
  }
  out[0] = amplification;
  out[1] = offered / grid.step.in_seconds();
  out[2] = static_cast<double>(longest);
}

/// Calls answered in `steps` steps after a grid point.
std::int64_t answered_after(const observation::CallRecord& calls, std::size_t point, std::size_t steps) {
  std::int64_t answered = 0;
  for (std::size_t i = point + 1; i <= point + steps; ++i)
    answered += calls.steps()[i].answered;
  return answered;
}

void compute_goodput_back(const BackendView& outage, const BackendView& baseline, Duration hold,
                          std::span<double> out) {
  const observation::Grid& grid = outage.model->grid;
  const auto steps = static_cast<std::size_t>(std::max(1.0, std::ceil(hold.in_seconds() / grid.step.in_seconds())));
  const Time failure_end = outage.failures->by_backend[outage.backend].end;
  if (!outage.failures->any()) {
    out[0] = 0;
    return;
  }
  std::size_t point = 0;
  while (point < grid.points && grid.at(point) < failure_end)
    ++point;
  const bool any_usual = point < grid.points && answered_after(*baseline.calls, point, grid.points - 1 - point) > 0;
  if (!any_usual) {
    out[0] = statistics::kNothingToReach;
    return;
  }
  out[0] = kNaN;
  for (; std::isnan(out[0]) && point + steps < grid.points; ++point) {
    const auto usual = static_cast<double>(answered_after(*baseline.calls, point, steps));
    if (usual > 0 && static_cast<double>(answered_after(*outage.calls, point, steps)) >= kGoodputShare * usual)
      out[0] = (grid.at(point) - failure_end).in_minutes();
  }
}

const std::vector<BackendMeasures>& backend_run_groups() {
  static const std::vector<BackendMeasures> all = {
      {{{"availability", "share", MeasureKind::share,
         "share of the time grid, from its first to its last point, in which it answers; mean over the hubs that "
         "call, or else reach it through what they call"}},
       compute_availability},
      {{{"calls_first", "calls", MeasureKind::amount, "calls made for the first time"},
        {"calls_offered", "calls", MeasureKind::amount, "calls made, first and again"},
        {"calls_answered", "calls", MeasureKind::amount, "calls answered in time and without error: the goodput"},
        {"calls_failed", "calls", MeasureKind::amount, "calls answered with an error, or never because it was down"},
        {"calls_refused", "calls", MeasureKind::amount, "calls that found the queue full"},
        {"calls_timed_out", "calls", MeasureKind::amount, "calls that the client gave up"},
        {"calls_wasted", "calls", MeasureKind::amount, "calls worked off though the client had given up"},
        {"calls_under_way", "calls", MeasureKind::amount, "calls whose clients wait for an answer at the horizon"}},
       compute_calls},
      {{{"peak_amplification", "ratio", MeasureKind::amount,
         "largest ratio of calls offered to calls made for the first time in a step of the time grid"},
        {"peak_calls_per_second", "calls/s", MeasureKind::amount,
         "most calls offered a second, over a step of the time grid"},
        {"peak_call_queue", "calls", MeasureKind::amount, "most calls that wait at a point of the time grid"}},
       compute_peaks}};
  return all;
}

const std::vector<BackendTwinMeasures>& backend_twin_groups() {
  static const std::vector<BackendTwinMeasures> all = {{{{"goodput_back_minutes", "min", MeasureKind::censored_time,
                                                          "from the failure's end until, for the hold time, at least "
                                                          "90 % of the baseline's calls are answered; on the grid; "
                                                          "no value without any of these"}},
                                                        compute_goodput_back}};
  return all;
}

}  // namespace

std::span<const BackendMeasures> backend_measures() {
  return backend_run_groups();
}

std::span<const BackendTwinMeasures> backend_twin_measures() {
  return backend_twin_groups();
}

}  // namespace ripresa::experiment
