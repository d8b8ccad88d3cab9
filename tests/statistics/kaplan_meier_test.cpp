#include "ripresa/statistics/kaplan_meier.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace ripresa::statistics;

namespace {

/// Remission of leukaemia patients on 6-MP (Freireich et al. 1963), weeks; a standard example of the method.
struct Freireich {
  std::vector<double> weeks = {6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35};
  std::vector<bool> relapsed = {true,  true,  true,  false, true, false, true,  false, false, true, true,
                                false, false, false, true,  true, false, false, false, false, false};
};

}  // namespace

TEST_CASE("Kaplan and Meier's curve of the 6-MP patients is the published one") {
  const Freireich data;
  const KaplanMeier curve = kaplan_meier(data.weeks, data.relapsed);
  const std::vector<double> times = {6, 7, 10, 13, 16, 22, 23};
  const std::vector<double> survival = {0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448};
  REQUIRE(curve.steps.size() == times.size());
  for (std::size_t i = 0; i < times.size(); ++i) {
    CHECK(curve.steps[i].time == times[i]);
    CHECK(curve.steps[i].survival == Approx(survival[i]).margin(6e-4));
  }
  CHECK(curve.censored == 12);
}

TEST_CASE("the median and its interval of the 6-MP patients: 23 weeks, from 13, with no upper bound") {
  const Freireich data;
  const Estimate median = quantile(kaplan_meier(data.weeks, data.relapsed), 0.5);
  CHECK(median.value == 23);
  CHECK(median.lower == 13);
  CHECK(std::isinf(median.upper));
  CHECK(median.censored == 12);
}

TEST_CASE("without censoring the curve is the empirical distribution") {
  const std::vector<double> times = {5, 3, 1, 4, 2};
  const KaplanMeier curve = kaplan_meier(times, std::vector<bool>(5, true));
  for (std::size_t i = 0; i < 5; ++i)
    CHECK(curve.steps[i].survival == Approx(1 - 0.2 * static_cast<double>(i + 1)).margin(1e-12));
  CHECK(quantile(curve, 0.5).value == 3);
  CHECK(quantile(curve, 0.95).value == 5);
}

TEST_CASE("what is censored beyond a quantile leaves it unknown, never a number") {
  std::vector<double> times(100, 50);
  std::vector<bool> observed(100, true);
  for (std::size_t i = 60; i < 100; ++i) {
    times[i] = 100;
    observed[i] = false;
  }
  const KaplanMeier curve = kaplan_meier(times, observed);
  CHECK(quantile(curve, 0.5).value == 50);
  CHECK(std::isnan(quantile(curve, 0.95).value));
  CHECK(std::isnan(quantile(kaplan_meier(times, std::vector<bool>(100, false)), 0.5).value));
}
