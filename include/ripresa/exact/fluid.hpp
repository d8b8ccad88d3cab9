#pragma once

// The fluid model of a hub: people as a liquid that flows through stations at rates that change in steps (Newell 1982,
// Applications of Queueing Theory, chapter 2; Mandelbaum, Massey and Reiman 1998, Queueing Systems 30: 149–201, for the
// limit of many servers). Randomness is left out, so there is no queue where servers keep up on average.
//
// A station serves what is waiting at the rate servers / holding time. Who is at its counters leaves evenly over one
// holding time. Where services begin together, as after an outage, the first to end come later than in a steady stream:
// by (1 − cv²) / 2 of a holding time, the constant of the renewal function (Cox 1962, Renewal Theory, section 4.2);
// where services vary so much that it is below nothing, the stream gets ahead. Services that were broken off and begin
// anew are longer than others, as long ones are the likelier to be under way, and end later by (1 + cv²) / 2. Where
// services come to take another time, who is at the counters leaves first, evenly over a time that is given. All flows
// then change in steps, and the network is solved event by event in closed form.

#include <cstddef>
#include <optional>
#include <vector>

#include "ripresa/exact/flow.hpp"

namespace ripresa::exact {

/// What goes on at the counters.
enum class Counters {
  working,
  suspended,      // nobody's work goes on; whoever steps up waits too
  held_at_end,    // work goes on, but nobody leaves before the end of this
  held_at_start,  // those at work finish and leave; whoever steps up waits
  held_at_both    // those at work finish and wait, and so does whoever steps up
};

/// From `from` until the next phase.
struct StationPhase {
  Time from;
  double servers = 0;  // infinite: everybody is served at once
  Duration holding;    // of a server by a person, on average
  double cv = 1;       // coefficient of variation of that
  Counters counters = Counters::working;
  bool held_have_work_done = true;  // those who were held with their work done leave when this phase begins; else they
                                    // are served anew
  bool broken_off_work_is_lost = false;  // when suspended: it begins anew afterwards; else it goes on
  bool held_stay = false;  // when working: those held in the phase before keep their counters, the others are served
  Duration cut_off = {};   // who is in this first part of the phase before's holding when this one begins is held
  /// Where the phase before is working too: over this, whoever is at the counters as this one begins leaves evenly, and
  /// meanwhile the others are served at that pace. Not set: no service has come to take another time.
  std::optional<Duration> under_way_takes = {};
};

struct FluidStation {
  std::vector<StationPhase> phases;  // ascending; nobody is served before the first
  Duration walk;                     // to it
  std::vector<double> onward;        // shares, to stations further on in the list; the rest leaves
};

struct FluidHub {
  Time opens, closes;       // who comes before waits at the door; who comes after goes away
  bool hard_close = false;  // at closing everybody has to go
  Flow arrivals;            // at the door, bound for the first station
  std::vector<FluidStation> stations;
  std::size_t vaccination_station = 0;
};

struct FluidRun {
  Flow vaccinated;
  Flow queue;                        // at the door and at all stations; its total is the number waiting
  std::vector<Flow> station_queues;  // by station
};

/// Runs the hub until `horizon`.
FluidRun run_fluid(const FluidHub& hub, Time horizon);

}  // namespace ripresa::exact
