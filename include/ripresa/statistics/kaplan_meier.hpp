#pragma once

#include <span>
#include <vector>

#include "ripresa/statistics/estimate.hpp"

namespace ripresa::statistics {

/// The product-limit estimate of P(T > t) from right-censored times (Kaplan and Meier 1958, J. Amer. Statist. Assoc.
/// 53). A step at each distinct event time; Greenwood's (1926) sum Σ d / (n (n − d)) up to it gives the variance.
struct KaplanMeier {
  struct Step {
    double time = 0;
    double survival = 1;       // just after `time`
    double greenwood_sum = 0;  // up to and including `time`; infinite once survival is 0
  };
  std::vector<Step> steps;
  std::size_t replications = 0;
  std::size_t censored = 0;
};

/// `observed[i]` tells whether times[i] is the event or the censoring. At equal times events come first.
KaplanMeier kaplan_meier(std::span<const double> times, const std::vector<bool>& observed);

/// So many events at one time.
struct EventCount {
  double time = 0;
  std::size_t count = 0;
};

/// The same from counts of events at distinct ascending times, and `censored` times that are censored after all of
/// them.
KaplanMeier kaplan_meier(std::span<const EventCount> events, std::size_t censored);

/// The smallest time by which the event has come with probability at least p. NaN where the curve does not get that
/// far: more than a share 1 − p is censored. The interval is Brookmeyer and Crowley's (1982, Biometrics 38) with the
/// log(−log) transform (Kalbfleisch and Prentice 2002, eq. 1.17); an upper bound beyond the last event is infinite.
Estimate quantile(const KaplanMeier& curve, double p, double confidence = kConfidence);

}  // namespace ripresa::statistics
