#pragma once

// A hub's day with its twin by one of the two runs alone, whichever the model would choose.

#include <algorithm>
#include <optional>

#include "ripresa/model/backend_run.hpp"
#include "ripresa/model/hub_run.hpp"
#include "ripresa/model/stream_run.hpp"

namespace ripresa::testing {

struct Twin {
  observation::RunRecord outage, baseline;
};

inline engine::RandomNumbers numbers(const model::Model& model, std::uint32_t replication) {
  return {model.seed, replication, model.hubs[0].random_key};
}

/// The first hub's day, event by event. No backend that it calls may have events of its own.
inline Twin by_events(const model::Model& model, const model::People& people, std::uint32_t replication) {
  model::BackendRun queues(model);
  model::HubRun baseline(model, 0);
  baseline.start(people, numbers(model, replication), model::usual_day(model.hubs[0]));
  baseline.run_until(std::min(model.failures.fixed().first, model.horizon), queues);
  model::BackendRun outage_queues = queues;
  model::HubRun outage = baseline;
  const model::ExposureFailures* const met = &model.failures.fixed().by_exposure[model.failures.exposure(0)];
  outage_queues.meet(model.failures.fixed(), {&met, 1});
  outage.meet(*met, model::whole(model.failures.fixed().periods).first, outage_queues);
  outage.run_until(model.horizon, outage_queues);
  outage.finish(outage_queues);
  baseline.run_until(model.horizon, queues);
  baseline.finish(queues);
  return {outage.record(), baseline.record()};
}

/// The same, station by station; nothing where the order of two events could not be told.
inline std::optional<Twin> streamed(const model::Model& model, const model::People& people, std::uint32_t replication) {
  model::ForeseenBackends backends(model);
  model::StreamRun baseline(model);
  model::StreamMemory memory;
  baseline.start(0, people, numbers(model, replication), backends, memory);
  baseline.run_until(model.failures.fixed().first);
  model::ForeseenBackends outage_backends = backends;
  model::StreamRun outage(model);
  outage.take_over(baseline, outage_backends);
  outage.meet(model.failures.fixed().by_exposure[model.failures.exposure(0)]);
  outage.run_until(model.horizon);
  outage.finish();
  baseline.run_until(model.horizon);
  baseline.finish();
  if (outage.undecided() || baseline.undecided())
    return std::nullopt;
  return Twin{outage.record(), baseline.record()};
}

}  // namespace ripresa::testing
