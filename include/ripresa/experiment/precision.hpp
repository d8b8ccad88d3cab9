#pragma once

// When replications are enough: the sequential rule of an experiment that goes on until it is precise.

#include <cstddef>
#include <string>
#include <vector>

#include "ripresa/experiment/results.hpp"
#include "ripresa/statistics/histogram.hpp"

namespace ripresa::experiment {

/// Looks at the estimates at the ends of batches, and is content once all named measures are precise at two ends in a
/// row: a mean that looks precise by luck on few days has to stand a longer look before it is believed. That is the
/// look ahead of Hoad, Robinson and Davies (2010, J. Operational Research Society 61: 1632–1644), of 5 replications or
/// 5 % of those made, in batches of 10 or 5 %. Replications come in their order, so that threads cannot change the
/// decision.
///
/// What has been the same on all days is known, unless a failure at random may reach the scope: it may be the same only
/// because none came yet. After n days without one, fewer than 3 in n days have one, with 95 % confidence (the rule of
/// three; Hanley and Lippman-Hand 1983, JAMA 249: 1743–1745). Such a day may well differ by the whole of the value, so
/// that 3 / n is the relative half-width; where the value is nothing, there is no telling by how much.
class PrecisionRule {
 public:
  /// Precondition: the layout has the measures that `precision` names.
  PrecisionRule(const scenario::Precision& precision, const Layout& layout, const model::Model& model);

  /// Takes the next replication. True once it is enough; it is not to be asked again then.
  bool enough(const ReplicationRow& row);

  /// Of the measures wanted, those that are not precise now in every scope.
  std::vector<std::string> imprecise() const;

 private:
  /// One measure in one scope.
  struct Watched {
    std::string name;
    MeasureKind kind = MeasureKind::amount;
    std::size_t column = 0;
    bool fails_at_random = false;  // or may, somewhere in the scope
    statistics::Moments moments;   // of the days that have a value
    std::vector<double> times;     // of a censored measure: of all days
    bool any_censored = false;
  };

  double relative_half_width(const Watched& watched) const;

  double wanted_;
  std::vector<Watched> watched_;
  std::size_t replications_ = 0;
  std::size_t batch_end_;
  int precise_ends_ = 0;  // in a row
};

}  // namespace ripresa::experiment
