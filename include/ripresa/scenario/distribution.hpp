#pragma once

// The distributions that a scenario can name, as plain data. All are of durations; a punctuality may be negative, every
// other duration is not. How a variate is drawn is the engine's business, not the scenario's.

#include <optional>
#include <variant>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::scenario {

struct Constant {
  Duration value;
  bool operator==(const Constant&) const = default;
};

/// `shift` + an exponential variate of mean `mean`; the plain exponential has shift 0.
struct Exponential {
  Duration mean;
  Duration shift;
  bool operator==(const Exponential&) const = default;
};

struct Uniform {
  Duration low, high;
  bool operator==(const Uniform&) const = default;
};

struct Triangular {
  Duration low, mode, high;
  bool operator==(const Triangular&) const = default;
};

/// A normal variate of the untruncated mean and standard deviation given, conditioned on [low, high] where these are
/// set.
struct Normal {
  Duration mean, sd;
  std::optional<Duration> low, high;
  bool operator==(const Normal&) const = default;
};

/// `cv`: coefficient of variation (standard deviation / mean), dimensionless, > 0.
struct Lognormal {
  Duration mean;
  double cv = 0;
  bool operator==(const Lognormal&) const = default;
};

struct Gamma {
  Duration mean;
  double cv = 0;
  bool operator==(const Gamma&) const = default;
};

/// The sum of `stages` independent exponential stages; `mean` is the mean of the sum.
struct Erlang {
  Duration mean;
  int stages = 1;
  bool operator==(const Erlang&) const = default;
};

/// P(X > x) = exp(-(x / scale)^shape).
struct Weibull {
  Duration scale;
  double shape = 1;
  bool operator==(const Weibull&) const = default;
};

/// One of `values`, each with its weight (> 0, any sum); values ascend.
struct Empirical {
  std::vector<Duration> values;
  std::vector<double> weights;
  bool operator==(const Empirical&) const = default;
};

using Distribution =
    std::variant<Constant, Exponential, Uniform, Triangular, Normal, Lognormal, Gamma, Erlang, Weibull, Empirical>;

/// The mean of a variate.
Duration mean_of(const Distribution& distribution);

}  // namespace ripresa::scenario
