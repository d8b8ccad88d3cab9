// An outage that a nation's clerks spend calling again every five seconds, beside one that they wait out.

#include <benchmark/benchmark.h>

#include "ripresa/model/group_run.hpp"
#include "scenarios.hpp"

namespace ripresa::benchmarks {
namespace {

constexpr int kHubs = 2000;

void run_nation(benchmark::State& state, const scenario::Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  model::GroupRun run(model);
  std::uint32_t replication = 0;
  std::size_t people = 0;
  for (auto _ : state) {
    for (std::size_t group = 0; group < model.groups.size(); ++group) {
      run.run(group, replication);
      for (std::size_t i = 0; i < model.groups[group].hubs.size(); ++i)
        people += run.people(i).order.size();
    }
    ++replication;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(people));
}

scenario::Retry each_five_seconds() {
  scenario::Retry retry;
  retry.timeout = Duration::seconds(5);
  retry.backoff.first = retry.backoff.cap = Duration::seconds(5);
  return retry;
}

const bool registered = [] {
  const auto add = [](const char* name, const scenario::Response& response, bool coupled) {
    benchmark::RegisterBenchmark(name, [response, coupled](benchmark::State& state) {
      run_nation(state, calling_nation(kHubs, response, coupled));
    })->Unit(benchmark::kMillisecond);
  };
  add("outage retried", {each_five_seconds(), {}, {}, {}}, false);
  add("floor: outage retried", {scenario::Wait{}, {}, {}, {}}, false);
  add("outage retried, hubs coupled", {each_five_seconds(), {}, {}, {}}, true);
  add("floor: outage retried, hubs coupled", {scenario::Wait{}, {}, {}, {}}, true);
  return true;
}();

}  // namespace
}  // namespace ripresa::benchmarks
