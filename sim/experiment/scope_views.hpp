#pragma once

// Internal to experiment: what a hub's run contributes to the scopes it belongs to, and these contributions seen scope
// by scope.

#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/engine/key_sort.hpp"
#include "ripresa/experiment/measure.hpp"
#include "ripresa/experiment/results.hpp"
#include "ripresa/model/hub_model.hpp"

namespace ripresa::experiment {

/// Whether a hub's part has to outlive its record, for scopes that it belongs to with others.
enum class Keep { until_next_run, whole_replication };

/// One run of one hub, without its persons and stations.
struct RunPart {
  // Empty unless kept for the whole replication. Vaccinations only from where a day's two runs may differ on, at all
  // hubs the same instant, for measures count what untouched hubs give meanwhile; recordings, which are only compared,
  // only from the hub's first on that its other run has not, and none where the two are the same.
  std::vector<Time> vaccinations, recordings;
  std::vector<Duration> waited, sojourned;
  std::span<const Duration> waited_place, sojourned_place;  // where they lie, for hub_view
  observation::Peak peak_queue, peak_outdoors;
  observation::Counts counts;
  Duration longest_overtime, staff_overtime;
};

struct HubPart {
  bool same = false;  // the two runs are one: `outage` is not filled
  RunPart outage, baseline;
  model::BookingCounts booking;
};

/// Takes out of a hub's two records what its scopes need; see RunPart. The memory of `part` is used again.
void take_part(const model::Model& model, const model::HubModel& hub, const observation::RunRecord& outage,
               const observation::RunRecord& baseline, Keep keep, Time vaccinations_from, HubPart& part);

/// The view of a single hub; valid while `record` and `part` stay as they are. Notes in `part` where its times lie.
RunView hub_view(const observation::RunRecord& record, RunPart& part);

/// One run of several hubs together, with the memory that this needs. What it gives is valid while the parts are.
class ScopeView {
 public:
  /// The run without the queues of several hubs and the times of its doses; valid until the next call.
  RunView view(const std::vector<std::size_t>& hubs, const std::vector<HubPart>& parts, bool outage);

  /// The vaccinations or the recordings that are kept of all hubs, ascending; valid until the next call. A nation's
  /// come in hundreds of thousands, and the memory of the ones serves the others.
  std::span<const Time> times(std::vector<Time> RunPart::*of, const std::vector<std::size_t>& hubs,
                              const std::vector<HubPart>& parts, bool outage, engine::KeySort& sort);

 private:
  std::vector<Time> times_;
  std::vector<std::span<const Time>> times_by_hub_;
  std::vector<std::span<const Duration>> waited_, sojourned_;
};

/// A series by its kind.
inline const std::vector<std::int32_t>& series_of(const observation::Series& series, SeriesKind kind) {
  switch (kind) {
    case SeriesKind::vaccinated:
      return series.vaccinated;
    case SeriesKind::recorded:
      return series.recorded;
    case SeriesKind::queue:
      return series.queue;
    case SeriesKind::outdoors:
      return series.outdoors;
    case SeriesKind::present:
      break;
  }
  return series.present;
}

}  // namespace ripresa::experiment
