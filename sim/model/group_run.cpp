#include "ripresa/model/group_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <span>
#include <utility>

#include "ripresa/base/error.hpp"
#include "ripresa/observation/conservation.hpp"

namespace ripresa::model {
namespace {

/// Advances hubs that share backends: always the one with the earliest event, the first listed where several are due.
void advance_together(std::span<HubRun> hubs, Time end, BackendQueues& queues) {
  using Turn = std::pair<Time, std::size_t>;
  std::vector<Turn> turns;
  for (std::size_t hub = 0; hub < hubs.size(); ++hub)
    turns.emplace_back(hubs[hub].next_event(), hub);
  std::make_heap(turns.begin(), turns.end(), std::greater<>{});
  while (turns.front().first < end) {
    std::pop_heap(turns.begin(), turns.end(), std::greater<>{});
    Turn& turn = turns.back();
    hubs[turn.second].step_before(end, queues);
    turn.first = hubs[turn.second].next_event();
    std::push_heap(turns.begin(), turns.end(), std::greater<>{});
  }
}

}  // namespace

engine::RandomNumbers GroupRun::random_of(const HubModel& hub, std::uint32_t replication) const {
  return {day_.seed, replication, hub.random_key};
}

void GroupRun::run(std::size_t group, std::uint32_t replication) {
  run(group, replication, {model_->seed, {}});
}

void GroupRun::run(std::size_t group, std::uint32_t replication, const Day& day) {
  day_ = day;
  const HubGroup& hubs = model_->groups[group];
  meets_failures_ = hubs.meets_failures && model_->first_failure < model_->horizon;
  draw(hubs, replication);
  misbook_all(hubs, replication);
  streamed_ = run_streamed(hubs, replication);
  if (!streamed_) {
    set_out(hubs, replication);
    if (hubs_ == 1)
      run_alone(hubs, replication);
    else
      run_together(hubs, replication);
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

/// Sets the runs with the failure on their way: from the start of the day with people of their own, else from where
/// their twins are.
void GroupRun::start_outage(const HubGroup& group, std::uint32_t replication) {
  for (std::size_t i = 0; i < hubs_; ++i) {
    if (i == outage_.size())
      outage_.push_back(baseline_[i]);
    else
      outage_[i] = baseline_[i];
    if (misbooked_)
      outage_[i].start(misbooked_people_[i], random_of(model_->hubs[group.hubs[i]], replication));
    outage_[i].meet_failures();
  }
}

void GroupRun::draw(const HubGroup& group, std::uint32_t replication) {
  hubs_ = group.hubs.size();
  if (people_.size() < hubs_)
    people_.resize(hubs_);
  for (std::size_t i = 0; i < hubs_; ++i) {
    const HubModel& hub = model_->hubs[group.hubs[i]];
    const auto random = random_of(hub, replication);
    if (day_.hubs.empty())
      draw_people(hub, random, model_->horizon, people_[i]);
    else
      draw_people(hub, day_.hubs[i].demand, random, model_->horizon, people_[i]);
  }
}

void GroupRun::set_out(const HubGroup& group, std::uint32_t replication) {
  for (std::size_t i = 0; i < hubs_; ++i) {
    const std::size_t hub = group.hubs[i];
    if (i == baseline_.size())
      baseline_.emplace_back(*model_, hub);
    else
      baseline_[i].aim_at(hub);
    const auto supplies = day_.hubs.empty() ? std::span<const SupplyDay>{} : day_.hubs[i].supplies;
    baseline_[i].start(people_[i], random_of(model_->hubs[hub], replication), supplies);
  }
}

/// Runs the group's only hub station by station. False where that cannot be done: then there is no result.
bool GroupRun::run_streamed(const HubGroup& group, std::uint32_t replication) {
  if (hubs_ != 1 || !streamable(*model_, group.hubs.front()))
    return false;
  const std::size_t hub = group.hubs.front();
  streamed_baseline_.start(hub, people_.front(), random_of(model_->hubs[hub], replication));
  if (meets_failures_) {
    streamed_baseline_.run_until(model_->first_failure);
    if (streamed_baseline_.undecided())
      return false;
    if (misbooked_)
      streamed_outage_.start(hub, misbooked_people_.front(), random_of(model_->hubs[hub], replication));
    else
      streamed_outage_.take_over(streamed_baseline_);
    streamed_outage_.meet_failures();
    streamed_outage_.run_until(model_->horizon);
    streamed_outage_.finish();
    if (streamed_outage_.undecided())
      return false;
  }
  streamed_baseline_.run_until(model_->horizon);
  streamed_baseline_.finish();
  return !streamed_baseline_.undecided();
}

void GroupRun::run_alone(const HubGroup& group, std::uint32_t replication) {
  BackendQueues unused(model_->backends.size());
  HubRun& baseline = baseline_.front();
  baseline.run_until(std::min(model_->first_failure, model_->horizon), unused);
  if (meets_failures_) {
    BackendQueues outage_queues = unused;
    start_outage(group, replication);
    outage_.front().run_until(model_->horizon, outage_queues);
    outage_.front().finish();
  }
  baseline.run_until(model_->horizon, unused);
  baseline.finish();
}

void GroupRun::run_together(const HubGroup& group, std::uint32_t replication) {
  BackendQueues queues(model_->backends.size());
  const auto baseline = std::span(baseline_).first(hubs_);
  advance_together(baseline, std::min(model_->first_failure, model_->horizon), queues);
  if (meets_failures_) {
    BackendQueues outage_queues = misbooked_ ? BackendQueues(model_->backends.size()) : queues;
    start_outage(group, replication);
    const auto outage = std::span(outage_).first(hubs_);
    advance_together(outage, model_->horizon, outage_queues);
    for (HubRun& hub : outage)
      hub.finish();
  }
  advance_together(baseline, model_->horizon, queues);
  for (HubRun& hub : baseline)
    hub.finish();
}

/// Who was booked and who came: arrivals = the twin's − not called − called elsewhere + called twice + unexpected, but
/// for those whom the horizon parts.
void GroupRun::check_booking(const HubGroup& group, std::uint32_t replication) const {
  for (std::size_t i = 0; misbooked_ && i < hubs_; ++i) {
    const auto come = [](const People& people) {
      return std::count_if(people.arrival.begin(), people.arrival.end(), [](Time at) { return at != Time::never(); });
    };
    const BookingCounts& c = booking_[i];
    if (come(misbooked_people_[i]) !=
        come(people_[i]) - c.not_called - c.called_elsewhere + c.called_twice + c.unexpected)
      throw InternalError(
          fmt::format("replication {}, hub {}: people called do not add up", replication, group.hubs[i]));
  }
}

void GroupRun::check_laws(const HubGroup& group, std::uint32_t replication) const {
  check_booking(group, replication);
  for (std::size_t i = 0; i < hubs_; ++i)
    for (const auto* record : {&baseline(i), &outage(i)})
      if (const std::string broken = observation::broken_law(*record); !broken.empty())
        throw InternalError(fmt::format("replication {}, hub {}, {}: {}", replication, group.hubs[i],
                                        record == &baseline(i) ? "baseline" : "outage", broken));
}

}  // namespace ripresa::model
