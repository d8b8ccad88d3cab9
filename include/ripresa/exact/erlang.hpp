#pragma once

// Steady states of the Markovian queues with one line: Erlang's B and C, the finite waiting room, and impatience.
// All are computed from positive terms alone, so that they keep their relative accuracy for thousands of servers and
// for loads near 0 and near 1.

#include "ripresa/exact/rate.hpp"

namespace ripresa::exact {

/// Poisson arrivals, exponential services at rate `service` a server, first come, first served.
struct MarkovQueue {
  Rate arrivals;
  Rate service;
  int servers = 1;
};

/// What a queue looks like in the long run. Waiting times are of those who enter; those who give up count with the time
/// they waited until then.
struct SteadyState {
  double probability_of_waiting = 0;  // of who enters
  double mean_queue_persons = 0;
  double mean_present_persons = 0;  // waiting and in service
  double mean_wait_minutes = 0;
  double utilisation = 0;              // share of servers busy
  double probability_of_blocking = 0;  // an arrival finds the room full
  double probability_of_leaving = 0;   // who enters gives up before service
};

/// Erlang's loss formula B (Erlang 1917): the probability that all of `servers` >= 0 servers are busy when nobody
/// waits.
double erlang_b(int servers, double offered_erlangs);

/// Erlang's delay formula C (Erlang 1917; Cooper 1981, Introduction to Queueing Theory, eq. 3.4.7): the probability of
/// waiting in M/M/c. Precondition: offered_erlangs < servers.
double erlang_c(int servers, double offered_erlangs);

/// M/M/c. Precondition: offered load below the number of servers.
SteadyState steady_state(const MarkovQueue& queue);

/// P(wait > t) in M/M/c (Cooper 1981, eq. 3.4.10), and the wait that is exceeded with probability 1 - p; zero where
/// more than p do not wait at all.
double probability_wait_exceeds(const MarkovQueue& queue, Duration t);
double wait_quantile_minutes(const MarkovQueue& queue, double p);

/// M/M/c/K: at most `room` >= servers persons are there, an arrival that finds it full is lost. Any load.
SteadyState steady_state_with_room(const MarkovQueue& queue, int room);

/// M/M/c+M, Erlang A (Palm 1946; Garnett, Mandelbaum and Reiman 2002, Manufacturing & Service Operations Management 4:
/// 208–227): each who waits gives up at rate `patience`, > 0. Any load.
SteadyState steady_state_with_patience(const MarkovQueue& queue, Rate patience);

}  // namespace ripresa::exact
