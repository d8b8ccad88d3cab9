#include "failure_pieces.hpp"

#include "ripresa/model/backend_graph.hpp"

namespace ripresa::model {

namespace {

BackendState state_of(const scenario::Severity& severity) {
  BackendState state;
  if (const auto* degraded = std::get_if<scenario::Degraded>(&severity)) {
    state.latency_factor = degraded->latency_factor;
    state.error_rate = degraded->error_rate;
    state.retry_pause = degraded->retry_pause;
    state.capacity_factor = degraded->capacity_factor;
  } else {
    state.up = false;
  }
  return state;
}

/// Steps from `start` at the beginning to sound at the end, each with the value at its middle.
void add_stairs(Time from, Duration length, const BackendState& start, std::vector<Piece>& pieces) {
  const std::int64_t steps = std::clamp<std::int64_t>(length / Duration::seconds(1), 1, kRecoverySteps);
  const auto edge = [&](std::int64_t step) {
    return from + Duration::microseconds(length.in_microseconds() * step / steps);
  };
  for (std::int64_t step = 0; step < steps; ++step) {
    const double left = 1 - (static_cast<double>(step) + 0.5) / static_cast<double>(steps);
    BackendState state = start;
    state.latency_factor = 1 + (start.latency_factor - 1) * left;
    state.capacity_factor = 1 + (start.capacity_factor - 1) * left;
    state.error_rate = start.error_rate * left;
    pieces.push_back({edge(step), edge(step + 1), state});
  }
}

void worsen(BackendState& state, const BackendState& by) {
  state.up = state.up && by.up;
  state.latency_factor *= by.latency_factor;
  state.capacity_factor *= by.capacity_factor;
  state.error_rate = 1 - (1 - state.error_rate) * (1 - by.error_rate);
  if (by.error_rate > 0)
    state.retry_pause = std::max(state.retry_pause, by.retry_pause);
}

}  // namespace

void add_pieces(const scenario::FailureWindow& window, std::vector<Piece>& pieces) {
  const BackendState failing = state_of(window.severity);
  pieces.push_back({window.from, window.to, failing});
  const scenario::Recovery& recovery = window.recovery;
  if (recovery.ramp > Duration{})
    add_stairs(window.to, recovery.ramp,
               {true, recovery.latency_factor, recovery.error_rate, recovery.retry_pause, recovery.capacity_factor},
               pieces);
  if (recovery.cold_cache > Duration{})
    add_stairs(window.to, recovery.cold_cache, {true, recovery.cold_cache_latency_factor, 0, {}, 1}, pieces);
}

BackendState state_of(const Causes& causes, const std::vector<Piece>& pieces) {
  BackendState state;
  for (const std::size_t cause : causes)
    worsen(state, pieces[cause].state);
  return state.up ? state : kDown;
}

}  // namespace ripresa::model
