#include "ripresa/model/group_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>
#include <tuple>
#include <utility>

#include "ripresa/base/error.hpp"
#include "ripresa/model/purpose.hpp"
#include "ripresa/observation/conservation.hpp"

namespace ripresa::model {
namespace {

/// When a hub's next event is due: by instant, phase, and the hubs' order.
struct Turn {
  Time at;
  engine::Phase phase = engine::Phase::availability;
  std::uint64_t rank = 0;
  std::size_t hub = 0;
  bool operator==(const Turn&) const = default;
  friend bool operator>(const Turn& a, const Turn& b) {
    return std::tie(a.at, a.phase, a.rank, a.hub) > std::tie(b.at, b.phase, b.rank, b.hub);
  }
};

/// Advances hubs and the backends they share, event by event; see backend_run.hpp for the order.
class Advance {
 public:
  Advance(std::span<HubRun> hubs, std::span<const std::uint64_t> ranks, BackendRun& backends, bool meet_at_calls,
          Time end)
      : hubs_(hubs), backends_(backends), meet_at_calls_(meet_at_calls), end_(end), current_(hubs.size()) {
    for (std::size_t hub = 0; hub < hubs.size(); ++hub) {
      current_[hub].rank = ranks[hub];
      current_[hub].hub = hub;
      current_[hub].at = Time::never();
      look_at(hub);
    }
  }

  void run() {
    for (;;) {
      while (!turns_.empty() && turns_.front() != current_[turns_.front().hub])
        pop();
      const Time hubs_next = turns_.empty() ? Time::never() : turns_.front().at;
      if (std::min(hubs_next, backends_.next_event()) >= end_)
        return;
      if (backends_.next_event() <= hubs_next)
        backends_.step();
      else
        take_turns(turns_.front().hub);
      tell_hubs();
    }
  }

 private:
  void pop() {
    std::pop_heap(turns_.begin(), turns_.end(), std::greater<>{});
    turns_.pop_back();
  }

  /// Carries out the hub's event that is first, and those after it as long as they are first too: a single hub's retry
  /// storm costs 0.9 of what it does with a turn for each.
  void take_turns(std::size_t hub) {
    pop();
    current_[hub].at = Time::never();
    Turn next;
    do {
      hubs_[hub].step_before(end_, backends_);
      next = next_turn(hub);
      for (const std::size_t given : hubs_[hub].take_given())
        look_at(given);
    } while (is_first(next) && backends_.notices().empty());
    enter(next);
  }

  bool is_first(const Turn& turn) const {
    return turn.at < std::min(end_, backends_.next_event()) && (turns_.empty() || turns_.front() > turn);
  }

  Turn next_turn(std::size_t hub) {
    if (meet_at_calls_)
      hubs_[hub].run_to_next_call(end_, backends_);
    Turn turn = current_[hub];
    std::tie(turn.at, turn.phase) = hubs_[hub].next_event();
    return turn;
  }

  /// Enters the hub's next event, if it has changed; the entry before it no longer counts.
  void look_at(std::size_t hub) { enter(next_turn(hub)); }

  void enter(const Turn& turn) {
    if (turn.at == Time::never() || turn == current_[turn.hub])
      return;
    current_[turn.hub] = turn;
    turns_.push_back(turn);
    std::push_heap(turns_.begin(), turns_.end(), std::greater<>{});
  }

  void tell_hubs() {
    for (const Notice& notice : backends_.notices()) {
      hubs_[notice.hub].expect_answer(notice, backends_);
      look_at(notice.hub);
    }
    backends_.notices().clear();
  }

  std::span<HubRun> hubs_;
  BackendRun& backends_;
  bool meet_at_calls_;
  Time end_;
  std::vector<Turn> current_;  // by hub
  std::vector<Turn> turns_;    // a min-heap; those that are not current are passed over
};

}  // namespace

engine::RandomNumbers GroupRun::random_of(const HubModel& hub, std::uint32_t replication) const {
  return {day_.seed, replication, hub.random_key};
}

void GroupRun::run(std::size_t group, std::uint32_t replication) {
  run(group, replication, {model_->seed, {}, nullptr});
}

void GroupRun::run(std::size_t group, std::uint32_t replication, const Day& day) {
  day_ = day;
  const HubGroup& hubs = model_->groups[group];
  if (!day_.failures && model_->failures.random() && drawn_for_ != replication) {
    drawn_ = model_->failures.draw(model_->seed, replication);
    drawn_for_ = replication;
  }
  meets_failures_ = hubs.meets_failures && failures().any();
  draw(hubs, replication);
  misbook_all(hubs, replication);
  rank(hubs, replication);
  alone_ = run_alone(group, replication);
  streamed_ = alone_ || run_streamed(hubs, replication);
  if (!streamed_) {
    set_out(hubs, replication);
    run_by_events(hubs, replication);
  }
  check_laws(hubs, replication);
}

void GroupRun::misbook_all(const HubGroup& group, std::uint32_t replication) {
  booking_.assign(hubs_, {});
  misbooked_ = meets_failures_ && day_.hubs.empty() &&
               std::any_of(group.hubs.begin(), group.hubs.end(),
                           [this](std::size_t hub) { return model_->hubs[hub].misbooked(); });
  if (!misbooked_)
    return;
  if (misbooked_people_.size() < hubs_)
    misbooked_people_.resize(hubs_);
  for (std::size_t i = 0; i < hubs_; ++i)
    booking_[i] = misbook(*model_, group.hubs[i], replication, people_[i], misbooked_people_[i]);
}

/// Sets the runs with the failure on their way: with people of their own, from the start of the day up to the first
/// failure; else from where their twins are then.
void GroupRun::start_outage(const HubGroup& group, std::uint32_t replication) {
  if (misbooked_)
    outage_backends_.start();
  else
    outage_backends_ = baseline_backends_;
  for (std::size_t i = 0; i < hubs_; ++i) {
    if (i == outage_.size())
      outage_.push_back(baseline_[i]);
    else
      outage_[i] = baseline_[i];
    if (misbooked_)
      outage_[i].start(misbooked_people_[i], random_of(model_->hubs[group.hubs[i]], replication), day_of(group, i));
  }
  const auto outage = std::span(outage_).first(hubs_);
  if (misbooked_)
    advance(group, outage, outage_backends_, std::min(failures().first, model_->horizon));
  met_by_hub_.clear();
  for (const std::size_t hub : group.hubs)
    met_by_hub_.push_back(&failures_at(hub));
  outage_backends_.meet(failures(), met_by_hub_);
  for (std::size_t i = 0; i < hubs_; ++i) {
    outage[i].stand_among(outage);
    outage[i].meet(failures_at(group.hubs[i]), whole(failures().periods).first, outage_backends_);
  }
}

void GroupRun::draw(const HubGroup& group, std::uint32_t replication) {
  hubs_ = group.hubs.size();
  if (people_.size() < hubs_)
    people_.resize(hubs_);
  for (std::size_t i = 0; i < hubs_; ++i) {
    const HubModel& hub = model_->hubs[group.hubs[i]];
    const auto random = random_of(hub, replication);
    draw_people(hub, day_of(group, i).demand, random, model_->horizon, people_[i]);
  }
}

void GroupRun::set_out(const HubGroup& group, std::uint32_t replication) {
  for (std::size_t i = 0; i < hubs_; ++i) {
    const std::size_t hub = group.hubs[i];
    if (i == baseline_.size())
      baseline_.emplace_back(*model_, hub);
    baseline_[i].aim_at(hub, i);
    const engine::RandomNumbers random = random_of(model_->hubs[hub], replication);
    baseline_[i].start(people_[i], random, day_of(group, i));
  }
}

/// Draws the order of hubs whose events fall on the same instant and phase.
void GroupRun::rank(const HubGroup& group, std::uint32_t replication) {
  ranks_.clear();
  for (const std::size_t hub : group.hubs)
    ranks_.push_back(random_of(model_->hubs[hub], replication).bits(0, purpose(0, Use::failure, kTurnOrdinal)));
}

/// Runs hubs that meet each by itself. False where that cannot be done or does not pay. Then it is not tried for a
/// while: how many calls wait is much the same from replication to replication, and of what cannot be told, as is by
/// chance now and then, the more replications in a row had some.
bool GroupRun::run_alone(std::size_t group, std::uint32_t replication) {
  constexpr std::uint32_t kAgainIn = 20;
  const HubGroup& hubs = model_->groups[group];
  if (!hubs.solo)
    return false;
  SoloTrial& trial = solo_trials_[group];
  if (trial.again_in > 0) {
    --trial.again_in;
    return false;
  }
  // The memory of going from call to call: as much is needed now.
  for (auto* runs : {&streamed_baseline_, &streamed_outage_})
    if (runs->size() > 1)
      runs->erase(runs->begin() + 1, runs->end());
  solo_days_.clear();
  for (std::size_t i = 0; i < hubs_; ++i)
    solo_days_.push_back({hubs.hubs[i], random_of(model_->hubs[hubs.hubs[i]], replication), &people_[i],
                          misbooked_ ? &misbooked_people_[i] : nullptr,
                          meets_failures_ ? &failures_at(hubs.hubs[i]) : nullptr});
  if (!solo_)
    solo_.emplace(*model_);
  const SoloRuns::Outcome outcome = solo_->run(solo_days_, ranks_, failures().first);
  trial.in_vain = outcome == SoloRuns::Outcome::done ? 0 : trial.in_vain + 1;
  if (outcome == SoloRuns::Outcome::does_not_pay)
    trial.again_in = kAgainIn;
  else if (outcome == SoloRuns::Outcome::not_told)
    trial.again_in = std::min(trial.in_vain - 1, kAgainIn);
  return outcome == SoloRuns::Outcome::done;
}

/// Runs the group's hubs station by station. False where that cannot be done: then there is no result.
bool GroupRun::run_streamed(const HubGroup& group, std::uint32_t replication) {
  if (!group.streamable)
    return false;
  while (streamed_baseline_.size() < hubs_) {
    streamed_baseline_.emplace_back(*model_);
    streamed_outage_.emplace_back(*model_);
  }
  const auto baseline = std::span(streamed_baseline_).first(hubs_);
  streamed_baseline_backends_.clear();
  for (std::size_t i = 0; i < hubs_; ++i)
    baseline[i].start(group.hubs[i], people_[i], random_of(model_->hubs[group.hubs[i]], replication),
                      streamed_baseline_backends_, stream_memory_, hubs_ > 1 ? Admission::in_turn : Admission::at_once);
  if (meets_failures_) {
    if (!advance_streamed(baseline, streamed_baseline_backends_, failures().first) ||
        !start_streamed_outage(group, replication))
      return false;
    const auto outage = std::span(streamed_outage_).first(hubs_);
    if (!advance_streamed(outage, streamed_outage_backends_, model_->horizon) || !finish_streamed(outage))
      return false;
  }
  return advance_streamed(baseline, streamed_baseline_backends_, model_->horizon) && finish_streamed(baseline);
}

bool GroupRun::finish_streamed(std::span<StreamRun> hubs) {
  for (StreamRun& hub : hubs)
    hub.finish();
  return std::none_of(hubs.begin(), hubs.end(), [](const StreamRun& hub) { return hub.undecided(); });
}

/// Sets the streamed runs with the failure on their way, as start_outage does those by events.
bool GroupRun::start_streamed_outage(const HubGroup& group, std::uint32_t replication) {
  if (misbooked_)
    streamed_outage_backends_.clear();
  else
    streamed_outage_backends_ = streamed_baseline_backends_;
  for (std::size_t i = 0; i < hubs_; ++i) {
    if (misbooked_)
      streamed_outage_[i].start(group.hubs[i], misbooked_people_[i],
                                random_of(model_->hubs[group.hubs[i]], replication), streamed_outage_backends_,
                                stream_memory_, hubs_ > 1 ? Admission::in_turn : Admission::at_once);
    else
      streamed_outage_[i].take_over(streamed_baseline_[i], streamed_outage_backends_);
    streamed_outage_[i].meet(failures_at(group.hubs[i]));
    if (streamed_outage_[i].undecided())
      return false;
  }
  return true;
}

/// Carries the hubs on to `end`, always the one that may call first where they meet; those of its calls that are sure
/// to follow wait for their turns without it. False where the order of two events cannot be told.
bool GroupRun::advance_streamed(std::span<StreamRun> hubs, ForeseenBackends& backends, Time end) {
  if (hubs.size() == 1) {
    hubs.front().run_until(end);
    return !hubs.front().undecided();
  }
  if (!turns_.start(ranks_, end))
    return false;
  known_calls_.resize(std::max(known_calls_.size(), hubs.size()));
  for (std::size_t hub = 0; hub < hubs.size(); ++hub) {
    known_calls_[hub].calls.clear();
    known_calls_[hub].admitted = 0;
    if (const auto next = hubs[hub].run_to_next_call(end, false); next.at != Time::never())
      turns_.push(next.at, next.phase, hub);
    if (hubs[hub].undecided())
      return false;
  }
  while (!turns_.empty()) {
    const std::size_t hub = turns_.first();
    if (admit_known_call(backends, hub))
      continue;
    auto& known = known_calls_[hub];
    const auto next =
        known.calls.empty() ? hubs[hub].run_to_next_call(end, true) : hubs[hub].run_past_calls(end, known.calls);
    if (hubs[hub].undecided())
      return false;
    if (next.at == Time::never()) {
      turns_.pop();
      continue;
    }
    turns_.replace_first(next.at, next.phase, hub);
    hubs[hub].list_calls_ahead(end, known.calls);
    known.admitted = 0;
  }
  return true;
}

/// Has the backend admit the hub's first known call that it has not admitted yet. True where another known call
/// follows: its turn is the hub's next. False where the hub itself has to go on.
bool GroupRun::admit_known_call(ForeseenBackends& backends, std::size_t hub) {
  KnownCalls& known = known_calls_[hub];
  if (known.admitted == known.calls.size())
    return false;
  CallAhead& call = known.calls[known.admitted++];
  const auto& capacity = model_->backends[call.backend].capacity;
  call.admitted = capacity ? backends.admissions.admit(call.backend, *capacity, call.at, call.work) : call.at;
  if (known.admitted == known.calls.size())
    return false;
  turns_.replace_first(known.calls[known.admitted].at, engine::Phase::progress, hub);
  return true;
}

/// Carries the hubs on to `end`, side by side where they meet at a backend.
void GroupRun::advance(const HubGroup& group, std::span<HubRun> hubs, BackendRun& backends, Time end) {
  if (hubs.size() == 1 && !group.meets_events)
    hubs.front().run_until(end, backends);
  else
    Advance(hubs, ranks_, backends, group.meets_at_calls, end).run();
}

void GroupRun::run_by_events(const HubGroup& group, std::uint32_t replication) {
  baseline_backends_.start();
  const auto baseline = std::span(baseline_).first(hubs_);
  advance(group, baseline, baseline_backends_, std::min(failures().first, model_->horizon));
  if (meets_failures_) {
    start_outage(group, replication);
    const auto outage = std::span(outage_).first(hubs_);
    advance(group, outage, outage_backends_, model_->horizon);
    for (HubRun& hub : outage)
      hub.finish(outage_backends_);
    for (HubRun& hub : outage)
      hub.report_guests();
  }
  advance(group, baseline, baseline_backends_, model_->horizon);
  for (HubRun& hub : baseline)
    hub.finish(baseline_backends_);
}

/// Who was booked and who came: arrivals = the twin's − not called − called elsewhere + called twice + unexpected, but
/// for those whom the horizon parts.
void GroupRun::check_booking(const HubGroup& group, std::uint32_t replication) const {
  for (std::size_t i = 0; misbooked_ && i < hubs_; ++i) {
    const auto come = [](const People& people) {
      return std::count_if(people.arrival.begin(), people.arrival.end(), [](Time at) { return at != Time::never(); });
    };
    const BookingCounts& c = booking_[i].counts;
    if (come(misbooked_people_[i]) !=
        come(people_[i]) - c.not_called - c.called_elsewhere + c.called_twice + c.unexpected)
      throw InternalError(
          fmt::format("replication {}, hub {}: people called do not add up", replication, group.hubs[i]));
  }
}

void GroupRun::check_laws(const HubGroup& group, std::uint32_t replication) const {
  check_booking(group, replication);
  for (std::size_t i = 0; i < hubs_; ++i) {
    const auto check = [&](const observation::RunRecord& record, const char* run) {
      if (const std::string broken = observation::broken_law(record); !broken.empty())
        throw InternalError(fmt::format("replication {}, hub {}, {}: {}", replication, group.hubs[i], run, broken));
    };
    check(baseline(i), "baseline");
    if (meets_failures_)
      check(outage(i), "outage");
  }
  for (const auto* calls : {&baseline_calls(), &outage_calls()})
    for (std::size_t backend = 0; backend < calls->size(); ++backend)
      if (const std::string broken = observation::broken_law((*calls)[backend]); !broken.empty())
        throw InternalError(fmt::format("replication {}, group of hub {}, backend {}, {}: {}", replication,
                                        group.hubs.front(), backend, calls == &baseline_calls() ? "baseline" : "outage",
                                        broken));
}

}  // namespace ripresa::model
