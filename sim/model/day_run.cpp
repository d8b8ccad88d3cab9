#include "ripresa/model/day_run.hpp"

namespace ripresa::model {

DayRun::DayRun(const Model& model) : groups_(model.groups.size(), GroupRun(model)), place_(model.hubs.size()) {
  for (std::size_t group = 0; group < model.groups.size(); ++group)
    for (std::size_t i = 0; i < model.groups[group].hubs.size(); ++i)
      place_[model.groups[group].hubs[i]] = {group, i};
}

void DayRun::run(std::uint32_t replication) {
  for (std::size_t group = 0; group < groups_.size(); ++group)
    groups_[group].run(group, replication);
}

}  // namespace ripresa::model
