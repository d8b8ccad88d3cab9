#pragma once

// One day of a scenario, to be looked at.

#include <cstddef>
#include <cstdint>

#include "ripresa/model/day_run.hpp"

namespace ripresa::testing {

/// Replication `replication` of a scenario, and its twin without failures. Hubs and persons by their places.
struct Day {
  explicit Day(const scenario::Scenario& scenario, std::uint32_t replication = 0)
      : model(model::build_model(scenario)), run(model) {
    run.run(replication);
  }
  Day(const Day&) = delete;
  Day& operator=(const Day&) = delete;

  const observation::RunRecord& outage(std::size_t hub = 0) const { return run.outage(hub); }
  const observation::RunRecord& baseline(std::size_t hub = 0) const { return run.baseline(hub); }
  Time left(std::size_t person) const { return outage().persons[person].left; }

  model::Model model;
  model::DayRun run;
};

}  // namespace ripresa::testing
