#pragma once

// Experiments for tests, and what they give.

#include <string>
#include <string_view>
#include <vector>

#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "support/scenarios.hpp"

namespace ripresa::testing {

using experiment::Run;

/// The summary of an experiment; of a single replication it holds that replication's values.
class Summary {
 public:
  explicit Summary(const Scenario& scenario)
      : results_(experiment::run_experiment(scenario, {})), rows_(experiment::summarise(results_)) {}

  const experiment::SummaryRow& row(std::string_view measure, Run run = Run::difference, std::string_view name = "hub",
                                    std::string_view station = "") const {
    for (const auto& row : rows_)
      if (row.info.name == measure && row.run == run && row.name == name && row.station == station)
        return row;
    throw std::runtime_error("no such row");
  }
  double operator()(std::string_view measure, Run run = Run::difference, std::string_view name = "hub",
                    std::string_view station = "") const {
    return row(measure, run, name, station).estimate.value;
  }
  const std::vector<experiment::SummaryRow>& rows() const { return rows_; }

 private:
  experiment::Results results_;
  std::vector<experiment::SummaryRow> rows_;
};

/// Keeps every replication that it is given.
class KeepingSink : public experiment::ReplicationSink {
 public:
  void begin(const experiment::Results&) override {}
  void take(const experiment::Results&, const experiment::ReplicationRow& row) override { rows.push_back(row); }
  std::vector<experiment::ReplicationRow> rows;
};

/// A small hub with randomness: 120 booked and walk-ins, two stations, paper at the first after ten minutes.
inline Scenario random_day(int replications) {
  Scenario s = empty_scenario();
  s.experiment.replications = replications;
  s.backends = {{"poste", {}, Constant{Duration::seconds(2)}, {}}};
  s.failures = {down_between(Time::clock(10), Time::clock(10, 40))};
  Station registration = staffed_station("registration", 2, Lognormal{Duration::minutes(3), 0.5});
  registration.calls = {{0, CallPoint::end}};
  Hub hub = hub_of({registration, staffed_station("vaccination", 2, Exponential{Duration::minutes(3), {}})},
                   Time::clock(8), Time::clock(12));
  hub.appointments.blocks = {{hub.opens, hub.closes, 120}};
  hub.appointments.show_rate = 0.9;
  hub.appointments.punctuality = Normal{Duration::minutes(-2), Duration::minutes(5), {}, {}};
  hub.walk_ins.pieces = {{hub.opens, hub.closes, 5}};
  s.hubs = {hub};
  return s;
}

}  // namespace ripresa::testing
