#pragma once

// Internal to experiment: the records of one replication seen scope by scope.

#include <vector>

#include "ripresa/experiment/measure.hpp"
#include "ripresa/experiment/results.hpp"
#include "ripresa/model/day_run.hpp"

namespace ripresa::experiment {

/// Series of one run of one scope on the grid, by SeriesKind.
using ScopeSeries = std::vector<std::vector<std::int32_t>>;

/// One run of one scope, with the memory that merging several hubs needs.
class RunViewBuilder {
 public:
  /// The view is valid until the next call and while `records` are.
  RunView view(std::vector<const observation::RunRecord*> records);

  /// Of the last view.
  const ScopeSeries& series() const { return series_; }

 private:
  std::vector<const observation::RunRecord*> records_;
  std::vector<Time> vaccinations_, recordings_;
  ScopeSeries series_;
};

}  // namespace ripresa::experiment
