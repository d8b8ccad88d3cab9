// An outage that a nation's clerks spend calling again every five seconds, beside one that they wait out.

#include <benchmark/benchmark.h>

#include "run_groups.hpp"
#include "scenarios.hpp"

namespace ripresa::benchmarks {
namespace {

/// Coupled, all clerks call again until the day ends: the failure is over, but the backend stays overloaded. The cost
/// of such a day is that of its calls, dozens for each person who is served.
constexpr int kHubs = 100;

scenario::Retry each_five_seconds() {
  scenario::Retry retry;
  retry.timeout = Duration::seconds(5);
  retry.backoff.first = retry.backoff.cap = Duration::seconds(5);
  return retry;
}

const bool registered = [] {
  const auto add = [](const char* name, const scenario::Response& response, bool coupled) {
    benchmark::RegisterBenchmark(name, [response, coupled](benchmark::State& state) {
      run_groups(state, calling_nation(kHubs, response, coupled));
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
