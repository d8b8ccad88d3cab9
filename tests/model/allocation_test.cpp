// Once warm, running day after day takes no memory from the heap. Event by event an outage's lines do: the twin's
// lines, which the run with the outage begins with, are shorter.

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <new>

#include "ripresa/model/group_run.hpp"
#include "support/scenarios.hpp"

namespace {

std::atomic<bool> counting = false;
std::atomic<int> allocations = 0;

}  // namespace

[[gnu::noinline]] void* operator new(std::size_t size) {
  if (counting)
    ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size))
    return memory;
  throw std::bad_alloc();
}

// What std::stable_sort asks; it gives back by the delete below.
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  if (counting)
    ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}

// What memory for vector instructions asks; likewise.
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  if (counting)
    ++allocations;
  const auto unit = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(unit, (size + unit - 1) / unit * unit))
    return memory;
  throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}

[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// A hub whose stations call a backend that fails in the afternoon.
Scenario day_with_outage() {
  Scenario s = empty_scenario();
  s.backends = {{"poste", {}, Lognormal{Duration::seconds(2), 0.6}, Capacity{10}}};
  s.failures = {down_between(Time::clock(14, 30), Time::clock(15, 10))};
  Station registration = staffed_station("registration", 6, Lognormal{Duration::minutes(3), 0.5});
  registration.calls = {{0, CallPoint::end}};
  Station vaccination = staffed_station("vaccination", 8, Lognormal{Duration::minutes(4), 0.5});
  vaccination.walk = Constant{Duration::seconds(30)};
  Hub hub = hub_of({registration, vaccination, seats_station("observation", Constant{Duration::minutes(15)})});
  hub.indoor_capacity = 40;
  hub.appointments = {{{hub.opens, hub.closes, 1100}},
                      Duration::minutes(10),
                      0.95,
                      Normal{-Duration::minutes(5), Duration::minutes(8), {}, {}}};
  hub.walk_ins.pieces = {{hub.opens, hub.closes, 10}};
  s.hubs = {hub};
  return s;
}

/// How often twenty days ask the heap for memory when the same days were run before: memory grows to the largest of
/// them, for days differ in how many people come and wait.
int allocations_once_warm(const Scenario& scenario, bool streamed) {
  const model::Model model = model::build_model(scenario);
  REQUIRE(model::streamable(model, 0) == streamed);
  model::GroupRun run(model);
  allocations = 0;
  for (int round = 0; round < 2; ++round) {
    counting = round == 1;
    for (std::uint32_t replication = 0; replication < 20; ++replication)
      run.run(0, replication);
  }
  counting = false;
  return allocations;
}

}  // namespace

TEST_CASE("once warm, a day with its outage and its twin takes no memory from the heap, station by station") {
  CHECK(allocations_once_warm(day_with_outage(), true) == 0);
}

TEST_CASE("once warm, an undisturbed day takes no memory from the heap, event by event") {
  Scenario scenario = day_with_outage();
  // Work that goes on only while the backend answers is the event-driven run's alone.
  scenario.hubs[0].stations[0].calls = {{0, CallPoint::throughout}};
  scenario.failures.clear();
  CHECK(allocations_once_warm(scenario, false) == 0);
}

TEST_CASE("once one day has been run, others take no memory from the heap though more people come than on it") {
  // So many walk-ins, and no queue, that nothing else grows from day to day.
  Scenario scenario = empty_scenario();
  Hub hub = hub_of({staffed_station("desk", 100, Constant{Duration::minutes(1)})});
  hub.walk_ins.pieces = {{hub.opens, hub.closes, 2000}};
  scenario.hubs = {hub};
  const model::Model model = model::build_model(scenario);
  REQUIRE(model::streamable(model, 0));
  model::GroupRun run(model);
  run.run(0, 0);
  const std::size_t first = run.people(0).size();
  bool more = false;
  allocations = 0;
  for (std::uint32_t replication = 1; replication < 20; ++replication) {
    counting = true;
    run.run(0, replication);
    counting = false;
    more = more || run.people(0).size() > first;
  }
  CHECK(more);
  CHECK(allocations == 0);
}
