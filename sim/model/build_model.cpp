#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string_view>
#include <utility>

#include "build_supply.hpp"
#include "due_times.hpp"
#include "felt_backends.hpp"
#include "hub_groups.hpp"
#include "ripresa/model/hub_model.hpp"
#include "sampler_cache.hpp"

namespace ripresa::model {
namespace {

using engine::Sampler;
using scenario::Scenario;

constexpr std::int32_t kUnlimited = std::numeric_limits<std::int32_t>::max();

/// 32-bit FNV-1a (Fowler, Noll, Vo): names, not positions, key the random numbers, so that adding a hub or a station
/// to an alternative leaves everyone else's numbers alone.
std::uint32_t hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name)
    hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619u;
  return hash;
}

/// The name's code in [1, limit], the next free one where it is taken.
std::uint32_t unique_code(std::string_view name, std::uint32_t limit, std::set<std::uint32_t>& taken) {
  std::uint32_t code = hash_of(name) % limit + 1;
  while (!taken.insert(code).second)
    code = code % limit + 1;
  return code;
}

std::vector<double> cumulative_shares(const std::vector<scenario::PersonClass>& classes,
                                      double scenario::PersonClass::*share) {
  std::vector<double> cumulative;
  cumulative.reserve(classes.size());
  double sum = 0;
  for (const auto& person_class : classes)
    cumulative.push_back(sum += person_class.*share);
  for (double& c : cumulative)
    c /= sum;
  return cumulative;
}

std::vector<Step> service_steps(const scenario::Station& station) {
  std::vector<Step> steps;
  const auto add_calls = [&](scenario::CallPoint at) {
    for (std::uint32_t i = 0; i < station.calls.size(); ++i)
      if (station.calls[i].at == at)
        steps.push_back({Step::Kind::call, static_cast<std::uint32_t>(station.calls[i].backend), i});
  };
  add_calls(scenario::CallPoint::start);
  steps.push_back({Step::Kind::work, 0, 0});
  add_calls(scenario::CallPoint::end);
  return steps;
}

std::vector<std::vector<Onward>> onward_branches(const scenario::Station& station) {
  std::vector<std::vector<Onward>> by_class;
  for (const auto& branches : station.next) {
    auto& onward = by_class.emplace_back();
    double sum = 0;
    for (const auto& branch : branches)
      onward.push_back({sum += branch.probability, branch.station ? static_cast<std::int32_t>(*branch.station) : -1});
    onward.back().up_to = 1;
  }
  return by_class;
}

std::vector<std::uint32_t> called_backends(const scenario::Station& station) {
  std::vector<std::uint32_t> backends;
  for (const auto at : {scenario::CallPoint::start, scenario::CallPoint::throughout, scenario::CallPoint::end})
    for (const auto& call : station.calls)
      if (const auto backend = static_cast<std::uint32_t>(call.backend);
          call.at == at && std::find(backends.begin(), backends.end(), backend) == backends.end())
        backends.push_back(backend);
  return backends;
}

FormEntryModel build_entry(const scenario::FormEntry& entry, SamplerCache& samplers) {
  FormEntryModel model{samplers.sampler(entry.service), entry.idle_clerks, 0, {}, Time::never(), {}};
  if (entry.extra_clerks) {
    model.extra_clerks = entry.extra_clerks->clerks;
    model.extra_from = entry.extra_clerks->from;
  }
  if (entry.overnight) {
    model.overnight_at = entry.overnight->at;
    if (entry.overnight->forms_per_hour > 0)
      model.overnight_gap = Duration::nearest_seconds(3600 / entry.overnight->forms_per_hour);
  }
  return model;
}

/// Pauses up to the one that is never exceeded, each rounded by itself: a short one grows where its rounding would not.
std::vector<Duration> retry_pauses(const scenario::Backoff& backoff) {
  std::vector<Duration> pauses = {std::min(backoff.first, backoff.cap)};
  for (int retry = 1; backoff.factor > 1 && pauses.back() < backoff.cap; ++retry) {
    const double pause = backoff.first.in_seconds() * std::pow(backoff.factor, retry);
    pauses.push_back(pause < backoff.cap.in_seconds() ? Duration::nearest_seconds(pause) : backoff.cap);
  }
  return pauses;
}

void build_responses(const scenario::Station& station, SamplerCache& samplers, StationModel& model) {
  for (const auto& response : station.on_failure) {
    model.responses.push_back({Mode::usual, response.after, response.lasts, response.back_after});
    ResponseModel& built = model.responses.back();
    if (const auto* retry = std::get_if<scenario::Retry>(&response.how))
      model.retry = RetryModel{*retry, retry_pauses(retry->backoff), Mode::usual};
    if (const auto* paper = std::get_if<scenario::Paper>(&response.how)) {
      built.mode = Mode::paper;
      model.paper = {samplers.samplers(paper->service), paper->under_way, {}};
      if (paper->entry)
        model.paper->entry = build_entry(*paper->entry, samplers);
    } else if (const auto* offline = std::get_if<scenario::Offline>(&response.how)) {
      built.mode = Mode::offline;
      model.offline = {
          offline->persons.value_or(kUnlimited),
          offline->syncs_per_minute > 0 ? Duration::nearest_seconds(60 / offline->syncs_per_minute) : Duration{},
          offline->under_way};
    } else if (std::holds_alternative<scenario::TurnAway>(response.how)) {
      built.mode = Mode::turn_away;
    } else if (const auto* divert = std::get_if<scenario::Divert>(&response.how)) {
      built.mode = Mode::divert;
      model.divert = *divert;
    }
  }
  for (std::size_t i = 0; i + 1 < station.on_failure.size(); ++i)
    if (std::holds_alternative<scenario::Retry>(station.on_failure[i].how))
      model.retry->then = model.responses[i + 1].mode;
}

StationModel build_station(const scenario::Station& station, const scenario::Hub& hub, SamplerCache& samplers) {
  StationModel model;
  if (const auto* staffed = std::get_if<scenario::Staffed>(&station.servers)) {
    model.staffing = staff_changes(*staffed, hub);
    model.at_shift_end = staffed->at_shift_end;
  } else {
    model.seats = std::get<scenario::Seated>(station.servers).seats.value_or(kUnlimited);
  }
  model.on_backend_loss = station.on_backend_loss;
  model.steps = service_steps(station);
  for (const auto& call : station.calls)
    if (call.at == scenario::CallPoint::throughout)
      model.gates.push_back(static_cast<std::uint32_t>(call.backend));
  model.service = samplers.samplers(station.service);
  if (station.walk)
    model.walk = samplers.sampler(*station.walk);
  model.onward = onward_branches(station);
  model.called = called_backends(station);
  build_responses(station, samplers, model);
  if (station.patience)
    model.patience = samplers.sampler(*station.patience);
  model.balking = station.balking;
  if (station.needs)
    model.supply = static_cast<std::int32_t>(*station.needs);
  model.needs_service_list = !station.calls.empty() || model.at_shift_end != scenario::UnderWay::finish;
  return model;
}

/// What takes everybody equally long comes out of the calendar in the order in which it went in: a lane does for it.
void assign_lanes(HubModel& hub) {
  const auto next_lane = [&hub] { return static_cast<std::int32_t>(hub.lanes++); };
  const auto is_shortened = [&hub](std::size_t s) {
    return std::any_of(hub.mitigations.begin(), hub.mitigations.end(), [s](const scenario::Mitigation& mitigation) {
      const auto* shorten = std::get_if<scenario::Shorten>(&mitigation.action);
      return shorten && shorten->station == s;
    });
  };
  for (std::size_t s = 0; s < hub.stations.size(); ++s) {
    StationModel& station = hub.stations[s];
    if (station.walk && station.walk->constant_value())
      station.walk_lane = next_lane();
    const auto first = station.service.front().constant_value();
    if (first && !is_shortened(s) &&
        std::all_of(station.service.begin(), station.service.end(),
                    [first](const Sampler& other) { return other.constant_value() == first; }))
      station.work_lane = next_lane();
    if (station.retry) {
      station.retry->timeout_lane = next_lane();
      if (station.retry->pauses.size() == 1 && station.retry->policy.jitter == scenario::Jitter::none)
        station.retry->pause_lane = next_lane();
    }
  }
}

void build_behaviour(const scenario::Hub& hub, SamplerCache& samplers, HubModel& model) {
  model.rebooking = hub.rebooking;
  model.nearby = hub.nearby;
  model.mitigations = hub.mitigations;
  model.watches_lines = std::any_of(hub.mitigations.begin(), hub.mitigations.end(), [](const auto& mitigation) {
    return mitigation.until_queue_below || std::holds_alternative<scenario::QueueAbove>(mitigation.when);
  });
  if (hub.outdoor_patience)
    model.outdoor_patience = samplers.sampler(*hub.outdoor_patience);
  if (hub.come_back)
    model.come_back = ComeBackModel{hub.come_back->probability, samplers.sampler(hub.come_back->after),
                                    static_cast<std::uint8_t>(hub.come_back->times)};
  model.impatient =
      model.outdoor_patience || std::any_of(model.stations.begin(), model.stations.end(),
                                            [](const auto& station) { return station.patience.has_value(); });
}

HubModel build_hub(const Scenario& scenario, std::size_t index, std::uint32_t random_key, SamplerCache& samplers) {
  const scenario::Hub& hub = scenario.hubs[index];
  HubModel model{.random_key = random_key,
                 .opens = hub.opens,
                 .closes = hub.closes,
                 .closing = hub.closing,
                 .indoor_capacity = hub.indoor_capacity.value_or(kUnlimited),
                 .appointments = due_times(hub.appointments),
                 .show_rate = hub.appointments.show_rate,
                 .punctuality = samplers.sampler(hub.appointments.punctuality),
                 .walk_ins = {},
                 .appointment_classes = cumulative_shares(scenario.classes, &scenario::PersonClass::appointment_share),
                 .walk_in_classes = cumulative_shares(scenario.classes, &scenario::PersonClass::walk_in_share),
                 .stations = {},
                 .supplies = {},
                 .lanes = 0,
                 .vaccination_station = hub.vaccination_station,
                 .recording_station = hub.recording_station,
                 .felt_backends = {},
                 .meets_failures = false,
                 .booking_faults = {},
                 .wrongly_called_from = {}};
  for (const auto& piece : hub.walk_ins.pieces)
    model.walk_ins.push_back({piece.from, piece.to, piece.persons_per_hour});
  std::set<std::uint32_t> codes;
  model.stations.reserve(hub.stations.size());
  for (const auto& station : hub.stations) {
    model.stations.push_back(build_station(station, hub, samplers));
    model.stations.back().code = unique_code(station.name, 0xfffu, codes);
  }
  for (const auto& supply : hub.supplies) {
    model.supplies.push_back(build_supply(supply, hub, model.appointments, samplers));
    model.supplies.back().code = unique_code(supply.name, 0xfffu, codes);
  }
  for (std::uint32_t s = 0; s < model.stations.size(); ++s)
    if (model.stations[s].supply >= 0)
      model.supplies[static_cast<std::size_t>(model.stations[s].supply)].stations.push_back(s);
  build_behaviour(hub, samplers, model);
  assign_lanes(model);
  return model;
}

/// Series run from an hour before the first opening, when the first people may come, to the horizon.
observation::Grid series_grid(const Scenario& scenario) {
  Time first = scenario.experiment.horizon;
  for (const auto& hub : scenario.hubs)
    first = std::min(first, hub.opens - Duration::hours(1));
  first = std::max(first, Time{});
  const Duration step = scenario.measures.step;
  first = Time::since_midnight(step * (first.since_midnight() / step));
  return {first, step, static_cast<std::size_t>((scenario.experiment.horizon - first) / step) + 1};
}

/// Whether the backend's capacity or latency may differ from a sound one's while it answers.
struct Changes {
  bool capacity = false, latency = false;
};

/// By some failure of what it rests on, or the recovery from it. `below`: everything it rests on, itself included.
Changes changes_by_failures(const Scenario& scenario, const std::vector<std::size_t>& below) {
  Changes changes;
  const auto rests_on = [&below](std::size_t backend) {
    return std::binary_search(below.begin(), below.end(), backend);
  };
  const auto add = [&changes](const auto& failure) {
    const scenario::Recovery& recovery = failure.recovery;
    changes.capacity = changes.capacity || recovery.capacity_factor < 1;
    changes.latency = changes.latency || recovery.latency_factor > 1 || recovery.cold_cache > Duration{};
    if (const auto* degraded = std::get_if<scenario::Degraded>(&failure.severity)) {
      changes.capacity = changes.capacity || degraded->capacity_factor < 1;
      changes.latency = changes.latency || degraded->latency_factor > 1;
    }
  };
  for (const auto& failure : scenario.failures)
    if (rests_on(failure.backend))
      add(failure);
  for (const auto& failure : scenario.random_failures)
    if (std::any_of(failure.backends.begin(), failure.backends.end(), rests_on))
      add(failure);
  return changes;
}

std::optional<CapacityModel> build_capacity(const scenario::Backend& backend, Changes changes) {
  if (!backend.capacity)
    return std::nullopt;
  const scenario::Capacity& capacity = *backend.capacity;
  CapacityModel model;
  if (capacity.calls_per_second > 0)
    model.gap = Duration::nearest_seconds(1 / capacity.calls_per_second);
  model.calls_in_progress = capacity.calls_in_progress;
  model.queue = capacity.queue;
  model.discipline = capacity.discipline;
  model.retry_after = capacity.retry_after;
  model.abandoned_work = capacity.abandoned_work;
  model.foreseeable = !capacity.queue && capacity.abandoned_work &&
                      capacity.discipline == scenario::Discipline::first_come_first_served && !changes.capacity &&
                      (capacity.calls_in_progress == 0 || !changes.latency);
  model.spaced_only = model.foreseeable && capacity.calls_in_progress == 0;
  return model;
}

/// The backends that each hub notices by itself, and whether any of them may fail.
void note_felt_backends(const Scenario& scenario, Model& model) {
  for (std::size_t index = 0; index < model.hubs.size(); ++index) {
    HubModel& hub = model.hubs[index];
    hub.felt_backends = felt_backends(scenario.hubs[index]);
    hub.meets_failures = std::any_of(hub.felt_backends.begin(), hub.felt_backends.end(),
                                     [&](std::size_t backend) { return model.failures.may_hit(index, backend); });
  }
}

/// A failure of the booking is felt at the hub whose book it hits, and at the hub that its people are called to.
void add_booking_faults(const Scenario& scenario, Model& model) {
  for (const scenario::BookingFailure& failure : scenario.booking_failures)
    for (std::size_t hub = 0; hub < model.hubs.size(); ++hub) {
      if (!failure.hubs.empty() && !std::binary_search(failure.hubs.begin(), failure.hubs.end(), hub))
        continue;
      const bool at_home = failure.elsewhere == hub;
      model.hubs[hub].booking_faults.push_back({failure.from, failure.to, failure.not_called,
                                                at_home ? 0 : failure.called_elsewhere, failure.called_twice,
                                                failure.elsewhere.value_or(hub)});
      if (!failure.elsewhere || at_home)
        continue;
      auto& sources = model.hubs[*failure.elsewhere].wrongly_called_from;
      if (std::find(sources.begin(), sources.end(), hub) == sources.end())
        sources.push_back(hub);
    }
  for (HubModel& hub : model.hubs) {
    // In an order that the file's does not change: so come those who come at the same instant.
    std::sort(hub.wrongly_called_from.begin(), hub.wrongly_called_from.end(),
              [&model](std::size_t a, std::size_t b) { return model.hubs[a].random_key < model.hubs[b].random_key; });
    hub.meets_failures = hub.meets_failures || hub.misbooked();
  }
}

}  // namespace

std::vector<StaffChange> staff_changes(const scenario::Staffed& staffed, const scenario::Hub& hub) {
  std::vector<StaffChange> changes;
  for (const auto& shift : staffed.shifts) {
    if (changes.empty() || changes.back().at != shift.from)
      changes.push_back({shift.from, shift.servers});
    else
      changes.back().servers = shift.servers;
    changes.push_back({shift.to, 0});
  }
  if (hub.closing == scenario::Closing::serve_inside)
    std::erase_if(changes,
                  [&hub](const StaffChange& change) { return change.at >= hub.closes && change.servers == 0; });
  if (changes.empty())
    changes.push_back({hub.opens, 0});
  return changes;
}

Duration staffed_time(const std::vector<StaffChange>& staffing, Time from, Time to) {
  Duration total;
  for (std::size_t i = 0; i < staffing.size(); ++i) {
    const Time begin = std::max(from, staffing[i].at);
    const Time end = std::min(to, i + 1 < staffing.size() ? staffing[i + 1].at : Time::never());
    if (begin < end)
      total += (end - begin) * staffing[i].servers;
  }
  return total;
}

Model build_model(const Scenario& scenario) {
  Model model;
  SamplerCache samplers;
  model.seed = scenario.experiment.seed;
  model.horizon = scenario.experiment.horizon;
  model.warm_up = scenario.experiment.warm_up;
  model.grid = series_grid(scenario);
  const BackendGraph graph(scenario.backends);
  for (std::size_t b = 0; b < scenario.backends.size(); ++b)
    model.backends.push_back({samplers.sampler(scenario.backends[b].latency),
                              build_capacity(scenario.backends[b], changes_by_failures(scenario, graph.below(b)))});
  std::set<std::uint32_t> keys;  // hubs first, so that a failure more leaves their people alone
  model.hubs.reserve(scenario.hubs.size());
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    model.hubs.push_back(build_hub(scenario, hub, unique_code(scenario.hubs[hub].name, 0xfffffffeu, keys), samplers));
  std::vector<std::uint32_t> failure_keys;
  for (const auto& failure : scenario.random_failures)
    failure_keys.push_back(unique_code(failure.name, 0xfffffffeu, keys));
  model.failures = FailurePlan(scenario, failure_keys);
  note_felt_backends(scenario, model);
  add_booking_faults(scenario, model);
  model.groups = hub_groups(scenario, model);
  model.adds_up_lines = model.hubs.size() > 1;
  return model;
}

}  // namespace ripresa::model
