#include "ripresa/model/responses_at_midnight.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace ripresa::model {
namespace {

/// What is due before `instant` happens.
void run_until(Time instant, ResponseClock& clock) {
  while (clock.next_at() < instant)
    clock.take_next();
}

}  // namespace

ResponseClock responses_at_midnight(const StationModel& station, std::span<const BackendTimeline> timelines) {
  std::vector<std::pair<Time, std::uint32_t>> changes;  // of the backend
  for (const std::uint32_t backend : station.called)
    for (const BackendChange& change : timelines[backend])
      if (change.at < Time{})
        changes.emplace_back(change.at, backend);
  std::sort(changes.begin(), changes.end());
  ResponseClock clock(station.responses);
  for (const auto& [at, backend] : changes) {
    // At one instant backends change before responses do.
    run_until(at, clock);
    clock.note_backends(std::any_of(station.called.begin(), station.called.end(),
                                    [&, at = at](std::uint32_t b) { return !state_at(timelines[b], at).up; }),
                        at);
  }
  run_until(Time{}, clock);
  return clock;
}

}  // namespace ripresa::model
