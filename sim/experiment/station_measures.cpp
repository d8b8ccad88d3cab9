// Measures of one station in one run.

#include <algorithm>

#include "clock_minutes.hpp"
#include "ripresa/base/nan.hpp"
#include "ripresa/experiment/measure.hpp"
#include "waiting_statistics.hpp"

namespace ripresa::experiment {
namespace {

void compute_line(const model::Model& model, const model::HubModel& hub, const model::StationModel& station,
                  const observation::StationRecord& record, Scratch&, std::span<double> out) {
  const Time at = record.peak_queue.at;
  out[0] = record.peak_queue.persons;
  out[1] = clock_minutes_or_nan(at);
  out[2] = record.queue_area.in_hours();
  out[3] = record.occupied_area.in_hours();
  const Time end = std::min(model.horizon, std::max(hub.closes, record.last_release));
  const double staffed_hours =
      model::staffed_time(station.staffing, hub.opens, end).in_hours() + record.extra_staffed.in_hours();
  out[4] = staffed_hours > 0 ? out[3] / staffed_hours : kNaN;
  out[5] = record.entry_time.in_hours();
}

void compute_waits(const model::Model&, const model::HubModel&, const model::StationModel&,
                   const observation::StationRecord& record, Scratch& scratch, std::span<double> out) {
  const std::span<const Duration> waits = record.waits;
  fill_waiting_statistics({&waits, 1}, scratch, out);
}

void compute_sojourns(const model::Model&, const model::HubModel&, const model::StationModel&,
                      const observation::StationRecord& record, Scratch& scratch, std::span<double> out) {
  const std::span<const Duration> sojourns = record.sojourns;
  fill_waiting_statistics({&sojourns, 1}, scratch, out);
}

const std::vector<StationMeasures>& station_groups() {
  static const std::vector<StationMeasures> all = {
      {{{"peak_queue", "persons", MeasureKind::amount, "longest the station's line was"},
        {"peak_queue_time", "min after midnight", MeasureKind::clock_time, "first instant of the peak queue"},
        {"queue_hours", "h", MeasureKind::amount, "person-hours in the station's line: the area under it"},
        {"occupied_hours", "h", MeasureKind::amount,
         "server-hours (or seat-hours) taken up by people, held ones included, and by keying in forms"},
        {"utilisation", "share", MeasureKind::share,
         "occupied hours over the hours on duty from opening to the later of closing and the last service or form"},
        {"entry_hours", "h", MeasureKind::amount, "hours spent on keying in paper forms, by idle and by extra clerks"}},
       compute_line},
      {waiting_infos("waiting", "time in the line and at the counter for an answer, by service finished"),
       compute_waits},
      {waiting_infos("sojourn",
                     "from leaving the station before (or entering) until leaving this one, the walk included"),
       compute_sojourns}};
  return all;
}

}  // namespace

std::span<const StationMeasures> station_measures() {
  return station_groups();
}

}  // namespace ripresa::experiment
