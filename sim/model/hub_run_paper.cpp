// Work on paper, and the entry of the forms into the backend.

#include <algorithm>
#include <cassert>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;
using scenario::UnderWay;

namespace {

constexpr std::uint32_t kCallLatency = 0x4000, kCallOutcome = 0x8000;  // ordinals of Use::form_entry, plus the attempt

}  // namespace

/// Those whose services have stalled are served on paper, where the rule for work under way allows it.
void HubRun::settle_on_paper(std::uint32_t station, BackendQueues& queues) {
  const PaperModel& paper = *hub_->stations[station].paper;
  if (paper.under_way == UnderWay::finish)
    return;
  for (const std::uint32_t person : stations_[station].held) {
    Person& p = persons_[person];
    stop_calling(person, queues);
    call_of(p).stalled = false;
    const double left = paper.under_way == UnderWay::restart ? 1 : share_of_work_left(person);
    end_wait(p);
    p.served = Mode::paper;
    begin_work(person, Duration::nearest_seconds(left * paper_work(person).in_seconds()), queues);
  }
  stations_[station].held.clear();
}

Duration HubRun::paper_work(std::uint32_t person) const {
  const Person& p = persons_[person];
  const StationModel& station = hub_->stations[p.station];
  const auto bits = bits_of(person, purpose(station.code, Use::service));
  return station.paper->service[class_of(person)].draw(bits);
}

/// A form written at the person's station goes on its pile.
void HubRun::file_form(std::uint32_t person) {
  Person& p = persons_[person];
  const bool of_dose = !dose_is_counted(p);
  p.forms = static_cast<std::uint8_t>(p.forms + (of_dose ? 1 : 0));
  const auto& entry = hub_->stations[p.station].paper->entry;
  if (!entry)
    return;
  stations_[p.station].forms.push_back(static_cast<std::uint32_t>(forms_.size()));
  forms_.emplace_back();
  forms_.back().person = person;
  forms_.back().station = p.station;
  forms_.back().of_dose = of_dose;
  if (stations_[p.station].overnight)
    key_in_overnight(p.station);
}

/// Clerks without anybody to serve take forms from the pile while the backend answers; so do extra clerks.
void HubRun::key_in_forms(std::uint32_t station, BackendQueues&) {
  Station& s = stations_[station];
  if (s.backend_lost)
    return;
  while (!s.forms.empty() && s.extra_clerks_free > 0) {
    --s.extra_clerks_free;
    begin_entry(station, true);
  }
  if (!hub_->stations[station].paper->entry->idle_clerks || s.mode != Mode::usual || !doors_open_)
    return;
  while (!s.forms.empty() && s.queued == 0 && s.busy < s.servers) {
    touch(station);
    ++s.busy;
    begin_entry(station, false);
  }
}

void HubRun::begin_entry(std::uint32_t station, bool by_extra_clerk) {
  Station& s = stations_[station];
  const std::uint32_t id = s.forms.pop_front();
  s.entering.push_back(id);
  Form& form = forms_[id];
  form.by_extra_clerk = by_extra_clerk;
  form.activity = Activity::working;
  form.attempt = 0;
  form.begun = now_;
  schedule_form(id, now_ + hub_->stations[station].paper->entry->service.draw(form_bits(form, 0)));
}

engine::UniformBits HubRun::form_bits(const Form& form, std::uint32_t ordinal) const {
  return bits_of(form.person, purpose(hub_->stations[form.station].code, Use::form_entry, ordinal));
}

void HubRun::schedule_form(std::uint32_t form, Time due) {
  forms_[form].due = due;
  schedule_change(due, Phase::progress, {Kind::form_due, form, 0});
}

/// The clerk has keyed the form in, or has the backend's answer, or a pause is over.
void HubRun::form_due(std::uint32_t id, BackendQueues& queues) {
  Form& form = forms_[id];
  if (form.due != now_)
    return;
  form.due = Time::never();
  const std::uint32_t station = form.station;
  if (form.activity == Activity::calling) {
    if (!queues.finished(form.ticket))
      return;
    const std::uint32_t backend = hub_->stations[station].called.front();
    const BackendState& state = backends_[backend];
    form.ticket = {};
    if (!model_->backends[backend].capacity)
      --queues.log().at(backend, now_).progress_change;
    if (state.error_rate > 0 && engine::uniform(form_bits(form, kCallOutcome | form.attempt)) < state.error_rate) {
      ++queues.log().at(backend, now_).failed;
      try_form_again(id, state.retry_pause);
      return;
    }
    queues.log().note_answer(backend, now_, now_ - form.called);
    end_entry(id);
    store(form);
  } else {
    call_for_form(id, queues);
  }
  if (form.activity == Activity::outside)
    fill_servers(station, queues);
}

/// Stores a form: one call to the first backend that the station calls.
void HubRun::call_for_form(std::uint32_t id, BackendQueues& queues) {
  Form& form = forms_[id];
  const std::uint32_t backend = hub_->stations[form.station].called.front();
  if (stations_[form.station].backend_lost) {
    put_back(id);
    return;
  }
  const BackendModel& model = model_->backends[backend];
  const Duration sound = model.latency.draw(form_bits(form, kCallLatency | form.attempt));
  const Duration work = Duration::nearest_seconds(backends_[backend].latency_factor * sound.in_seconds());
  form.activity = Activity::calling;
  form.called = now_;
  observation::CallStep& log = queues.log().at(backend, now_);
  log.first_attempts += form.attempt == 0 ? 1 : 0;
  ++log.offered;
  if (!model.capacity) {
    ++log.admitted;
    ++log.progress_change;
    schedule_form(id, now_ + work);
    return;
  }
  const Reception reception = queues.receive(backend, place_, kFormCaller | id, work, now_);
  form.ticket = reception.ticket;
  if (reception.refused) {
    ++queues.log().at(backend, now_).refused;
    try_form_again(id, model.capacity->retry_after);
  } else if (reception.answered != Time::never()) {
    schedule_form(id, reception.answered);
  }
}

void HubRun::try_form_again(std::uint32_t id, Duration pause) {
  Form& form = forms_[id];
  form.attempt = static_cast<std::uint16_t>((form.attempt + 1) & 0x3fff);
  form.activity = Activity::pausing;
  schedule_form(id, now_ + pause);
}

/// The clerk is free again.
void HubRun::end_entry(std::uint32_t id) {
  Form& form = forms_[id];
  Station& s = stations_[form.station];
  s.entering.erase(std::find(s.entering.begin(), s.entering.end(), id));
  record_.stations[form.station].entry_time += now_ - form.begun;
  form.activity = Activity::outside;
  form.due = Time::never();
  if (form.by_extra_clerk) {
    ++s.extra_clerks_free;
    s.last_extra_entry = now_;
  } else {
    touch(form.station);
    --s.busy;
  }
}

/// A form that could not be stored goes back on top of the pile, to be keyed in again.
void HubRun::put_back(std::uint32_t id) {
  Form& form = forms_[id];
  if (form.activity == Activity::calling) {
    const std::uint32_t backend = hub_->stations[form.station].called.front();
    ++queues_->log().at(backend, now_).failed;
    if (!model_->backends[backend].capacity)
      --queues_->log().at(backend, now_).progress_change;
    queues_->give_up(form.ticket, now_);
    form.ticket = {};
  }
  end_entry(id);
  stations_[forms_[id].station].forms.push_front(id);
}

/// Calls in progress are lost with the backend; what is being keyed in fails when it comes to its call.
void HubRun::put_back_stalled_forms(std::uint32_t station, BackendQueues& queues) {
  const std::vector<std::uint32_t> entering = stations_[station].entering;
  for (const std::uint32_t id : entering)
    if (forms_[id].activity != Activity::working && forms_[id].due > now_)
      put_back(id);
  if (!entering.empty())
    fill_servers(station, queues);
}

/// Everybody goes home.
void HubRun::put_back_idle_clerks_forms(std::uint32_t station) {
  const std::vector<std::uint32_t> entering = stations_[station].entering;
  for (const std::uint32_t id : entering)
    if (!forms_[id].by_extra_clerk)
      put_back(id);
}

/// The whole pile at once, or one form now and the next a gap later. Elsewhere the backend is taken to work.
void HubRun::key_in_overnight(std::uint32_t station) {
  Station& s = stations_[station];
  const Duration gap = hub_->stations[station].paper->entry->overnight_gap;
  while (!s.forms.empty() && !s.overnight_busy) {
    store(forms_[s.forms.pop_front()]);
    s.overnight_busy = gap > Duration{};
    if (s.overnight_busy)
      schedule_change(now_ + gap, Phase::progress, {Kind::overnight_entry, station, 0});
  }
}

void HubRun::store(const Form& form) {
  if (form.of_dose)
    put_on_record(form.person, &Person::forms);
}

}  // namespace ripresa::model
