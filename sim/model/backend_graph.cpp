#include "ripresa/model/backend_graph.hpp"

#include <algorithm>
#include <optional>

namespace ripresa::model {

using scenario::Dependency;
using scenario::DependencyGroup;
using scenario::FailureWindow;

/// A state that holds in [from, to). Outside the unnamed namespace because BackendGraph::Memory holds it.
struct Piece {
  Time from, to;
  BackendState state;
};

namespace {

BackendState state_of(const scenario::Severity& severity) {
  BackendState state;
  if (const auto* degraded = std::get_if<scenario::Degraded>(&severity)) {
    state.latency_factor = degraded->latency_factor;
    state.error_rate = degraded->error_rate;
    state.retry_pause = degraded->retry_pause;
    state.capacity_factor = degraded->capacity_factor;
  } else {
    state.up = false;
  }
  return state;
}

/// Steps from `start` at the beginning to sound at the end, each with the value at its middle.
void add_stairs(Time from, Duration length, const BackendState& start, std::vector<Piece>& pieces) {
  const std::int64_t steps = std::clamp<std::int64_t>(length / Duration::seconds(1), 1, kRecoverySteps);
  const auto edge = [&](std::int64_t step) {
    return from + Duration::microseconds(length.in_microseconds() * step / steps);
  };
  for (std::int64_t step = 0; step < steps; ++step) {
    const double left = 1 - (static_cast<double>(step) + 0.5) / static_cast<double>(steps);
    BackendState state = start;
    state.latency_factor = 1 + (start.latency_factor - 1) * left;
    state.capacity_factor = 1 + (start.capacity_factor - 1) * left;
    state.error_rate = start.error_rate * left;
    pieces.push_back({edge(step), edge(step + 1), state});
  }
}

void add_window(const FailureWindow& window, std::vector<Piece>& pieces) {
  const BackendState failing = state_of(window.severity);
  pieces.push_back({window.from, window.to, failing});
  const scenario::Recovery& recovery = window.recovery;
  if (recovery.ramp > Duration{}) {
    const Duration pause = failing.up ? failing.retry_pause : Duration::seconds(30);
    add_stairs(window.to, recovery.ramp,
               {true, recovery.latency_factor, recovery.error_rate, pause, recovery.capacity_factor}, pieces);
  }
  if (recovery.cold_cache > Duration{})
    add_stairs(window.to, recovery.cold_cache, {true, recovery.cold_cache_latency_factor, 0, {}, 1}, pieces);
}

void worsen(BackendState& state, const BackendState& by) {
  state.up = state.up && by.up;
  state.latency_factor *= by.latency_factor;
  state.capacity_factor *= by.capacity_factor;
  state.error_rate = 1 - (1 - state.error_rate) * (1 - by.error_rate);
  state.retry_pause = std::max(state.retry_pause, by.retry_pause);
}

/// Nothing can be told of a backend that is down but that.
BackendState told(const BackendState& state) {
  return state.up ? state : BackendState{false, 1, 0, {}, 1};
}

void add_change(Time at, const BackendState& state, BackendTimeline& timeline) {
  if (!timeline.empty() && timeline.back().at == at)
    timeline.pop_back();
  const BackendState before = timeline.empty() ? BackendState{} : timeline.back().state;
  if (state != before)
    timeline.push_back({at, state});
}

/// The pieces where they overlap together.
BackendTimeline combined(const std::vector<Piece>& pieces) {
  std::vector<Time> instants;
  for (const Piece& piece : pieces)
    if (piece.from < piece.to)
      instants.insert(instants.end(), {piece.from, piece.to});
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  BackendTimeline timeline;
  for (const Time at : instants) {
    BackendState state;
    for (const Piece& piece : pieces)
      if (piece.from <= at && at < piece.to)
        worsen(state, piece.state);
    add_change(at, told(state), timeline);
  }
  return timeline;
}

void add_pieces(const BackendTimeline& timeline, std::vector<Piece>& pieces) {
  for (std::size_t i = 0; i < timeline.size(); ++i)
    pieces.push_back({timeline[i].at, i + 1 < timeline.size() ? timeline[i + 1].at : Time::never(), timeline[i].state});
}

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

/// Follows who serves in a group of k of n.
class Switchover {
 public:
  Switchover(const std::vector<BackendTimeline>& members, std::size_t needed, Duration failover, Duration detection)
      : members_(members), failover_(failover), detection_(detection), up_(members.size(), true) {
    for (std::size_t i = 0; i < needed; ++i)
      serving_.push_back(i);
  }

  BackendTimeline timeline() {
    BackendTimeline timeline;
    std::vector<Time> instants;
    for (const BackendTimeline& member : members_)
      for (const BackendChange& change : member)
        instants.push_back(change.at);
    std::sort(instants.begin(), instants.end());
    for (std::size_t i = 0; i < instants.size(); ++i) {
      if (i > 0 && instants[i] == instants[i - 1])
        continue;
      if (taken_over_at_ < instants[i])
        step(taken_over_at_, timeline);
      step(instants[i], timeline);
    }
    if (taken_over_at_ != Time::never())
      step(taken_over_at_, timeline);
    return timeline;
  }

 private:
  void step(Time now, BackendTimeline& timeline) {
    for (std::size_t i = 0; i < members_.size(); ++i)
      up_[i] = state_at(members_[i], now).up;
    if (taken_over_at_ <= now) {
      serving_ = successors_;
      taken_over_at_ = noticed_at_ = Time::never();
    }
    if (all_up(serving_))
      taken_over_at_ = noticed_at_ = Time::never();
    else
      seek_successors(now);
    add_change(now, answer(now), timeline);
  }

  void seek_successors(Time now) {
    if (noticed_at_ == Time::never())
      noticed_at_ = now + detection_;
    if (taken_over_at_ != Time::never() && all_up(successors_))
      return;
    taken_over_at_ = Time::never();
    successors_.clear();
    std::copy_if(serving_.begin(), serving_.end(), std::back_inserter(successors_),
                 [this](std::size_t i) { return up_[i]; });
    for (std::size_t i = 0; i < members_.size() && successors_.size() < serving_.size(); ++i)
      if (up_[i] && std::find(serving_.begin(), serving_.end(), i) == serving_.end())
        successors_.push_back(i);
    if (successors_.size() < serving_.size())
      return;
    taken_over_at_ = std::max(now, noticed_at_) + failover_;
    if (taken_over_at_ > now)
      return;
    serving_ = successors_;
    taken_over_at_ = noticed_at_ = Time::never();
  }

  BackendState answer(Time now) const {
    BackendState worst;
    for (const std::size_t i : serving_) {
      const BackendState member = state_at(members_[i], now);
      worst.up = worst.up && member.up;
      worst.latency_factor = std::max(worst.latency_factor, member.latency_factor);
      worst.capacity_factor = std::min(worst.capacity_factor, member.capacity_factor);
      worst.error_rate = 1 - (1 - worst.error_rate) * (1 - member.error_rate);
      worst.retry_pause = std::max(worst.retry_pause, member.retry_pause);
    }
    return told(worst);
  }

  bool all_up(const std::vector<std::size_t>& members) const {
    return std::all_of(members.begin(), members.end(), [this](std::size_t i) { return up_[i]; });
  }

  const std::vector<BackendTimeline>& members_;
  Duration failover_, detection_;
  std::vector<bool> up_;
  std::vector<std::size_t> serving_, successors_;
  Time noticed_at_ = Time::never();     // that one of those who serve has failed
  Time taken_over_at_ = Time::never();  // by the successors
};

}  // namespace

struct BackendGraph::Memory {
  std::vector<std::vector<Piece>> own;  // by backend
  std::vector<std::optional<BackendTimeline>> done;
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
  Memory memory;
  memory.own.resize(nodes_.size());
  memory.done.resize(nodes_.size());
  for (const FailureWindow& window : windows)
    add_window(window, memory.own[window.backend]);
  std::vector<BackendTimeline> all;
  for (std::size_t backend = 0; backend < nodes_.size(); ++backend)
    all.push_back(timeline_of(backend, memory));
  return all;
}

const BackendTimeline& BackendGraph::timeline_of(std::size_t backend, Memory& memory) const {
  auto& done = memory.done[backend];
  if (done)
    return *done;
  std::vector<Piece> pieces;
  for (const std::size_t foundation : nodes_[backend].foundations)
    pieces.insert(pieces.end(), memory.own[foundation].begin(), memory.own[foundation].end());
  for (const Group& group : nodes_[backend].groups)
    add_pieces(timeline_of(group, memory), pieces);
  done = combined(pieces);
  return *done;
}

BackendTimeline BackendGraph::timeline_of(const Dependency& dependency, Memory& memory) const {
  const auto* nested = std::get_if<DependencyGroup>(&dependency.on);
  if (!nested)
    return timeline_of(std::get<std::size_t>(dependency.on), memory);
  if (nested->needed < nested->members.size())
    return timeline_of(Group{nested->needed, nested->members, nested->failover, nested->detection}, memory);
  std::vector<Piece> pieces;
  for (const Dependency& member : nested->members)
    add_pieces(timeline_of(member, memory), pieces);
  return combined(pieces);
}

BackendTimeline BackendGraph::timeline_of(const Group& group, Memory& memory) const {
  std::vector<BackendTimeline> members;
  for (const Dependency& member : group.members)
    members.push_back(timeline_of(member, memory));
  return Switchover(members, group.needed, group.failover, group.detection).timeline();
}

}  // namespace ripresa::model
