#pragma once

// Internal to model: who serves in a group of k of n.

#include <cstddef>
#include <vector>

#include "backend_condition.hpp"

namespace ripresa::model {

class Switchover {
 public:
  /// Those of `members` that are listed first serve at first.
  Switchover(const std::vector<ConditionTimeline>& members, std::size_t needed, Duration failover, Duration detection);

  /// What rests on the group suffers from those that serve.
  ConditionTimeline timeline();

 private:
  void step(Time now, ConditionTimeline& timeline);
  void seek_successors(Time now);
  Condition answer(Time now) const;
  bool all_up(const std::vector<std::size_t>& members) const;

  const std::vector<ConditionTimeline>& members_;
  Duration failover_, detection_;
  std::vector<bool> up_;
  std::vector<std::size_t> serving_, successors_;
  Time noticed_at_ = Time::never();     // that one of those who serve has failed
  Time taken_over_at_ = Time::never();  // by the successors
};

}  // namespace ripresa::model
