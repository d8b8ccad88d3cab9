#pragma once

// One run of one hub, station by station instead of event by event.
//
// Where people only move on from station to station, a station's day is a recursion over those who join it, in the
// order in which they join (Kiefer and Wolfowitz 1955 for several servers): a service begins at the later of the
// joining and the instant at which the first server is free. The servers' free times lie in a small heap, which gives
// the departures in their order, and they are what the next station is joined by. No event list is kept for it. Only
// stations that call a backend keep a calendar, of their own, from a failure's beginning until it is got over.
//
// The run gives the same RunRecord as HubRun, byte for byte. What it knows is listed in one place (streamable.cpp);
// every other hub is HubRun's. The order of events at one instant is told from the same rules (engine/calendar.hpp).
// Where these cannot be told without the whole calendar (two events of different stations due at the same microsecond
// that were scheduled at the same microsecond too), or the day has what the quick way has no room for (service without
// length, instants too far out for a key), the run says so by `undecided` and HubRun has to do the day.

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/calendar.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/model/calendar_service.hpp"
#include "ripresa/model/call_ahead.hpp"
#include "ripresa/model/call_script.hpp"
#include "ripresa/model/due_services.hpp"
#include "ripresa/model/foreseen_backends.hpp"
#include "ripresa/model/form_piles.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/hub_run.hpp"
#include "ripresa/model/people.hpp"
#include "ripresa/model/purpose.hpp"
#include "ripresa/model/response_clock.hpp"
#include "ripresa/model/stream_heap.hpp"
#include "ripresa/model/stream_memory.hpp"
#include "ripresa/model/stream_places.hpp"
#include "ripresa/model/stream_progress.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::model {

/// Whether a StreamRun knows everything the hub has. Whether it can be run beside others that it meets is the group's
/// question.
bool streamable(const Model& model, std::size_t hub);

/// How a streamed run learns when its calls to backends of limited capacity are admitted.
enum class Admission : std::uint8_t {
  at_once,   // as they are made, in the order of time: nobody else calls
  in_turn,   // likewise, but the run stops before each until it is its turn among those of other hubs
  by_script  // as a script of the station has it: stations do not meet at the backend
};

class StreamRun {
 public:
  /// `model` must outlive this.
  explicit StreamRun(const Model& model) : model_(&model) {}

  /// Sets the run to the start of the day of the hub with index `hub`, which is streamable. `people` must stay alive
  /// and unchanged while the run goes; `backends` are at the start of the day, or as far as the hubs that meet there
  /// have taken them. `memory` must stay alive too; runs that share it work one after the other.
  void start(std::size_t hub, const People& people, const engine::RandomNumbers& random, ForeseenBackends& backends,
             StreamMemory& memory, Admission admission = Admission::at_once);

  /// Becomes what `other` is: the run with the failure takes its past from the baseline. So do the `backends`.
  void take_over(const StreamRun& other, ForeseenBackends& backends);

  /// From here on the hub meets its failures, which must stay alive while the run goes. To be called before anything at
  /// or after the first failure is run.
  void meet(const ExposureFailures& failures);

  /// The scripts, by station, of a run whose calls are admitted so. To be called before it is carried on; they must
  /// stay alive meanwhile.
  void follow(std::span<CallScript> scripts) { scripts_ = scripts; }

  /// Carries the run on to `end`; where hubs meet, see run_to_next_call.
  void run_until(Time end);

  /// An event at which a call may be made.
  struct NextCall {
    Time at = Time::never();  // never: there is none
    engine::Phase phase = engine::Phase::progress;
  };

  /// For hubs that meet at calls alone: carries the run on to its next such event before `end`; past the one that it
  /// stands at if `make_call`.
  NextCall run_to_next_call(Time end, bool make_call);

  /// The same past all of `admitted`: the calls that it has listed, and when each is admitted. They must stay alive
  /// meanwhile.
  NextCall run_past_calls(Time end, std::span<const CallAhead> admitted);

  /// For a run that stands at a call: that call and those which are sure to follow before `end`, in their order. None
  /// where that cannot be told.
  void list_calls_ahead(Time end, std::vector<CallAhead>& calls) const;

  /// Ends the run at the horizon and completes the record.
  void finish();

  /// Whether the order of two events could not be told: the record is not to be used.
  bool undecided() const { return undecided_; }

  const observation::RunRecord& record() const { return record_; }
  /// Puts the record elsewhere, and takes the memory of one that is not needed any more.
  void swap_record(observation::RunRecord& other) { std::swap<observation::RunRecord>(record_, other); }

 private:
  static constexpr Micros kNever = Time::never().in_microseconds();
  static constexpr std::int32_t kVaries = -2;  // where people go on to

  /// Somebody on the way to a station.
  struct Setout {
    std::uint32_t person = 0;
    std::int32_t from = -1;  // station
    Micros cause = 0;
  };

  /// So many are told of together at most, and what is known of them stays in the cache: M/M/1 costs 0.93 of what it
  /// does one by one.
  static constexpr std::size_t kTogether = 256;

  /// A step of the services at a station, and what it takes while its backend is sound.
  struct SoundStep {
    bool calls = false;
    std::uint32_t backend = 0;
    PersonDurations::View time;  // of the work, or the latency of the first attempt: the baseline's
  };

  /// A station's people in the order in which they join it. Services begin in that order too.
  struct Stream : StreamPlaces {
    const StationModel* model = nullptr;
    PersonDurations::View service, walk;

    std::vector<std::uint32_t> tied;  // direct: stood in line though served at the instant of joining, ascending
    std::size_t lined_up = 0;         // of those who joined: have come to the line
    std::size_t begun = 0;            // of those: their service has begun

    std::vector<Setout> set_out;              // where they may overtake one another: in the order of setting out
    std::vector<StreamKeys::Key> on_the_way;  // instant of joining and place in set_out
    std::size_t arrived = 0;                  // of on_the_way

    KeyHeap servers;
    StreamProgress progress;                  // calls, without a calendar
    std::vector<Micros> leaving;              // their shift is over: free from then on, ascending
    std::vector<StreamKeys::Key> departures;  // ascending from `told` on
    std::size_t told = 0;
    std::vector<Departure> to_complete;  // their servers are free; waits, doses and ways are not told of yet
    std::size_t next_staffing = 0;
    Micros next_staffing_at = kNever;
    Micros occupied = 0;  // ∫ servers occupied dt
    Micros lined = 0;     // Σ time in line

    std::int32_t next = kVaries;  // for everybody: a station, -1 for the exit
    bool direct = false;          // joined at the very instant of a departure from another station
    bool in_order = true;         // joined in the order of setting out
    bool unlimited = false;       // seats for everybody
    bool calls = false;
    bool doses = false;  // vaccinates or records
    bool walked_to = false;
    bool takes_turns = false;         // its calls meet other hubs'
    bool reached_from_group = false;  // people come here from a station of the windowed group
    bool leads_to_group = false;      // people go on from here to a station of it
    bool stands_alone =
        false;  // nobody joins at the instant of a departure elsewhere, nor does anybody go on from here

    std::int32_t on_duty = 0;
    std::int32_t busy = 0;     // stations that call: in service on the calendar, and clerks who key in forms
    Micros least_service = 0;  // of all people, at the windowed group's stations

    // Stations that call, without a calendar.
    Micros last_due = -1, last_scheduled = -1;  // of the event last carried out
    std::uint8_t last_step = 0;
    bool last_waited = false;  // for a place at a backend
    Micros next_event = kNever;
    std::vector<SoundStep> steps;

    /// Of a station that calls: with somebody, or with a form. Without forms all in service are in the heap.
    std::int32_t servers_taken(bool with_forms = true) const {
      return static_cast<std::int32_t>(servers.size()) + (with_forms ? busy : 0);
    }

    // Stations that call, on the calendar.
    std::vector<std::uint32_t> in_service, held;  // of services_; in no order, in that in which they stalled
    ResponseClock response;
  };

  // Marks of a person.
  static constexpr std::uint8_t kVaccinated = 1;
  static constexpr std::uint8_t kPassedRecording = 2;
  static constexpr std::uint8_t kFormPending = 4;
  static constexpr std::uint8_t kFormStays = 8;  // nobody will key it in

  /// A dose that will be on record once the person's forms are.
  struct PaperDose {
    std::uint32_t person = 0;
    Time given;
  };

  using Service = CalendarService;
  using Activity = CalendarService::Activity;
  using Change = CalendarChange;
  using Kind = CalendarChange::Kind;

  /// Stations that call, run side by side on one calendar: those at backends of limited capacity all together, unless
  /// scripts tell of admissions, every other by itself.
  struct CallingGroup {
    std::vector<std::uint32_t> stations;
    DueServices due;
    engine::Calendar calendar;  // of changes
    Micros next_change_at = kNever;
    std::vector<Change> changes;
    std::vector<BackendState> backends;
    bool limited = false;        // at backends of limited capacity
    bool sound = true;           // no failure is met yet, or all is got over: on the calendar only forms matter
    Micros settles_at = kNever;  // at the earliest: the group is looked at then
    Micros look_again_after = 0;
  };

  /// What is run in one go: a station, or a group of those that call.
  struct Unit {
    std::uint32_t station = 0;
    std::int32_t group = -1;  // -1: the station does not call
  };

  /// Of first attempts at calls, by station and step. A copy of the run has no need of its own.
  struct Latencies : std::vector<std::vector<PersonDurations>> {
    Latencies() = default;
    Latencies(const Latencies&) : Latencies() {}
    Latencies& operator=(const Latencies&) { return *this; }
  };

  /// A copy takes what a run fills before it is finished.
  struct RecordUnderWay : observation::RunRecord {
    RecordUnderWay() = default;
    RecordUnderWay(const RecordUnderWay&) = default;
    RecordUnderWay& operator=(const RecordUnderWay& other);
  };

  // stream_layout.cpp: what stays the same from replication to replication
  void lay_out(std::size_t hub, Admission admission);
  void lay_out_station(std::uint32_t station);
  void lay_out_groups();
  void lay_out_units();
  /// The index of the station's group; -1: it does not call.
  std::int32_t group_of(std::uint32_t station) const;

  // stream_run.cpp: the day
  /// When the person came who is the `nth`, from 0, in the order of arrival.
  Micros came_at(std::size_t nth) const { return people_->arrival[people_->order[nth]].in_microseconds(); }
  /// How many of `size` came before the instant, of the first in the order of arrival.
  std::size_t came_before(Micros instant, std::size_t size) const;
  void start_station(std::uint32_t station);
  void admit_everybody();
  void find_window();
  void run_unit(const Unit& unit, Micros joining_until, Micros told_until);
  void run_windows(Micros end);
  void begin_window(Micros end);
  Micros first_return() const;
  bool take_turn(Micros at, engine::Phase phase);
  void run_slices(Micros end);

  // stream_record.cpp: completing the record
  void complete_station(std::uint32_t station);
  void leave_under_way(std::uint32_t station, Micros begin);
  void complete_persons();
  void complete_series();
  void complete_levels();

  // stream_station.cpp: a station's recursion
  void run_station(std::uint32_t station, Micros joining_until, Micros told_until);
  void serve_everybody(std::uint32_t station, Micros end);
  void serve_in_line(std::uint32_t station, Micros joining_until, Micros told_until);
  void note_short_service(const Stream& stream, Micros begin, Micros service);
  void change_servers(Stream& stream);
  bool begun_before_joining(const Stream& stream, std::size_t earlier, std::size_t place);
  void stand_in_line(std::uint32_t station, std::size_t from, std::size_t to);
  bool is_tied(const Stream& stream, std::size_t place) const;
  void tell_departures(std::uint32_t station, Micros end);
  Micros freed_by(const Stream& stream, std::size_t place) const;
  void add_departure(Stream& stream, StreamKeys::Key key) {
    if (stream.departures.empty() || stream.departures.back() < key)
      stream.departures.push_back(key);
    else
      insert_departure(stream, key);
  }
  void insert_departure(Stream& stream, StreamKeys::Key key);

  // stream_departure.cpp: leaving a station and moving on
  /// They come in the order in which their services end, but where the hub is left from here and no doses are given.
  void let_depart(std::uint32_t station, const Departure& departure) {
    Stream& stream = streams_[station];
    stream.to_complete.push_back(departure);
    if (stream.to_complete.size() == kTogether)
      complete_departures(station);
  }
  void complete_departures(std::uint32_t station);
  void tell_of(std::uint32_t station, std::span<const Departure> departures);
  void note_wait(std::uint32_t person, Micros wait) { record_.persons.waited[person] += Duration::microseconds(wait); }
  void note_times(std::uint32_t station, std::span<const Departure> departures);
  void give_doses(std::uint32_t station, std::span<const Departure> departures);
  void move_on(std::uint32_t station, std::span<const Departure> departures);
  std::int32_t next_station(const Stream& stream, std::uint32_t person) const;
  void approach(std::uint32_t station, std::span<const Departure> departures, std::int32_t from);
  void let_in_order(std::uint32_t station, Micros end);

  // stream_calls.cpp: stations that call
  void start_group(CallingGroup& group);
  void leave_calendar(CallingGroup& group);
  void schedule_change(CallingGroup& group, Time at, engine::Phase phase, Change change);
  void run_group(CallingGroup& group, Micros end);
  void run_calendar(CallingGroup& group, Micros end);
  struct NextJoin {
    Micros at = 0;
    Stream* stream = nullptr;  // of nobody
    std::uint32_t station = 0;
  };
  NextJoin next_join(const CallingGroup& group, Micros end);
  static bool change_is_first(const CallingGroup& group);
  static std::uint32_t take_change(CallingGroup& group);
  bool may_call(const CallingGroup& group, bool change, Micros at) const;
  void join_before(CallingGroup& group, std::uint32_t station, bool change, Micros at);
  void carry_out(CallingGroup& group, Change change);
  void join(CallingGroup& group, std::uint32_t station);
  void fill_servers(CallingGroup& group, std::uint32_t station);
  void begin_service(CallingGroup& group, std::uint32_t station);
  void schedule(CallingGroup& group, std::uint32_t id, Micros due);
  void begin_work(CallingGroup& group, std::uint32_t id, Duration work);
  void service_due(CallingGroup& group, std::uint32_t id, Micros at);
  void do_step(CallingGroup& group, std::uint32_t id);
  void make_call(CallingGroup& group, std::uint32_t id, const Step& step);
  /// Whether calls may have to wait for others to be answered.
  bool has_places(std::uint32_t backend) const {
    const auto& capacity = model_->backends[backend].capacity;
    return capacity && !capacity->spaced_only;
  }
  /// When a call that the station makes now is admitted, to be worked on for so long.
  Time admit(std::uint32_t station, std::uint32_t backend, Time now, Duration work) {
    const auto& capacity = model_->backends[backend].capacity;
    if (!capacity)
      return now;
    // An answer that takes no time would be an event among the others of its instant.
    undecided_ |= work <= Duration{} && !capacity->spaced_only;
    if (admission_ == Admission::by_script)
      return scripts_[station].admit(backend, now, call_phase_, work);
    if (admitted_turn_) {
      assert(admitted_turn_->backend == backend && admitted_turn_->at == now && admitted_turn_->work == work);
      return std::exchange(admitted_turn_, nullptr)->admitted;
    }
    return backends_->admissions.admit(backend, *capacity, now, work);
  }
  void await_place(CallingGroup& group, std::uint32_t id);
  void admit_waiting(CallingGroup& group, Change change);
  void note_admission(std::uint32_t backend);
  void note_call_at_loss(std::uint32_t backend, Time now);
  void note_change();
  void answer(CallingGroup& group, std::uint32_t id);
  void complete(CallingGroup& group, std::uint32_t id);
  Duration sound_latency(const Service& service, const Step& step) const;
  Time answer_time(const CallingGroup& group, std::uint32_t backend, Time admitted, Duration work) const;
  engine::UniformBits call_bits(const Service& service, const Step& step, Use use) const;
  void complete_services();

  // stream_sound.cpp: stations that call, before a failure and when it is got over
  void prepare_steps();
  void run_sound(CallingGroup& group, Micros end);
  template <bool kWithForms>
  void run_sound_stations(CallingGroup& group, Micros end);
  Micros next_sound_event(const Stream& stream) const;
  template <bool kWithForms>
  void run_sound_station(std::uint32_t station, Micros end);
  Micros turn_to_forms(std::uint32_t station, Micros now, Micros end);
  bool joins_before(const Stream& stream, std::size_t place);
  void change_sound_staff(std::uint32_t station);
  void fill_sound_servers(std::uint32_t station, Micros now, Micros scheduled);
  void carry_out_sound_change(CallingGroup& group);
  bool is_first_now(const CallingGroup& group) const;
  // Inlined, for an event takes hardly more instructions than a call: the Scintille hub's day costs 0.96 of what it
  // does without.
  [[gnu::always_inline]] inline void join_sound(std::uint32_t station, Micros now, bool with_forms);
  [[gnu::always_inline]] inline StreamKeys::Key begin_sound_service(std::uint32_t station, Micros now, Micros scheduled,
                                                                    bool from_line);
  [[gnu::always_inline]] inline Micros next_sound_due(std::uint32_t station, ServiceProgress& progress, Micros now,
                                                      Micros scheduled);
  /// The instant may lie far beyond the horizon: it tells when a call under way was admitted.
  StreamKeys::Key sound_key(Micros due, std::size_t place) {
    undecided_ = undecided_ || due > keys_.latest();
    return keys_.make(std::min(due, keys_.latest()), place);
  }
  void log_call(std::uint32_t backend, Time now, Time admitted, Time answered);
  observation::CallStep& log_admission(std::uint32_t backend, Time now, Time admitted, Time answered);
  /// As BackendRun's.
  observation::CallStep& step_ahead(std::uint32_t backend, Time at) {
    return at >= model_->horizon ? beyond_horizon_ : backends_->log.at(backend, at);
  }
  void log_answer(std::uint32_t backend, Time now, Duration latency);
  void note_call_order(std::uint32_t station, Micros now, Micros scheduled);
  [[gnu::always_inline]] inline bool sound_service_due(std::uint32_t station, std::size_t place, Micros now,
                                                       bool with_forms);
  void take_up_calendar(CallingGroup& group);
  void list_calls_that_wait();

  // stream_ahead.cpp: the calls that are sure to come
  bool knows_calls_ahead(const CallingGroup& group) const;
  void list_releases(const CallingGroup& group, std::uint32_t station, Micros until,
                     std::vector<Micros>& releases) const;
  Micros first_call_not_begun(const CallingGroup& group, std::uint32_t station, std::span<const Micros> releases,
                              Micros until) const;
  Micros first_call_of_forms(std::uint32_t station, std::span<const Micros> releases, Micros until) const;
  Micros list_calls(std::uint32_t station, Micros known_until, std::vector<CallAhead>& calls) const;
  Micros list_sound_calls(std::uint32_t station, Micros known_until, std::vector<CallAhead>& calls) const;

  // stream_response.cpp: failures, and the responses to them
  void take_over_from_before(CallingGroup& group);
  void schedule_queue_losses(CallingGroup& group);
  void change_backends(CallingGroup& group);
  void list_in_turn(std::uint32_t station);
  void lose_backend(CallingGroup& group, std::uint32_t station);
  void regain_backend(CallingGroup& group, std::uint32_t station);
  void lose_call(std::uint32_t backend, bool waiting, Time admitted, Time answered);
  void leave_behind(std::uint32_t backend, Time admitted, Time answered);
  void withdraw_from_log(std::uint32_t backend, Time lost, bool waiting, Time admitted, Time answered);
  void hold(std::uint32_t id);
  void note_backends(CallingGroup& group, std::uint32_t station);
  void schedule_response_change(CallingGroup& group, std::uint32_t station);
  void change_response(CallingGroup& group, Change change);
  void respond_to_stalled(CallingGroup& group, std::uint32_t station);
  Duration paper_work(const Service& service) const;

  // stream_settle.cpp: whether a failure is got over
  void expect_settling(CallingGroup& group);
  bool calls_backend(const CallingGroup& group, std::uint32_t backend) const;
  void try_to_settle(CallingGroup& group);
  bool settled(const CallingGroup& group) const;
  static bool is_as_usual(const Service& service);
  void lay_down_calendar(CallingGroup& group);

  // stream_paper.cpp: forms, and their entry
  class FormHost;
  void file_form(CallingGroup& group, std::uint32_t station, std::uint32_t person);
  void prepare_entry(CallingGroup& group);
  void key_in_forms(CallingGroup& group, std::uint32_t station);
  void carry_out_entry(CallingGroup& group, Change change);
  void put_back_stalled_forms(CallingGroup& group, std::uint32_t station);
  void promise_form_answer(CallingGroup& group, Change change);
  void complete_entry(CallingGroup& group, std::uint32_t station);
  void complete_paper_doses();

  // stream_peaks.cpp
  void complete_peaks();
  void complete_peak_queue();
  void complete_peak_outdoors();
  observation::Peak peak_in_line(std::size_t bin, std::int32_t before, observation::Peak& doubtful);

  const ExposureFailures* failures_ = nullptr;
  const Model* model_;
  const HubModel* hub_ = nullptr;
  std::size_t hub_index_ = std::numeric_limits<std::size_t>::max();
  const People* people_ = nullptr;
  engine::RandomNumbers random_{0, 0, 0};
  Micros opens_ = 0, closes_ = 0, horizon_ = 0, warm_up_ = 0;

  StreamKeys keys_;
  std::vector<Stream> streams_;
  std::vector<CallingGroup> groups_;
  // Nobody comes to them from the windowed group; on the way from a station of it to another; behind it.
  std::vector<Unit> early_units_, between_units_, late_units_;
  std::int32_t windowed_group_ = -1;  // of several stations, or one that meets other hubs'
  Admission admission_ = Admission::at_once;
  engine::Phase call_phase_ = engine::Phase::progress;  // of what is carried out at stations that call
  bool turn_given_ = false;
  std::span<const CallAhead> admitted_;       // calls not made yet, whose turns are given
  const CallAhead* admitted_turn_ = nullptr;  // the call whose turn it is, of these
  NextCall next_call_;
  std::span<CallScript> scripts_;  // by station
  Micros window_ = 0;
  Micros window_to_ = 0;                  // up to here goes the window that has begun; not beyond run_to_: none has
  std::vector<Micros> reached_, passed_;  // by station
  Micros run_to_ = 0;
  std::size_t sliced_ = 0;  // in the order of arrival: who bounds a slice
  ForeseenBackends* backends_ = nullptr;
  // At a backend of limited capacity. Where scripts tell of admissions stations are run one after the other, and whose
  // call at one instant comes first is not looked for here, but by whoever puts the scripts together.
  Micros last_call_at_ = -1, last_call_scheduled_ = -1;
  std::uint32_t last_caller_ = 0;
  observation::CallStep beyond_horizon_;  // of what will not happen any more; nobody reads it
  Micros last_admission_at_ = -1;         // of a call that waited for a place
  std::uint32_t last_admission_by_ = 0;
  Micros last_turn_to_forms_at_ = -1;  // of clerks without anybody to serve, beside the calendar
  std::uint32_t last_turn_to_forms_by_ = 0;
  Micros last_change_at_ = -1;  // of what comes first at an instant as well
  Latencies first_latency_;
  StreamMemory* memory_ = nullptr;
  std::vector<Service> services_;
  std::vector<std::uint32_t> spare_services_, stalled_;
  FormPiles forms_;
  std::vector<PaperDose> paper_doses_;
  std::uint32_t calls_that_waited_ = 0;
  std::vector<Time> promised_answers_;  // to forms whose calls wait for a place, by the serial of their ticket
  Micros now_ = 0;
  Micros event_scheduled_ = -1;  // when the event that is carried out was scheduled; -1: it comes from outside

  std::vector<std::uint8_t> marks_;  // by person
  std::size_t came_ = 0;             // the first of all in the order of arrival: those let in
  std::size_t at_door_ = 0;          // of these: came before the doors opened
  LineBins line_;
  bool undecided_ = false;
  RecordUnderWay record_;
};

}  // namespace ripresa::model
