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
  const auto take_turn = [&](std::size_t hub) {
    turns.emplace_back(hubs[hub].next_event(), hub);
    std::push_heap(turns.begin(), turns.end(), std::greater<>{});
  };
  while (turns.front().first < end) {
    std::pop_heap(turns.begin(), turns.end(), std::greater<>{});
    const auto [at, hub] = turns.back();
    turns.pop_back();
    // A hub that was given people may have had an earlier turn than the one it stood in line for.
    if (hubs[hub].next_event() != at)
      continue;
    hubs[hub].step_before(end, queues);
    take_turn(hub);
    for (const std::size_t given : hubs[hub].take_given())
      take_turn(given);
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
  streamed_ = run_streamed(hubs, replication);
  if (!streamed_) {
    set_out(hubs, replication);
    if (hubs_ == 1)
      run_alone();
    else
      run_together();
  }
  check_laws(hubs, replication);
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

void GroupRun::run_alone() {
  BackendQueues unused(model_->backends.size());
  HubRun& baseline = baseline_.front();
  baseline.run_until(std::min(model_->first_failure, model_->horizon), unused);
  if (meets_failures_) {
    BackendQueues outage_queues = unused;
    if (outage_.empty())
      outage_.push_back(baseline);
    else
      outage_.front() = baseline;
    outage_.front().meet_failures();
    outage_.front().run_until(model_->horizon, outage_queues);
    outage_.front().finish();
  }
  baseline.run_until(model_->horizon, unused);
  baseline.finish();
}

void GroupRun::run_together() {
  BackendQueues queues(model_->backends.size());
  const auto baseline = std::span(baseline_).first(hubs_);
  advance_together(baseline, std::min(model_->first_failure, model_->horizon), queues);
  if (meets_failures_) {
    BackendQueues outage_queues = queues;
    for (std::size_t i = 0; i < hubs_; ++i) {
      if (i == outage_.size())
        outage_.push_back(baseline[i]);
      else
        outage_[i] = baseline[i];
      outage_[i].meet_failures();
    }
    const auto outage = std::span(outage_).first(hubs_);
    for (HubRun& hub : outage)
      hub.stand_among(outage);
    advance_together(outage, model_->horizon, outage_queues);
    for (HubRun& hub : outage)
      hub.finish();
  }
  advance_together(baseline, model_->horizon, queues);
  for (HubRun& hub : baseline)
    hub.finish();
}

void GroupRun::check_laws(const HubGroup& group, std::uint32_t replication) const {
  for (std::size_t i = 0; i < hubs_; ++i)
    for (const auto* record : {&baseline(i), &outage(i)})
      if (const std::string broken = observation::broken_law(*record); !broken.empty())
        throw InternalError(fmt::format("replication {}, hub {}, {}: {}", replication, group.hubs[i],
                                        record == &baseline(i) ? "baseline" : "outage", broken));
}

}  // namespace ripresa::model
