#include "replication_run.hpp"

#include <algorithm>
#include <functional>

#include "ripresa/base/nan.hpp"
#include "ripresa/base/threads.hpp"
#include "ripresa/experiment/backend_series.hpp"

namespace ripresa::experiment {
namespace {

using observation::RunRecord;

constexpr SeriesKind kAllSeries[] = {SeriesKind::vaccinated, SeriesKind::recorded, SeriesKind::queue,
                                     SeriesKind::outdoors, SeriesKind::present};

/// Puts the values of one scope into the replication's row.
class ScopeWriter {
 public:
  ScopeWriter(const Layout& layout, const ScopeColumns& scope, Worker& worker, ReplicationRow& row)
      : layout_(layout), scope_(scope), worker_(worker), row_(row) {}

  /// `same`: nothing tells the two runs apart.
  void write_measures(const TwinView& twin, bool same) {
    std::size_t column = scope_.first_value;
    for (const auto& group : run_measures()) {
      group.compute(twin, twin.baseline, worker_.scratch, baseline(group.infos.size()));
      if (!same)
        group.compute(twin, twin.outage, worker_.scratch, outage(group.infos.size()));
      put_pairs(group.infos.size(), same, column);
    }
    for (const auto& group : twin_measures()) {
      group.compute(twin, worker_.scratch, outage(group.infos.size()));
      for (std::size_t i = 0; i < group.infos.size(); ++i)
        row_.values[column++] = worker_.outage_values[i];
    }
  }

  /// Once more, with the people who had been parted.
  void write_delays(const Delays& delays) {
    TwinView twin;
    twin.delays = delays;
    const TwinMeasures& group = delay_measures();
    const std::span<double> values = outage(group.infos.size());
    group.compute(twin, worker_.scratch, values);
    std::copy(
        values.begin(), values.end(),
        row_.values.begin() + static_cast<std::ptrdiff_t>(layout_.value(
                                  scope_, find_measure(layout_.measures, group.infos.front().name), Run::difference)));
  }

  void write_station(const model::Model& model, const model::HubModel& hub, std::size_t station, const RunRecord& with,
                     const RunRecord& without) {
    write_part(station_measures(), layout_.first_of_station(scope_, station), &with == &without,
               [&](const StationMeasures& group, bool outage, std::span<double> out) {
                 group.compute(model, hub, hub.stations[station], (outage ? with : without).stations[station],
                               worker_.scratch, out);
               });
  }

  void write_supply(const model::Model& model, const model::HubModel& hub, std::size_t supply, const RunRecord& with,
                    const RunRecord& without) {
    write_part(supply_measures(), layout_.first_of_supply(scope_, supply), &with == &without,
               [&](const SupplyMeasures& group, bool outage, std::span<double> out) {
                 group.compute(model, hub, hub.supplies[supply], (outage ? with : without).supplies[supply],
                               worker_.scratch, out);
               });
  }

  void write_series(const observation::Series& with, const observation::Series& without) {
    if (!scope_.first_series)
      return;
    for (const SeriesKind kind : kAllSeries)
      put_series(series_of(with, kind), series_of(without, kind), layout_.series_value(scope_, kind, Run::outage, 0));
  }

  /// Precondition: the scope's series are kept, and its stations'.
  void write_station_queue(std::size_t station, const RunRecord& with, const RunRecord& without) {
    put_series(with.stations[station].queue, without.stations[station].queue,
               layout_.station_queue(scope_, station, Run::outage, 0));
  }

 private:
  std::span<double> outage(std::size_t count) { return std::span(worker_.outage_values).first(count); }
  std::span<double> baseline(std::size_t count) { return std::span(worker_.baseline_values).first(count); }

  /// `compute(group, outage, out)` gives a group's values in one of the runs.
  template <class Group, class Compute>
  void write_part(std::span<const Group> groups, std::size_t column, bool same, Compute compute) {
    for (const Group& group : groups) {
      compute(group, false, baseline(group.infos.size()));
      if (!same)
        compute(group, true, outage(group.infos.size()));
      put_pairs(group.infos.size(), same, column);
    }
  }

  void put_pairs(std::size_t count, bool same, std::size_t& column) {
    const auto& with = same ? worker_.baseline_values : worker_.outage_values;
    for (std::size_t i = 0; i < count; ++i) {
      row_.values[column++] = with[i];
      row_.values[column++] = worker_.baseline_values[i];
      row_.values[column++] = with[i] - worker_.baseline_values[i];
    }
  }

  void put_series(const std::vector<std::int32_t>& with, const std::vector<std::int32_t>& without, std::size_t first) {
    const auto out = row_.series.begin() + static_cast<std::ptrdiff_t>(first);
    const auto points = static_cast<std::ptrdiff_t>(layout_.grid.points);
    std::copy(with.begin(), with.end(), out);
    std::copy(without.begin(), without.end(), out + points);
    std::transform(with.begin(), with.end(), without.begin(), out + 2 * points, std::minus<>{});
  }

  const Layout& layout_;
  const ScopeColumns& scope_;
  Worker& worker_;
  ReplicationRow& row_;
};

TwinView twin_of(const model::Model& model, const scenario::MeasureOptions& options, const ScopeColumns& scope,
                 const model::Failures& failures, const RunView& baseline) {
  TwinView twin;
  twin.model = &model;
  twin.baseline = baseline;
  twin.failures = model.failures.periods_of(failures, scope.scope.hubs);
  twin.failure_end = whole(twin.failures).end;
  twin.catch_up_tolerance_persons = std::max(
      options.catch_up_tolerance, options.catch_up_tolerance_share * static_cast<double>(baseline.counts.vaccinated));
  twin.catch_up_hold = options.catch_up_hold;
  return twin;
}

/// What several measures of the two runs start from.
void compare_doses(TwinView& twin) {
  twin.peak_backlog = observation::peak_backlog(twin.baseline.vaccinations, twin.outage.vaccinations);
}

void compare_recordings(std::span<const Time> baseline, std::span<const Time> outage, TwinView& twin) {
  twin.recording_backlog = {observation::peak_backlog(baseline, outage).persons,
                            observation::catch_up_time(baseline, outage, twin.catch_up_rule())};
}

/// Compares a hub's people with their twins while its records last.
void compare_people(const model::Model& model, std::size_t hub, const RunRecord& with, const RunRecord& without,
                    const model::Misbooking& booking, ReplicationRun& run) {
  run.parts[hub].booking = booking.counts;
  if (&with == &without)
    run.delays[hub].clear();
  else
    measure_delays(model, hub, with, without, booking, run.delays[hub]);
}

/// Compares those whom a failure of the booking parted, when all hubs have been measured.
void compare_parted(const model::Model& model, const Layout& layout, Worker& worker, ReplicationRun& run) {
  join_parted(model, run.delays);
  for (std::size_t hub = 0; hub < run.delays.size(); ++hub)
    if (!run.delays[hub].called_elsewhere.empty())
      ScopeWriter(layout, layout.scopes[hub], worker, run.row).write_delays(run.delays[hub].sum);
}

/// Adds a hub's series to those of its wider scopes. Sums of whole numbers: the order in which hubs come does not
/// matter.
void add_series(const Layout& layout, std::size_t hub, const RunRecord& with, const RunRecord& without,
                ReplicationRun& run) {
  const auto add = [&](const std::vector<std::int32_t>& series, std::size_t first) {
    const auto sum = run.row.series.begin() + static_cast<std::ptrdiff_t>(first);
    std::transform(series.begin(), series.end(), sum, sum, std::plus<>{});
  };
  const std::scoped_lock lock(run.sums_mutex);
  for (const std::size_t scope : layout.wider_scopes[hub])
    for (const SeriesKind kind : kAllSeries) {
      add(series_of(with.series, kind), layout.series_value(layout.scopes[scope], kind, Run::outage, 0));
      add(series_of(without.series, kind), layout.series_value(layout.scopes[scope], kind, Run::baseline, 0));
    }
}

void clear_levels(const model::Model& model, const Layout& layout, std::vector<WiderLevels>& levels) {
  levels.resize(layout.scopes.size());
  for (std::size_t scope = layout.hub_scopes; scope < layout.scopes.size(); ++scope)
    if (layout.scopes[scope].scope.hubs.size() > 1) {
      levels[scope].queue.start(model.horizon);
      levels[scope].outdoors.start(model.horizon);
    }
}

/// Likewise its lines.
void add_levels(const Layout& layout, std::size_t hub, const RunRecord& with, const RunRecord& without,
                ReplicationRun& run) {
  const auto add = [](const RunRecord& record, WiderLevels& sum) {
    sum.queue.add(record.queue_levels);
    sum.outdoors.add(record.outdoor_levels);
  };
  const std::scoped_lock lock(run.sums_mutex);
  for (const std::size_t scope : layout.wider_scopes[hub])
    if (layout.scopes[scope].scope.hubs.size() > 1) {
      add(with, run.outage_levels[scope]);
      add(without, run.baseline_levels[scope]);
    }
}

/// A wider scope's series, when all its hubs have been measured.
std::span<std::int32_t> summed_series(const Layout& layout, const ScopeColumns& scope, SeriesKind kind, Run of,
                                      ReplicationRow& row) {
  return std::span(row.series).subspan(layout.series_value(scope, kind, of, 0), layout.grid.points);
}

void subtract_series(const Layout& layout, const ScopeColumns& scope, ReplicationRow& row) {
  for (const SeriesKind kind : kAllSeries) {
    const auto with = summed_series(layout, scope, kind, Run::outage, row);
    const auto without = summed_series(layout, scope, kind, Run::baseline, row);
    std::transform(with.begin(), with.end(), without.begin(),
                   summed_series(layout, scope, kind, Run::difference, row).begin(), std::minus<>{});
  }
}

/// Of the levels, and of the series between them where their step is short.
observation::Peak peak_of(const observation::LevelChanges& changes, const observation::Grid& grid,
                          std::span<const std::int32_t> series) {
  observation::Peak peak;
  const std::vector<std::int32_t> levels = changes.levels();
  for (std::size_t i = 0; i < levels.size(); ++i)
    peak.raise_to(levels[i], observation::minute_of_level(i));
  for (std::size_t point = 0; point < series.size(); ++point)
    peak.raise_to(series[point], grid.at(point));
  return peak;
}

/// One run of a wider scope, without the times of its doses.
RunView wider_view(const Layout& layout, std::size_t index, Run of, Worker& worker, ReplicationRun& run) {
  const ScopeColumns& scope = layout.scopes[index];
  const bool outage = of == Run::outage;
  RunView view = (outage ? worker.outage : worker.baseline).view(scope.scope.hubs, run.parts, outage);
  view.queue = summed_series(layout, scope, SeriesKind::queue, of, run.row);
  view.outdoors = summed_series(layout, scope, SeriesKind::outdoors, of, run.row);
  if (scope.scope.hubs.size() > 1) {
    const WiderLevels& levels = (outage ? run.outage_levels : run.baseline_levels)[index];
    view.peak_queue = peak_of(levels.queue, layout.grid, view.queue);
    view.peak_outdoors = peak_of(levels.outdoors, layout.grid, view.outdoors);
  }
  return view;
}

/// Until when a day's two runs are the same for sure, so that no measure of the two looks at the doses before. Whom a
/// failure of the booking keeps away may have come at any time.
Time start_of_difference(const model::Model& model, const model::Failures& failures) {
  const bool misbooked =
      std::any_of(model.hubs.begin(), model.hubs.end(), [](const auto& hub) { return hub.misbooked(); });
  return misbooked ? Time{} : failures.first;
}

/// Measures a hub while its records last.
void measure_hub(const model::Model& model, const scenario::MeasureOptions& options, const Layout& layout,
                 std::size_t hub, const RunRecord& with, const RunRecord& without, Worker& worker,
                 ReplicationRun& run) {
  const ScopeColumns& scope = layout.scopes[hub];
  HubPart& part = run.parts[hub];
  const bool in_wider_scopes = !layout.wider_scopes[hub].empty();
  take_part(model, model.hubs[hub], with, without, in_wider_scopes ? Keep::whole_replication : Keep::until_next_run,
            run.start_of_difference, part);
  add_series(layout, hub, with, without, run);
  add_levels(layout, hub, with, without, run);
  TwinView twin = twin_of(model, options, scope, run.failures, hub_view(without, part.baseline));
  twin.outage = part.same ? twin.baseline : hub_view(with, part.outage);
  compare_doses(twin);
  compare_recordings(without.recordings, with.recordings, twin);
  twin.delays = run.delays[hub].sum;
  twin.booking = part.booking;
  ScopeWriter writer(layout, scope, worker, run.row);
  writer.write_measures(twin, part.same);
  writer.write_series(with.series, without.series);
  for (std::size_t station = 0; station < scope.stations.size(); ++station) {
    writer.write_station(model, model.hubs[hub], station, with, without);
    if (layout.keeps_station_queues(scope))
      writer.write_station_queue(station, with, without);
  }
  for (std::size_t supply = 0; supply < scope.supplies.size(); ++supply)
    writer.write_supply(model, model.hubs[hub], supply, with, without);
}

/// The doses of a wider scope in its two runs, which differ. Recordings come first and are compared at once, for the
/// vaccinations take their memory.
void compare_wider_doses(const std::vector<std::size_t>& hubs, const std::vector<HubPart>& parts, Worker& worker,
                         TwinView& twin) {
  const auto baseline = [&](std::vector<Time> RunPart::*times) {
    return worker.baseline.times(times, hubs, parts, false, worker.sort);
  };
  const auto outage = [&](std::vector<Time> RunPart::*times) {
    return worker.outage.times(times, hubs, parts, true, worker.sort);
  };
  compare_recordings(baseline(&RunPart::recordings), outage(&RunPart::recordings), twin);
  twin.baseline.vaccinations = baseline(&RunPart::vaccinations);
  twin.outage.vaccinations = outage(&RunPart::vaccinations);
  compare_doses(twin);
}

void measure_wider_scope(const model::Model& model, const scenario::MeasureOptions& options, const Layout& layout,
                         std::size_t index, Worker& worker, ReplicationRun& run) {
  const ScopeColumns& scope = layout.scopes[index];
  const auto& hubs = scope.scope.hubs;
  const bool same = std::all_of(hubs.begin(), hubs.end(), [&run](std::size_t hub) { return run.parts[hub].same; });
  TwinView twin = twin_of(model, options, scope, run.failures, wider_view(layout, index, Run::baseline, worker, run));
  if (same) {
    twin.outage = twin.baseline;
    compare_recordings({}, {}, twin);  // no backlog, whatever the times of the doses are
  } else {
    twin.outage = wider_view(layout, index, Run::outage, worker, run);
    compare_wider_doses(hubs, run.parts, worker, twin);
  }
  for (const std::size_t hub : hubs) {
    twin.delays += run.delays[hub].sum;
    twin.booking += run.parts[hub].booking;
  }
  ScopeWriter(layout, scope, worker, run.row).write_measures(twin, same);
  subtract_series(layout, scope, run.row);
}

void measure_backends(const model::Model& model, const scenario::MeasureOptions& options, const Layout& layout,
                      Worker& worker, ReplicationRun& run) {
  const auto put = [&run](double value, std::size_t& column) { run.row.values[column++] = value; };
  for (std::size_t backend = 0; backend < model.backends.size(); ++backend) {
    const BackendView outage{&model, backend, &run.failures, &run.outage_calls[backend]};
    const BackendView baseline{&model, backend, nullptr, &run.baseline_calls[backend]};
    std::size_t column = layout.first_of_backend(backend);
    for (const BackendMeasures& group : backend_measures()) {
      group.compute(outage, worker.outage_values);
      group.compute(baseline, worker.baseline_values);
      for (std::size_t i = 0; i < group.infos.size(); ++i) {
        put(worker.outage_values[i], column);
        put(worker.baseline_values[i], column);
        put(worker.outage_values[i] - worker.baseline_values[i], column);
      }
    }
    for (const BackendTwinMeasures& group : backend_twin_measures()) {
      group.compute(outage, baseline, options.catch_up_hold, worker.outage_values);
      for (std::size_t i = 0; i < group.infos.size(); ++i)
        put(worker.outage_values[i], column);
    }
  }
}

void clear_calls(const model::Model& model, std::vector<observation::CallRecord>& calls) {
  calls.resize(model.backends.size());
  for (observation::CallRecord& record : calls)
    record.clear(model.grid);
}

/// Sums of whole numbers: the order in which groups come does not matter.
void add_calls(const model::GroupRun& group, ReplicationRun& run) {
  const std::scoped_lock lock(run.sums_mutex);
  for (std::size_t backend = 0; backend < run.outage_calls.size(); ++backend) {
    run.outage_calls[backend].add(group.outage_calls()[backend]);
    run.baseline_calls[backend].add(group.baseline_calls()[backend]);
  }
}

}  // namespace

void run_replication(const model::Model& model, const scenario::MeasureOptions& options, const Layout& layout,
                     std::size_t number, Workers& workers, ReplicationRun& run) {
  run.parts.resize(model.hubs.size());
  run.delays.resize(model.hubs.size());
  run.row.replication = number;
  run.row.values.assign(layout.values, kNaN);
  run.row.series.assign(layout.series, 0);
  run.failures = model.failures.draw(model.seed, static_cast<std::uint32_t>(number));
  run.start_of_difference = start_of_difference(model, run.failures);
  clear_calls(model, run.outage_calls);
  clear_calls(model, run.baseline_calls);
  clear_levels(model, layout, run.outage_levels);
  clear_levels(model, layout, run.baseline_levels);
  in_parallel(0, model.groups.size(), [&](std::size_t group) {
    Worker& worker = workers.local();
    worker.group.run(group, static_cast<std::uint32_t>(number));
    add_calls(worker.group, run);
    const auto& hubs = model.groups[group].hubs;
    for (std::size_t i = 0; i < hubs.size(); ++i) {
      const RunRecord& with = worker.group.outage(i);
      const RunRecord& without = worker.group.baseline(i);
      compare_people(model, hubs[i], with, without, worker.group.booking(i), run);
      measure_hub(model, options, layout, hubs[i], with, without, worker, run);
    }
  });
  compare_parted(model, layout, workers.local(), run);
  in_parallel(layout.hub_scopes, layout.scopes.size(),
              [&](std::size_t scope) { measure_wider_scope(model, options, layout, scope, workers.local(), run); });
  measure_backends(model, options, layout, workers.local(), run);
  run.row.backends.resize(backend_columns(model));
  fill_backend_series(model, &run.failures, run.outage_calls, run.row.backends);
  fill_backend_series(model, nullptr, run.baseline_calls, run.row.backends);
}

}  // namespace ripresa::experiment
