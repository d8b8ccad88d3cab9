#pragma once

// The model: what stays the same in every replication. Built once from a checked scenario and never changed;
// outages and shifts are time-indexed overlays on it.

#include <cstdint>
#include <optional>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/sampler.hpp"
#include "ripresa/model/failures.hpp"
#include "ripresa/observation/grid.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

struct StaffChange {
  Time at;
  std::int32_t servers = 0;  // from `at` on
};

/// One step of a service: a call to a backend, or the work itself.
struct Step {
  enum class Kind : std::uint8_t { call, work };
  Kind kind = Kind::work;
  std::uint32_t backend = 0;  // of a call
  std::uint32_t ordinal = 0;  // of a call among the station's
};

struct Onward {
  double up_to = 1;           // cumulative probability
  std::int32_t station = -1;  // -1: leave the hub
};

/// How a station works: as usual, or by one of the responses to a failure. Waiting for the backend is part of `usual`.
enum class Mode : std::uint8_t { usual, paper, offline, turn_away, divert };

/// A response in its turn; see scenario::Response.
struct ResponseModel {
  Mode mode = Mode::usual;
  Duration after;
  std::optional<Duration> lasts;
  Duration back_after;
};

struct FormEntryModel {
  engine::Sampler service;
  bool idle_clerks = true;
  std::int32_t extra_clerks = 0;
  Time extra_from;
  Time overnight_at = Time::never();
  Duration overnight_gap;  // between one form and the next; 0: all at once
};

struct PaperModel {
  std::vector<engine::Sampler> service;  // by class
  scenario::UnderWay under_way = scenario::UnderWay::restart;
  std::optional<FormEntryModel> entry;
};

struct OfflineModel {
  std::int32_t persons = 0;  // INT32_MAX: no limit
  Duration sync_gap;         // between one record and the next; 0: all at once
  scenario::UnderWay under_way = scenario::UnderWay::suspend;
};

struct RetryModel {
  scenario::Retry policy;
  std::vector<Duration> pauses;  // before the first retry, the second, …; the last one holds from then on
  Mode then = Mode::usual;  // how the person is served when the attempts are used up; usual, divert: the server waits
  std::int32_t timeout_lane = -1;  // the calendar's lane for time-outs
  std::int32_t pause_lane = -1;    // likewise for pauses that are all equally long; -1: none
};

struct StationModel {
  std::uint32_t code = 0;             // in the key of random numbers
  std::vector<StaffChange> staffing;  // empty: no staff needed
  std::int32_t seats = 0;             // of a station without staff; INT32_MAX: no limit
  scenario::UnderWay at_shift_end = scenario::UnderWay::finish;
  scenario::UnderWay on_backend_loss = scenario::UnderWay::suspend;
  std::vector<Step> steps;
  std::vector<std::uint32_t> gates;      // backends called throughout: work goes on only while all are up
  std::vector<engine::Sampler> service;  // by class
  std::optional<engine::Sampler> walk;
  std::vector<std::vector<Onward>> onward;  // by class
  std::vector<std::uint32_t> called;        // backends that it calls, each once, the first call first
  std::vector<ResponseModel> responses;
  std::optional<PaperModel> paper;
  std::optional<OfflineModel> offline;
  std::optional<scenario::Divert> divert;
  std::optional<engine::Sampler> patience;
  std::vector<scenario::Balking> balking;
  std::optional<RetryModel> retry;
  std::int32_t supply = -1;         // of which each service takes one dose; -1: none
  std::int32_t walk_lane = -1;      // the calendar's lane for a walk that takes everybody equally long; -1: none
  std::int32_t work_lane = -1;      // likewise for the work
  bool needs_service_list = false;  // somebody's service may be broken off or held
};

/// Doses that come to the store, or that preparers begin on, at one instant.
struct DoseLot {
  Time at;
  std::int64_t doses = 0;
};

inline constexpr std::int64_t kUnlimitedDoses = INT64_MAX;

struct SupplyModel {
  std::uint32_t code = 0;  // in the key of random numbers; no station of the hub has the same
  std::int64_t stock = 0;  // in store at the start of the day
  std::vector<DoseLot> deliveries;
  std::optional<Duration> shelf_life;  // of a dose that is ready
  bool prepared = false;               // what is in store has to be prepared; the rest is about that
  std::vector<StaffChange> preparers;
  std::vector<DoseLot> batches;
  std::optional<scenario::BatchesAsBooked> as_booked;  // where the batches follow the book; its first slot is
  Time first_slot;                                     // where they are counted from
  std::int64_t keep_ready = 0;                         // 0: batches alone
  std::optional<engine::Sampler> service;
  std::vector<std::uint32_t> stations;  // that need it
};

struct CapacityModel {
  Duration gap;               // between calls admitted; 0: no limit
  int calls_in_progress = 0;  // 0: no limit
  std::optional<int> queue;   // not set: no limit
  scenario::Discipline discipline = scenario::Discipline::first_come_first_served;
  Duration retry_after;
  bool abandoned_work = true;
  bool spaced_only = false;  // nothing but the gap, which never changes: the admission is known when the call is made
  // When a call is admitted depends on those before it alone: a streamed run knows it at once.
  bool foreseeable = false;
};

struct BackendModel {
  engine::Sampler latency;
  std::optional<CapacityModel> capacity;
};

struct DemandPiece {
  Time from, to;
  double persons_per_hour = 0;
};

struct ComeBackModel {
  double probability = 1;
  engine::Sampler after;
  std::uint8_t times = 1;
};

/// Slots of the appointment book that are called wrongly; the first that a slot lies in holds for it.
struct BookingFault {
  Time from, to;
  double not_called = 0, called_elsewhere = 0, called_twice = 0;
  std::size_t elsewhere = 0;  // a hub
};

struct HubModel {
  std::uint32_t random_key = 0;  // the hub's word in the key of random numbers
  Time opens, closes;
  scenario::Closing closing = scenario::Closing::serve_inside;
  std::int32_t indoor_capacity = 0;  // INT32_MAX: no limit
  std::vector<Time> appointments;    // due times, ascending
  double show_rate = 1;
  engine::Sampler punctuality;
  std::vector<DemandPiece> walk_ins;
  std::vector<double> appointment_classes, walk_in_classes;  // cumulative shares
  std::vector<StationModel> stations;
  std::vector<SupplyModel> supplies;
  bool impatient = false;  // somebody may give up
  std::optional<engine::Sampler> outdoor_patience = {};
  std::optional<ComeBackModel> come_back = {};
  std::optional<scenario::Rebooking> rebooking = {};
  std::vector<scenario::Nearby> nearby = {};
  std::vector<scenario::Mitigation> mitigations = {};
  bool watches_lines = false;  // some mitigation begins or ends by the length of a line
  std::size_t lanes = 0;       // of the calendar
  std::size_t vaccination_station = 0, recording_station = 0;
  std::vector<std::size_t> felt_backends;        // that a station calls or a mitigation watches
  bool meets_failures = false;                   // some of them may fail
  std::vector<BookingFault> booking_faults;      // in the run with the failure
  std::vector<std::size_t> wrongly_called_from;  // hubs some of whose booked are called to this one, by random key

  /// In the run with the failure others come than in its twin.
  bool misbooked() const { return !booking_faults.empty() || !wrongly_called_from.empty(); }
};

/// Hubs that meet at a backend of limited capacity or send each other people, and so have to be run side by side; every
/// other hub makes a group of its own.
struct HubGroup {
  std::vector<std::size_t> hubs;  // ascending
  bool meets_failures = false;    // any of them does
  bool meets_events = false;      // some backend that they call has events of its own
  bool meets_at_calls = false;    // nothing but a call made by one can matter to another, nor any later event of it
  bool streamable = false;        // can be run station by station
  bool solo = false;              // likewise, but several, of which each may be run by itself: see solo_runs.hpp
};

struct Model {
  std::uint64_t seed = 0;
  Time horizon;
  Time warm_up;
  observation::Grid grid;
  std::vector<BackendModel> backends;
  std::vector<HubModel> hubs;
  std::vector<HubGroup> groups;  // by their first hub; each hub is in just one
  FailurePlan failures;
  bool adds_up_lines = false;           // several hubs, whose lines together are measured
  bool every_attempt_an_event = false;  // the slow way to retry, for checks: the results are the same
};

/// ∫ servers on duty dt over [from, to), in server-microseconds; 0 without staff.
Duration staffed_time(const std::vector<StaffChange>& staffing, Time from, Time to);

/// Builds the model of a checked scenario. Distributions that occur more than once share one table.
Model build_model(const scenario::Scenario& scenario);

}  // namespace ripresa::model
