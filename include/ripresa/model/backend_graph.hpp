#pragma once

// What rests on what: how the failures of backends become those of the backends above them.

#include <cstddef>
#include <span>
#include <vector>

#include "ripresa/model/backend_timeline.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

/// A ramp and a cold cache are stairs of equal steps, each at its middle's value: so many, or one a second where that
/// is fewer.
inline constexpr int kRecoverySteps = 20;

class BackendGraph {
 public:
  /// Precondition: no circle.
  explicit BackendGraph(const std::vector<scenario::Backend>& backends);

  /// The timeline of every backend, by its index, where all of `windows` are felt: its own windows and those of all it
  /// rests on, each once. Where they overlap: down if any is down; latency and capacity factors multiply; a call has to
  /// survive each (error rates combine as 1 − Π(1 − rate)); the longest pause holds. A group of k of n answers as
  /// scenario::DependencyGroup says, as well as the worst of those that serve: who adds most to what is felt otherwise.
  std::vector<BackendTimeline> timelines(std::span<const scenario::FailureWindow> windows) const;

  /// Whether there are groups in which others can take over.
  bool others_take_over() const;

  /// Everything that `backend` rests on in any way, itself included, ascending.
  const std::vector<std::size_t>& below(std::size_t backend) const { return nodes_[backend].below; }

 private:
  struct Group {
    std::size_t needed = 1;
    std::vector<scenario::Dependency> members;
    Duration failover, detection;
  };
  struct Node {
    std::vector<std::size_t> foundations;  // needed whenever this one is, itself included, ascending
    std::vector<Group> groups;             // on which these rest
    std::vector<std::size_t> below;
  };
  class Conditions;

  static void gather(const std::vector<scenario::Backend>& backends, std::size_t backend, std::vector<bool>& seen,
                     std::vector<Group>& groups);
  static void gather(const std::vector<scenario::Backend>& backends,
                     const std::vector<scenario::Dependency>& dependencies, std::vector<bool>& seen,
                     std::vector<Group>& groups);

  std::vector<Node> nodes_;
};

}  // namespace ripresa::model
