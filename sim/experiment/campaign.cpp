#include "ripresa/experiment/campaign.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <mutex>

#include "campaign_measures.hpp"
#include "ripresa/base/error.hpp"
#include "ripresa/base/threads.hpp"
#include "ripresa/model/campaign_run.hpp"

namespace ripresa::experiment {
namespace {

using observation::CampaignDay;
using observation::CampaignTwinDay;

constexpr std::size_t kMegabyte = 1'000'000;

void add(const CampaignDay& day, CampaignDay& sum) {
  static_assert(sizeof(CampaignDay) == 13 * sizeof(std::int64_t) + sizeof(Duration), "every number is summed here");
  sum.booked += day.booked;
  sum.returning += day.returning;
  sum.told_again += day.told_again;
  sum.arrivals += day.arrivals;
  sum.vaccinated += day.vaccinated;
  sum.recorded += day.recorded;
  sum.sent_home += day.sent_home;
  sum.gave_up += day.gave_up;
  sum.waiting_return += day.waiting_return;
  sum.delivered += day.delivered;
  sum.used += day.used;
  sum.wasted += day.wasted;
  sum.in_store += day.in_store;
  sum.waited += day.waited;
}

/// The days of one scope.
struct ScopeDays {
  std::vector<CampaignDay> outage, baseline;
  std::vector<CampaignTwinDay> twin;

  void clear(std::size_t days) {
    outage.assign(days, {});
    baseline.assign(days, {});
    twin.assign(days, {});
  }
  void add_hub(const model::CampaignRun& run, std::size_t i) {
    for (std::size_t day = 0; day < twin.size(); ++day) {
      add(run.outage(i).days[day], outage[day]);
      add(run.baseline(i).days[day], baseline[day]);
      twin[day].peak_backlog += run.twin(i)[day].peak_backlog;
      twin[day].missed += run.twin(i)[day].missed;
      twin[day].backlog_area += run.twin(i)[day].backlog_area;
    }
  }
};

/// The memory of one replication under way.
struct CampaignReplication {
  std::vector<ScopeDays> scopes;
  std::vector<double> values;
  std::vector<std::int32_t> series;
};

struct Setting {
  const model::Model& model;
  const model::CampaignPlan& plan;
  const model::CampaignFailures& failures;
  const CampaignResults& results;
  std::vector<std::vector<std::size_t>> scopes_of_hub;
};

using CampaignWorkers = PerThread<model::CampaignRun>;

/// All groups, each by one thread; sums of whole numbers are the same in any order.
void run_groups(const Setting& setting, std::size_t number, CampaignWorkers& workers,
                CampaignReplication& replication) {
  replication.scopes.resize(setting.results.scopes.size());
  for (ScopeDays& scope : replication.scopes)
    scope.clear(static_cast<std::size_t>(setting.plan.days));
  std::mutex adding;
  in_parallel(0, setting.model.groups.size(), [&](std::size_t group) {
    model::CampaignRun& run = workers.local();
    run.run(group, static_cast<std::uint32_t>(number));
    const std::scoped_lock lock(adding);
    const auto& hubs = setting.model.groups[group].hubs;
    for (std::size_t i = 0; i < hubs.size(); ++i)
      for (const std::size_t scope : setting.scopes_of_hub[hubs[i]])
        replication.scopes[scope].add_hub(run, i);
  });
}

/// One run of one scope, by series and day.
void write_series(const CampaignResults& results, std::size_t scope, Run run, const std::vector<CampaignDay>& days,
                  std::vector<std::int32_t>& series) {
  std::int64_t given = 0;
  std::int64_t recorded = 0;
  for (int d = 0; d < results.days(); ++d) {
    const CampaignDay& day = days[static_cast<std::size_t>(d)];
    given += day.vaccinated;
    recorded += day.recorded;
    const std::array<std::int64_t, kCampaignSeries> values = {
        day.arrivals,  day.returning,      day.vaccinated, given,     recorded,
        day.sent_home, day.waiting_return, day.in_store,   day.wasted};
    for (std::size_t kind = 0; kind < values.size(); ++kind)
      series[results.series_column(scope, static_cast<CampaignSeries>(kind), run, d)] =
          static_cast<std::int32_t>(values[kind]);
  }
}

void write_row(const CampaignResults& results, CampaignReplication& replication) {
  replication.values.resize(results.values.columns());
  replication.series.resize(results.series.columns());
  for (std::size_t scope = 0; scope < results.scopes.size(); ++scope) {
    const ScopeDays& days = replication.scopes[scope];
    // The target is for all hubs together.
    const bool all = results.scopes[scope].hubs.size() == results.scenario.hubs.size();
    compute_campaign_measures(
        {days.outage, days.baseline, days.twin, all ? results.scenario.campaign->target_doses : std::nullopt},
        std::span(replication.values).subspan(scope * results.measure_columns, results.measure_columns));
    write_series(results, scope, Run::outage, days.outage, replication.series);
    write_series(results, scope, Run::baseline, days.baseline, replication.series);
    for (std::size_t kind = 0; kind < kCampaignSeries; ++kind)
      for (int day = 0; day < results.days(); ++day) {
        const auto at = [&](Run run) -> std::int32_t& {
          return replication.series[results.series_column(scope, static_cast<CampaignSeries>(kind), run, day)];
        };
        at(Run::difference) = at(Run::outage) - at(Run::baseline);
      }
  }
}

void check_memory(const statistics::TableSection& section, std::size_t rows, std::size_t bytes, const char* what) {
  if (!statistics::fits(section, rows, bytes))
    throw InputError(fmt::format("{} make {} columns, more than fit into the {} MB set aside for them", what,
                                 section.columns, section.histogram_bytes / kMegabyte),
                     "write output.hubs = \"nothing\", or fewer campaign.days");
}

CampaignResults empty_results(const scenario::Scenario& scenario, const model::CampaignFailures& failures,
                              const std::string& scratch_folder) {
  CampaignResults results;
  results.scenario = scenario;
  results.scopes = scopes_of(scenario);
  const auto& objectives = scenario.campaign->objectives;
  if (detail_of_hubs(scenario) == scenario::Detail::nothing)
    std::erase_if(results.scopes, [&objectives](const Scope& scope) {
      return scope.kind == ScopeKind::hub &&
             std::none_of(objectives.begin(), objectives.end(),
                          [&](const auto& objective) { return concerns(objective.scope, scope); });
    });
  results.objectives_met.assign(objectives.size(), ObjectiveTally(results.scopes.size()));
  results.measures = campaign_measures();
  results.measure_columns = campaign_measure_columns();
  results.anything_fails = failures.any();
  const auto rows = static_cast<std::size_t>(scenario.campaign->replications);
  const statistics::TableSection values{results.scopes.size() * results.measure_columns, statistics::kExactBytes,
                                        96 * kMegabyte};
  const statistics::TableSection series{
      results.series_column(results.scopes.size(), CampaignSeries::arrivals, Run::outage, 0), statistics::kExactBytes,
      200 * kMegabyte};
  check_memory(values, rows, sizeof(double), "the measures");
  check_memory(series, rows, sizeof(std::int32_t), "the days of the hubs");
  results.values = statistics::SampleTable<double>({values}, scratch_folder);
  results.series = statistics::SampleTable<std::int32_t>({series}, scratch_folder);
  return results;
}

void count(const scenario::Objective& objective, const CampaignResults& results, std::span<const double> values,
           ObjectiveTally& tally) {
  const MeasureColumn& measure = find_measure(results.measures, objective.measure);
  for (std::size_t scope = 0; scope < results.scopes.size(); ++scope)
    if (concerns(objective.scope, results.scopes[scope]))
      tally.look_at(
          scope, within_bound(objective, measure.info.kind, values[results.value_column(scope, measure, Run::outage)]));
  tally.end_replication();
}

void keep_row(const CampaignReplication& replication, std::size_t number, CampaignSink* sink,
              CampaignResults& results) {
  results.values.add_row(replication.values);
  results.series.add_row(replication.series);
  const auto& objectives = results.scenario.campaign->objectives;
  for (std::size_t i = 0; i < objectives.size(); ++i)
    count(objectives[i], results, replication.values, results.objectives_met[i]);
  if (sink)
    sink->take(results, number, replication.values);
  ++results.replications;
}

void run_all(const Setting& setting, const RunOptions& options, std::size_t under_way_at_once, CampaignSink* sink,
             CampaignResults& results) {
  const auto replications = static_cast<std::size_t>(results.scenario.campaign->replications);
  CampaignWorkers workers([&setting] { return model::CampaignRun(setting.plan, setting.failures); });
  std::vector<CampaignReplication> under_way(under_way_at_once);
  const auto stop = [&options] { return options.stop_requested && *options.stop_requested; };
  const auto run = [&](std::size_t number) {
    CampaignReplication& replication = under_way[number % under_way.size()];
    run_groups(setting, number, workers, replication);
    write_row(setting.results, replication);
  };
  const auto keep = [&](std::size_t number) {
    keep_row(under_way[number % under_way.size()], number, sink, results);
    if (options.progress)
      options.progress(results.replications, replications);
  };
  in_order(replications, under_way.size(), stop, run, keep);
  results.interrupted = results.replications < replications;
}

}  // namespace

CampaignResults run_campaigns(const scenario::Scenario& scenario, const RunOptions& options, CampaignSink* sink) {
  const model::CampaignFailures failures(scenario);
  const model::CampaignPlan plan = plan_campaign(scenario, failures.plain());
  CampaignResults results = empty_results(scenario, failures, options.scratch_folder);
  const Setting setting{failures.plain(), plan, failures, results,
                        scopes_by_hub(results.scopes, 0, scenario.hubs.size())};
  if (sink)
    sink->begin(results);
  on_threads(options.threads, [&](std::size_t threads) { run_all(setting, options, threads, sink, results); });
  results.values.gather();
  results.series.gather();
  return results;
}

}  // namespace ripresa::experiment
