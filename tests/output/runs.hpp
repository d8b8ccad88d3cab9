#pragma once

// Experiments whose files are tested.

#include "ripresa/experiment/run_experiment.hpp"
#include "support/scenarios.hpp"

namespace ripresa::testing {

inline experiment::Results results_of(const Scenario& scenario) {
  return experiment::run_experiment(scenario, {});
}

/// The day computed by hand, with a name that has to be quoted.
inline Scenario quoted_day() {
  Scenario scenario = hand_computed_day(Duration::seconds(48));
  scenario.hubs[0].name = "Palazzo \"delle Scintille\", Milano";
  scenario.measures.catch_up_tolerance = 0;
  scenario.experiment.replications = 2;
  return scenario;
}

}  // namespace ripresa::testing
