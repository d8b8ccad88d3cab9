#include "ripresa/statistics/mean.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <span>
#include <vector>

using namespace ripresa::statistics;

TEST_CASE("the t interval of a small sample, by hand") {
  // Mean 10, s² = 10, n = 5: standard error √2; t(0.975; 4) = 2.776445.
  const std::vector<double> values = {6, 8, 10, 12, 14};
  const Estimate e = mean(values);
  CHECK(e.value == 10);
  CHECK(e.upper == Approx(10 + 2.776445 * std::sqrt(2.0)).epsilon(1e-6));
  CHECK(e.lower == Approx(10 - 2.776445 * std::sqrt(2.0)).epsilon(1e-6));
  CHECK(e.replications == 5);
}

TEST_CASE("samples of several sizes that share their quantiles have the intervals they have alone") {
  StudentQuantiles quantiles(0.9);
  const std::vector<double> values = {6, 8, 10, 12, 14, 3, 9};
  for (int round = 0; round < 2; ++round)
    for (std::size_t size = 2; size <= values.size(); ++size) {
      const auto some = std::span(values).first(size);
      const Estimate shared = mean(some, quantiles);
      CHECK(shared.lower == mean(some, 0.9).lower);
      CHECK(shared.upper == mean(some, 0.9).upper);
      CHECK(shared.value == average(some));
    }
  CHECK(std::isnan(mean(std::span(values).first(1), quantiles).upper));
  // t(0.95; 6) from a table.
  CHECK(quantiles.upper(6) == Approx(1.943180).epsilon(1e-6));
}

TEST_CASE("one value has no interval, none has no mean, equal ones have no width") {
  CHECK(mean(std::vector<double>{3}).value == 3);
  CHECK(std::isnan(mean(std::vector<double>{3}).lower));
  CHECK(std::isnan(mean(std::vector<double>{}).value));
  CHECK(mean(std::vector<double>{3, 3, 3}).lower == 3);
  CHECK(mean(std::vector<double>{3, 3, 3}).upper == 3);
}

TEST_CASE("pairs that share their numbers are compared by their differences") {
  const std::vector<double> a = {10, 20, 30, 40};
  const std::vector<double> b = {9, 18, 29, 38};
  const Estimate paired = paired_difference(a, b);
  CHECK(paired.value == 1.5);
  // Differences 1, 2, 1, 2: s = √(1/3), standard error √(1/12); t(0.975; 3) = 3.182446.
  CHECK(paired.upper == Approx(1.5 + 3.182446 / std::sqrt(12.0)).epsilon(1e-6));
  const Estimate unpaired = unpaired_difference(a, b);
  CHECK(unpaired.value == 1.5);
  CHECK(unpaired.upper > 10);
}

TEST_CASE("Welch's interval takes Satterthwaite's degrees of freedom") {
  // Standard errors² 2 and 8, n = 5 each: freedom (10²)/(4/4 + 64/4) = 100/17; t(0.975; 5.882353) = 2.458955.
  const std::vector<double> a = {6, 8, 10, 12, 14};
  const std::vector<double> b = {12, 16, 20, 24, 28};
  const Estimate e = unpaired_difference(b, a);
  CHECK(e.value == 10);
  CHECK((e.upper - e.value) / std::sqrt(10.0) == Approx(2.4590).epsilon(2e-4));
}
