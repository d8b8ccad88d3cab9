#pragma once

#include <vector>

#include "ripresa/exact/erlang.hpp"

namespace ripresa::exact {

/// One node of an open Jackson network: its own arrivals from outside and where people go next; what is left of the
/// shares leaves the network.
struct JacksonNode {
  Rate arrivals_from_outside;
  Rate service;
  int servers = 1;
  std::vector<double> onward;  // probabilities, by node
};

struct JacksonNetwork {
  std::vector<MarkovQueue> queues;  // with the arrivals that the traffic equations give
  std::vector<SteadyState> nodes;
  double mean_present_persons = 0;
  double mean_sojourn_minutes = 0;  // from first arrival to leaving
};

/// Solves the traffic equations; in steady state the nodes are independent M/M/c (Jackson 1957, Operations Research 5:
/// 518–521). Throws InputError when a node has no steady state or people never leave.
JacksonNetwork solve_jackson(const std::vector<JacksonNode>& nodes);

}  // namespace ripresa::exact
