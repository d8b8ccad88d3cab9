#pragma once

// The battery that holds the simulator against exact answers: one experiment a simulated system, one case a figure
// whose exact value is known.

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "ripresa/model/day_run.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::verification {

/// What one replication contributes to a case: the simulated value is Σ numerator / Σ denominator over replications. A
/// plain mean has denominators 1.
struct Contribution {
  double numerator = 0;
  double denominator = 1;
};

struct Case {
  std::string what;
  std::string unit;
  std::string source;  // of the exact value
  double exact = 0;
  double exact_error = 0;  // at most this far from the truth
  std::function<Contribution(const model::DayRun&)> observe;
  bool certain = false;  // no chance in it: every replication has to give the exact value
};

struct Experiment {
  std::string system;
  scenario::Scenario scenario;  // its seed and replications are the battery's
  int replications = 0;         // of the short battery
  std::vector<Case> cases;      // the first stands for the experiment where independent cases are needed
};

/// All experiments, a few seconds of simulation in the short battery.
std::vector<Experiment> experiments();

struct CaseResult {
  std::string system, what, unit, source;
  double exact = 0;
  double simulated = 0;
  double standard_error = 0;
  double z = 0;        // (simulated − exact) / standard error, beyond what the exact value may be off
  double p_value = 1;  // of so large a |z|, either way, by Student's distribution
  int replications = 0;
  bool certain = false;
  bool leads = false;  // the first of its experiment
};

struct Options {
  std::uint64_t seed = 20211215;
  int times = 1;    // as many replications
  int threads = 0;  // 0: one a core; the results are the same
};

/// Runs the experiments' replications and compares. The standard error of a ratio is that of its residuals (delta
/// method; Cochran 1977, Sampling Techniques, eq. 6.13).
std::vector<CaseResult> run(const std::vector<Experiment>& experiments, const Options& options);

/// The family-wise level: the probability that a sound simulator fails the battery.
inline constexpr double kFamilyLevel = 0.001;

struct Judgement {
  std::vector<bool> differs;  // by case: rejected by Holm's procedure, or certain and not exact
  double chi_square = 0;      // Σ z² over the experiments' first cases, which are independent, each z made normal
  int degrees_of_freedom = 0;
  double chi_square_p_value = 1;
  bool holds = true;
};

/// Half of the level goes to Holm's step-down procedure over all cases (Holm 1979, Scandinavian Journal of Statistics
/// 6: 65–70), which holds however they depend on each other; half to the chi-square, which finds many small deviations.
Judgement judge(const std::vector<CaseResult>& results);

}  // namespace ripresa::verification
