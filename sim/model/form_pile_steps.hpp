#pragma once

// The entry of paper forms into the backend, step by step. A Host is a cheap value that stands for the run, with
//
//   Time now()
//   const FormEntryModel& model(station)
//   std::uint32_t backend(station)                  forms of the station are stored by one call to it
//   const BackendModel& backend_model(backend), const BackendState& state(backend)
//   bool has_idle_clerk(station)                    one of the station's own has nobody to serve
//   void take_clerk(station), free_clerk(station)   of the station's own
//   void fill_servers(station)                      somebody is free again
//   UniformBits bits(form, ordinal)                 of Use::form_entry
//   bool hand_over(id, backend, work, call)         the call reaches the backend, which does so much work for it when
//                                                   it is sound; false: refused, which is on record
//   bool finished(ticket)                           see BackendRun
//   void lose(backend, call)                        the clerk hears no more of it
//   observation::CallLog& log()
//   void schedule(due, phase, FormEvent, subject)   subject: a form or a station
//   void stored(form)

#include <algorithm>

#include "ripresa/engine/calendar.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/model/form_piles.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/purpose.hpp"
#include "ripresa/observation/call_record.hpp"

namespace ripresa::model {

template <class Host>
void FormPiles::prepare(Host host, std::uint32_t station) {
  const FormEntryModel& model = host.model(station);
  if (model.extra_clerks > 0)
    host.schedule(std::max(host.now(), model.extra_from), engine::Phase::staffing, FormEvent::extra_clerks_come,
                  station);
  if (model.overnight_at != Time::never())
    host.schedule(std::max(host.now(), model.overnight_at), engine::Phase::progress, FormEvent::overnight_entry,
                  station);
}

template <class Host>
void FormPiles::carry_out(Host host, FormEvent event, std::uint32_t subject) {
  switch (event) {
    case FormEvent::extra_clerks_come:
      extra_clerks_come(host, subject);
      break;
    case FormEvent::overnight_entry:
      key_in_overnight(host, subject);
      break;
    case FormEvent::form_due:
      due(host, subject);
      break;
  }
}

template <class Host>
void FormPiles::file(Host host, std::uint32_t station, std::uint32_t person, bool of_dose) {
  desks_[station].pile.push_back(static_cast<std::uint32_t>(forms_.size()));
  Form& form = forms_.emplace_back();
  form.person = person;
  form.station = static_cast<std::uint8_t>(station);
  form.of_dose = of_dose;
  form.work = host.model(station).service.draw(host.bits(form, 0));
  if (desks_[station].overnight)
    store_overnight(host, station);
}

template <class Host>
void FormPiles::key_in(Host host, std::uint32_t station) {
  Desk& desk = desks_[station];
  if (desk.pile.empty() || !host.state(host.backend(station)).up)
    return;
  while (!desk.pile.empty() && desk.extra_clerks_free > 0) {
    --desk.extra_clerks_free;
    begin(host, station, true);
  }
  if (!host.model(station).idle_clerks)
    return;
  while (!desk.pile.empty() && host.has_idle_clerk(station)) {
    host.take_clerk(station);
    begin(host, station, false);
  }
}

template <class Host>
void FormPiles::extra_clerks_come(Host host, std::uint32_t station) {
  desks_[station].extra_clerks_free = host.model(station).extra_clerks;
  key_in(host, station);
}

/// From now on forms are keyed in elsewhere; or the gap between one such form and the next is over.
template <class Host>
void FormPiles::key_in_overnight(Host host, std::uint32_t station) {
  desks_[station].overnight = true;
  desks_[station].overnight_busy = false;
  store_overnight(host, station);
}

/// The whole pile at once, or one form now and the next a gap later. Elsewhere the backend is taken to work.
template <class Host>
void FormPiles::store_overnight(Host host, std::uint32_t station) {
  Desk& desk = desks_[station];
  const Duration gap = host.model(station).overnight_gap;
  while (!desk.pile.empty() && !desk.overnight_busy) {
    store(host, desk.pile.pop_front());
    desk.overnight_busy = gap > Duration{};
    if (desk.overnight_busy)
      host.schedule(host.now() + gap, engine::Phase::progress, FormEvent::overnight_entry, station);
  }
}

template <class Host>
void FormPiles::begin(Host host, std::uint32_t station, bool by_extra_clerk) {
  Desk& desk = desks_[station];
  const std::uint32_t id = desk.pile.pop_front();
  desk.entering.push_back(id);
  Form& form = forms_[id];
  form.by_extra_clerk = by_extra_clerk;
  form.state = Form::State::keyed_in;
  form.attempt = 0;
  form.begun = host.now();
  schedule(host, id, host.now() + form.work);
}

template <class Host>
void FormPiles::schedule(Host host, std::uint32_t id, Time due) {
  forms_[id].due = due;
  forms_[id].scheduled = host.now();
  host.schedule(due, engine::Phase::progress, FormEvent::form_due, id);
}

/// The clerk has keyed the form in, or has the backend's answer, or a pause is over.
template <class Host>
void FormPiles::due(Host host, std::uint32_t id) {
  if (forms_[id].due != host.now())
    return;
  forms_[id].due = Time::never();
  const std::uint32_t station = forms_[id].station;
  if (forms_[id].state == Form::State::calling)
    answer(host, id);
  else
    call(host, id);
  if (forms_[id].state == Form::State::on_pile || forms_[id].state == Form::State::stored)
    host.fill_servers(station);
}

template <class Host>
void FormPiles::call(Host host, std::uint32_t id) {
  Form& form = forms_[id];
  const std::uint32_t backend = host.backend(form.station);
  if (!host.state(backend).up) {
    put_back(host, id);
    return;
  }
  form.state = Form::State::calling;
  form.call = {};
  form.call.made = host.now();
  observation::CallStep& log = host.log().at(backend, host.now());
  log.first_attempts += form.attempt == 0 ? 1 : 0;
  ++log.offered;
  const BackendModel& model = host.backend_model(backend);
  const Duration work = model.latency.draw(host.bits(form, form_latency_ordinal(form.attempt)));
  if (!host.hand_over(id, backend, work, form.call))
    try_again(host, id, model.capacity->retry_after);
  else if (form.call.answered != Time::never())
    schedule(host, id, form.call.answered);
}

template <class Host>
void FormPiles::expect_answer(Host host, std::uint32_t id, const CallTicket& ticket, Time answered) {
  Form& form = forms_[id];
  if (form.state != Form::State::calling || form.call.ticket != ticket)
    return;
  form.call.answered = answered;
  schedule(host, id, answered);
}

template <class Host>
void FormPiles::answer(Host host, std::uint32_t id) {
  Form& form = forms_[id];
  if (!host.finished(form.call.ticket))
    return;
  const std::uint32_t backend = host.backend(form.station);
  const BackendState& state = host.state(backend);
  if (!host.backend_model(backend).capacity)
    --host.log().at(backend, host.now()).progress_change;
  if (state.error_rate > 0 && engine::uniform(host.bits(form, form_outcome_ordinal(form.attempt))) < state.error_rate) {
    ++host.log().at(backend, host.now()).failed;
    try_again(host, id, state.retry_pause);
    return;
  }
  host.log().note_answer(backend, host.now(), host.now() - form.call.made);
  free_clerk(host, id);
  store(host, id);
}

template <class Host>
void FormPiles::try_again(Host host, std::uint32_t id, Duration pause) {
  Form& form = forms_[id];
  ++form.attempt;
  form.state = Form::State::pausing;
  schedule(host, id, host.now() + pause);
}

template <class Host>
void FormPiles::free_clerk(Host host, std::uint32_t id) {
  Form& form = forms_[id];
  Desk& desk = desks_[form.station];
  desk.entering.erase(std::find(desk.entering.begin(), desk.entering.end(), id));
  desk.entry_time += host.now() - form.begun;
  form.due = Time::never();
  if (form.by_extra_clerk) {
    ++desk.extra_clerks_free;
    desk.last_extra_entry = host.now();
  } else {
    host.free_clerk(form.station);
  }
}

/// A form that could not be stored goes back on top of the pile, to be keyed in again.
template <class Host>
void FormPiles::put_back(Host host, std::uint32_t id) {
  Form& form = forms_[id];
  if (form.state == Form::State::calling) {
    const std::uint32_t backend = host.backend(form.station);
    ++host.log().at(backend, host.now()).failed;
    host.lose(backend, form.call);
  }
  free_clerk(host, id);
  form.state = Form::State::on_pile;
  desks_[form.station].pile.push_front(id);
  if (desks_[form.station].overnight)
    store_overnight(host, form.station);
}

template <class Host>
void FormPiles::lose_backend(Host host, std::uint32_t station) {
  if (desks_[station].entering.empty() || host.state(host.backend(station)).up)
    return;
  const std::vector<std::uint32_t> entering = desks_[station].entering;
  for (const std::uint32_t id : entering)
    if (forms_[id].state != Form::State::keyed_in && forms_[id].due > host.now())
      put_back(host, id);
  host.fill_servers(station);
}

template <class Host>
void FormPiles::send_clerks_home(Host host, std::uint32_t station) {
  const std::vector<std::uint32_t> entering = desks_[station].entering;
  for (const std::uint32_t id : entering)
    if (!forms_[id].by_extra_clerk)
      put_back(host, id);
}

template <class Host>
void FormPiles::store(Host host, std::uint32_t id) {
  forms_[id].state = Form::State::stored;
  forms_[id].stored = host.now();
  host.stored(forms_[id]);
}

template <class Host>
Duration FormPiles::finish(Host host, std::uint32_t station) {
  Desk& desk = desks_[station];
  for (const std::uint32_t id : desk.entering) {
    desk.entry_time += host.now() - forms_[id].begun;
    if (forms_[id].state == Form::State::calling)
      host.log().note_under_way(host.backend(station));
  }
  return desk.entry_time;
}

template <class Host>
Duration FormPiles::extra_work_after(Host host, std::uint32_t station, Time closes) const {
  const Time last = desks_[station].last_extra_entry;
  if (last <= closes)
    return {};
  const FormEntryModel& model = host.model(station);
  return (last - std::max(closes, model.extra_from)) * model.extra_clerks;
}

}  // namespace ripresa::model
