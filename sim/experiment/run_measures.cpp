// Measures of one run of a scope: lines, waiting, overtime and doses.

#include <algorithm>
#include <cmath>

#include "clock_minutes.hpp"
#include "ripresa/base/nan.hpp"
#include "ripresa/experiment/measure.hpp"
#include "waiting_statistics.hpp"

namespace ripresa::experiment {
namespace {

void compute_peaks(const TwinView&, const RunView& run, Scratch&, std::span<double> out) {
  out[0] = run.peak_queue.persons;
  out[1] = clock_minutes_or_nan(run.peak_queue.at);
  out[2] = run.peak_outdoors.persons;
  out[3] = clock_minutes_or_nan(run.peak_outdoors.at);
}

void compute_waiting(const TwinView&, const RunView& run, Scratch& scratch, std::span<double> out) {
  fill_waiting_statistics(run.waited, scratch, out);
}

void compute_sojourn(const TwinView&, const RunView& run, Scratch& scratch, std::span<double> out) {
  fill_waiting_statistics(run.sojourned, scratch, out);
}

void compute_overtime(const TwinView&, const RunView& run, Scratch&, std::span<double> out) {
  out[0] = run.longest_overtime.in_minutes();
  out[1] = run.staff_overtime.in_hours();
}

void compute_doses(const TwinView&, const RunView& run, Scratch&, std::span<double> out) {
  const observation::Counts& c = run.counts;
  const std::int64_t values[] = {
      c.arrivals,          c.vaccinated,  c.recorded,
      c.on_paper,          c.unsynced,    c.vaccinated - c.recorded - c.on_paper - c.unsynced,
      c.left_unvaccinated, c.turned_away, c.present - c.present_vaccinated};
  std::transform(std::begin(values), std::end(values), out.begin(),
                 [](std::int64_t value) { return static_cast<double>(value); });
}

void compute_gone_away(const TwinView&, const RunView& run, Scratch&, std::span<double> out) {
  const observation::Counts& c = run.counts;
  const std::int64_t with_new_day = c.rebooked + c.postponed;
  out[0] = static_cast<double>(c.abandoned);
  out[1] = static_cast<double>(c.balked);
  out[2] = static_cast<double>(c.came_back);
  out[3] = static_cast<double>(c.rebooked);
  out[4] = static_cast<double>(c.postponed);
  out[5] = with_new_day > 0 ? static_cast<double>(c.rebooked_days) / static_cast<double>(with_new_day) : kNaN;
  out[6] = static_cast<double>(c.diverted);
  out[7] = static_cast<double>(c.diverted_in);
}

const std::vector<RunMeasures>& run_groups() {
  static const std::vector<RunMeasures> all = {
      {{{"peak_queue", "persons", MeasureKind::amount,
         "longest the lines of all stations and the door were together; several hubs: at whole minutes, and just "
         "before"},
        {"peak_queue_time", "min after midnight", MeasureKind::clock_time,
         "first instant of the peak queue; several hubs: to the minute"},
        {"peak_outdoors", "persons", MeasureKind::amount,
         "most people present beyond the indoor capacity; several hubs: as their peak queue"},
        {"peak_outdoors_time", "min after midnight", MeasureKind::clock_time, "first instant of that"}},
       compute_peaks},
      {waiting_infos("waiting", "time in lines and at counters for an answer, by person served"), compute_waiting},
      {waiting_infos("sojourn", "time from arrival to leaving, without time away, by person served"), compute_sojourn},
      {{{"overtime", "min", MeasureKind::amount,
         "from closing until the last person leaves; several hubs: the longest"},
        {"overtime_staff_hours", "h", MeasureKind::amount,
         "hours that staff stay past closing, by station until its last service or form, extra clerks until theirs"}},
       compute_overtime},
      {{{"arrivals", "persons", MeasureKind::amount, "people who came"},
        {"vaccinated", "doses", MeasureKind::amount, "doses given by the horizon"},
        {"recorded", "doses", MeasureKind::amount, "doses given and on record by the horizon"},
        {"on_paper", "doses", MeasureKind::amount, "doses given whose paper form awaits entry at the horizon"},
        {"unsynced", "doses", MeasureKind::amount,
         "doses given whose record is still in a station's local cache at the horizon"},
        {"awaiting_recording", "doses", MeasureKind::amount,
         "doses given, person not yet through the recording station at the horizon"},
        {"left_unvaccinated", "persons", MeasureKind::amount, "people whose path led out without a dose"},
        {"turned_away", "persons", MeasureKind::amount,
         "people who came after closing, or were sent home by a hard close or a failure, without a new appointment"},
        {"inside_at_horizon", "persons", MeasureKind::amount, "people still there without a dose at the horizon"}},
       compute_doses},
      {{{"abandoned", "persons", MeasureKind::amount, "people who gave up waiting and did not come back"},
        {"balked", "persons", MeasureKind::amount, "people who did not care to wait and did not come back"},
        {"came_back", "persons", MeasureKind::amount, "times that somebody came again the same day"},
        {"rebooked", "persons", MeasureKind::amount, "people sent home with an appointment on a later day"},
        {"postponed", "persons", MeasureKind::amount, "people told in time to come on a later day, who did not come"},
        {"rebooking_delay", "d", MeasureKind::amount, "days until the new appointment, mean over those who got one"},
        {"diverted_out", "persons", MeasureKind::amount, "people sent to another hub"},
        {"diverted_in", "persons", MeasureKind::amount, "people sent here by another hub; they count as arrivals"}},
       compute_gone_away}};
  return all;
}

}  // namespace

std::span<const RunMeasures> run_measures() {
  return run_groups();
}

}  // namespace ripresa::experiment
