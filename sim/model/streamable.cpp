// What a streamed run knows: the one list of features. Every other hub is HubRun's.
//
// The members of the model and of the record are listed below, so that a new one does not compile here until whoever
// adds it has said whether a streamed run may meet it. The safe answer is to return false where it is set.

#include <algorithm>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {
namespace {

/// People only ever move on to stations further down the list.
bool feeds_forward(const StationModel& station, std::size_t index) {
  return std::all_of(station.onward.begin(), station.onward.end(), [index](const std::vector<Onward>& branches) {
    return std::all_of(branches.begin(), branches.end(), [index](const Onward& branch) {
      return branch.station < 0 || branch.station > static_cast<std::int32_t>(index);
    });
  });
}

bool knows_steps(const std::vector<Step>& steps) {
  return std::all_of(steps.begin(), steps.end(), [](const Step& step) {
    [[maybe_unused]] const auto& [kind, backend, ordinal] = step;
    return step.kind == Step::Kind::call || step.kind == Step::Kind::work;
  });
}

/// Work of which a part is taken up again may take no time at all, which a recursion cannot put in order.
bool knows_paper(const PaperModel& paper) {
  [[maybe_unused]] const auto& [service, under_way, entry] = paper;
  return paper.under_way != scenario::UnderWay::suspend;
}

bool knows_responses(const std::vector<ResponseModel>& responses) {
  return std::all_of(responses.begin(), responses.end(), [](const ResponseModel& response) {
    [[maybe_unused]] const auto& [mode, after, lasts, back_after] = response;
    return response.mode == Mode::usual || response.mode == Mode::paper;
  });
}

bool knows_station(const StationModel& station, std::size_t index) {
  [[maybe_unused]] const auto& [code, staffing, seats, at_shift_end, on_backend_loss, steps, gates, service, walk,
                                onward, called, responses, paper, offline, divert, patience, balking, retry, supply,
                                walk_lane, work_lane, needs_service_list] = station;
  return station.at_shift_end == scenario::UnderWay::finish && station.gates.empty() && station.supply < 0 &&
         !station.retry && feeds_forward(station, index) && knows_steps(station.steps) &&
         knows_responses(station.responses) && (!station.paper || knows_paper(*station.paper)) && !station.offline &&
         !station.patience && station.balking.empty();
}

bool knows_hub(const HubModel& hub, Time horizon) {
  [[maybe_unused]] const auto& [random_key, opens, closes, closing, indoor_capacity, appointments, show_rate,
                                punctuality, walk_ins, appointment_classes, walk_in_classes, stations, supplies,
                                impatient, outdoor_patience, come_back, rebooking, nearby, mitigations, watches_lines,
                                lanes, vaccination_station, recording_station, felt_backends, meets_failures,
                                booking_faults, wrongly_called_from] = hub;
  if (hub.closing != scenario::Closing::serve_inside || hub.opens >= horizon || hub.opens >= hub.closes ||
      !hub.supplies.empty() || hub.impatient || hub.come_back || hub.rebooking || !hub.mitigations.empty())
    return false;
  for (std::size_t s = 0; s < hub.stations.size(); ++s)
    if (!knows_station(hub.stations[s], s))
      return false;
  return true;
}

bool knows_backends(const Model& model, const HubModel& hub) {
  [[maybe_unused]] const auto& [up, latency_factor, error_rate, retry_pause, capacity_factor] = BackendState{};
  [[maybe_unused]] const auto& [gap, calls_in_progress, queue, discipline, retry_after, abandoned_work, spaced_only,
                                foreseeable] = CapacityModel{};
  return std::all_of(hub.stations.begin(), hub.stations.end(), [&model](const StationModel& station) {
    return std::all_of(station.called.begin(), station.called.end(), [&model](std::uint32_t backend) {
      [[maybe_unused]] const auto& [latency, limits] = model.backends[backend];
      return !limits || limits->foreseeable;
    });
  });
}

/// What a streamed run fills: all of a record but its supplies, and people's times away, fates elsewhere and new
/// appointments, which nobody has. What it fills before it is finished is copied by StreamRun::RecordUnderWay.
void list_record(const observation::RunRecord& record) {
  [[maybe_unused]] const auto& [persons, vaccinations, recordings, stations, supplies, series, peak_queue,
                                peak_outdoors, queue_levels, outdoor_levels, counts, last_exit] = record;
  [[maybe_unused]] const auto& [arrival, left, waited, fate, away, fate_elsewhere, rebooked_days] = persons;
  [[maybe_unused]] const auto& [waits, sojourns, station_queue, station_peak, queue_area, occupied_area, queued_total,
                                entry_time, extra_staffed, extra_staffed_late, last_release] =
      observation::StationRecord{};
  [[maybe_unused]] const auto& [vaccinated, recorded, queue, outdoors, present] = record.series;
  [[maybe_unused]] const auto& [arrivals, vaccinated_count, recorded_count, on_paper, unsynced, left_unvaccinated,
                                turned_away, abandoned, balked, rebooked, diverted, postponed, diverted_in, came_back,
                                rebooked_days_sum, present_count, present_vaccinated] = record.counts;
}

}  // namespace

bool streamable(const Model& model, std::size_t hub) {
  [[maybe_unused]] const auto& [seed, horizon, warm_up, grid, backends, hubs, groups, failures, adds_up_lines,
                                every_attempt_an_event] = model;
  static_cast<void>(&list_record);
  return knows_backends(model, model.hubs[hub]) && knows_hub(model.hubs[hub], model.horizon);
}

}  // namespace ripresa::model
