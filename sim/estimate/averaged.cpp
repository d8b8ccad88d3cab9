#include "averaged.hpp"

#include <algorithm>
#include <cmath>

namespace ripresa::estimate {
namespace {

using exact::Counters;
using exact::StationPhase;
using Phase = std::vector<StationPhase>::const_iterator;

// Coefficients of variation. Waves of less even services are over within a few of these.
constexpr double kEven = 0.2;
constexpr double kAsExponential = 0.1;  // this far from 1

bool works(const StationPhase& phase) {
  return phase.counters == Counters::working;
}

bool changes_pace(const StationPhase& before, const StationPhase& after) {
  return before.servers > 0 && works(before) && works(after) && before.holding != after.holding;
}

/// Whether more than a few of those who are at work as it begins would be so as it ends: of exponential services, one
/// in twenty.
bool is_short(Duration outage, const StationPhase& before) {
  return outage.in_minutes() < 1.5 * before.holding.in_minutes() * (1 + before.cv * before.cv);
}

/// Of work that stops with the phase `down` and begins again with `up`.
Averaged averaged_where_work_begins(const exact::FluidHub& hub, Phase first, Phase down, Phase up) {
  const bool lost = std::any_of(down, up, [](const StationPhase& phase) {
    return phase.counters == Counters::suspended && phase.broken_off_work_is_lost;
  });
  // Where people are held at the end of their work, the line is longest before they leave together.
  const bool peaks_after = std::any_of(down, up, [](const StationPhase& phase) {
    return phase.counters == Counters::suspended || phase.counters == Counters::held_at_start;
  });
  Averaged found;
  found.waves = up->cv < kEven;
  found.gradual_starts = !found.waves && peaks_after && (lost || std::abs(up->cv - 1) > kAsExponential);
  found.early_starts = up->cv > 1 + kAsExponential;
  found.short_waits = !up->held_stay && down != first && down->from > hub.opens &&
                      down->counters != Counters::suspended && std::prev(down)->cv >= kEven &&
                      is_short(up->from - down->from, *std::prev(down));
  return found;
}

Averaged averaged_at(const exact::FluidHub& hub, const std::vector<StationPhase>& phases) {
  Averaged found;
  const Phase first = phases.begin();
  Phase down = phases.end();
  for (Phase phase = first; phase != phases.end(); ++phase) {
    if (!works(*phase)) {
      down = std::min(down, phase);
      continue;
    }
    if (phase->from > hub.opens && down != phases.end() && down->from < hub.closes)
      found |= averaged_where_work_begins(hub, first, down, phase);
    down = phases.end();
    if (phase != first && phase->from > hub.opens)
      found.pace_changes = found.pace_changes || changes_pace(*std::prev(phase), *phase);
  }
  return found;
}

}  // namespace

Averaged& Averaged::operator|=(const Averaged& other) {
  for (const auto what : {&Averaged::pace_changes, &Averaged::short_waits, &Averaged::waves, &Averaged::gradual_starts,
                          &Averaged::early_starts})
    this->*what = this->*what || other.*what;
  return *this;
}

Averaged averaged(const exact::FluidHub& hub) {
  Averaged found;
  for (const exact::FluidStation& station : hub.stations)
    found |= averaged_at(hub, station.phases);
  return found;
}

}  // namespace ripresa::estimate
