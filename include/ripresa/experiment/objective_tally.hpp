#pragma once

#include <cstddef>
#include <vector>

namespace ripresa::experiment {

/// In how many replications an objective was met: by all scopes that it is about, and by each of them.
class ObjectiveTally {
 public:
  explicit ObjectiveTally(std::size_t scopes) : met_by_(scopes) {}

  /// Of the replication under way: whether one of the scopes that the objective is about met it.
  void look_at(std::size_t scope, bool met) {
    met_by_[scope] += met ? 1 : 0;
    all_met_ = all_met_ && met;
  }
  void end_replication() {
    met_ += all_met_ ? 1 : 0;
    all_met_ = true;
  }

  std::size_t met() const { return met_; }
  /// 0 for a scope that the objective is not about.
  std::size_t met_by(std::size_t scope) const { return met_by_[scope]; }

 private:
  std::vector<std::size_t> met_by_;
  std::size_t met_ = 0;
  bool all_met_ = true;
};

}  // namespace ripresa::experiment
