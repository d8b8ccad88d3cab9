#pragma once

// A scenario as plain data, checked and complete: every default filled in, every name resolved to an index. Nothing
// here has behaviour; the reader makes it, the model is built from it.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ripresa/base/date.hpp"
#include "ripresa/base/time.hpp"
#include "ripresa/scenario/backend.hpp"
#include "ripresa/scenario/behaviour.hpp"
#include "ripresa/scenario/campaign.hpp"
#include "ripresa/scenario/distribution.hpp"
#include "ripresa/scenario/mitigation.hpp"
#include "ripresa/scenario/objective.hpp"
#include "ripresa/scenario/response.hpp"

namespace ripresa::scenario {

/// Replications go on until each of the measures is known this precisely.
struct Precision {
  std::vector<std::string> measures;  // at least one
  double relative_half_width = 0.05;  // of the 95 % interval, as a share of the estimate
  ScopeChoice scope;
  bool operator==(const Precision&) const = default;
};

struct Experiment {
  int replications = 1000;  // at most, where they go on until precise
  std::optional<Precision> until_precise;
  std::uint64_t seed = 1;
  Time horizon;  // the run ends here at the latest; who is inside then is counted as such
  Time warm_up;  // people who arrive before this instant are left out of waiting, sojourn and delay statistics
  bool operator==(const Experiment&) const = default;
};

struct MeasureOptions {
  Duration step;                        // of the time series
  double catch_up_tolerance = 1;        // persons
  double catch_up_tolerance_share = 0;  // of the scope's doses in the baseline; the larger tolerance holds
  Duration catch_up_hold;
  bool operator==(const MeasureOptions&) const = default;
};

/// A class of people. Shares are normalised to sum to 1 over the classes.
struct PersonClass {
  std::string name;
  double appointment_share = 1;
  double walk_in_share = 1;
  bool operator==(const PersonClass&) const = default;
};

enum class CallPoint { start, end, throughout };

struct Call {
  std::size_t backend = 0;
  CallPoint at = CallPoint::end;
  bool operator==(const Call&) const = default;
};

struct Shift {
  Time from, to;
  int servers = 0;
  bool operator==(const Shift&) const = default;
};

/// Staffed stations have servers on shifts (ascending, disjoint; no shift, no server).
struct Staffed {
  std::vector<Shift> shifts;
  UnderWay at_shift_end = UnderWay::finish;
  bool operator==(const Staffed&) const = default;
};

/// Seats only: people stay for their service time and need no staff. No limit when `seats` is not set.
struct Seated {
  std::optional<int> seats;
  bool operator==(const Seated&) const = default;
};

/// Where to after a station. No station: leave the hub.
struct Branch {
  std::optional<std::size_t> station;
  double probability = 1;
  bool operator==(const Branch&) const = default;
};

struct Station {
  std::string name;
  std::variant<Staffed, Seated> servers;
  std::vector<Distribution> service;             // by person class
  std::optional<Distribution> walk;              // the walk to this station, from the entrance or the station before
  std::vector<Call> calls;                       // in file order, whose places key their random numbers
  UnderWay on_backend_loss = UnderWay::suspend;  // for work that calls `throughout`
  std::vector<Response> on_failure;              // one after the other; none, or when all are over: wait
  std::optional<Distribution> patience;          // in line here, before people give up; not set: without end
  std::vector<Balking> balking;                  // by ascending queue; the last that applies holds
  std::optional<std::size_t> needs;              // the hub's supply of which each service takes one dose
  std::vector<std::vector<Branch>> next;         // by person class; the probabilities of each sum to 1
  bool operator==(const Station&) const = default;
};

struct BookBlock {
  Time from, to;
  int persons = 0;  // booked, spread evenly over the block's slots
  bool operator==(const BookBlock&) const = default;
};

/// Appointments: each slot's persons are due at its start.
struct AppointmentBook {
  std::vector<BookBlock> blocks;
  Duration slot;
  double show_rate = 1;
  Distribution punctuality = Constant{};  // added to the slot's start; negative: early
  bool operator==(const AppointmentBook&) const = default;
};

struct RatePiece {
  Time from, to;
  double persons_per_hour = 0;
  bool operator==(const RatePiece&) const = default;
};

/// A Poisson stream with piecewise constant rate.
struct WalkIns {
  std::vector<RatePiece> pieces;
  bool operator==(const WalkIns&) const = default;
};

/// Doses that reach the store.
struct Delivery {
  Time at;
  int doses = 0;
  bool operator==(const Delivery&) const = default;
};

/// Doses that the preparers begin on from an instant on.
struct Batch {
  Time at;
  int doses = 0;
  bool operator==(const Batch&) const = default;
};

/// For every `every` of the appointment book, counted from the first slot: `share` of those booked in it (rounded up),
/// begun `lead` before it.
struct BatchesAsBooked {
  Duration every, lead;
  double share = 1;
  bool operator==(const BatchesAsBooked&) const = default;
};

/// As soon as fewer than `doses` are ready or under way, another is begun.
struct KeepReady {
  int doses = 0;
  bool operator==(const KeepReady&) const = default;
};

/// Preparers make doses ready for use, one at a time each; those whose shift ends finish the dose in hand.
struct Preparation {
  std::vector<Shift> preparers;
  Distribution service;  // of one dose
  std::variant<std::vector<Batch>, BatchesAsBooked, KeepReady> plan;
  bool operator==(const Preparation&) const = default;
};

/// Doses that stations need. Without a preparation what is in store is ready for use.
struct Supply {
  std::string name;
  std::optional<int> stock;  // in store at the start of the day; not set: no limit
  std::vector<Delivery> deliveries;
  std::optional<Preparation> preparation;
  std::optional<Duration> shelf_life;  // of a dose that is ready; not set: no limit
  bool operator==(const Supply&) const = default;
};

enum class Closing {
  serve_inside,  // the doors close; everyone who is there is served
  hard           // everyone has to leave at once
};

struct Hub {
  std::string name;
  std::string region;
  std::string health_agency;
  Time opens, closes;
  Closing closing = Closing::serve_inside;
  std::optional<int> indoor_capacity;
  std::optional<Distribution> outdoor_patience;  // not set: without end at the door, then that of their line
  std::optional<ComeBack> come_back;
  std::optional<Rebooking> rebooking;
  std::vector<Nearby> nearby;  // by ascending travel
  std::vector<Mitigation> mitigations;
  AppointmentBook appointments;
  WalkIns walk_ins;
  std::vector<Station> stations;  // the first is the entrance
  std::vector<Supply> supplies;
  std::size_t vaccination_station = 0;  // leaving this station a person is vaccinated
  std::size_t recording_station = 0;    // leaving this one with no form outstanding the dose is recorded
  bool operator==(const Hub&) const = default;
};

/// A failure of the booking system: it hits the appointment book for slots due in [from, to) instead of stations. Each
/// of the persons booked there is, with the probabilities given, not called and stays away; called to `elsewhere`
/// instead, where they come at the same time and nobody expects them; or has their place given to a second person, who
/// comes as well. The rest are called as they should be.
struct BookingFailure {
  Time from, to;
  double not_called = 0, called_elsewhere = 0, called_twice = 0;  // shares, together at most 1
  std::optional<std::size_t> elsewhere;                           // a hub; set when called_elsewhere is more than 0
  std::vector<std::size_t> hubs;                                  // whose book is hit; empty: everybody's
  bool operator==(const BookingFailure&) const = default;
};

enum class Detail { everything, summary, nothing };

/// How much the result files say of single hubs and of their stations: with `summary` their measures stand in the
/// summary alone, without rows in the time series and by replication. An only hub has all of its own.
struct OutputOptions {
  Detail hubs = Detail::everything;
  Detail stations = Detail::everything;  // never more than hubs
  bool operator==(const OutputOptions&) const = default;
};

/// Hubs that are reported together.
struct Group {
  std::string name;
  std::vector<std::size_t> hubs;  // ascending; at least one
  bool operator==(const Group&) const = default;
};

struct Scenario {
  std::string title;
  Date date;
  std::string time_zone;
  Experiment experiment;
  MeasureOptions measures;
  OutputOptions output;
  std::vector<PersonClass> classes;  // at least one
  std::vector<Backend> backends;
  std::vector<FailureWindow> failures;
  std::vector<RandomFailure> random_failures;
  std::vector<BookingFailure> booking_failures;
  std::vector<Hub> hubs;  // at least one
  std::vector<Group> groups;
  std::optional<Campaign> campaign;
  std::vector<Objective> objectives;
  bool operator==(const Scenario&) const = default;
};

}  // namespace ripresa::scenario
