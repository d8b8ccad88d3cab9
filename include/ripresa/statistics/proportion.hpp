#pragma once

#include <cstddef>
#include <map>

#include "ripresa/statistics/estimate.hpp"

namespace ripresa::statistics {

/// successes / trials with the exact interval of Clopper and Pearson (1934, Biometrika 26). NaN without trials.
Estimate proportion(std::size_t successes, std::size_t trials, double confidence = kConfidence);

/// Proportions of one number of trials. Each interval is searched for once, however often it is asked for.
class Proportions {
 public:
  explicit Proportions(std::size_t trials, double confidence = kConfidence)
      : trials_(trials), confidence_(confidence) {}

  std::size_t trials() const { return trials_; }

  /// Precondition: successes <= trials.
  const Estimate& of(std::size_t successes);

 private:
  std::size_t trials_;
  double confidence_;
  std::map<std::size_t, Estimate> known_;  // by successes
};

/// The confidence of the widest interval of Clopper and Pearson that leaves `p` out; 0 where none does.
double confidence_to_leave_out(std::size_t successes, std::size_t trials, double p);

/// How two events fell together over paired replications.
struct PairedCounts {
  std::size_t both = 0, only_a = 0, only_b = 0, neither = 0;
};

/// P(a) − P(b) from paired events, with Wald's interval after half an event is added to each cell (Agresti and Min
/// 2005, Statistics in Medicine 24: 729–740); the value itself is the plain difference. NaN without pairs.
Estimate paired_proportion_difference(const PairedCounts& counts, double confidence = kConfidence);

/// P(a) − P(b) from independent samples: Newcombe's hybrid score interval (1998, Statistics in Medicine 17: 873–890,
/// method 10).
Estimate unpaired_proportion_difference(std::size_t successes_a, std::size_t trials_a, std::size_t successes_b,
                                        std::size_t trials_b, double confidence = kConfidence);

}  // namespace ripresa::statistics
