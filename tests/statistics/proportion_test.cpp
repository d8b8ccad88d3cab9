#include "ripresa/statistics/proportion.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace ripresa::statistics;

TEST_CASE("Clopper and Pearson's interval: 7 of 20, none and all") {
  const Estimate e = proportion(7, 20);
  CHECK(e.value == 0.35);
  CHECK(e.lower == Approx(0.1539).margin(5e-5));
  CHECK(e.upper == Approx(0.5922).margin(5e-5));
  // None of n: the upper bound solves (1 - p)^n = 0.025.
  CHECK(proportion(0, 10).lower == 0);
  CHECK(proportion(0, 10).upper == Approx(1 - std::pow(0.025, 0.1)));
  CHECK(proportion(10, 10).lower == Approx(std::pow(0.025, 0.1)));
  CHECK(proportion(10, 10).upper == 1);
  CHECK(std::isnan(proportion(0, 0).value));
}

TEST_CASE("proportions of one number of trials are the same, asked for once or again") {
  for (const std::size_t trials : {0u, 1u, 20u}) {
    Proportions all(trials);
    for (int round = 0; round < 2; ++round)
      for (std::size_t successes = 0; successes <= trials; ++successes) {
        const Estimate expected = proportion(successes, trials);
        const Estimate& known = all.of(successes);
        CHECK((known.value == expected.value || trials == 0));
        CHECK((known.lower == expected.lower || trials == 0));
        CHECK((known.upper == expected.upper || trials == 0));
        CHECK(known.replications == trials);
      }
  }
}

TEST_CASE("a share is left out with the confidence of the widest exact interval that leaves it out") {
  // None of one met: 0.05 of such days are expected at a share of 0.95, and as many at most on the other side.
  CHECK(confidence_to_leave_out(0, 1, 0.95) == Approx(0.9));
  CHECK(confidence_to_leave_out(60, 60, 0.95) == Approx(1 - 2 * std::pow(0.95, 60)));
  CHECK(confidence_to_leave_out(950, 1000, 0.95) == 0);
  CHECK(confidence_to_leave_out(999, 1000, 1) == 1);
  CHECK(confidence_to_leave_out(1000, 1000, 1) == 0);
  CHECK(confidence_to_leave_out(0, 0, 0.95) == 0);
  for (const std::size_t n : {1u, 10u, 60u, 200u})
    for (std::size_t k = 0; k <= n; ++k)
      for (const double p : {0.05, 0.5, 0.95, 0.99}) {
        const Estimate e = proportion(k, n);
        const bool covered = e.lower < p && p < e.upper;
        CHECK(covered == (confidence_to_leave_out(k, n, p) < 0.95));
      }
}

TEST_CASE("the difference of paired proportions lies in an interval round it; few pairs give a wide one") {
  const Estimate e = paired_proportion_difference({50, 30, 10, 10});
  CHECK(e.value == Approx(0.2));
  CHECK(e.lower > 0.07);
  CHECK(e.upper < 0.33);
  const Estimate same = paired_proportion_difference({90, 0, 0, 10});
  CHECK(same.value == 0);
  CHECK(same.lower < 0);
  CHECK(same.upper > 0);
}

TEST_CASE("Newcombe's hybrid score interval gives the published example") {
  // Newcombe (1998), table II, example (a): 56/70 − 48/80, method 10: 0.0524 to 0.3339.
  const Estimate e = unpaired_proportion_difference(56, 70, 48, 80);
  CHECK(e.value == Approx(0.2));
  CHECK(e.lower == Approx(0.0524).margin(5e-5));
  CHECK(e.upper == Approx(0.3339).margin(5e-5));
}
