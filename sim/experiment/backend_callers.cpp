#include "backend_callers.hpp"

#include <algorithm>

namespace ripresa::experiment {

namespace {

/// How many hubs of each exposure call one of the backends for which `counts` holds.
template <class Counts>
std::vector<int> hubs_that_call(const model::Model& model, Counts counts) {
  std::vector<int> by_exposure(model.failures.fixed().by_exposure.size());
  for (std::size_t hub = 0; hub < model.hubs.size(); ++hub) {
    const auto& stations = model.hubs[hub].stations;
    if (std::any_of(stations.begin(), stations.end(), [&counts](const model::StationModel& station) {
          return std::any_of(station.called.begin(), station.called.end(), counts);
        }))
      ++by_exposure[model.failures.exposure(hub)];
  }
  return by_exposure;
}

}  // namespace

std::vector<int> callers_by_exposure(const model::Model& model, std::size_t backend) {
  std::vector<int> callers = hubs_that_call(model, [backend](std::size_t called) { return called == backend; });
  if (std::any_of(callers.begin(), callers.end(), [](int hubs) { return hubs > 0; }))
    return callers;
  return hubs_that_call(model, [&model, backend](std::size_t called) {
    const auto& below = model.failures.graph().below(called);
    return std::find(below.begin(), below.end(), backend) != below.end();
  });
}

}  // namespace ripresa::experiment
