// Days of hubs. Each stands beside the part of it that it is built on: a run beside the drawing of its people, a run
// and its twin beside one run, all measures beside none, hubs coupled by a backend beside hubs for themselves, a retry
// storm beside the same day with nothing to retry.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "ripresa/model/group_run.hpp"
#include "run_groups.hpp"
#include "scenarios.hpp"

namespace ripresa::benchmarks {
namespace {

constexpr int kHubs = 200;
constexpr int kReplications = 20;

void draw_alone(benchmark::State& state, const scenario::Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  model::People people;
  std::uint32_t replication = 0;
  std::size_t drawn = 0;
  for (auto _ : state) {
    for (const model::HubModel& hub : model.hubs) {
      const engine::RandomNumbers random(model.seed, replication, hub.random_key);
      model::draw_people(hub, random, model.horizon, people);
      drawn += people.order.size();
    }
    ++replication;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(drawn));
}

void measure(benchmark::State& state, int threads) {
  scenario::Scenario scenario = hub_day(true);
  scenario.experiment.replications = kReplications;
  experiment::RunOptions options;
  options.threads = threads;
  for (auto _ : state)
    benchmark::DoNotOptimize(experiment::run_experiment(scenario, options));
  const std::int64_t people = scenario.hubs[0].appointments.blocks.front().persons;
  state.SetItemsProcessed(people * kReplications * state.iterations());
}

/// The same replications without a measure, per person booked as `measure` counts them.
void no_measures(benchmark::State& state) {
  scenario::Scenario scenario = hub_day(true);
  const model::Model model = model::build_model(scenario);
  model::GroupRun run(model);
  for (auto _ : state)
    for (std::uint32_t replication = 0; replication < kReplications; ++replication)
      run.run(0, replication);
  const std::int64_t people = scenario.hubs[0].appointments.blocks.front().persons;
  state.SetItemsProcessed(people * kReplications * state.iterations());
}

void build(benchmark::State& state) {
  const scenario::Scenario scenario = hub_day(true);
  for (auto _ : state)
    benchmark::DoNotOptimize(model::build_model(scenario));
  state.SetItemsProcessed(state.iterations());
}

const bool registered = [] {
  const auto add = [](const char* name, auto run) {
    return benchmark::RegisterBenchmark(name, run)->Unit(benchmark::kMillisecond);
  };
  add("hub day without failure", [](benchmark::State& state) { run_groups(state, hub_day(false)); });
  add("floor: hub day without failure", [](benchmark::State& state) { draw_alone(state, hub_day(false)); });
  add("hub day with outage and twin", [](benchmark::State& state) { run_groups(state, hub_day(true)); });
  add("floor: hub day with outage and twin", [](benchmark::State& state) { run_groups(state, hub_day(false)); });
  add("hub day, all measures", [](benchmark::State& state) { measure(state, 1); });
  add("floor: hub day, all measures", no_measures);
  add("hub day, two threads", [](benchmark::State& state) { measure(state, 2); })->UseRealTime();
  add("floor: hub day, two threads", [](benchmark::State& state) { measure(state, 1); })->UseRealTime();
  const auto uncoupled = [](benchmark::State& state) { run_groups(state, nation(kHubs, Coupling::none)); };
  add("nation uncoupled", uncoupled);
  add("floor: nation uncoupled", [](benchmark::State& state) { draw_alone(state, nation(kHubs, Coupling::none)); });
  add("nation coupled", [](benchmark::State& state) { run_groups(state, nation(kHubs, Coupling::with_room)); });
  add("floor: nation coupled", uncoupled);
  add("nation coupled, calls wait",
      [](benchmark::State& state) { run_groups(state, nation(kHubs, Coupling::calls_wait)); });
  add("floor: nation coupled, calls wait", uncoupled);
  add("retry storm", [](benchmark::State& state) { run_groups(state, retry_storm(true)); });
  add("floor: retry storm", [](benchmark::State& state) { run_groups(state, retry_storm(false)); });
  add("building the hub's model", build);
  return true;
}();

}  // namespace
}  // namespace ripresa::benchmarks
