#pragma once

// One replication of all hubs at once. Experiments run group by group (group_run.hpp), which needs less memory.

#include <cstdint>
#include <vector>

#include "ripresa/model/group_run.hpp"

namespace ripresa::model {

class DayRun {
 public:
  /// `model` must outlive this.
  explicit DayRun(const Model& model);

  /// Runs replication `replication` (any number from 0) of every hub and its twin. Throws InternalError when a run
  /// breaks a conservation law.
  void run(std::uint32_t replication);

  const People& people(std::size_t hub) const { return run_of(hub).people(place_[hub].within); }
  const observation::RunRecord& baseline(std::size_t hub) const { return run_of(hub).baseline(place_[hub].within); }
  /// Where nothing fails this is the baseline itself.
  const observation::RunRecord& outage(std::size_t hub) const { return run_of(hub).outage(place_[hub].within); }
  /// Of the replication.
  const Failures& failures() const { return groups_.front().failures(); }

 private:
  struct Place {
    std::size_t group = 0, within = 0;
  };
  const GroupRun& run_of(std::size_t hub) const { return groups_[place_[hub].group]; }

  std::vector<GroupRun> groups_;
  std::vector<Place> place_;  // by hub
};

}  // namespace ripresa::model
