#include "ripresa/model/solo_runs.hpp"

#include <algorithm>
#include <cassert>

namespace ripresa::model {
namespace {

/// To go on from call to call would cost a few times what the runs did: so many calls may be made again for each that
/// is gone through.
constexpr std::size_t kAgain = 3;

/// How many calls to the backend the people would make at the hub if all went everywhere.
std::size_t calls_at(const HubModel& hub, std::uint32_t backend, std::size_t people) {
  std::size_t calls = 0;
  for (const StationModel& station : hub.stations)
    for (const Step& step : station.steps)
      calls += step.kind == Step::Kind::call && step.backend == backend ? people : 0;
  return calls;
}

}  // namespace

std::size_t SoloRuns::Course::calls_made() const {
  std::size_t made = 0;
  for (const CallScript& script : scripts)
    made += script.made();
  return made;
}

void SoloRuns::Course::begin_anew() {
  for (CallScript& script : scripts)
    script.begin(0);
}

SoloRuns::SoloRuns(const Model& model)
    : model_(&model),
      baseline_(model),
      outage_(model),
      baseline_backends_(model),
      outage_backends_(model),
      baseline_calls_(model.grid, model.backends.size()),
      outage_calls_(model.grid, model.backends.size()) {}

SoloRuns::Outcome SoloRuns::run(std::span<const SoloHub> days, std::span<const std::uint64_t> ranks,
                                Time first_failure) {
  days_ = days;
  ranks_ = ranks;
  first_failure_ = first_failure;
  meets_failures_ = days.front().failures != nullptr;
  shares_past_ = meets_failures_ && days.front().people_with_failure == nullptr;
  if (!may_pay())
    return Outcome::does_not_pay;
  run_all();
  Outcome outcome = any_undecided() ? Outcome::not_told : go_through_all();
  if (outcome == Outcome::done && any_undecided())
    outcome = Outcome::not_told;
  if (outcome == Outcome::done)
    add_up_calls();
  else
    hubs_ = {};  // whoever runs them otherwise needs as much memory
  return outcome;
}

bool SoloRuns::any_undecided() {
  return std::any_of(hubs().begin(), hubs().end(), [this](const Hub& hub) {
    return hub.baseline.undecided || (meets_failures_ && hub.outage.undecided);
  });
}

/// Not where calls come so close upon one another that too many would be made again: of those that come at random the
/// share waits that finds another admitted within the gap before, and has its hub make all of its own again.
bool SoloRuns::may_pay() const {
  for (std::uint32_t backend = 0; backend < model_->backends.size(); ++backend) {
    const auto& capacity = model_->backends[backend].capacity;
    if (!capacity)
      continue;
    double calls = 0;
    double squared = 0;
    Time opens = model_->horizon;
    Time closes;
    for (const SoloHub& day : days_) {
      const HubModel& hub = model_->hubs[day.hub];
      opens = std::min(opens, hub.opens);
      closes = std::max(closes, hub.closes);
      const auto of_hub = static_cast<double>(calls_at(hub, backend, day.people->size()));
      calls += of_hub;
      squared += of_hub * of_hub;
    }
    const double share = calls * (capacity->gap.in_seconds() / (closes - opens).in_seconds());
    if (share * squared > static_cast<double>(kAgain) * calls)
      return false;
  }
  return true;
}

/// Every hub once, as if no call had to wait.
void SoloRuns::run_all() {
  if (hubs_.size() < days_.size())
    hubs_.resize(days_.size());
  for (std::size_t i = 0; i < days_.size(); ++i) {
    make_ready(i);
    run_hub(i, true, meets_failures_);
  }
}

void SoloRuns::add_up_calls() {
  baseline_calls_.clear();
  outage_calls_.clear();
  for (const Hub& hub : hubs()) {
    baseline_calls_.add(hub.baseline.calls);
    if (meets_failures_)
      outage_calls_.add(hub.outage.calls);
  }
}

/// No call is known yet.
void SoloRuns::make_ready(std::size_t i) {
  Hub& hub = hubs_[i];
  const std::size_t stations = model_->hubs[days_[i].hub].stations.size();
  for (Course* course : {&hub.baseline, &hub.outage}) {
    course->scripts.resize(stations);
    course->begin_anew();
  }
  hub.before_failure.assign(stations, 0);
}

/// Runs a hub's day, the one with the failure, or both.
void SoloRuns::run_hub(std::size_t i, bool baseline, bool outage) {
  Hub& hub = hubs_[i];
  if (baseline)
    baseline_.swap_record(hub.baseline.record);
  if (baseline || shares_past_)
    set_out(i, baseline_, *days_[i].people, baseline_backends_, hub.baseline);
  if (outage) {
    outage_.swap_record(hub.outage.record);
    if (shares_past_) {
      baseline_.run_until(first_failure_);
      for (std::size_t s = 0; s < hub.before_failure.size(); ++s)
        hub.before_failure[s] = hub.baseline.scripts[s].made();
      outage_backends_ = baseline_backends_;
      outage_.take_over(baseline_, outage_backends_);
      outage_.follow(hub.outage.scripts);
    } else {
      set_out(i, outage_, *days_[i].people_with_failure, outage_backends_, hub.outage);
      outage_.run_until(first_failure_);
    }
    outage_.meet(*days_[i].failures);
    outage_.run_until(model_->horizon);
    complete(outage_, outage_backends_, hub.outage);
  }
  if (baseline) {
    baseline_.run_until(model_->horizon);
    complete(baseline_, baseline_backends_, hub.baseline);
  }
}

void SoloRuns::set_out(std::size_t i, StreamRun& run, const People& people, ForeseenBackends& backends,
                       Course& course) {
  backends.clear();
  run.start(days_[i].hub, people, days_[i].random, backends, memory_, Admission::by_script);
  run.follow(course.scripts);
}

void SoloRuns::complete(StreamRun& run, const ForeseenBackends& backends, Course& course) const {
  run.finish();
  run.swap_record(course.record);
  course.undecided = run.undecided();
  for (CallScript& script : course.scripts)
    script.end();
  backends.log.pack(course.calls);
}

SoloRuns::Outcome SoloRuns::go_through_all() {
  AdmissionTimes admissions(model_->backends.size());
  if (const Outcome outcome = go_through(Part::common, admissions); outcome != Outcome::done)
    return outcome;
  if (meets_failures_) {
    AdmissionTimes with_failure = shares_past_ ? admissions : AdmissionTimes(model_->backends.size());
    if (const Outcome outcome = go_through(Part::outage, with_failure); outcome != Outcome::done)
      return outcome;
  }
  return shares_past_ ? go_through(Part::baseline, admissions) : Outcome::done;
}

/// Goes through the calls of all hubs, always the one whose turn it is. They are sorted once; of hubs that run again
/// turns are taken instead.
SoloRuns::Outcome SoloRuns::go_through(Part part, AdmissionTimes& admissions) {
  if (!start_readers(part))
    return Outcome::not_told;
  list_calls();
  gone_through_ = made_again_ = 0;
  std::size_t listed = 0;
  Time tied_at = Time::never();
  std::uint32_t tied_hub = 0;
  for (TurnOrder::Key key = take_first(listed); key != TurnOrder::kLast; key = take_first(listed)) {
    Reader& reader = readers_[turns_.hub_of(key)];
    if (reader.ran_again && !is_due(reader, key))
      continue;
    const Time at = reader.next->at;
    const TurnOrder::Key after =
        std::min(listed < listed_.size() ? listed_[listed] : TurnOrder::kLast, turns_.first_key());
    if (turns_.at_one_instant(key, after) && !told_apart(reader)) {
      tied_at = at;
      tied_hub = reader.hub;
    }
    if (!read(reader, admissions)) {
      // Which of the two is first does not matter only as long as neither waits.
      if (tied_at == at && tied_hub == reader.hub)
        return Outcome::not_told;
      waited_[reader.hub] = true;
    }
    // What the hub calls at the same instant it does for the same reason, as when a backend is back.
    if (!waited_[reader.hub] || calls_again_at(reader.hub, at)) {
      if (reader.ran_again)
        queue(reader);
    } else if (const Outcome outcome = run_again(reader.hub, part); outcome != Outcome::done) {
      return outcome;
    }
  }
  return Outcome::done;
}

/// Each stands before its first call. False where turns cannot be told apart.
bool SoloRuns::start_readers(Part part) {
  readers_.clear();
  reader_ranks_.clear();
  first_reader_.clear();
  waited_.assign(days_.size(), false);
  for (std::size_t i = 0; i < days_.size(); ++i) {
    const auto& before_failure = hubs_[i].before_failure;
    first_reader_.push_back(readers_.size());
    for (std::size_t s = 0; s < before_failure.size(); ++s) {
      Reader& reader = readers_.emplace_back();
      reader.hub = static_cast<std::uint32_t>(i);
      reader.station = static_cast<std::uint16_t>(s);
      point(reader, part, part == Part::baseline ? before_failure[s] : 0);
      reader_ranks_.push_back(ranks_[i]);
    }
  }
  return turns_.start(reader_ranks_, model_->horizon);
}

void SoloRuns::list_calls() {
  listed_.clear();
  for (std::size_t i = 0; i < readers_.size(); ++i) {
    [[maybe_unused]] TurnOrder::Key before = 0;
    for (const ScriptedCall& call : std::span(readers_[i].next, readers_[i].end)) {
      const TurnOrder::Key key = turns_.key(call.at, call.phase, i);
      assert(before <= key);
      listed_.push_back(before = key);
    }
  }
  memory_.sort(listed_);
}

/// The first turn of all, which is then past; the last of all keys when there is none.
TurnOrder::Key SoloRuns::take_first(std::size_t& listed) {
  constexpr std::size_t kAhead = 8;
  if (listed + kAhead < listed_.size())
    __builtin_prefetch(readers_[turns_.hub_of(listed_[listed + kAhead])].next);
  const TurnOrder::Key queued = turns_.first_key();
  if (listed < listed_.size() && listed_[listed] <= queued)
    return listed_[listed++];
  if (!turns_.empty())
    turns_.pop();
  return queued;
}

/// Whether the turn is that of the reader's next call.
bool SoloRuns::is_due(const Reader& reader, TurnOrder::Key key) const {
  return reader.next != reader.end &&
         key == turns_.key(reader.next->at, reader.next->phase, first_reader_[reader.hub] + reader.station);
}

void SoloRuns::queue(const Reader& reader) {
  if (reader.next != reader.end)
    turns_.push(reader.next->at, reader.next->phase, first_reader_[reader.hub] + reader.station);
}

/// The call with that number is the next to be gone through.
void SoloRuns::point(Reader& reader, Part part, std::size_t nth) {
  Hub& hub = hubs_[reader.hub];
  const auto calls = course_of(hub, part).scripts[reader.station].calls();
  const bool until_failure = part == Part::common && shares_past_;
  reader.next = calls.data() + nth;
  reader.end = calls.data() + (until_failure ? hub.before_failure[reader.station] : calls.size());
}

/// The next call is admitted. Whether that is when its run took for granted.
bool SoloRuns::read(Reader& reader, AdmissionTimes& admissions) {
  ScriptedCall& call = *reader.next++;
  ++gone_through_;
  if (call.forgets) {
    admissions.forget(call.backend);
    return true;
  }
  const Time assumed = call.admitted;
  call.admitted = admissions.admit(call.backend, *model_->backends[call.backend].capacity, call.at, call.work);
  return call.admitted == assumed;
}

/// Whether it is known that the call comes before those of the hub's other stations at this instant, or there are none
/// to the same backend. When a backend is back they call in the order of the path, which is the readers'; else who of
/// them is first is told by more than is known here.
bool SoloRuns::told_apart(const Reader& reader) {
  const ScriptedCall& call = *reader.next;
  const auto calls_too = [&](const Reader& other) {
    const auto later = std::find_if(other.next, other.end, [&](const ScriptedCall& its) { return its.at != call.at; });
    return &other != &reader && std::any_of(other.next, later, [&](const ScriptedCall& its) {
      return its.phase == call.phase && its.backend == call.backend;
    });
  };
  const auto readers = readers_of(reader.hub);
  return call.phase == engine::Phase::availability || std::none_of(readers.begin(), readers.end(), calls_too);
}

bool SoloRuns::calls_again_at(std::size_t hub, Time at) {
  const auto readers = readers_of(hub);
  return std::any_of(readers.begin(), readers.end(),
                     [at](const Reader& reader) { return reader.next != reader.end && reader.next->at == at; });
}

/// Runs the hub once more, with what is known by now.
SoloRuns::Outcome SoloRuns::run_again(std::size_t i, Part part) {
  Hub& hub = hubs_[i];
  waited_[i] = false;
  auto& scripts = course_of(hub, part).scripts;
  std::vector<std::size_t>& gone_through = gone_through_by_;
  gone_through.clear();
  for (const Reader& reader : readers_of(i))
    gone_through.push_back(static_cast<std::size_t>(reader.next - scripts[reader.station].calls().data()));
  for (std::size_t s = 0; s < scripts.size(); ++s) {
    if (part == Part::outage)
      hub.baseline.scripts[s].begin(hub.before_failure[s]);
    if (part == Part::common && shares_past_)
      hub.outage.scripts[s].begin(0);
    scripts[s].begin(gone_through[s]);
  }
  const bool outage = part == Part::outage || (part == Part::common && shares_past_);
  run_hub(i, part != Part::outage, outage);
  made_again_ += hub.baseline.calls_made() + (outage ? hub.outage.calls_made() : 0);
  if (!std::all_of(scripts.begin(), scripts.end(), [](const CallScript& script) { return script.as_known(); }))
    return Outcome::not_told;  // what was gone through already at this instant is not called any more
  for (Reader& reader : readers_of(i)) {
    reader.ran_again = true;
    point(reader, part, gone_through[reader.station]);
    queue(reader);
  }
  // Both of a hub's days count, for both cost. Waits come in crowds, as when a backend is back: all of the part may be
  // made twice more in any case.
  return made_again_ <= kAgain * gone_through_ + 2 * listed_.size() ? Outcome::done : Outcome::does_not_pay;
}

}  // namespace ripresa::model
