#include "ripresa/model/backend_graph.hpp"

#include <algorithm>
#include <optional>

#include "backend_condition.hpp"
#include "switchover.hpp"

namespace ripresa::model {

using scenario::Dependency;
using scenario::DependencyGroup;
using scenario::FailureWindow;

namespace {

void mark_below(const std::vector<scenario::Backend>& backends, std::size_t backend, std::vector<bool>& marked);

void mark_below(const std::vector<scenario::Backend>& backends, const std::vector<Dependency>& dependencies,
                std::vector<bool>& marked) {
  for (const Dependency& dependency : dependencies)
    if (const auto* group = std::get_if<DependencyGroup>(&dependency.on))
      mark_below(backends, group->members, marked);
    else
      mark_below(backends, std::get<std::size_t>(dependency.on), marked);
}

void mark_below(const std::vector<scenario::Backend>& backends, std::size_t backend, std::vector<bool>& marked) {
  if (marked[backend])
    return;
  marked[backend] = true;
  mark_below(backends, backends[backend].depends_on, marked);
}

std::vector<std::size_t> indices_of(const std::vector<bool>& marked) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < marked.size(); ++i)
    if (marked[i])
      indices.push_back(i);
  return indices;
}

}  // namespace

/// Of backends where all of the windows are felt.
class BackendGraph::Conditions {
 public:
  Conditions(const std::vector<Node>& nodes, std::span<const FailureWindow> windows);

  BackendTimeline states_of(std::size_t backend);

 private:
  Causes causes_of(const std::vector<std::size_t>& foundations) const;
  ConditionTimeline of(const Group& group);
  ConditionTimeline of(const Dependency& dependency);
  const ConditionTimeline& of(std::size_t backend);

  const std::vector<Node>& nodes_;
  std::vector<Piece> pieces_;             // by backend
  std::vector<std::size_t> first_piece_;  // of each backend, and the end
  std::vector<std::optional<ConditionTimeline>> done_;
};

void BackendGraph::gather(const std::vector<scenario::Backend>& backends, std::size_t backend, std::vector<bool>& seen,
                          std::vector<Group>& groups) {
  if (seen[backend])
    return;
  seen[backend] = true;
  gather(backends, backends[backend].depends_on, seen, groups);
}

void BackendGraph::gather(const std::vector<scenario::Backend>& backends, const std::vector<Dependency>& dependencies,
                          std::vector<bool>& seen, std::vector<Group>& groups) {
  for (const Dependency& dependency : dependencies) {
    const auto* group = std::get_if<DependencyGroup>(&dependency.on);
    if (!group)
      gather(backends, std::get<std::size_t>(dependency.on), seen, groups);
    else if (group->needed == group->members.size())
      gather(backends, group->members, seen, groups);
    else
      groups.push_back({group->needed, group->members, group->failover, group->detection});
  }
}

BackendGraph::BackendGraph(const std::vector<scenario::Backend>& backends) : nodes_(backends.size()) {
  for (std::size_t backend = 0; backend < backends.size(); ++backend) {
    std::vector<bool> seen(backends.size());
    gather(backends, backend, seen, nodes_[backend].groups);
    nodes_[backend].foundations = indices_of(seen);
    std::vector<bool> below(backends.size());
    mark_below(backends, backend, below);
    nodes_[backend].below = indices_of(below);
  }
}

bool BackendGraph::others_take_over() const {
  return std::any_of(nodes_.begin(), nodes_.end(), [](const Node& node) { return !node.groups.empty(); });
}

std::vector<BackendTimeline> BackendGraph::timelines(std::span<const FailureWindow> windows) const {
  Conditions conditions(nodes_, windows);
  std::vector<BackendTimeline> all;
  for (std::size_t backend = 0; backend < nodes_.size(); ++backend)
    all.push_back(conditions.states_of(backend));
  return all;
}

BackendGraph::Conditions::Conditions(const std::vector<Node>& nodes, std::span<const FailureWindow> windows)
    : nodes_(nodes), done_(nodes.size()) {
  std::vector<std::vector<Piece>> own(nodes.size());
  for (const FailureWindow& window : windows)
    add_pieces(window, own[window.backend]);
  for (const std::vector<Piece>& pieces : own) {
    first_piece_.push_back(pieces_.size());
    pieces_.insert(pieces_.end(), pieces.begin(), pieces.end());
  }
  first_piece_.push_back(pieces_.size());
}

BackendTimeline BackendGraph::Conditions::states_of(std::size_t backend) {
  BackendTimeline states;
  if (nodes_[backend].groups.empty())
    for_each_change(causes_of(nodes_[backend].foundations), pieces_,
                    [&](Time at, const Causes& holding) { add_change(at, state_of(holding, pieces_), states); });
  else
    for (const ConditionChange& change : of(backend))
      add_change(change.at, state_of(change.state, pieces_), states);
  return states;
}

Causes BackendGraph::Conditions::causes_of(const std::vector<std::size_t>& foundations) const {
  Causes causes;
  for (const std::size_t foundation : foundations)
    for (std::size_t piece = first_piece_[foundation]; piece < first_piece_[foundation + 1]; ++piece)
      causes.push_back(piece);
  return causes;
}

const ConditionTimeline& BackendGraph::Conditions::of(std::size_t backend) {
  auto& done = done_[backend];
  if (done)
    return *done;
  ConditionTimeline of_foundations;
  for_each_change(causes_of(nodes_[backend].foundations), pieces_, [&](Time at, const Causes& holding) {
    add_change(at, condition_of(holding, pieces_), of_foundations);
  });
  std::vector<ConditionTimeline> needed = {std::move(of_foundations)};
  for (const Group& group : nodes_[backend].groups)
    needed.push_back(of(group));
  done = needed.size() == 1 ? std::move(needed.front()) : all_of(needed);
  return *done;
}

ConditionTimeline BackendGraph::Conditions::of(const Dependency& dependency) {
  const auto* nested = std::get_if<DependencyGroup>(&dependency.on);
  if (!nested)
    return of(std::get<std::size_t>(dependency.on));
  if (nested->needed < nested->members.size())
    return of(Group{nested->needed, nested->members, nested->failover, nested->detection});
  std::vector<ConditionTimeline> members;
  for (const Dependency& member : nested->members)
    members.push_back(of(member));
  return all_of(members);
}

ConditionTimeline BackendGraph::Conditions::of(const Group& group) {
  std::vector<ConditionTimeline> members;
  for (const Dependency& member : group.members)
    members.push_back(of(member));
  return Switchover(members, group.needed, group.failover, group.detection).timeline();
}

}  // namespace ripresa::model
