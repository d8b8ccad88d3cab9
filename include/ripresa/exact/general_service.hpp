#pragma once

// Steady states with service times that are not exponential: one server of any kind, and any number of constant ones.

#include <vector>

#include "ripresa/exact/rate.hpp"

namespace ripresa::exact {

/// The first two moments of a service time. cv: coefficient of variation.
struct ServiceMoments {
  Duration mean;
  double cv = 0;
};

/// The mean wait of M/G/1 (Pollaczek 1930, Khinchine 1932; Kleinrock 1975, Queueing Systems I, eq. 5.71), in minutes.
/// Precondition: load below 1.
double pollaczek_khinchine_wait_minutes(Rate arrivals, const ServiceMoments& service);

/// M/D/c: Poisson arrivals, every service takes `service`, first come, first served.
///
/// The number waiting is distributed as the maximum of a random walk with steps A − c, A the arrivals of one service
/// time (Crommelin 1932, P. O. Electrical Engineers' Journal 25: 41–50); its distribution follows from Spitzer's
/// identity (1956, Transactions of the AMS 82: 323–339) and the recursion for the exponential of a power series, all
/// of positive terms. Waiting times by Franx (2001, Operations Research Letters 29: 221–229).
class ConstantServiceQueue {
 public:
  /// Precondition: load below 1.
  ConstantServiceQueue(Rate arrivals, Duration service, int servers);

  double mean_queue_persons() const { return mean_queue_; }
  double mean_wait_minutes() const { return mean_queue_ / arrivals_.in_per_minute(); }

  /// P(wait <= t); t >= 0.
  double probability_wait_within(Duration t) const;
  /// The wait that is exceeded with probability 1 − p, to a microsecond. 0 < p < 1.
  Duration wait_quantile(double p) const;
  /// P(number waiting <= persons), persons >= 0.
  double probability_queue_within(int persons) const;

 private:
  void extend_queue_distribution(std::size_t persons) const;

  Rate arrivals_;
  Duration service_;
  int servers_;
  double offered_;  // erlangs
  double mean_queue_ = 0;
  mutable std::vector<double> spitzer_;     // Σ_n P(S_n = j) / n at j >= 1
  mutable std::vector<double> queue_;       // P(queue = j)
  mutable std::vector<double> cumulative_;  // P(queue <= j)
};

}  // namespace ripresa::exact
