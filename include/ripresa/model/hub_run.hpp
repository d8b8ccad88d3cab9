#pragma once

// One run of one hub: the state that changes, and the events that change it.
//
// A HubRun is a plain value: copied at the instant of the first failure, it carries the run with the failure and its
// twin on from their common past. It holds no reference to a calendar or clock but its own. Hubs that share a backend
// of limited capacity are advanced in turn, the one with the earliest event first; they meet in BackendRun, and where
// people are sent from one to another (`divert`).

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/calendar.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/engine/ring_queue.hpp"
#include "ripresa/model/backend_run.hpp"
#include "ripresa/model/circuit_breaker.hpp"
#include "ripresa/model/day.hpp"
#include "ripresa/model/dose_supply.hpp"
#include "ripresa/model/form_piles.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/people.hpp"
#include "ripresa/model/purpose.hpp"
#include "ripresa/model/response_clock.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::model {

using BackendQueues = BackendRun;  // as hubs see it

class HubRun {
 public:
  HubRun(const Model& model, std::size_t hub);

  /// From the next start on this is a run of the hub with index `hub` of the same model, the one numbered `place` in
  /// its group; memory is used again.
  void aim_at(std::size_t hub, std::size_t place = 0);

  /// Sets the run to the start of `day`, for which `people` are drawn. Both must stay alive and unchanged while the run
  /// goes.
  void start(const People& people, const engine::RandomNumbers& random, const HubDay& day);

  /// From here on the hub meets its failures, which must stay alive while the run goes. `first`: of those that any hub
  /// notices. To be called before any event at or after the first failure.
  void meet(const ExposureFailures& failures, Time first, BackendQueues& queues);

  /// The instant and phase of the next event; never when there is none.
  std::pair<Time, engine::Phase> next_event() const;

  /// A backend tells when a call of this hub will be answered.
  void expect_answer(const Notice& notice, BackendQueues& queues);

  /// Carries out all events before `end`.
  void run_until(Time end, BackendQueues& queues);

  /// Carries out the next event, if there is one before `end`; says whether there was.
  bool step_before(Time end, BackendQueues& queues);

  /// Carries out events before `end` up to the first at which a call may be made. To be called where hubs meet at calls
  /// alone.
  void run_to_next_call(Time end, BackendQueues& queues);

  /// The hubs that people can be sent to, with this one among them: those of the same run, in the order of the group.
  /// They have to stay where they are. To be said again after a copy.
  void stand_among(std::span<HubRun> group) { group_ = group; }

  /// The hubs that have been given people since the last call, by their place in the group.
  std::vector<std::size_t> take_given() { return std::exchange(given_, {}); }

  /// Puts on the records of the hubs that people were sent from what became of these here, and when. To be called once
  /// all hubs of the group are finished.
  void report_guests();

  /// Ends the run at the horizon and completes the record.
  void finish(BackendQueues& queues);

  const observation::RunRecord& record() const { return record_; }

 private:
  enum class Activity : std::uint8_t {
    outside,  // not yet come, or gone
    away,     // gone, and coming again
    at_door,  // before opening
    walking,  // between stations
    queued,
    working,   // being served
    calling,   // at the counter, waiting for a backend's answer
    pausing,   // at the counter, before a failed call is made again
    held,      // at the counter, the backend does not answer
    suspended  // at the counter, work broken off until the backends it needs are back
  };

  struct Person {
    Time due = Time::never();  // when the current activity ends
    Time since;                // start of the current wait
    Time set_out;              // for the present station: when the one before was left, or the hub entered
    Duration waited_here;      // at the present station, ended waits only
    Duration waited;           // at all stations before
    Duration remaining;        // of work broken off; negative: none
    std::uint32_t event = 0;   // that ends it, by its sequence number; any other no longer applies
    std::uint32_t slot = 0;    // in the station's service list
    std::uint32_t turn = 0;    // of the service, in the order in which those of the station began
    std::uint16_t attempt = 0;
    std::uint8_t station = 0;
    std::uint8_t step = 0;
    Activity activity = Activity::outside;
    Mode served = Mode::usual;  // how, at the present station
    std::uint8_t forms = 0;     // left and not yet keyed in
    std::uint8_t cached = 0;    // records in local caches
    bool vaccinated : 1 = false;
    bool passed_recording : 1 = false;
    bool dose_in_hand : 1 = false;  // of the present station's supply, for a service not finished
    std::uint16_t work_factor = 0;  // that the work began with: how many of the station's had been before
  };

  /// The call of somebody in service.
  struct Call : CallUnderWay {
    std::uint32_t round = 0;  // attempts that have failed since it last began anew
    bool made_before = false;
    bool stalled = false;           // is in the station's list of those held
    bool passive = false;           // makes no attempts until the backend is back
    bool blocked = false;           // by the circuit breaker
    std::uint32_t breaker_era = 0;  // in which it was let through
  };

  struct Station {
    engine::RingQueue queue;
    std::int32_t queued = 0;
    std::int32_t servers = 0;
    std::int32_t busy = 0;
    std::int32_t scheduled = 0;        // servers by the shifts
    std::vector<double> work_factors;  // of services, each in turn, after 1: the last one of those that begin now
    std::vector<StaffChange> staffed;  // servers on duty, where mitigations may change them
    ResponseClock response;
    Time touched;                           // areas are complete up to here
    std::vector<std::uint32_t> in_service;  // kept where services may be broken off or held, in no order
    std::uint32_t begun = 0;                // services, where the list is kept
    std::vector<Call> calls;                // beside those in service
    double retry_tokens = 0;
    CircuitBreaker breaker;
    engine::RingQueue blocked;        // by it, in this order; some have been dealt with otherwise
    std::vector<std::uint32_t> held;  // in the order in which their calls stalled
    std::int32_t in_cache = 0;        // records in the cache, and people being served whose records will go there
    engine::RingQueue cache;          // people, with kNotOfDose where the dose does not wait for the record
    bool syncing = false;
  };

  struct Supply {
    DoseSupply doses;
    std::uint32_t ready_token = 0;  // of the events "a dose is ready", "doses expire" and "preparers look what to do"
    std::uint32_t expiry_token = 0;
    std::uint32_t top_up_token = 0;
  };

  enum class MitigationState : std::uint8_t { idle, coming, on, over };
  struct Mitigation {
    MitigationState state = MitigationState::idle;
    bool lines_were_long = false;  // since its trigger: it ends when they no longer are
  };

  /// A text message that asks people to come later or on another day.
  struct Message {
    std::uint32_t mitigation = 0;
    std::uint32_t ordinal = 0;
    Time from, to;  // appointments that it is about
  };

  /// Somebody sent here by another hub; numbered after the hub's own people. Keyed by the hub they first came to.
  struct Guest {
    engine::RandomNumbers random;
    std::uint32_t random_key = 0;
    std::uint8_t person_class = 0;
    std::uint32_t home = 0, person_at_home = 0;  // where they first came, by place in the group, and as whom
  };

  /// Kept for hubs whose people may give up or come back.
  struct Visit {
    std::uint32_t place = 0;           // in line
    std::uint32_t outdoors_place = 0;  // in the line of those outdoors
    std::uint8_t ordinal = 0;
    bool outdoors = false;
    Time outdoors_until = Time::never();  // when patience outdoors ends
  };
  static constexpr std::uint32_t kNotOfDose = 0x8000'0000u;

  class FormHost;
  static constexpr std::uint32_t kFormCaller = 0x8000'0000u;  // a caller with this bit is a form, else a person

  enum class Kind : std::uint8_t {
    staff_change,
    staff_shared_out,
    backend_change,
    queue_lost,
    response_change,
    form_entry,
    sync,
    mitigation_watch,
    mitigation_begins,
    mitigation_ends,
    opening,
    closing,
    stock,
    delivery,
    batch,
    preparers_change,
    dose_ready,
    doses_expire,
    top_up,
    breaker_half_opens
  };

  /// A change that comes from outside rather than from a person's progress. Passed by value: while one is carried out
  /// others are added to their list, which may move.
  struct Change {
    Kind kind = Kind::opening;
    std::uint32_t subject = 0;  // station, backend, form or supply
    std::uint32_t ordinal = 0;  // among the subject's changes; of a response: its epoch; of form entry: a FormEvent
  };
  static constexpr std::uint32_t kChangeToken = 0x8000'0000u;  // a token with this bit is a change, else a person

  // hub_run_start.cpp: the start of the day, and of its failures
  void clear_stations();
  void clear_record();
  void schedule_day();
  void take_over_from_before();
  void slow_calls_that_wait(BackendQueues& queues);

  // hub_run.cpp: the day's course and moving about
  Time next_arrival() const;
  bool may_call_next() const;
  bool may_call(const Person& p) const;
  void advance_clock(Time now);
  void schedule_change(Time at, engine::Phase phase, Change change);
  void carry_out(Change change, BackendQueues& queues);
  void person_due(const engine::Calendar::Event& event, BackendQueues& queues);
  void arrive(std::uint32_t person, BackendQueues& queues);
  void go_to(std::uint32_t person, std::int32_t station, BackendQueues& queues);
  void go_on(std::uint32_t person, BackendQueues& queues);
  void leave(std::uint32_t person, observation::Fate unvaccinated = observation::Fate::left_unvaccinated);
  void come(std::uint32_t person, BackendQueues& queues);
  void receive(std::uint32_t person, BackendQueues& queues);
  void open(BackendQueues& queues);
  void close();
  void send_everybody_home();
  void note_present(std::int32_t change);
  void sample_before(Time now);
  void sample(std::size_t point);
  std::int32_t outdoors() const;

  // hub_run_service.cpp: lines, servers and the steps of a service
  void join(std::uint32_t person, BackendQueues& queues);
  void enqueue(std::uint32_t person);
  void enqueue_first(std::uint32_t person);
  void note_queue(std::uint32_t station, std::int32_t change);
  void change_lines(std::int32_t change);
  void note_unserved(const Person& p);
  void fill_servers(std::uint32_t station, BackendQueues& queues);
  bool can_serve_next(std::uint32_t station) const;
  /// From the instant of a hard close on, at which work ends before the doors are shut: nothing new is begun then.
  bool all_have_to_leave() const { return hub_->closing == scenario::Closing::hard && now_ >= closes_; }
  void serve_next(std::uint32_t station, BackendQueues& queues);
  void seize(std::uint32_t person, BackendQueues& queues);
  void release(std::uint32_t person);
  void list_in_turn(std::uint32_t station);
  void do_step(std::uint32_t person, BackendQueues& queues);
  void begin_work(std::uint32_t person, Duration work, BackendQueues& queues, std::int32_t lane = -1);
  void end_wait(Person& p);
  void complete(std::uint32_t person, BackendQueues& queues);
  void change_staff(std::uint32_t station, std::int32_t servers, BackendQueues& queues);
  void break_off_for_shift_end(std::uint32_t station);
  void put_back(std::uint32_t person, Duration left);
  bool lacks_server(const Person& p) const;
  double work_factor(std::uint32_t station) const;
  Duration begin_anew(std::uint32_t person);
  Duration work_as_begun(std::uint32_t person) const;
  Duration whole_work(std::uint32_t person);
  void touch(std::uint32_t station);
  void schedule(std::uint32_t person, Time due, engine::Phase phase, std::int32_t lane = -1);

  // hub_run_calls.cpp: calls made, answered, failed
  Call& call_of(const Person& p);
  const Step& step_of(const Person& p) const;
  void make_call(std::uint32_t person, const Step& step, BackendQueues& queues);
  void note_first_attempt(const Person& p, const Step& step, BackendQueues& queues);
  bool hand_over(std::uint32_t person, const Step& step, BackendQueues& queues);
  bool reach_backend(std::uint32_t backend, std::uint32_t caller, Duration work, CallUnderWay& call,
                     BackendQueues& queues);
  Time gives_up_at(const Person& p);
  void await_answer(std::uint32_t person, BackendQueues& queues);
  void call_due(std::uint32_t person, BackendQueues& queues);
  Duration sound_latency(std::uint32_t person, const Step& step) const;
  engine::UniformBits call_bits(std::uint32_t person, const Step& step, Use use) const;
  void answer(std::uint32_t person, BackendQueues& queues);
  void time_out(std::uint32_t person, BackendQueues& queues);
  void call_failed(std::uint32_t person, Duration pause_without_rules);
  void leave_behind(std::uint32_t backend, CallUnderWay& call, BackendQueues& queues);
  void stall(std::uint32_t person, BackendQueues& queues);
  void put_among_stalled(std::uint32_t person);
  void take_from_stalled(std::uint32_t person);
  void stop_calling(std::uint32_t person, BackendQueues& queues);

  // hub_run_retry.cpp: rules for making a call again
  bool told_later(std::uint32_t station) const;
  Duration backoff(std::uint32_t person);
  Duration jittered(std::uint32_t person, Duration pause) const;
  bool may_retry(std::uint32_t person);
  void give_up_retrying(std::uint32_t person);
  bool deal_with_otherwise(std::uint32_t person, Mode mode);
  void schedule_exhaustion(std::uint32_t person);
  Time tell_attempts(std::uint32_t person, Time until, BackendQueues& queues);
  void attempts_exhausted(std::uint32_t person, BackendQueues& queues);
  void resume_retries(const std::vector<std::uint32_t>& stalled, BackendQueues& queues);
  bool let_through(std::uint32_t person);
  void note_failure(const Person& p);
  void half_open_breaker(std::uint32_t station, BackendQueues& queues);
  void release_blocked(std::uint32_t station, std::size_t most, BackendQueues& queues);

  // hub_run_outage.cpp: failures and the responses to them
  void change_backends(BackendQueues& queues);
  void lose_backend(std::uint32_t station, BackendQueues& queues);
  void regain_backend(std::uint32_t station, BackendQueues& queues);
  void hold(std::uint32_t person);
  void suspend(std::uint32_t person, Duration remaining);
  bool gates_open(const StationModel& station) const;
  bool has_work_ahead(const Person& p) const;
  double share_of_work_left(std::uint32_t person) const;
  Duration rest_of_work(std::uint32_t person);

  // hub_run_response.cpp: which response holds
  void note_backends(std::uint32_t station);
  void schedule_response_change(std::uint32_t station);
  void change_response(std::uint32_t station, BackendQueues& queues);
  void let_response_hold(std::uint32_t station, BackendQueues& queues);
  void go_on_as_usual(std::uint32_t station, BackendQueues& queues);
  void give_up_response(std::uint32_t station, BackendQueues& queues);
  void respond_to_stalled(std::uint32_t station, BackendQueues& queues);

  // hub_run_paper.cpp: work on paper, and the entry of the forms
  void settle_on_paper(std::uint32_t station, BackendQueues& queues);
  Duration paper_work(std::uint32_t person) const;
  void prepare_entry(std::uint32_t station);
  void file_form(std::uint32_t person);
  void key_in_forms(std::uint32_t station);
  void carry_out_entry(Change change);
  void expect_form_answer(std::uint32_t form, const Notice& notice);
  void put_back_stalled_forms(std::uint32_t station);
  void put_back_idle_clerks_forms(std::uint32_t station);
  void finish_entry(std::uint32_t station);

  // hub_run_record.cpp: doses on record, or not yet
  void give_dose(Person& p);
  std::int64_t& record_count(const Person& p);
  bool dose_is_counted(const Person& p) const { return p.vaccinated && p.passed_recording; }
  void put_on_record(std::uint32_t person, std::uint8_t Person::*outstanding);

  // hub_run_offline.cpp: the local cache
  void settle_offline(std::uint32_t station, BackendQueues& queues);
  void give_up_full_cache(std::uint32_t station, BackendQueues& queues);
  void cache_record(std::uint32_t person);
  void sync(std::uint32_t station);
  void sync_next(std::uint32_t station);

  // hub_run_send_home.cpp: people who are sent away
  void clear_line(std::uint32_t station);
  void send_stalled_home(std::uint32_t station);
  void send_home(std::uint32_t person);
  bool rebook(std::uint32_t person);

  // hub_run_mitigation.cpp: what the hub does to get over a disturbance
  Time first_failure_felt(Time first_of_any) const;
  void watch_for(std::uint32_t mitigation);
  void watch_mitigations(bool of_failures);
  void watch_backend(std::uint32_t backend);
  void watch_backend_gone_before(std::uint32_t backend);
  void watch_loss(std::uint32_t backend, Time since);
  void watch_lines();
  void watch_for_end(std::uint32_t mitigation);
  void look_at_watch(Change change);
  double behind_plan() const;
  void trigger(std::uint32_t mitigation, Time since);
  void begin_mitigation(std::uint32_t mitigation);
  std::uint32_t ordinal_of_message(std::uint32_t mitigation) const;
  void end_mitigation(std::uint32_t mitigation);
  void set_work_factor(std::size_t station);
  void share_out_staff_later();
  void set_staff(BackendQueues& queues);
  void share_out_staff();
  void set_servers(std::uint32_t station, std::int32_t servers, BackendQueues& queues);
  void note_staff(std::uint32_t station);
  void close_later(Duration by);
  bool is_overtaken(Change change, const std::vector<StaffChange>& staffing) const;
  bool stays_for_overtime(Change change, const std::vector<StaffChange>& staffing, std::int32_t on_duty);
  Time due_time(std::uint32_t person) const;
  bool held_back(std::uint32_t person);

  // hub_run_divert.cpp: people who are sent to another hub, and those who come from one
  bool is_guest(std::uint32_t person) const { return person >= own_people_; }
  engine::UniformBits bits_of(std::uint32_t person, std::uint32_t wanted) const {
    return is_guest(person) ? guest_bits(person, wanted) : people_->bits(random_, person, wanted);
  }
  std::uint8_t class_of(std::uint32_t person) const {
    return is_guest(person) ? guests_[person - own_people_].person_class : people_->person_class[person];
  }
  engine::UniformBits guest_bits(std::uint32_t person, std::uint32_t wanted) const;
  Duration guest_service(std::uint32_t person) const;
  Duration guest_walk(std::uint32_t person, std::size_t station) const;
  void divert_line(std::uint32_t station);
  bool divert(std::uint32_t person, std::uint32_t station);
  bool keeps_visits() const { return hub_->impatient || hub_->come_back; }
  bool has_room(Time now, Time arrival, std::int32_t queue_below) const;
  ResponseClock response_at(std::uint32_t station, Time now) const;
  void expect(const Guest& guest, Time arrival);

  // hub_run_patience.cpp: people who go by themselves, and who come back
  engine::UniformBits choice_bits(std::uint32_t person, std::uint32_t station_code, Choice choice) const;
  bool balks(std::uint32_t person) const;
  void go_away(std::uint32_t person, observation::Fate fate);
  void begin_patience(std::uint32_t person, std::uint32_t place);
  void give_up(std::uint32_t person, BackendQueues& queues);
  void stand_outdoors(std::uint32_t person);
  void let_in();
  void come_back(std::uint32_t person, BackendQueues& queues);

  // hub_run_supply.cpp: doses, from the store to the person
  std::int64_t opening_stock(std::uint32_t supply) const;
  const std::vector<DoseLot>& batches(std::uint32_t supply) const;
  void schedule_supplies();
  std::uint32_t register_supply_event(Kind kind, std::uint32_t supply);
  void carry_out_supply(Change change, BackendQueues& queues);
  void make_ready(std::uint32_t supply, std::int64_t doses, BackendQueues& queues);
  void top_up(std::uint32_t supply);
  void top_up_later(std::uint32_t supply);
  std::int64_t waiting_for(const SupplyModel& supply) const;
  DoseSupply& supply_of(const Person& p);
  bool dose_ready_for(const StationModel& station) const;
  void take_dose(std::uint32_t person);
  void use_dose(Person& p);
  void spoil_dose(Person& p);
  void hand_out(std::uint32_t supply, BackendQueues& queues);
  void finish_supplies();

  const Model* model_;
  const HubModel* hub_;
  const People* people_ = nullptr;
  HubDay day_;
  std::uint32_t place_ = 0;                     // in the group
  BackendQueues* queues_ = nullptr;             // of the step under way
  const ExposureFailures* failures_ = nullptr;  // null as long as none are met
  Time reacts_from_ = Time::never();            // mitigations that are reactions to failures
  engine::RandomNumbers random_{0, 0, 0};

  Time now_;
  engine::Calendar calendar_;
  std::vector<Change> changes_;
  std::size_t next_arrival_ = 0;  // in people_->order
  bool doors_open_ = false;
  std::vector<Person> persons_;
  std::vector<std::uint32_t> in_turn_;  // of list_in_turn
  std::vector<std::int32_t> staff_;     // of share_out_staff: by station
  bool staff_changes_ = false;          // it will be shared out at the end of this instant's changes
  std::vector<Station> stations_;
  std::vector<Supply> supplies_;
  std::vector<BackendState> backends_;
  FormPiles forms_;
  Time closes_;  // overtime included
  std::vector<Mitigation> mitigations_;
  std::vector<std::uint32_t> backend_losses_;  // by backend: how often it has gone
  std::vector<Time> backend_lost_at_;          // by backend: when it went last
  std::vector<Message> messages_;
  std::uint32_t own_people_ = 0;
  std::vector<Guest> guests_;
  std::int32_t guests_travelling_ = 0;
  std::span<HubRun> group_;
  std::vector<std::size_t> given_;
  std::vector<Visit> visits_;       // by person, where kept
  engine::RingQueue outdoor_line_;  // likewise
  std::vector<std::uint32_t> at_door_;
  std::int32_t present_ = 0;
  std::int32_t queued_ = 0;  // in all lines and at the door
  std::size_t sampled_ = 0;  // grid points done
  observation::RunRecord record_;
};

}  // namespace ripresa::model
