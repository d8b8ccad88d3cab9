// Measures of a run against its twin: backlog, catch-up, delay and resilience.

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <span>

#include "clock_minutes.hpp"
#include "ripresa/base/nan.hpp"
#include "ripresa/experiment/measure.hpp"
#include "ripresa/observation/backlog.hpp"

namespace ripresa::experiment {
namespace {

void compute_catch_up(const TwinView& twin, Scratch&, std::span<double> out) {
  const auto caught_up =
      observation::catch_up_time(twin.baseline.vaccinations, twin.outage.vaccinations, twin.catch_up_rule());
  out[0] = caught_up ? caught_up->since_midnight().in_minutes() : kNaN;
  out[1] = caught_up ? (*caught_up - twin.failure_end).in_minutes() : kNaN;
  out[2] = caught_up ? 1 : 0;
}

void compute_recording_catch_up(const TwinView& twin, Scratch&, std::span<double> out) {
  const std::optional<Time>& caught_up = twin.recording_backlog.caught_up;
  out[0] = caught_up ? caught_up->since_midnight().in_minutes() : kNaN;
  out[1] = caught_up ? 1 : 0;
}

void compute_backlog(const TwinView& twin, Scratch&, std::span<double> out) {
  const auto& baseline = twin.baseline.vaccinations;
  const auto& outage = twin.outage.vaccinations;
  out[0] = static_cast<double>(twin.peak_backlog.persons);
  out[1] = clock_minutes_or_nan(twin.peak_backlog.at);
  out[2] = static_cast<double>(observation::backlog_at(baseline, outage, twin.failure_end));
  out[3] = static_cast<double>(observation::backlog_at(baseline, outage, twin.model->horizon));
  out[4] = observation::backlog_area(baseline, outage, twin.model->horizon).in_hours();
  out[5] = static_cast<double>(twin.recording_backlog.peak_persons);
}

void compute_excess(const TwinView& twin, Scratch&, std::span<double> out) {
  const auto largest = [&twin](std::span<const std::int32_t> outage, std::span<const std::int32_t> baseline) {
    observation::Peak peak;
    for (std::size_t point = 0; point < outage.size(); ++point)
      peak.raise_to(outage[point] - baseline[point], twin.model->grid.at(point));
    return peak;
  };
  const observation::Peak queue = largest(twin.outage.queue, twin.baseline.queue);
  const observation::Peak outdoors = largest(twin.outage.outdoors, twin.baseline.outdoors);
  out[0] = queue.persons;
  out[1] = clock_minutes_or_nan(queue.at);
  out[2] = outdoors.persons;
  out[3] = clock_minutes_or_nan(outdoors.at);
}

void compute_delays(const TwinView& twin, Scratch&, std::span<double> out) {
  const Delays& delays = twin.delays;
  for (std::size_t k = 0; k < delays.delayed.size(); ++k)
    out[k] = static_cast<double>(delays.delayed[k]);
  out[3] = static_cast<double>(delays.missed);
  out[4] = delays.added_waiting.in_hours();
}

void compute_booking(const TwinView& twin, Scratch&, std::span<double> out) {
  const model::BookingCounts& c = twin.booking;
  const std::int64_t values[] = {c.not_called, c.called_elsewhere, c.called_twice, c.unexpected};
  std::transform(std::begin(values), std::end(values), out.begin(),
                 [](std::int64_t value) { return static_cast<double>(value); });
}

/// When throughput began to be lost that adds up to the largest backlog: the start of the last failure before it that
/// found nothing behind. Whom a failure of the booking keeps away may have been early, and throughput is lost before.
Time start_of_loss(const TwinView& twin) {
  assert(!twin.failures.empty());
  const auto& baseline = twin.baseline.vaccinations;
  const auto& outage = twin.outage.vaccinations;
  Time start =
      std::min(twin.failures.front().first, observation::parting(baseline, outage) - Duration::microseconds(1));
  for (const model::FailurePeriod& failure : std::span(twin.failures).subspan(1))
    if (failure.first < twin.peak_backlog.at &&
        static_cast<double>(observation::backlog_at(baseline, outage, failure.first)) <=
            twin.catch_up_tolerance_persons)
      start = failure.first;
  return start;
}

/// Bruneau et al. (2003), Earthquake Spectra 19(4): 733–752, with the hub's throughput as the quality of service. The
/// area between the baseline's throughput and the outage's, from the failure until the outage's overtakes for good, is
/// the largest backlog there is, so it needs no smoothing of the two point processes. Robustness is the lowest share of
/// the baseline's throughput that was kept over a quarter of an hour that begins in that time; rapidity its length.
void compute_resilience(const TwinView& twin, Scratch&, std::span<double> out) {
  const auto& baseline = twin.baseline.vaccinations;
  const auto& outage = twin.outage.vaccinations;
  const observation::PeakBacklog& peak = twin.peak_backlog;
  std::fill(out.begin(), out.end(), 0.0);
  out[2] = 1;
  if (peak.persons == 0)
    return;
  const Time start = start_of_loss(twin);
  const auto between = [](std::span<const Time> times, Time from, Time to) {
    return static_cast<double>(std::upper_bound(times.begin(), times.end(), to) -
                               std::upper_bound(times.begin(), times.end(), from));
  };
  out[0] = static_cast<double>(peak.persons);
  out[1] = out[0] / between(baseline, start, peak.at);
  constexpr Duration kWindow = Duration::minutes(15);
  for (Time from = start; from < peak.at; from = from + Duration::minutes(1)) {
    const double expected = between(baseline, from, from + kWindow);
    if (expected > 0)
      out[2] = std::min(out[2], between(outage, from, from + kWindow) / expected);
  }
  out[3] = (peak.at - start).in_minutes();
}

const std::vector<TwinMeasures>& twin_groups() {
  static const std::vector<TwinMeasures> all = {
      {{{"catch_up_time", "min after midnight", MeasureKind::censored_clock,
         "first instant at or after the failure's end from which the backlog stays within the tolerance for the hold "
         "time, or to the horizon"},
        {"catch_up_minutes", "min", MeasureKind::censored_time, "the same, in minutes after the failure's end"},
        {"caught_up", "share", MeasureKind::event, "1 when it was caught up by the horizon"}},
       compute_catch_up},
      {{{"recording_catch_up_time", "min after midnight", MeasureKind::censored_clock,
         "catch-up time of recorded doses instead of given ones"},
        {"recording_caught_up", "share", MeasureKind::event, "1 when recording was caught up by the horizon"}},
       compute_recording_catch_up},
      {{{"peak_backlog", "doses", MeasureKind::amount, "largest number of doses behind the baseline"},
        {"peak_backlog_time", "min after midnight", MeasureKind::clock_time, "first instant of that"},
        {"backlog_at_failure_end", "doses", MeasureKind::amount, "doses behind the baseline when the failure ends"},
        {"backlog_at_horizon", "doses", MeasureKind::amount,
         "doses behind the baseline at the horizon: not given that day"},
        {"backlog_dose_hours", "h", MeasureKind::amount, "area under the backlog: the lateness of all doses added up"},
        {"peak_recording_backlog", "doses", MeasureKind::amount,
         "largest number of recorded doses behind the baseline"}},
       compute_backlog},
      {{{"peak_excess_queue", "persons", MeasureKind::amount,
         "largest queue beyond the baseline's at the same time, on the grid"},
        {"peak_excess_queue_time", "min after midnight", MeasureKind::clock_time, "first instant of that"},
        {"peak_excess_outdoors", "persons", MeasureKind::amount, "the same for people outdoors"},
        {"peak_excess_outdoors_time", "min after midnight", MeasureKind::clock_time, "first instant of that"}},
       compute_excess},
      delay_measures(),
      {{{"resilience_loss", "doses", MeasureKind::amount,
         "area between the throughputs from the failure until the outage's overtakes (Bruneau's triangle); of "
         "failures apart, the one that leads to the largest backlog"},
        {"resilience_loss_share", "share", MeasureKind::share,
         "the same as a share of the baseline's throughput in that time"},
        {"robustness", "share", MeasureKind::share,
         "lowest share of the baseline's throughput kept over 15 min that begin in that time, looked at every minute"},
        {"rapidity", "min", MeasureKind::amount,
         "from the start of that failure, the last before that found nothing behind within the tolerance, or the first "
         "dose missing if that is earlier, until the outage's throughput overtakes"}},
       compute_resilience},
      {{{"not_called", "persons", MeasureKind::amount,
         "booked people who would have come and were not called, by a failure of the booking"},
        {"called_elsewhere", "persons", MeasureKind::amount, "booked people who came to another hub instead"},
        {"called_twice", "persons", MeasureKind::amount, "people who came for a place given to another as well"},
        {"unexpected", "persons", MeasureKind::amount, "people called here who were booked at another hub"}},
       compute_booking}};
  return all;
}

}  // namespace

const TwinMeasures& delay_measures() {
  static const TwinMeasures all = {
      {{"delayed_15", "persons", MeasureKind::amount,
        "people done, vaccinated or not, more than 15 min later than their own twin, here or where they were sent or "
        "called, or still there then; who left without having been served is not among them"},
       {"delayed_30", "persons", MeasureKind::amount, "the same, more than 30 min"},
       {"delayed_60", "persons", MeasureKind::amount, "the same, more than 60 min"},
       {"missed", "persons", MeasureKind::amount,
        "people vaccinated in the baseline and in the outage neither here nor where they were sent or called"},
       {"added_waiting", "h", MeasureKind::amount,
        "person-hours waited here more than in the baseline, by all people, also those sent or called here"}},
      compute_delays};
  return all;
}

std::span<const TwinMeasures> twin_measures() {
  return twin_groups();
}

}  // namespace ripresa::experiment
