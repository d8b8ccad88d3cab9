// M/M/1 and the tandem of four stations through the engine, beside what they cost written by hand.
//
// Floor: recursions of the servers' free times over the same people, drawn by the same code, with nothing observed but
// the mean time in the system. A hand-written event loop on the standard library's heap stands beside M/M/1: over the
// same people too, and as a program of its own, which draws what it needs from the standard library as it goes.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <random>
#include <vector>

#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/model/group_run.hpp"
#include "ripresa/model/people.hpp"
#include "scenarios.hpp"

namespace ripresa::benchmarks {
namespace {

using model::People;

void draw(const model::Model& model, std::uint32_t replication, People& people) {
  const engine::RandomNumbers random(model.seed, replication, model.hubs[0].random_key);
  model::draw_people(model.hubs[0], random, model.horizon, people);
}

/// Drawn once already: what is timed uses their memory again, as the runs do.
People drawn_people(const model::Model& model) {
  People people;
  draw(model, 0, people);
  return people;
}

void count_customers(benchmark::State& state, double customers) {
  state.SetItemsProcessed(static_cast<std::int64_t>(static_cast<double>(state.iterations()) * customers));
}

void report_mean(benchmark::State& state, double minutes) {
  state.counters["mean_min"] = minutes;
}

/// One run of the scenario's only hub, record and all.
void run_engine(benchmark::State& state, const scenario::Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  model::GroupRun run(model);
  run.run(0, 0);
  std::uint32_t replication = 1;
  for (auto _ : state)
    run.run(0, replication++);
  double total = 0;
  double left = 0;
  for (const auto& person : run.baseline(0).persons)
    if (person.left != Time::never()) {
      total += (person.left - person.arrival).in_minutes();
      ++left;
    }
  report_mean(state, total / left);
  count_customers(state, static_cast<double>(run.people(0).order.size()));
}

/// Whole experiments: drawing, the runs, every measure. As many replications that the memory, which each uses again, is
/// not what is timed.
void run_experiment(benchmark::State& state, scenario::Scenario scenario, double customers) {
  constexpr int kReplications = 40;
  scenario.experiment.replications = kReplications;
  experiment::RunOptions options;
  options.threads = 1;
  for (auto _ : state)
    benchmark::DoNotOptimize(experiment::run_experiment(scenario, options));
  count_customers(state, kReplications * customers);
}

/// The free times of a station's servers. Gives the instants at which those who join depart.
class Station {
 public:
  explicit Station(std::size_t servers) : free_(servers) {}

  std::int64_t serve(std::int64_t joins, std::int64_t service) {
    std::pop_heap(free_.begin(), free_.end(), std::greater<>{});
    const std::int64_t departs = std::max(joins, free_.back()) + service;
    free_.back() = departs;
    std::push_heap(free_.begin(), free_.end(), std::greater<>{});
    return departs;
  }

 private:
  std::vector<std::int64_t> free_;
};

void mm1_recursion(benchmark::State& state) {
  const model::Model model = model::build_model(mm1());
  People people = drawn_people(model);
  std::uint32_t replication = 1;
  double mean = 0;
  for (auto _ : state) {
    draw(model, replication++, people);
    std::int64_t free = 0;
    std::int64_t total = 0;
    for (const std::uint32_t person : people.order) {
      const std::int64_t arrival = people.arrival[person].in_microseconds();
      free = std::max(free, arrival) + people.service[0][person].in_microseconds();
      total += free - arrival;
    }
    mean = static_cast<double>(total) / static_cast<double>(people.order.size()) / 60e6;
  }
  report_mean(state, mean);
  count_customers(state, static_cast<double>(people.order.size()));
}

/// The events of one server's day. `arrival(k)`: when the k-th customer comes, of `customers`; each is asked for once,
/// in order. `service()`: how long the service that begins takes. Gives the sum of times in the system.
template <class Arrival, class Service>
std::int64_t mm1_events(std::size_t customers, Arrival arrival, Service service) {
  struct Event {
    std::int64_t at;
    std::uint32_t sequence;
    bool arrival;
    bool operator>(const Event& other) const { return at != other.at ? at > other.at : sequence > other.sequence; }
  };
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events;
  std::queue<std::int64_t> line;  // instants of arrival
  std::uint32_t sequence = 0;
  std::size_t next = 0;
  std::int64_t total = 0;
  events.push({arrival(next++), sequence++, true});
  while (!events.empty()) {
    const Event event = events.top();
    events.pop();
    if (event.arrival) {
      line.push(event.at);
      if (next < customers)
        events.push({arrival(next++), sequence++, true});
      if (line.size() == 1)
        events.push({event.at + service(), sequence++, false});
    } else {
      total += event.at - line.front();
      line.pop();
      if (!line.empty())
        events.push({event.at + service(), sequence++, false});
    }
  }
  return total;
}

void mm1_event_loop(benchmark::State& state) {
  const model::Model model = model::build_model(mm1());
  People people = drawn_people(model);
  std::uint32_t replication = 1;
  std::int64_t total = 0;
  for (auto _ : state) {
    draw(model, replication++, people);
    std::size_t begun = 0;
    total = mm1_events(
        people.order.size(), [&](std::size_t k) { return people.arrival[people.order[k]].in_microseconds(); },
        [&] { return people.service[0][people.order[begun++]].in_microseconds(); });
  }
  report_mean(state, static_cast<double>(total) / static_cast<double>(people.order.size()) / 60e6);
  count_customers(state, static_cast<double>(people.order.size()));
}

void mm1_program(benchmark::State& state) {
  const double gap = 24 * 3600e6 / kCustomers;  // microseconds
  std::mt19937_64 engine(1);
  std::exponential_distribution<double> unit;
  std::int64_t total = 0;
  for (auto _ : state) {
    std::int64_t now = 0;
    total = mm1_events(
        kCustomers, [&](std::size_t) { return now += std::llround(gap * unit(engine)); },
        [&] { return std::llround(0.9 * gap * unit(engine)); });
  }
  report_mean(state, static_cast<double>(total) / kCustomers / 60e6);
  count_customers(state, kCustomers);
}

void tandem_recursion(benchmark::State& state, int customers) {
  const model::Model model = model::build_model(tandem(customers));
  People people = drawn_people(model);
  std::uint32_t replication = 1;
  std::vector<std::pair<std::int64_t, std::uint32_t>> join;
  double mean = 0;
  for (auto _ : state) {
    draw(model, replication++, people);
    join.clear();
    for (const std::uint32_t person : people.order)
      join.emplace_back(people.arrival[person].in_microseconds(), person);
    for (std::size_t s = 0; s + 1 < model.hubs[0].stations.size(); ++s) {
      Station station(static_cast<std::size_t>(model.hubs[0].stations[s].staffing.front().servers));
      for (auto& [at, person] : join)
        at = station.serve(at, people.service[s][person].in_microseconds());
      // Departures are nearly in order.
      for (std::size_t i = 1; i < join.size(); ++i)
        for (std::size_t j = i; j > 0 && join[j] < join[j - 1]; --j)
          std::swap(join[j], join[j - 1]);
    }
    std::int64_t total = 0;
    for (const auto& [at, person] : join)
      total += at + people.service.back()[person].in_microseconds() - people.arrival[person].in_microseconds();
    mean = static_cast<double>(total) / static_cast<double>(join.size()) / 60e6;
  }
  report_mean(state, mean);
  count_customers(state, static_cast<double>(people.order.size()));
}

const bool registered = [] {
  const auto add = [](const char* name, auto run) {
    benchmark::RegisterBenchmark(name, run)->Unit(benchmark::kMillisecond);
  };
  add("M/M/1, engine", [](benchmark::State& state) { run_engine(state, mm1()); });
  add("floor: M/M/1, engine", mm1_recursion);
  add("M/M/1, all measures", [](benchmark::State& state) { run_experiment(state, mm1(), kCustomers); });
  add("floor: M/M/1, all measures", mm1_recursion);
  add("M/M/1, hand-written events", mm1_event_loop);
  add("floor: M/M/1, hand-written events", mm1_recursion);
  add("M/M/1, hand-written program", mm1_program);
  add("floor: M/M/1, hand-written program", mm1_recursion);
  add("tandem, engine", [](benchmark::State& state) { run_engine(state, tandem(100'000)); });
  add("floor: tandem, engine", [](benchmark::State& state) { tandem_recursion(state, 100'000); });
  add("tandem, all measures", [](benchmark::State& state) { run_experiment(state, tandem(100'000), 100'000); });
  add("floor: tandem, all measures", [](benchmark::State& state) { tandem_recursion(state, 100'000); });
  add("tandem of a million, engine", [](benchmark::State& state) { run_engine(state, tandem(kCustomers)); });
  add("floor: tandem of a million, engine", [](benchmark::State& state) { tandem_recursion(state, kCustomers); });
  add("tandem of a million, measures",
      [](benchmark::State& state) { run_experiment(state, tandem(kCustomers), kCustomers); });
  add("floor: tandem of a million, measures", [](benchmark::State& state) { tandem_recursion(state, kCustomers); });
  return true;
}();

}  // namespace
}  // namespace ripresa::benchmarks
