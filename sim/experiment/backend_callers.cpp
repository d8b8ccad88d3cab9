#include "backend_callers.hpp"

#include <algorithm>

namespace ripresa::experiment {

std::vector<int> callers_by_exposure(const model::Model& model, std::size_t backend) {
  std::vector<int> by_exposure(model.failures.fixed().by_exposure.size());
  for (std::size_t hub = 0; hub < model.hubs.size(); ++hub) {
    const auto& stations = model.hubs[hub].stations;
    if (std::any_of(stations.begin(), stations.end(), [backend](const model::StationModel& station) {
          return std::find(station.called.begin(), station.called.end(), backend) != station.called.end();
        }))
      ++by_exposure[model.failures.exposure(hub)];
  }
  return by_exposure;
}

}  // namespace ripresa::experiment
