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

/// A time in which work stops at a station, and the phase with which it begins again.
struct Stop {
  Phase down, up;
};

/// Those that people feel.
std::vector<Stop> stops_at(const exact::FluidHub& hub, const std::vector<StationPhase>& phases) {
  std::vector<Stop> stops;
  Phase down = phases.end();
  for (Phase phase = phases.begin(); phase != phases.end(); ++phase) {
    if (!works(*phase)) {
      down = std::min(down, phase);
      continue;
    }
    if (phase->from > hub.opens && down != phases.end() && down->from < hub.closes)
      stops.push_back({down, phase});
    down = phases.end();
  }
  return stops;
}

Averaged averaged_by(const Stop& stop, const exact::FluidHub& hub, const std::vector<StationPhase>& phases) {
  const auto [down, up] = stop;
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
  found.short_waits = !up->held_stay && down != phases.begin() && down->from > hub.opens &&
                      down->counters != Counters::suspended && std::prev(down)->cv >= kEven &&
                      is_short(up->from - down->from, *std::prev(down));
  return found;
}

bool pace_changes(const exact::FluidHub& hub, const std::vector<StationPhase>& phases) {
  return std::adjacent_find(phases.begin(), phases.end(),
                            [&hub](const StationPhase& before, const StationPhase& after) {
                              return after.from > hub.opens && changes_pace(before, after);
                            }) != phases.end();
}

/// Whether lines form at the station, of people whose services vary.
bool lines_vary(const exact::FluidStation& station) {
  return std::any_of(station.phases.begin(), station.phases.end(), [](const StationPhase& phase) {
    return std::isfinite(phase.servers) && phase.servers > 0 && phase.cv >= kEven;
  });
}

/// At how many stations lines vary, of this one and those that people come to from it.
std::ptrdiff_t varied_lines_from(const exact::FluidHub& hub, std::size_t station) {
  std::vector<bool> reached(hub.stations.size());
  reached[station] = true;
  std::ptrdiff_t varied = 0;
  for (std::size_t s = station; s < hub.stations.size(); ++s) {
    if (!reached[s])
      continue;
    varied += lines_vary(hub.stations[s]) ? 1 : 0;
    for (std::size_t next = 0; next < hub.stations[s].onward.size(); ++next)
      reached[next] = reached[next] || hub.stations[s].onward[next] > 0;
  }
  return varied;
}

}  // namespace

Averaged& Averaged::operator|=(const Averaged& other) {
  for (const auto what : {&Averaged::pace_changes, &Averaged::short_waits, &Averaged::waves, &Averaged::gradual_starts,
                          &Averaged::early_starts, &Averaged::passing_on})
    this->*what = this->*what || other.*what;
  return *this;
}

Averaged averaged(const exact::FluidHub& hub) {
  Averaged found;
  for (std::size_t s = 0; s < hub.stations.size(); ++s) {
    const exact::FluidStation& station = hub.stations[s];
    found.pace_changes = found.pace_changes || pace_changes(hub, station.phases);
    const std::vector<Stop> stops = stops_at(hub, station.phases);
    for (const Stop& stop : stops)
      found |= averaged_by(stop, hub, station.phases);
    found.passing_on = found.passing_on || (!stops.empty() && varied_lines_from(hub, s) > 1);
  }
  return found;
}

}  // namespace ripresa::estimate
