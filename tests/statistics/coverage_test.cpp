// Coverage: the share of 95 % intervals that contain the truth, over many independent samples with a fixed seed, within
// four standard deviations of the binomial (exact methods may cover more, never less).

#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "ripresa/statistics/kaplan_meier.hpp"
#include "ripresa/statistics/mean.hpp"
#include "ripresa/statistics/proportion.hpp"

using namespace ripresa::statistics;

namespace {

constexpr int kTrials = 4000;
const double kMargin = 4 * std::sqrt(0.95 * 0.05 / kTrials);

/// Raw 64-bit output is the same with every standard library; the distributions are not.
double uniform(std::mt19937_64& bits) {
  return (static_cast<double>(bits() >> 12) + 0.5) * 0x1p-52;
}
double exponential(std::mt19937_64& bits) {
  return -std::log(uniform(bits));
}
double normal(std::mt19937_64& bits) {
  return std::sqrt(-2 * std::log(uniform(bits))) * std::cos(2 * std::acos(-1.0) * uniform(bits));
}

template <class Interval>
double coverage(double truth, Interval interval) {
  int covered = 0;
  for (int trial = 0; trial < kTrials; ++trial) {
    const Estimate e = interval();
    covered += e.lower <= truth && truth <= e.upper ? 1 : 0;
  }
  return static_cast<double>(covered) / kTrials;
}

}  // namespace

TEST_CASE("t intervals of normal means cover in 95 % of samples") {
  std::mt19937_64 bits(11);
  const double share = coverage(0, [&bits] {
    std::vector<double> values(20);
    for (double& value : values)
      value = normal(bits);
    return mean(values);
  });
  CHECK(std::abs(share - 0.95) < kMargin);
}

TEST_CASE("exact binomial intervals cover in at least 95 % of samples") {
  std::mt19937_64 bits(12);
  const double share = coverage(0.9, [&bits] {
    std::size_t successes = 0;
    for (int i = 0; i < 100; ++i)
      successes += uniform(bits) < 0.9 ? 1 : 0;
    return proportion(successes, 100);
  });
  CHECK(share > 0.95 - kMargin);
}

TEST_CASE("intervals of a censored median cover in 95 % of samples") {
  std::mt19937_64 bits(13);
  const double share = coverage(std::log(2.0), [&bits] {
    std::vector<double> times(200);
    std::vector<bool> observed(200);
    for (std::size_t i = 0; i < times.size(); ++i) {
      const double time = exponential(bits);
      observed[i] = time < 1.2;
      times[i] = std::min(time, 1.2);
    }
    return quantile(kaplan_meier(times, observed), 0.5);
  });
  INFO("coverage " << share);
  // The method is asymptotic: at n = 200 it may be a little over.
  CHECK(share > 0.95 - kMargin);
  CHECK(share < 0.97);
}
