// Forms written at stations that call, and their entry into the backend.

#include <algorithm>

#include "form_pile_steps.hpp"
#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

using engine::Phase;

/// What the entry of forms sees of the run.
class StreamRun::FormHost {
 public:
  FormHost(StreamRun& run, CallingGroup& group) : run_(&run), group_(&group) {}

  Time now() const { return time_at(run_->now_); }
  const FormEntryModel& model(std::uint32_t station) const { return *run_->hub_->stations[station].paper->entry; }
  std::uint32_t backend(std::uint32_t station) const { return run_->hub_->stations[station].called.front(); }
  const BackendModel& backend_model(std::uint32_t backend) const { return run_->model_->backends[backend]; }
  const BackendState& state(std::uint32_t backend) const { return group_->backends[backend]; }
  observation::CallLog& log() { return run_->backends_->log; }

  /// Forms are looked at before doors open or close at the same instant.
  bool has_idle_clerk(std::uint32_t station) const {
    const Stream& stream = run_->streams_[station];
    return stream.response.mode() == Mode::usual && run_->opens_ < run_->now_ && run_->now_ <= run_->closes_ &&
           stream.begun == stream.lined_up && stream.servers_taken() < stream.on_duty;
  }
  void take_clerk(std::uint32_t station) {
    ++run_->streams_[station].busy;
    run_->streams_[station].occupied -= run_->now_;
  }
  void free_clerk(std::uint32_t station) {
    --run_->streams_[station].busy;
    run_->streams_[station].occupied += run_->now_;
    Time& last_release = run_->record_.stations[station].last_release;
    last_release = std::max(last_release, now());
  }
  void fill_servers(std::uint32_t station) { run_->fill_servers(*group_, station); }

  engine::UniformBits bits(const Form& form, std::uint32_t ordinal) const {
    return run_->people_->bits(run_->random_, form.person,
                               purpose(run_->hub_->stations[form.station].code, Use::form_entry, ordinal));
  }
  bool hand_over(std::uint32_t form, std::uint32_t backend, Duration work, CallUnderWay& call) {
    run_->note_call_at_loss(backend, now());
    if (group_->sound && backend_model(backend).capacity)
      run_->note_call_order(kNobody, run_->now_, run_->event_scheduled_);
    call.admitted = run_->admit(run_->forms_.form(form).station, backend, now(), work);
    call.answered = run_->answer_time(*group_, backend, call.admitted, work);
    run_->log_admission(backend, now(), call.admitted, call.answered);
    if (call.admitted > now() && run_->has_places(backend))
      await_place(form, call);
    return true;
  }
  bool finished(const CallTicket&) const { return true; }
  void lose(std::uint32_t backend, const CallUnderWay& call) {
    const bool waiting = call.answered == Time::never();
    run_->lose_call(backend, waiting || call.admitted > now(), call.admitted,
                    waiting ? run_->promised_answers_[call.ticket.serial] : call.answered);
  }

  void schedule(Time due, Phase phase, FormEvent event, std::uint32_t subject) {
    run_->schedule_change(*group_, due, phase, {Kind::form_entry, subject, static_cast<std::uint32_t>(event)});
  }
  /// When a dose is on record is told at the end: other stations may not have come as far yet.
  void stored(const Form&) {}

 private:
  /// As StreamRun::await_place.
  void await_place(std::uint32_t form, CallUnderWay& call) {
    const auto serial = static_cast<std::uint32_t>(run_->promised_answers_.size());
    run_->promised_answers_.push_back(call.answered);
    call.ticket = {form, serial};
    call.answered = Time::never();
    run_->schedule_change(*group_, call.admitted, Phase::availability, {Kind::form_admitted, form, serial});
  }

  StreamRun* run_;
  CallingGroup* group_;
};

void StreamRun::file_form(CallingGroup& group, std::uint32_t station, std::uint32_t person) {
  std::uint8_t& marks = marks_[person];
  const bool of_dose = (marks & kVaccinated) == 0 || (marks & kPassedRecording) == 0;
  marks |= kFormPending;
  if (streams_[station].model->paper->entry)
    forms_.file(FormHost(*this, group), station, person, of_dose);
  else
    marks |= kFormStays;
}

void StreamRun::prepare_entry(CallingGroup& group) {
  for (const std::uint32_t station : group.stations)
    if (const auto& paper = streams_[station].model->paper; paper && paper->entry)
      forms_.prepare(FormHost(*this, group), station);
}

void StreamRun::key_in_forms(CallingGroup& group, std::uint32_t station) {
  forms_.key_in(FormHost(*this, group), station);
}

void StreamRun::carry_out_entry(CallingGroup& group, Change change) {
  forms_.carry_out(FormHost(*this, group), static_cast<FormEvent>(change.ordinal), change.subject);
}

void StreamRun::promise_form_answer(CallingGroup& group, Change change) {
  forms_.expect_answer(FormHost(*this, group), change.subject, {change.subject, change.ordinal},
                       promised_answers_[change.ordinal]);
}

void StreamRun::put_back_stalled_forms(CallingGroup& group, std::uint32_t station) {
  forms_.lose_backend(FormHost(*this, group), station);
}

/// At the horizon.
void StreamRun::complete_entry(CallingGroup& group, std::uint32_t station) {
  now_ = horizon_;
  Stream& stream = streams_[station];
  auto& record = record_.stations[station];
  record.entry_time = forms_.finish(FormHost(*this, group), station);
  const std::int64_t clerks_busy = stream.busy - static_cast<std::int64_t>(stream.in_service.size());
  stream.occupied += horizon_ * clerks_busy;
  if (clerks_busy > 0)
    record.last_release = time_at(horizon_);
  record.extra_staffed_late = forms_.extra_work_after(FormHost(*this, group), station, hub_->closes);
}

/// Doses that were on paper and are on record by the horizon, each since the last of its forms is or, if later, since
/// it was given.
void StreamRun::complete_paper_doses() {
  if (paper_doses_.empty())
    return;
  auto& stored = memory_->stored;
  stored.assign(people_->size(), Time{});
  for (const Form& form : forms_.forms())
    if (form.of_dose)
      stored[form.person] = std::max(stored[form.person], form.stored);
  const auto in_time = static_cast<std::ptrdiff_t>(record_.recordings.size());
  for (const PaperDose& dose : paper_doses_)
    if (stored[dose.person] != Time::never())
      record_.recordings.push_back(std::max(dose.given, stored[dose.person]));
  const auto late = record_.recordings.begin() + in_time;
  const auto entered = record_.recordings.end() - late;
  record_.counts.on_paper -= entered;
  record_.counts.recorded += entered;
  std::sort(late, record_.recordings.end());
  std::inplace_merge(record_.recordings.begin(), late, record_.recordings.end());
}

}  // namespace ripresa::model
