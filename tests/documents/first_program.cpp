// How much sooner does the hub catch up with six more clerks?

#include <fmt/format.h>

#include "ripresa/base/date.hpp"
#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "ripresa/scenario/read.hpp"

using namespace ripresa;

int main() {
  for (const char* clerks : {"48", "54"}) {
    const scenario::Scenario scenario =
        scenario::read_scenario("scenarios/palazzo-delle-scintille.toml",
                                {{"experiment.replications", "20"}, {"hub.0.station.registration.servers", clerks}},
                                experiment::objective_measures());
    const experiment::Results results = experiment::run_experiment(scenario, {});
    const auto rows = experiment::summarise(results);
    const auto& caught_up = experiment::find_row(rows, experiment::ScopeKind::hub, scenario.hubs[0].name,
                                                 "catch_up_time", experiment::Run::difference);
    const Duration median = Duration::nearest_seconds(60 * caught_up.estimate.value);
    fmt::print("{} clerks: caught up at {}, median of {} days\n", clerks, clock_minutes(Time::since_midnight(median)),
               results.replications);
  }
}
