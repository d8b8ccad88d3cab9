#pragma once

// The backlog curve B(t) = V_b(t) − V_o(t) between a run and its twin, exact in continuous time, from the two ascending
// lists of completion instants. Each function is linear in the lists' lengths.

#include <cstdint>
#include <optional>
#include <span>

#include "ripresa/base/time.hpp"

namespace ripresa::observation {

struct CatchUpRule {
  Time failure_end;
  double tolerance_persons = 1;
  Duration hold;
  Time horizon;
};

/// The first instant at or after the failure's end from which B(t) ≤ tolerance, and stays so for the hold time (or to
/// the horizon, when that comes first). Nothing when there is none before the horizon, or at a failure's end on the
/// horizon: right-censored there.
std::optional<Time> catch_up_time(std::span<const Time> baseline, std::span<const Time> outage,
                                  const CatchUpRule& rule);

/// The first instant at which the two have not completed equally many, or have not at equal instants; never when they
/// are the same.
Time parting(std::span<const Time> baseline, std::span<const Time> outage);

struct PeakBacklog {
  std::int64_t persons = 0;
  Time at = Time::never();  // first instant at which it was reached; never when the backlog was never positive
};

PeakBacklog peak_backlog(std::span<const Time> baseline, std::span<const Time> outage);

/// B at one instant, completions at that very instant included.
std::int64_t backlog_at(std::span<const Time> baseline, std::span<const Time> outage, Time instant);

/// ∫ B(t) dt from the first completion to the horizon, in person-microseconds: how long doses were late, added up.
Duration backlog_area(std::span<const Time> baseline, std::span<const Time> outage, Time horizon);

}  // namespace ripresa::observation
