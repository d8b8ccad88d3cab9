// Work on paper, and the entry of the forms into the backend.

#include <algorithm>
#include <cassert>

#include "form_pile_steps.hpp"
#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;
using scenario::UnderWay;

/// What the entry of forms sees of the run.
class HubRun::FormHost {
 public:
  explicit FormHost(HubRun& run) : run_(&run) {}

  Time now() const { return run_->now_; }
  const FormEntryModel& model(std::uint32_t station) const { return *run_->hub_->stations[station].paper->entry; }
  std::uint32_t backend(std::uint32_t station) const { return run_->hub_->stations[station].called.front(); }
  const BackendModel& backend_model(std::uint32_t backend) const { return run_->model_->backends[backend]; }
  const BackendState& state(std::uint32_t backend) const { return run_->backends_[backend]; }
  observation::CallLog& log() { return run_->queues_->log(); }

  bool has_idle_clerk(std::uint32_t station) const {
    const Station& s = run_->stations_[station];
    return s.response.mode() == Mode::usual && run_->doors_open_ && s.queued == 0 && s.busy < s.servers;
  }
  void take_clerk(std::uint32_t station) {
    run_->touch(station);
    ++run_->stations_[station].busy;
  }
  void free_clerk(std::uint32_t station) {
    run_->touch(station);
    --run_->stations_[station].busy;
    run_->record_.stations[station].last_release = run_->now_;
  }
  void fill_servers(std::uint32_t station) { run_->fill_servers(station, *run_->queues_); }

  engine::UniformBits bits(const Form& form, std::uint32_t ordinal) const {
    return run_->bits_of(form.person, purpose(run_->hub_->stations[form.station].code, Use::form_entry, ordinal));
  }
  bool hand_over(std::uint32_t form, std::uint32_t backend, Duration work, CallUnderWay& call) {
    return run_->reach_backend(backend, kFormCaller | form, work, call, *run_->queues_);
  }
  bool finished(const CallTicket& ticket) const { return run_->queues_->finished(ticket); }
  void lose(std::uint32_t backend, CallUnderWay& call) { run_->leave_behind(backend, call, *run_->queues_); }

  void schedule(Time due, Phase phase, FormEvent event, std::uint32_t subject) {
    run_->schedule_change(due, phase, {Kind::form_entry, subject, static_cast<std::uint32_t>(event)});
  }
  void stored(const Form& form) {
    if (form.of_dose)
      run_->put_on_record(form.person, &Person::forms);
  }

 private:
  HubRun* run_;
};

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

/// A whole form that is begun now.
Duration HubRun::paper_work(std::uint32_t person) const {
  const Person& p = persons_[person];
  const StationModel& station = hub_->stations[p.station];
  const auto bits = bits_of(person, purpose(station.code, Use::service, kOnPaper));
  const Duration work = station.paper->service[class_of(person)].draw(bits);
  const double factor = work_factor(p.station);
  return factor == 1 ? work : Duration::nearest_seconds(factor * work.in_seconds());
}

void HubRun::prepare_entry(std::uint32_t station) {
  forms_.prepare(FormHost(*this), station);
}

/// A form written at the person's station goes on its pile.
void HubRun::file_form(std::uint32_t person) {
  Person& p = persons_[person];
  const bool of_dose = !dose_is_counted(p);
  p.forms = static_cast<std::uint8_t>(p.forms + (of_dose ? 1 : 0));
  if (hub_->stations[p.station].paper->entry)
    forms_.file(FormHost(*this), p.station, person, of_dose);
}

void HubRun::key_in_forms(std::uint32_t station) {
  forms_.key_in(FormHost(*this), station);
}

void HubRun::carry_out_entry(Change change) {
  forms_.carry_out(FormHost(*this), static_cast<FormEvent>(change.ordinal), change.subject);
}

void HubRun::expect_form_answer(std::uint32_t form, const Notice& notice) {
  forms_.expect_answer(FormHost(*this), form, notice.ticket, notice.answered);
}

void HubRun::put_back_stalled_forms(std::uint32_t station) {
  forms_.lose_backend(FormHost(*this), station);
}

void HubRun::put_back_idle_clerks_forms(std::uint32_t station) {
  forms_.send_clerks_home(FormHost(*this), station);
}

void HubRun::finish_entry(std::uint32_t station) {
  auto& record = record_.stations[station];
  record.entry_time = forms_.finish(FormHost(*this), station);
  record.extra_staffed_late += forms_.extra_work_after(FormHost(*this), station, hub_->closes);
}

}  // namespace ripresa::model
