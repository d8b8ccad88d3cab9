#pragma once

#include <cstddef>
#include <map>
#include <span>

#include "ripresa/statistics/estimate.hpp"
#include "ripresa/statistics/histogram.hpp"

namespace ripresa::statistics {

/// NaN without values.
double average(std::span<const double> values);

/// The mean of independent values with its Student t interval (Law 2015, Simulation Modeling and Analysis, eq. 4.12).
/// Bounds are NaN below two values, everything without any.
Estimate mean(std::span<const double> values, double confidence = kConfidence);

/// Quantiles of Student's t for intervals of one confidence, each worked out once, however often it is asked for.
class StudentQuantiles {
 public:
  explicit StudentQuantiles(double confidence = kConfidence) : confidence_(confidence) {}

  /// The upper one. Precondition: degrees_of_freedom >= 1.
  double upper(std::size_t degrees_of_freedom);

 private:
  double confidence_;
  std::map<std::size_t, double> known_;  // by degrees of freedom
};

/// The same for many samples of about the same size.
Estimate mean(std::span<const double> values, StudentQuantiles& quantiles);

/// Standard error of the mean: sample standard deviation over √n. NaN below two values.
double standard_error(std::span<const double> values);

/// A part of a population: its share times what it counts for, and a sample of it.
struct Stratum {
  double weight = 0;
  Moments sample;
};

/// Σ weight · mean over independent strata with its t interval: Cochran 1977, Sampling Techniques, equations 5.2 and
/// 5.12, with Satterthwaite's degrees of freedom, 5.16. Precondition: two values and more in each.
Estimate stratified_sum(std::span<const Stratum> strata, double confidence = kConfidence);

/// The same of values that are known by their moments only.
Estimate mean(const Moments& moments, double confidence = kConfidence);
Estimate mean(const Moments& moments, StudentQuantiles& quantiles);
double standard_error(const Moments& moments);

/// The mean of a[i] − b[i] over pairs that share their random numbers, with the t interval of the differences (Law
/// 2015, section 10.2.1). Precondition: equal lengths.
Estimate paired_difference(std::span<const double> a, std::span<const double> b, double confidence = kConfidence);

/// mean(a) − mean(b) of independent samples, with Welch's interval (Welch 1947, Biometrika 34; Satterthwaite's degrees
/// of freedom). Bounds are NaN below two values on either side.
Estimate unpaired_difference(std::span<const double> a, std::span<const double> b, double confidence = kConfidence);

}  // namespace ripresa::statistics
