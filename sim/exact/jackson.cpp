#include "ripresa/exact/jackson.hpp"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <cassert>
#include <numeric>

#include "ripresa/base/error.hpp"

namespace ripresa::exact {
namespace {

/// The arrivals at each node: x = outside + onward^T x.
Eigen::VectorXd solve_traffic(const std::vector<JacksonNode>& nodes) {
  const auto n = static_cast<Eigen::Index>(nodes.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Identity(n, n);
  Eigen::VectorXd outside(n);
  for (Eigen::Index from = 0; from < n; ++from) {
    const JacksonNode& node = nodes[static_cast<std::size_t>(from)];
    assert(node.onward.size() == nodes.size());
    outside(from) = node.arrivals_from_outside.in_per_minute();
    for (Eigen::Index to = 0; to < n; ++to)
      matrix(to, from) -= node.onward[static_cast<std::size_t>(to)];
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> factors(matrix);
  if (!factors.isInvertible())
    throw InputError("the network has no steady state: people at some nodes never leave");
  return factors.solve(outside);
}

}  // namespace

JacksonNetwork solve_jackson(const std::vector<JacksonNode>& nodes) {
  const Eigen::VectorXd traffic = solve_traffic(nodes);
  JacksonNetwork network;
  double outside = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const MarkovQueue queue{Rate::per_minute(traffic(static_cast<Eigen::Index>(i))), nodes[i].service,
                            nodes[i].servers};
    const double offered = offered_erlangs(queue.arrivals, queue.service);
    if (offered >= queue.servers)
      throw InputError(fmt::format("node {} has no steady state: {:.4g} erlangs are offered to {} servers", i, offered,
                                   queue.servers));
    network.queues.push_back(queue);
    network.nodes.push_back(steady_state(queue));
    network.mean_present_persons += network.nodes.back().mean_present_persons;
    outside += nodes[i].arrivals_from_outside.in_per_minute();
  }
  network.mean_sojourn_minutes = network.mean_present_persons / outside;
  return network;
}

}  // namespace ripresa::exact
