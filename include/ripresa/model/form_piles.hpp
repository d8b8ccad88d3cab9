#pragma once

// Paper forms on their way into the backend: keyed in by clerks of their station without anybody to serve, by extra
// clerks, or overnight elsewhere.
//
// The same for every kind of run. What clerks, the clock and a call are to the run it says as the `Host` of each
// function; their bodies, and what a host has to offer, are in sim/model/form_pile_steps.hpp.

#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/ring_queue.hpp"
#include "ripresa/model/backend_run.hpp"

namespace ripresa::model {

struct Form {
  enum class State : std::uint8_t { on_pile, keyed_in, calling, pausing, stored };

  std::uint32_t person = 0;
  std::uint8_t station = 0;
  State state = State::on_pile;
  bool by_extra_clerk = false;
  bool of_dose = true;  // the dose is not on record before the form is
  std::uint32_t attempt = 0;
  Duration work;             // of keying it in
  Time begun;                // by the clerk who has it
  Time due = Time::never();  // of its next event; an event for another instant no longer applies
  Time scheduled;            // when that event was
  Time stored = Time::never();
  CallUnderWay call;
};

/// What is scheduled for forms: `form_due` for one of them, the others for a station.
enum class FormEvent : std::uint8_t { extra_clerks_come, overnight_entry, form_due };

class FormPiles {
 public:
  /// Sets all to the start of the day.
  void start(std::size_t stations);

  const Form& form(std::uint32_t id) const { return forms_[id]; }
  const std::vector<Form>& forms() const { return forms_; }
  bool any_on_pile(std::uint32_t station) const { return !desks_[station].pile.empty(); }
  /// Whether a form of the station is on its pile or with a clerk.
  bool any_under_way(std::uint32_t station) const { return any_on_pile(station) || !desks_[station].entering.empty(); }
  std::size_t on_pile(std::uint32_t station) const { return desks_[station].pile.size(); }
  /// The form that will be keyed in after `rank` others. Precondition: rank < on_pile.
  const Form& next_on_pile(std::uint32_t station, std::size_t rank) const {
    return forms_[desks_[station].pile.at(rank)];
  }

  /// A failure is ahead: what the station's entry knows beforehand is scheduled.
  template <class Host>
  void prepare(Host host, std::uint32_t station);

  /// What was scheduled is due.
  template <class Host>
  void carry_out(Host host, FormEvent event, std::uint32_t subject);

  /// A form of `person` goes on the station's pile.
  template <class Host>
  void file(Host host, std::uint32_t station, std::uint32_t person, bool of_dose);

  /// Clerks without anybody to serve take forms from the pile while the backend answers; so do extra clerks.
  template <class Host>
  void key_in(Host host, std::uint32_t station);

  /// A backend with a calendar of its own tells when the form's call will be answered.
  template <class Host>
  void expect_answer(Host host, std::uint32_t id, const CallTicket& ticket, Time answered);

  /// A backend that the station calls is gone. If it is that of the forms, calls in progress are lost, and what is
  /// being keyed in fails when it comes to its call.
  template <class Host>
  void lose_backend(Host host, std::uint32_t station);

  /// The station's own clerks go home.
  template <class Host>
  void send_clerks_home(Host host, std::uint32_t station);

  /// At the horizon: the time spent on entry at the station. Calls under way go on record.
  template <class Host>
  Duration finish(Host host, std::uint32_t station);

  /// What extra clerks worked after the hub closes, until the last of them had keyed in the last form.
  template <class Host>
  Duration extra_work_after(Host host, std::uint32_t station, Time closes) const;

 private:
  struct Desk {
    engine::RingQueue pile;               // first come, first served
    std::vector<std::uint32_t> entering;  // with clerks
    std::int32_t extra_clerks_free = 0;
    Time last_extra_entry;
    Duration entry_time;
    bool overnight = false;       // the forms have gone elsewhere
    bool overnight_busy = false;  // there, until the next gap is over
  };

  template <class Host>
  void extra_clerks_come(Host host, std::uint32_t station);
  template <class Host>
  void key_in_overnight(Host host, std::uint32_t station);
  template <class Host>
  void due(Host host, std::uint32_t id);
  template <class Host>
  void begin(Host host, std::uint32_t station, bool by_extra_clerk);
  template <class Host>
  void store_overnight(Host host, std::uint32_t station);
  template <class Host>
  void call(Host host, std::uint32_t id);
  template <class Host>
  void answer(Host host, std::uint32_t id);
  template <class Host>
  void try_again(Host host, std::uint32_t id, Duration pause);
  template <class Host>
  void free_clerk(Host host, std::uint32_t id);
  template <class Host>
  void put_back(Host host, std::uint32_t id);
  template <class Host>
  void store(Host host, std::uint32_t id);
  template <class Host>
  void schedule(Host host, std::uint32_t id, Time due);

  std::vector<Desk> desks_;  // by station
  std::vector<Form> forms_;
};

}  // namespace ripresa::model
