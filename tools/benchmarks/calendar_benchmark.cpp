// The calendar alone, by the hold model (Vaucher and Duval 1975): the first event is taken and scheduled again, later
// by an exponential time, so that the calendar keeps its size. Floor: the standard library's heap of the same keys.
// The calendars that it could have been stand beside it in their turn: their floor is the engine's calendar.

#include <benchmark/benchmark.h>

#include <queue>
#include <string>
#include <vector>

#include "calendar_alternatives.hpp"
#include "ripresa/engine/calendar.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/engine/sampler.hpp"

namespace ripresa::benchmarks {
namespace {

std::vector<Duration> increments() {
  std::vector<engine::UniformBits> bits(1 << 14);
  engine::RandomNumbers(1, 0, 0).fill(0, 0, bits);
  std::vector<Duration> all(bits.size());
  engine::Sampler::shifted_exponential(Duration{}, Duration::minutes(1)).draw(bits, all);
  return all;
}

void calendar_hold(benchmark::State& state) {
  const auto later = increments();
  engine::Calendar calendar;
  for (std::uint32_t i = 0; i < state.range(0); ++i)
    calendar.schedule(Time{} + later[i % later.size()], engine::Phase::progress, i);
  std::size_t i = 0;
  std::uint32_t held = 0;
  for (auto _ : state) {
    engine::Calendar::Event event;
    calendar.pop_by(Time::never() - Duration::microseconds(1), event);
    calendar.schedule(event.time + later[i++ % later.size()], engine::Phase::progress, event.token);
    if (++held == 1u << 31) {  // the sequence numbers of a run are used up
      state.SkipWithError("too many events for one calendar");
      break;
    }
  }
  state.SetItemsProcessed(state.iterations());
}

void standard_heap_hold(benchmark::State& state) {
  using Event = std::pair<std::int64_t, std::uint64_t>;  // time; sequence and token
  const auto later = increments();
  std::priority_queue<Event, std::vector<Event>, std::greater<>> heap;
  std::uint64_t sequence = 0;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    heap.emplace(later[static_cast<std::size_t>(i) % later.size()].in_microseconds(), sequence++);
  std::size_t i = 0;
  for (auto _ : state) {
    const Event event = heap.top();
    heap.pop();
    heap.emplace(event.first + later[i++ % later.size()].in_microseconds(), sequence++);
  }
  state.SetItemsProcessed(state.iterations());
}

/// Throws away its own measurement where keys come out in the wrong order.
template <class Queue>
void alternative_hold(benchmark::State& state) {
  const auto later = increments();
  Queue queue;
  std::uint64_t sequence = 0;
  const auto push = [&](std::int64_t at) {
    queue.push(static_cast<EventKey>(static_cast<std::uint64_t>(at)) << 64 | sequence++);
  };
  for (std::int64_t i = 0; i < state.range(0); ++i)
    push(later[static_cast<std::size_t>(i) % later.size()].in_microseconds());
  std::size_t i = 0;
  EventKey last = 0;
  bool in_order = true;
  for (auto _ : state) {
    const EventKey first = queue.pop();
    in_order = in_order && last <= first;
    last = first;
    push(time_of(first) + later[i++ % later.size()].in_microseconds());
  }
  if (!in_order)
    state.SkipWithError("events came out of order");
  state.SetItemsProcessed(state.iterations());
}

constexpr std::int64_t kLargest = 1'000'000;

BENCHMARK(calendar_hold)->Name("calendar, hold")->RangeMultiplier(10)->Range(10, kLargest);
BENCHMARK(standard_heap_hold)->Name("floor: calendar, hold")->RangeMultiplier(10)->Range(10, kLargest);

const bool registered = [] {
  // A million events in one sorted array would be moved for hours.
  const auto add = [](const std::string& name, auto hold, std::int64_t largest) {
    benchmark::RegisterBenchmark(name.c_str(), hold)->RangeMultiplier(10)->Range(10, largest);
    benchmark::RegisterBenchmark(("floor: " + name).c_str(), calendar_hold)->RangeMultiplier(10)->Range(10, largest);
  };
  add("sorted array, hold", alternative_hold<SortedArray>, 10'000);
  add("calendar queue, hold", alternative_hold<CalendarQueue>, kLargest);
  add("ladder queue, hold", alternative_hold<LadderQueue>, kLargest);
  return true;
}();

}  // namespace
}  // namespace ripresa::benchmarks
