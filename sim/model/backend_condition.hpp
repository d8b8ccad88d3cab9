#pragma once

// Internal to model: what a backend suffers from. A state does not tell of what it is made, so two states cannot be put
// together without counting twice what they share; conditions can.

#include <vector>

#include "failure_pieces.hpp"

namespace ripresa::model {

/// Of the servers of a group, what each suffers from. The worst counts; one that suffers only from what another does
/// as well is left out.
using WorstOf = std::vector<Causes>;

struct Condition {
  bool up = true;
  std::vector<WorstOf> parts;  // felt together; none shares a cause with another; none of a backend that is down

  bool operator==(const Condition&) const = default;
};

struct ConditionChange {
  Time at;
  Condition state;  // from `at` on
};

/// As a BackendTimeline.
using ConditionTimeline = std::vector<ConditionChange>;

/// Adds to a timeline, be it of states or of conditions, unless nothing changes.
template <typename Timeline, typename State>
void add_change(Time at, const State& state, Timeline& timeline) {
  if (!timeline.empty() && timeline.back().at == at)
    timeline.pop_back();
  if (timeline.empty() ? state != State{} : state != timeline.back().state)
    timeline.push_back({at, state});
}

/// The condition at `instant`, changes at that very instant included.
const Condition& condition_at(const ConditionTimeline& timeline, Time instant);

/// When any of these changes, ascending.
std::vector<Time> instants_of(const std::vector<ConditionTimeline>& timelines);

/// Of a backend that feels all of these.
Condition condition_of(const Causes& causes, const std::vector<Piece>& pieces);

/// Of what needs all of these, and feels what several of them suffer from once.
Condition all_of(const std::vector<const Condition*>& conditions);
ConditionTimeline all_of(const std::vector<ConditionTimeline>& timelines);

/// Of a group in which these serve.
Condition group_of(const std::vector<const Condition*>& serving);

/// Latency and capacity factors of the parts multiply, each part's those of the worst of it. A call has to survive the
/// errors of all causes.
BackendState state_of(const Condition& condition, const std::vector<Piece>& pieces);

}  // namespace ripresa::model
