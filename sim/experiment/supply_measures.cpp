// Measures of one supply of doses in one run.

#include <algorithm>

#include "ripresa/base/nan.hpp"
#include "ripresa/experiment/measure.hpp"
#include "waiting_statistics.hpp"

namespace ripresa::experiment {
namespace {

void compute_doses(const model::Model&, const model::HubModel&, const model::SupplyModel&,
                   const observation::SupplyRecord& record, Scratch&, std::span<double> out) {
  const std::int64_t values[] = {record.stock + record.delivered,
                                 record.became_ready,
                                 record.used,
                                 record.expired,
                                 record.spoiled,
                                 record.left_ready,
                                 record.under_preparation + record.left_in_store};
  std::transform(std::begin(values), std::end(values), out.begin(),
                 [](std::int64_t value) { return static_cast<double>(value); });
}

void compute_preparation(const model::Model& model, const model::HubModel& hub, const model::SupplyModel& supply,
                         const observation::SupplyRecord& record, Scratch&, std::span<double> out) {
  out[0] = record.preparing_area.in_hours();
  const Time end = std::min(model.horizon, std::max(hub.closes, record.last_ready));
  const double on_duty = model::staffed_time(supply.preparers, record.first_begun, end).in_hours();
  out[1] = on_duty > 0 ? out[0] / on_duty : kNaN;
}

void compute_waits(const model::Model&, const model::HubModel&, const model::SupplyModel&,
                   const observation::SupplyRecord& record, Scratch& scratch, std::span<double> out) {
  const std::span<const Duration> waits = record.waits;
  const auto waited = std::count_if(waits.begin(), waits.end(), [](Duration wait) { return wait > Duration{}; });
  out[0] = static_cast<double>(waited + record.unserved);
  fill_waiting_statistics({&waits, 1}, scratch, out.subspan(1));
}

std::vector<MeasureInfo> wait_infos() {
  std::vector<MeasureInfo> infos = {
      {"waited_for_dose", "persons", MeasureKind::amount,
       "people whose dose was not ready when they joined the line, and people who left it, or were in it at the "
       "horizon, without one while none was ready"}};
  for (const MeasureInfo& info : waiting_infos(
           "waiting",
           "from joining the line until the dose was ready, by dose taken; people who got none have no part in it"))
    infos.push_back(info);
  return infos;
}

const std::vector<SupplyMeasures>& supply_groups() {
  static const std::vector<SupplyMeasures> all = {
      {{{"doses_supplied", "doses", MeasureKind::amount,
         "in store at the start and delivered; of a store without limit, taken from it"},
        {"doses_ready", "doses", MeasureKind::amount, "doses that became ready for use"},
        {"doses_used", "doses", MeasureKind::amount, "doses with which a service was finished"},
        {"doses_expired", "doses", MeasureKind::amount, "doses ready and not used within their shelf life"},
        {"doses_spoiled", "doses", MeasureKind::amount, "doses in hand for a person who had to leave"},
        {"doses_left_ready", "doses", MeasureKind::amount, "doses ready and not used by the horizon"},
        {"doses_left_in_store", "doses", MeasureKind::amount, "doses not prepared by the horizon"}},
       compute_doses},
      {{{"preparing_hours", "h", MeasureKind::amount, "preparer-hours at work"},
        {"utilisation", "share", MeasureKind::share,
         "preparing hours over the hours on duty from the first dose begun to the later of closing and the last dose"}},
       compute_preparation},
      {wait_infos(), compute_waits}};
  return all;
}

}  // namespace

std::span<const SupplyMeasures> supply_measures() {
  return supply_groups();
}

}  // namespace ripresa::experiment
