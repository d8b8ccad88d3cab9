#pragma once

#include <vector>

namespace ripresa::exact {

/// P(X = k) of a Poisson variate for first <= k < first + values.size().
struct PoissonWeights {
  int first = 0;
  std::vector<double> values;
  double left_out = 0;  // at most this much probability is not among them
};

/// The weights around the mode that leave out at most `truncation_error` (> 0), computed from the mode outwards, where
/// nothing over- or underflows (Fox and Glynn 1988, Communications of the ACM 31: 440–445). The ends are set by the
/// incomplete gamma function, so that the bound is the tails' own and not an estimate of them.
PoissonWeights poisson_weights(double mean, double truncation_error);

}  // namespace ripresa::exact
