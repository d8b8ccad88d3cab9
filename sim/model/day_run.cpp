#include "ripresa/model/day_run.hpp"

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

DayRun::DayRun(const Model& model)
    : model_(&model), anything_fails_(model.first_failure < model.horizon), people_(model.hubs.size()) {
  for (std::size_t hub = 0; hub < model.hubs.size(); ++hub)
    baseline_.emplace_back(model, hub);
  outage_ = baseline_;
}

void DayRun::run(std::uint32_t replication) {
  for (std::size_t hub = 0; hub < model_->hubs.size(); ++hub) {
    const engine::RandomNumbers random(model_->seed, replication, model_->hubs[hub].random_key);
    draw_people(model_->hubs[hub], random, model_->horizon, people_[hub]);
    baseline_[hub].start(people_[hub], random);
  }
  if (model_->shared_capacity)
    run_together();
  else
    for (std::size_t hub = 0; hub < model_->hubs.size(); ++hub)
      run_apart(hub);
  check_laws(replication);
}

void DayRun::run_apart(std::size_t hub) {
  BackendQueues unused(model_->backends.size());
  baseline_[hub].run_until(std::min(model_->first_failure, model_->horizon), unused);
  if (anything_fails_) {
    outage_[hub] = baseline_[hub];
    outage_[hub].meet_failures();
    outage_[hub].run_until(model_->horizon, unused);
    outage_[hub].finish();
  }
  baseline_[hub].run_until(model_->horizon, unused);
  baseline_[hub].finish();
}

void DayRun::run_together() {
  BackendQueues queues(model_->backends.size());
  advance_together(baseline_, std::min(model_->first_failure, model_->horizon), queues);
  if (anything_fails_) {
    outage_ = baseline_;
    BackendQueues outage_queues = queues;
    for (HubRun& hub : outage_)
      hub.meet_failures();
    advance_together(outage_, model_->horizon, outage_queues);
    for (HubRun& hub : outage_)
      hub.finish();
  }
  advance_together(baseline_, model_->horizon, queues);
  for (HubRun& hub : baseline_)
    hub.finish();
}

void DayRun::check_laws(std::uint32_t replication) const {
  for (std::size_t hub = 0; hub < model_->hubs.size(); ++hub)
    for (const auto* record : {&baseline(hub), &outage(hub)})
      if (const std::string broken = observation::broken_law(*record); !broken.empty())
        throw InternalError(fmt::format("replication {}, hub {}, {}: {}", replication, hub,
                                        record == &baseline(hub) ? "baseline" : "outage", broken));
}

}  // namespace ripresa::model
