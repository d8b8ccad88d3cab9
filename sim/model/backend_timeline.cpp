#include "ripresa/model/backend_timeline.hpp"

#include <algorithm>
#include <set>

namespace ripresa::model {
namespace {

using scenario::FailureWindow;
using scenario::Scenario;

/// Marks `backend` and everything it depends on, directly or not.
void mark_foundations(const Scenario& scenario, std::size_t backend, std::vector<bool>& marked) {
  if (marked[backend])
    return;
  marked[backend] = true;
  for (const std::size_t below : scenario.backends[backend].depends_on)
    mark_foundations(scenario, below, marked);
}

void worsen(BackendState& state, const FailureWindow& window) {
  if (const auto* degraded = std::get_if<scenario::Degraded>(&window.severity)) {
    state.latency_factor *= degraded->latency_factor;
    state.error_rate = 1 - (1 - state.error_rate) * (1 - degraded->error_rate);
    state.retry_pause = std::max(state.retry_pause, degraded->retry_pause);
  } else {
    state.up = false;
  }
}

BackendTimeline combined(const std::vector<const FailureWindow*>& windows) {
  std::set<Time> instants;
  for (const FailureWindow* window : windows)
    instants.insert({window->from, window->to});
  BackendTimeline timeline;
  BackendState before;
  for (const Time at : instants) {
    BackendState state;
    for (const FailureWindow* window : windows)
      if (window->from <= at && at < window->to)
        worsen(state, *window);
    if (state != before)
      timeline.push_back({at, state});
    before = state;
  }
  return timeline;
}

}  // namespace

bool hits_hub(const FailureWindow& window, std::size_t hub) {
  return window.hubs.empty() || std::binary_search(window.hubs.begin(), window.hubs.end(), hub);
}

std::vector<std::vector<std::size_t>> limiting_backends(const Scenario& scenario) {
  std::vector<std::vector<std::size_t>> limiting(scenario.backends.size());
  for (std::size_t backend = 0; backend < scenario.backends.size(); ++backend) {
    std::vector<bool> rests_on(scenario.backends.size());
    mark_foundations(scenario, backend, rests_on);
    for (std::size_t below = 0; below < scenario.backends.size(); ++below)
      if (rests_on[below] && scenario.backends[below].capacity)
        limiting[backend].push_back(below);
  }
  return limiting;
}

std::vector<BackendTimeline> backend_timelines(const Scenario& scenario, std::size_t hub) {
  std::vector<BackendTimeline> timelines;
  for (std::size_t backend = 0; backend < scenario.backends.size(); ++backend) {
    std::vector<bool> rests_on(scenario.backends.size());
    mark_foundations(scenario, backend, rests_on);
    std::vector<const FailureWindow*> windows;
    for (const FailureWindow& window : scenario.failures)
      if (rests_on[window.backend] && hits_hub(window, hub))
        windows.push_back(&window);
    timelines.push_back(combined(windows));
  }
  return timelines;
}

}  // namespace ripresa::model
