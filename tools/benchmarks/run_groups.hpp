#pragma once

#include <benchmark/benchmark.h>

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::benchmarks {

/// Times replications of the scenario on one thread, without measures; an item is a person who comes.
void run_groups(benchmark::State& state, const scenario::Scenario& scenario);

}  // namespace ripresa::benchmarks
