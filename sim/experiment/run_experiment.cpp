#include "ripresa/experiment/run_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <optional>
#include <utility>

#include "replication_run.hpp"
#include "ripresa/base/error.hpp"
#include "ripresa/base/threads.hpp"
#include "ripresa/experiment/backend_series.hpp"
#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/precision.hpp"

namespace ripresa::experiment {
namespace {

constexpr std::size_t kMegabyte = 1'000'000;

/// What is set aside for values and series over the replications: all values of as many replications as fit, and what
/// they are condensed to when there are more. Wider scopes are few and are what is read first, so that they have a part
/// of their own and the hubs cannot take it.
struct Sections {
  statistics::TableSection hub_values, wider_values, hub_series, wider_series, backends;
};

Sections sections_of(const scenario::Scenario& scenario, const model::Model& model, const Layout& layout) {
  const bool hubs_kept = detail_of_hubs(scenario) != scenario::Detail::nothing;
  return {{layout.hub_values, statistics::kExactBytes, 112 * kMegabyte, hubs_kept},
          {layout.values - layout.hub_values, statistics::kExactBytes, 32 * kMegabyte},
          {layout.hub_series, statistics::kExactBytes, 128 * kMegabyte},
          {layout.series - layout.hub_series, statistics::kExactBytes, 96 * kMegabyte},
          {backend_columns(model), statistics::kExactBytes, 96 * kMegabyte}};
}

void check_memory(const Sections& sections, const scenario::Scenario& scenario) {
  const auto replications = static_cast<std::size_t>(scenario.experiment.replications);
  const bool one_hub = scenario.hubs.size() == 1;  // of which output.hubs leaves nothing out
  std::vector<Diagnostic> diagnostics;
  const auto check = [&](const statistics::TableSection& section, std::size_t value_bytes, const char* what,
                         const char* remedy) {
    if (!statistics::fits(section, replications, value_bytes))
      diagnostics.push_back({"", 0, 0,
                             fmt::format("{} make {} columns, more than fit into the {} MB set aside for them", what,
                                         section.columns, section.histogram_bytes / kMegabyte),
                             remedy});
  };
  check(sections.hub_values, sizeof(double), "the measures of the hubs",
        one_hub ? "write output.stations = \"nothing\""
                : "write output.stations = \"nothing\", or output.hubs = \"nothing\"");
  check(sections.wider_values, sizeof(double), "the measures of regions and groups", "write fewer groups");
  check(sections.hub_series, sizeof(std::int32_t), "the time series of the hubs",
        one_hub ? "write a longer measures.step" : "write output.hubs = \"summary\", or a longer measures.step");
  check(sections.wider_series, sizeof(std::int32_t), "the time series of regions and groups",
        "write a longer measures.step, or fewer groups");
  check(sections.backends, sizeof(double), "the time series of the backends", "write a longer measures.step");
  if (!diagnostics.empty())
    throw InputError(std::move(diagnostics));
}

Results empty_results(scenario::Scenario given, const model::Model& model, const std::string& scratch_folder) {
  Results results;
  results.scenario = std::move(given);
  const scenario::Scenario& scenario = results.scenario;
  results.layout = layout_of(scenario, model);
  results.failure_end = model.failures.fixed().end;
  results.anything_fails = model.failures.fixed().any() || model.failures.random();
  const Sections sections = sections_of(scenario, model, results.layout);
  check_memory(sections, scenario);
  results.values = statistics::SampleTable<double>({sections.hub_values, sections.wider_values}, scratch_folder);
  results.series = statistics::SampleTable<std::int32_t>({sections.hub_series, sections.wider_series}, scratch_folder);
  results.backends = statistics::SampleTable<double>({sections.backends}, scratch_folder);
  results.objectives_met.assign(scenario.objectives.size(), ObjectiveTally(results.layout.scopes.size()));
  return results;
}

/// Adds a finished replication to the results; they come in their order.
void fold(const ReplicationRow& row, const RunOptions& options, Results& results) {
  results.values.add_row(row.values);
  results.series.add_row(row.series);
  results.backends.add_row(row.backends);
  for (std::size_t i = 0; i < results.objectives_met.size(); ++i)
    count(results.scenario.objectives[i], results.layout, row, results.objectives_met[i]);
  if (options.sink)
    options.sink->take(results, row);
  ++results.replications;
  if (options.progress)
    options.progress(results.replications, static_cast<std::size_t>(results.scenario.experiment.replications));
}

/// How many replications are under way at once: enough that no thread waits for the one next in order, but no more
/// than one a thread where each is large by itself and its hubs keep all threads busy.
std::size_t replications_under_way(const model::Model& model, std::size_t threads) {
  constexpr std::size_t kManyHubs = 64;
  return model.groups.size() < kManyHubs ? 4 * threads : threads;
}

}  // namespace

Results run_experiment(scenario::Scenario given, const RunOptions& options) {
  const model::Model model = model::build_model(given);
  Results results = empty_results(std::move(given), model, options.scratch_folder);
  const scenario::Scenario& scenario = results.scenario;
  if (options.sink)
    options.sink->begin(results);

  const auto replications = static_cast<std::size_t>(scenario.experiment.replications);
  std::optional<PrecisionRule> rule;
  if (scenario.experiment.until_precise)
    rule.emplace(*scenario.experiment.until_precise, results.layout, model);
  on_threads(options.threads, [&](std::size_t threads) {
    Workers workers([&model] { return Worker(model); });
    std::vector<ReplicationRun> under_way(replications_under_way(model, threads));
    std::atomic<bool> enough = false;
    const auto stop = [&] { return enough || (options.stop_requested && *options.stop_requested); };
    const auto run = [&](std::size_t number) {
      run_replication(model, scenario.measures, results.layout, number, workers, under_way[number % under_way.size()]);
    };
    const auto keep = [&](std::size_t number) {
      // Those under way when it was enough are one too many, and depend on the threads.
      if (enough)
        return;
      const ReplicationRow& row = under_way[number % under_way.size()].row;
      fold(row, options, results);
      enough = rule && rule->enough(row);
    };
    in_order(replications, under_way.size(), stop, run, keep);
    results.precise = enough;
    if (rule)
      results.imprecise = rule->imprecise();
  });
  results.interrupted = results.replications < replications && !results.precise;
  results.values.gather();
  results.series.gather();
  results.backends.gather();
  return results;
}

}  // namespace ripresa::experiment
