#include "backend_condition.hpp"

#include <algorithm>
#include <iterator>

namespace ripresa::model {

namespace {

const Condition kDownCondition{false, {}};

/// So many servers at most are told apart where groups share causes: their pairs would be too many.
constexpr std::size_t kMostServers = 256;

Causes united(const Causes& a, const Causes& b) {
  Causes both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

Causes causes_of(const WorstOf& part) {
  Causes all;
  for (const Causes& causes : part)
    all = united(all, causes);
  return all;
}

bool share_a_cause(const Causes& a, const Causes& b) {
  for (auto of_a = a.begin(), of_b = b.begin(); of_a != a.end() && of_b != b.end();)
    if (*of_a == *of_b)
      return true;
    else if (*of_a < *of_b)
      ++of_a;
    else
      ++of_b;
  return false;
}

bool share_a_cause(const WorstOf& a, const WorstOf& b) {
  return std::any_of(a.begin(), a.end(), [&b](const Causes& of_a) {
    return std::any_of(b.begin(), b.end(), [&of_a](const Causes& of_b) { return share_a_cause(of_a, of_b); });
  });
}

bool is_among(const Causes& causes, const WorstOf& part) {
  return std::find(part.begin(), part.end(), causes) != part.end();
}

WorstOf without_lesser(WorstOf part) {
  if (part.size() == 1)
    return part;
  std::sort(part.begin(), part.end());
  part.erase(std::unique(part.begin(), part.end()), part.end());
  WorstOf kept;
  std::copy_if(part.begin(), part.end(), std::back_inserter(kept), [&](const Causes& lesser) {
    return std::none_of(part.begin(), part.end(), [&](const Causes& causes) {
      return &causes != &lesser && std::includes(causes.begin(), causes.end(), lesser.begin(), lesser.end());
    });
  });
  return kept;
}

/// What all of them suffer from.
Causes common_to(const WorstOf& servers) {
  Causes common = servers.front();
  for (const Causes& causes : servers)
    std::erase_if(common,
                  [&causes](std::size_t cause) { return !std::binary_search(causes.begin(), causes.end(), cause); });
  return common;
}

/// Any of the one with any of the other; but of two that are in both, the same is the worse in both. Where there are
/// too many, as if one server suffered from everything, which is no less than the worst does.
WorstOf felt_together(const WorstOf& a, const WorstOf& b) {
  if (a.size() > kMostServers / b.size())
    return {united(causes_of(a), causes_of(b))};
  WorstOf pairs;
  for (const Causes& of_a : a)
    for (const Causes& of_b : b)
      if (of_a == of_b || !is_among(of_a, b) || !is_among(of_b, a))
        pairs.push_back(united(of_a, of_b));
  return without_lesser(std::move(pairs));
}

/// Parts that share no cause stay apart: where all servers of many groups are degraded, the pairs would be too many.
void add_part(WorstOf part, std::vector<WorstOf>& parts) {
  const auto sharing = std::stable_partition(parts.begin(), parts.end(),
                                             [&part](const WorstOf& other) { return !share_a_cause(part, other); });
  for (auto other = sharing; other != parts.end(); ++other)
    part = felt_together(*other, part);
  parts.erase(sharing, parts.end());
  parts.push_back(std::move(part));
}

bool all_up(const std::vector<const Condition*>& conditions) {
  return std::all_of(conditions.begin(), conditions.end(), [](const Condition* condition) { return condition->up; });
}

}  // namespace

const Condition& condition_at(const ConditionTimeline& timeline, Time instant) {
  static const Condition sound;
  const auto after = std::upper_bound(timeline.begin(), timeline.end(), instant,
                                      [](Time t, const ConditionChange& change) { return t < change.at; });
  return after == timeline.begin() ? sound : std::prev(after)->state;
}

std::vector<Time> instants_of(const std::vector<ConditionTimeline>& timelines) {
  std::vector<Time> instants;
  for (const ConditionTimeline& timeline : timelines)
    for (const ConditionChange& change : timeline)
      instants.push_back(change.at);
  std::sort(instants.begin(), instants.end());
  instants.erase(std::unique(instants.begin(), instants.end()), instants.end());
  return instants;
}

Condition condition_of(const Causes& causes, const std::vector<Piece>& pieces) {
  if (!std::all_of(causes.begin(), causes.end(), [&](std::size_t cause) { return pieces[cause].state.up; }))
    return kDownCondition;
  return causes.empty() ? Condition{} : Condition{true, {{causes}}};
}

Condition all_of(const std::vector<const Condition*>& conditions) {
  if (!all_up(conditions))
    return kDownCondition;
  std::vector<WorstOf> parts;
  for (const Condition* condition : conditions)
    parts.insert(parts.end(), condition->parts.begin(), condition->parts.end());
  std::sort(parts.begin(), parts.end());
  parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
  Condition all;
  for (WorstOf& part : parts)
    add_part(std::move(part), all.parts);
  return all;
}

ConditionTimeline all_of(const std::vector<ConditionTimeline>& timelines) {
  ConditionTimeline all;
  std::vector<const Condition*> conditions(timelines.size());
  for (const Time at : instants_of(timelines)) {
    std::transform(timelines.begin(), timelines.end(), conditions.begin(),
                   [at](const ConditionTimeline& timeline) { return &condition_at(timeline, at); });
    add_change(at, all_of(conditions), all);
  }
  return all;
}

Condition group_of(const std::vector<const Condition*>& serving) {
  if (!all_up(serving))
    return kDownCondition;
  if (serving.size() == 1)
    return *serving.front();
  WorstOf servers;
  for (const Condition* server : serving) {
    WorstOf sufferings(1);
    for (const WorstOf& part : server->parts)
      sufferings = felt_together(sufferings, part);
    servers.insert(servers.end(), sufferings.begin(), sufferings.end());
  }
  servers = without_lesser(std::move(servers));
  // What all suffer from is the worst's, whichever that is: apart, it does not tie together groups that rest on it.
  const Causes common = common_to(servers);
  for (Causes& causes : servers)
    std::erase_if(causes,
                  [&common](std::size_t cause) { return std::binary_search(common.begin(), common.end(), cause); });
  Condition group;
  if (!common.empty())
    group.parts.push_back({common});
  if (!servers.front().empty())
    group.parts.push_back(std::move(servers));
  return group;
}

BackendState state_of(const Condition& condition, const std::vector<Piece>& pieces) {
  if (!condition.up)
    return kDown;
  Causes causes;
  double latency_factor = 1;
  double capacity_factor = 1;
  for (const WorstOf& part : condition.parts) {
    BackendState worst;
    for (const Causes& server : part) {
      const BackendState state = state_of(server, pieces);
      worst.latency_factor = std::max(worst.latency_factor, state.latency_factor);
      worst.capacity_factor = std::min(worst.capacity_factor, state.capacity_factor);
    }
    latency_factor *= worst.latency_factor;
    capacity_factor *= worst.capacity_factor;
    causes = united(causes, causes_of(part));
  }
  BackendState state = state_of(causes, pieces);
  state.latency_factor = latency_factor;
  state.capacity_factor = capacity_factor;
  return state;
}

}  // namespace ripresa::model
