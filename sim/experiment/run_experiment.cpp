#include "ripresa/experiment/run_experiment.hpp"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <array>
#include <limits>
#include <mutex>
#include <optional>

#include "ripresa/model/day_run.hpp"
#include "scope_views.hpp"

namespace ripresa::experiment {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Empty columns for every measure, long enough for all replications.
std::vector<MeasureValues> make_columns(const std::vector<std::string>& stations,
                                        const std::vector<std::string>& supplies, std::size_t replications) {
  std::vector<MeasureValues> columns;
  const std::vector<double> blank(replications, kNaN);
  for (const auto& group : run_measures())
    for (const auto& info : group.infos)
      columns.push_back({info, "", blank, blank, blank});
  for (const auto& group : twin_measures())
    for (const auto& info : group.infos)
      columns.push_back({info, "", {}, {}, blank});
  for (const auto& station : stations)
    for (const auto& group : station_measures())
      for (const auto& info : group.infos)
        columns.push_back({info, station, blank, blank, blank});
  for (const auto& supply : supplies)
    for (const auto& group : supply_measures())
      for (const auto& info : group.infos)
        columns.push_back({info, supply, blank, blank, blank});
  return columns;
}

ScopeResult make_scope_result(const scenario::Scenario& scenario, const model::Model& model, const Scope& scope) {
  const std::size_t points = model.grid.points;
  const auto replications = static_cast<std::size_t>(scenario.experiment.replications);
  std::vector<std::string> stations;
  std::vector<std::string> supplies;
  if (scope.kind == ScopeKind::hub) {
    const scenario::Hub& hub = scenario.hubs[scope.hubs.front()];
    for (const auto& station : hub.stations)
      stations.push_back(station.name);
    for (const auto& supply : hub.supplies)
      supplies.push_back(supply.name);
  }
  auto columns = make_columns(stations, supplies, replications);
  std::vector<SeriesSamples> queues(stations.size(), SeriesSamples(1, points, replications));
  const Time failure_end =
      scope.kind == ScopeKind::hub ? model.hubs[scope.hubs.front()].failure_end : model.failure_end;
  return {scope,
          failure_end,
          std::move(columns),
          SeriesSamples(kSeriesKinds, points, replications),
          std::move(stations),
          std::move(queues)};
}

/// The working memory of one thread: runs replications and writes their values into the results' columns.
class Worker {
 public:
  Worker(const model::Model& model, Results& results) : model_(model), results_(results), day_(model) {}

  void run(std::size_t replication) {
    day_.run(static_cast<std::uint32_t>(replication));
    for (ScopeResult& scope : results_.scopes)
      measure(scope, replication);
  }

 private:
  void measure(ScopeResult& result, std::size_t replication) {
    TwinView twin;
    twin.model = &model_;
    twin.hubs = result.scope.hubs;
    twin.failure_end = result.failure_end;
    twin.catch_up_tolerance_persons = results_.scenario.measures.catch_up_tolerance;
    twin.catch_up_hold = results_.scenario.measures.catch_up_hold;
    twin.outage = outage_.view(records(result.scope, true));
    twin.baseline = baseline_.view(records(result.scope, false));
    std::size_t column = 0;
    measure_runs(twin, result, replication, column);
    measure_twin(twin, result, replication, column);
    if (result.scope.kind == ScopeKind::hub) {
      measure_stations(result, replication, column);
      measure_supplies(result, replication, column);
    }
    keep_series(result, replication);
  }

  std::vector<const observation::RunRecord*> records(const Scope& scope, bool outage) const {
    std::vector<const observation::RunRecord*> all;
    for (const std::size_t hub : scope.hubs)
      all.push_back(outage ? &day_.outage(hub) : &day_.baseline(hub));
    return all;
  }

  void put_pair(MeasureValues& values, std::size_t replication, double outage, double baseline) const {
    values.outage[replication] = outage;
    values.baseline[replication] = baseline;
    values.difference[replication] = outage - baseline;
  }

  void measure_runs(const TwinView& twin, ScopeResult& result, std::size_t replication, std::size_t& column) {
    for (const auto& group : run_measures()) {
      group.compute(twin, twin.outage, scratch_, std::span(outage_values_).first(group.infos.size()));
      group.compute(twin, twin.baseline, scratch_, std::span(baseline_values_).first(group.infos.size()));
      for (std::size_t i = 0; i < group.infos.size(); ++i)
        put_pair(result.measures[column++], replication, outage_values_[i], baseline_values_[i]);
    }
  }

  void measure_twin(const TwinView& twin, ScopeResult& result, std::size_t replication, std::size_t& column) {
    for (const auto& group : twin_measures()) {
      group.compute(twin, scratch_, std::span(outage_values_).first(group.infos.size()));
      for (std::size_t i = 0; i < group.infos.size(); ++i)
        result.measures[column++].difference[replication] = outage_values_[i];
    }
  }

  void measure_stations(ScopeResult& result, std::size_t replication, std::size_t& column) {
    const std::size_t hub = result.scope.hubs.front();
    const model::HubModel& hub_model = model_.hubs[hub];
    for (std::size_t s = 0; s < hub_model.stations.size(); ++s)
      for (const auto& group : station_measures()) {
        const auto compute = [&](const observation::RunRecord& record, std::span<double> out) {
          group.compute(model_, hub_model, hub_model.stations[s], record.stations[s], scratch_, out);
        };
        compute(day_.outage(hub), std::span(outage_values_).first(group.infos.size()));
        compute(day_.baseline(hub), std::span(baseline_values_).first(group.infos.size()));
        for (std::size_t i = 0; i < group.infos.size(); ++i)
          put_pair(result.measures[column++], replication, outage_values_[i], baseline_values_[i]);
      }
  }

  void measure_supplies(ScopeResult& result, std::size_t replication, std::size_t& column) {
    const std::size_t hub = result.scope.hubs.front();
    const model::HubModel& hub_model = model_.hubs[hub];
    for (std::size_t s = 0; s < hub_model.supplies.size(); ++s)
      for (const auto& group : supply_measures()) {
        const auto compute = [&](const observation::RunRecord& record, std::span<double> out) {
          group.compute(model_, hub_model, hub_model.supplies[s], record.supplies[s], scratch_, out);
        };
        compute(day_.outage(hub), std::span(outage_values_).first(group.infos.size()));
        compute(day_.baseline(hub), std::span(baseline_values_).first(group.infos.size()));
        for (std::size_t i = 0; i < group.infos.size(); ++i)
          put_pair(result.measures[column++], replication, outage_values_[i], baseline_values_[i]);
      }
  }

  void keep_series(ScopeResult& result, std::size_t replication) const {
    for (const bool outage : {true, false}) {
      const ScopeSeries& series = (outage ? outage_ : baseline_).series();
      for (std::size_t kind = 0; kind < series.size(); ++kind)
        std::copy(series[kind].begin(), series[kind].end(), &result.series.at(outage, kind, 0, replication));
      for (std::size_t s = 0; s < result.stations.size(); ++s) {
        const std::size_t hub = result.scope.hubs.front();
        const auto& queue = (outage ? day_.outage(hub) : day_.baseline(hub)).stations[s].queue;
        std::copy(queue.begin(), queue.end(), &result.station_queues[s].at(outage, 0, 0, replication));
      }
    }
  }

  const model::Model& model_;
  Results& results_;
  model::DayRun day_;
  RunViewBuilder outage_, baseline_;
  Scratch scratch_;
  std::array<double, 16> outage_values_{}, baseline_values_{};
};

/// Hands out replications in order and reports the finished ones.
class Progress {
 public:
  Progress(std::size_t replications, const RunOptions& options) : finished_(replications, 0), options_(options) {}

  /// The next replication to run; nothing when all are handed out or a stop is requested.
  std::optional<std::size_t> next() {
    if (options_.stop_requested && *options_.stop_requested)
      return std::nullopt;
    const std::size_t replication = handed_out_++;
    return replication < finished_.size() ? std::optional(replication) : std::nullopt;
  }

  void report(std::size_t replication) {
    const std::scoped_lock lock(mutex_);
    finished_[replication] = 1;
    ++count_;
    if (options_.progress)
      options_.progress(count_, finished_.size());
  }

  std::size_t finished_without_gap() const {
    return static_cast<std::size_t>(std::find(finished_.begin(), finished_.end(), 0) - finished_.begin());
  }

 private:
  std::atomic<std::size_t> handed_out_ = 0;
  std::mutex mutex_;
  std::vector<char> finished_;
  std::size_t count_ = 0;
  const RunOptions& options_;
};

void keep_first(std::size_t replications, std::vector<double>& values) {
  if (!values.empty())
    values.resize(replications);
}

}  // namespace

Results run_experiment(const scenario::Scenario& scenario, const RunOptions& options) {
  const model::Model model = model::build_model(scenario);
  Results results;
  results.scenario = scenario;
  results.grid = model.grid;
  results.failure_end = model.failure_end;
  results.anything_fails = model.first_failure < model.horizon;
  for (const Scope& scope : scopes_of(scenario))
    results.scopes.push_back(make_scope_result(scenario, model, scope));

  Progress progress(static_cast<std::size_t>(scenario.experiment.replications), options);
  tbb::task_arena arena(options.threads > 0 ? options.threads : tbb::task_arena::automatic);
  arena.execute([&] {
    tbb::parallel_for(0, arena.max_concurrency(), [&](int) {
      Worker worker(model, results);
      while (const auto replication = progress.next()) {
        worker.run(*replication);
        progress.report(*replication);
      }
    });
  });

  results.replications = progress.finished_without_gap();
  results.interrupted = results.replications < static_cast<std::size_t>(scenario.experiment.replications);
  for (ScopeResult& scope : results.scopes)
    for (MeasureValues& measure : scope.measures)
      for (auto* values : {&measure.outage, &measure.baseline, &measure.difference})
        keep_first(results.replications, *values);
  return results;
}

}  // namespace ripresa::experiment
