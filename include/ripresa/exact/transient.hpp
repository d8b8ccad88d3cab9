#pragma once

// The day of one station as a Markov chain: M(t)/M(t)/s(t)/K with an outage, solved exactly in time by uniformisation
// (Jensen 1953, Skandinavisk Aktuarietidskrift 36: 87–91; Stewart 1994, Introduction to the Numerical Solution of
// Markov Chains, section 8.2).
//
// Arrival rate, servers and outage are constant in each piece of the day. Every figure has a bound on its error: what
// the Poisson weights leave out, piece by piece, and the rounding of the steps. What K cuts off is no error but part of
// the model: arrivals who find K persons there are lost and counted.

#include <optional>
#include <vector>

#include "ripresa/exact/rate.hpp"

namespace ripresa::exact {

enum class Serving {
  working,
  stopped,          // nobody's work goes on; it is taken up again afterwards
  finish_under_way  // services under way when it began are finished, and none starts
};

struct DayPiece {
  Time from, to;
  Rate arrivals;
  int servers = 0;
  Serving serving = Serving::working;
};

/// Pieces ascend without gaps. The day starts empty.
struct MarkovDay {
  std::vector<DayPiece> pieces;
  Rate service;  // of one server
  int room = 0;  // K: most persons there at once
};

/// A figure, and how far from the truth it is at most.
struct Bounded {
  double value = 0;
  double error = 0;
};

struct TransientState {
  Time at;
  std::vector<double> present;  // P(n persons there), n = 0 … K
  double present_error = 0;     // Σ |error| over them
  Bounded expected_present;
  Bounded expected_queue;        // beyond the servers on duty, who may be held
  Bounded expected_completions;  // since the day's start
  Bounded expected_lost;         // arrivals who found the room full

  /// P(at most `persons` there).
  double probability_at_most(int persons) const;
};

/// The state at each of `instants` (ascending, within the day). The truncation error left out in the whole day is at
/// most `error_bound`, > 0.
std::vector<TransientState> solve(const MarkovDay& day, const std::vector<Time>& instants, double error_bound = 1e-10);

/// The probability that at some instant from `since` on until each of `instants` (>= since) at most `persons` were
/// there.
///
/// With persons = 0 this is the probability that the run and its undisturbed twin have become one: at a
/// first-come-first-served station whose people have the same arrival and service times in both, everybody leaves the
/// run no earlier than the twin. When the run is empty the twin is empty too, and from there on they coincide. It is
/// therefore a lower bound on the probability of having caught up with tolerance 0, and the exact one of having done so
/// for good by coming together.
std::vector<Bounded> probability_of_return(const MarkovDay& day, Time since, int persons,
                                           const std::vector<Time>& instants, double error_bound = 1e-10);

/// The same day without its outages: the baseline.
MarkovDay undisturbed(const MarkovDay& day);

/// E[V_b(t) − V_o(t)] at each instant: completions of the undisturbed day less those of the day itself.
std::vector<Bounded> expected_backlog(const MarkovDay& day, const std::vector<Time>& instants,
                                      double error_bound = 1e-10);

}  // namespace ripresa::exact
