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

void GroupRun::run(std::size_t group, std::uint32_t replication) {
  const HubGroup& hubs = model_->groups[group];
  meets_failures_ = hubs.meets_failures && model_->first_failure < model_->horizon;
  set_out(hubs, replication);
  if (hubs_ == 1)
    run_alone();
  else
    run_together();
  check_laws(hubs, replication);
}

void GroupRun::set_out(const HubGroup& group, std::uint32_t replication) {
  hubs_ = group.hubs.size();
  if (people_.size() < hubs_)
    people_.resize(hubs_);
  for (std::size_t i = 0; i < hubs_; ++i) {
    const std::size_t hub = group.hubs[i];
    if (i == baseline_.size())
      baseline_.emplace_back(*model_, hub);
    else
      baseline_[i].aim_at(hub);
    const engine::RandomNumbers random(model_->seed, replication, model_->hubs[hub].random_key);
    draw_people(model_->hubs[hub], random, model_->horizon, people_[i]);
    baseline_[i].start(people_[i], random);
  }
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
