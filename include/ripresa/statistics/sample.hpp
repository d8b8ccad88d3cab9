#pragma once

// A sample over replications, kept whole or condensed, and what can be estimated from it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "ripresa/statistics/estimate.hpp"
#include "ripresa/statistics/histogram.hpp"
#include "ripresa/statistics/kaplan_meier.hpp"
#include "ripresa/statistics/mean.hpp"

namespace ripresa::statistics {

/// Of a time until something is reached, where there was nothing to reach.
inline constexpr double kNothingToReach = std::numeric_limits<double>::infinity();

/// Quantities may be missing in some replications (nobody came, not caught up): NaN. Where there was nothing to reach
/// nothing is missing either: such a replication is not of the sample.
class Sample {
 public:
  /// All values, in replication order, missing ones included.
  explicit Sample(std::vector<double> values);
  /// A histogram of those that are there. `counts` must outlive the sample.
  Sample(const Histogram& histogram, std::span<const std::uint32_t> counts, std::size_t missing)
      : missing_(missing), histogram_(histogram), counts_(counts) {}

  bool exact() const { return counts_.empty(); }
  /// Values that are there.
  std::size_t size() const { return exact() ? values_.size() : histogram_.moments.count; }
  std::size_t missing() const { return missing_; }

  /// See mean.hpp. The average alone costs a fraction of the mean with its interval.
  double average() const;
  Estimate mean(double confidence = kConfidence) const;
  Estimate mean(StudentQuantiles& quantiles) const;
  double standard_error() const;

  /// How many values are 1, of a sample of ones and zeros.
  std::size_t ones() const;

  /// Quantiles at 5, 50 and 95 %: type 7 of Hyndman and Fan (see quantile.hpp), from a histogram's ranked values where
  /// the sample is condensed. NaN without values.
  std::array<double, 3> quantiles() const;

  /// Missing values are right-censored at `censored_at`, after all others. A condensed sample has its events in the
  /// middle of their bins.
  KaplanMeier kaplan_meier(double censored_at) const;

  /// How far an event of that may lie from where it really was.
  double event_rounding() const { return exact() ? 0 : histogram_.half_width(); }

 private:
  std::vector<double> values_;
  std::size_t missing_ = 0;
  Histogram histogram_;
  std::span<const std::uint32_t> counts_;
};

}  // namespace ripresa::statistics
