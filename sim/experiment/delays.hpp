#pragma once

// Internal to experiment: people against their own twins, also where a failure of the booking parts them over two hubs.

#include <cstddef>
#include <span>
#include <vector>

#include "ripresa/experiment/measure.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/misbooking.hpp"
#include "ripresa/observation/run_record.hpp"

namespace ripresa::experiment {

/// Somebody whose twin is in the records of another hub.
struct PartedPerson {
  model::BookedPerson who;
  observation::PersonRecord record;
};

/// A hub's people against their twins.
struct HubDelays {
  Delays sum;
  std::vector<PartedPerson> called_elsewhere;  // as they were in the baseline, in ascending order
  std::vector<PartedPerson> called_here;       // as they were in the run with the failure

  /// Keeps the memory.
  void clear() {
    sum = {};
    called_elsewhere.clear();
    called_here.clear();
  }
};

/// Compares a hub's two runs, which are not the same. Added is all waiting in the hub in the one less all in the other,
/// whosever it is; the delays of those whom a failure of the booking parts are not in the sum yet.
/// The memory of `delays` is used again.
void measure_delays(const model::Model& model, std::size_t hub, const observation::RunRecord& outage,
                    const observation::RunRecord& baseline, const model::Misbooking& misbooking, HubDelays& delays);

/// Brings the parted together: the delay of each counts in the sum of the hub that has them in its book. `delays`: by
/// hub, of all hubs. Precondition: all have been measured.
void join_parted(const model::Model& model, std::span<HubDelays> delays);

}  // namespace ripresa::experiment
