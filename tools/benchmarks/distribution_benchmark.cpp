// Random numbers and distributions, drawn in bulk. Floor of the numbers: one block at a time. Floor of a distribution:
// the numbers alone.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "ripresa/engine/random.hpp"
#include "ripresa/engine/sampler.hpp"

namespace ripresa::benchmarks {
namespace {

constexpr std::size_t kNumbers = 10'000;

void bulk_numbers(benchmark::State& state, Instructions instructions) {
  if (!supported(instructions)) {
    state.SkipWithError("not on this machine");
    return;
  }
  const engine::RandomNumbers random(1, 2, 3);
  std::vector<engine::UniformBits> bits(kNumbers);
  for (auto _ : state) {
    random.fill(0, 0, bits, instructions);
    benchmark::DoNotOptimize(bits.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kNumbers));
}

void draws(benchmark::State& state, const engine::Sampler& sampler) {
  const engine::RandomNumbers random(1, 2, 3);
  std::vector<engine::UniformBits> bits(kNumbers);
  std::vector<Duration> drawn(kNumbers);
  for (auto _ : state) {
    random.fill(0, 0, bits);
    sampler.draw(bits, drawn);
    benchmark::DoNotOptimize(drawn.data());
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kNumbers));
}

void numbers_alone(benchmark::State& state) {
  bulk_numbers(state, best_instructions());
}

const bool registered = [] {
  using engine::Sampler;
  for (const auto& [name, instructions] :
       {std::pair{"numbers, AVX-512", Instructions::avx512}, std::pair{"numbers, AVX2", Instructions::avx2}}) {
    benchmark::RegisterBenchmark(name, bulk_numbers, instructions);
    benchmark::RegisterBenchmark((std::string("floor: ") + name).c_str(), bulk_numbers, Instructions::plain);
  }
  const Duration mean = Duration::minutes(3);
  const std::pair<const char*, Sampler> samplers[] = {{"exponential", Sampler::shifted_exponential({}, mean)},
                                                      {"lognormal", Sampler::lognormal(mean, 0.5)},
                                                      {"gamma", Sampler::gamma(mean, 0.5)},
                                                      {"Weibull", Sampler::weibull(mean, 1.5)},
                                                      {"normal", Sampler::normal(mean, mean, {}, {})},
                                                      {"triangular", Sampler::triangular({}, mean, mean * 2)},
                                                      {"uniform", Sampler::uniform({}, mean)}};
  for (const auto& [name, sampler] : samplers) {
    benchmark::RegisterBenchmark((std::string("draw, ") + name).c_str(), draws, sampler);
    benchmark::RegisterBenchmark((std::string("floor: draw, ") + name).c_str(), numbers_alone);
  }
  return true;
}();

}  // namespace
}  // namespace ripresa::benchmarks
