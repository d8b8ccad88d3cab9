#include "ripresa/statistics/quantile.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <vector>

using namespace ripresa::statistics;

TEST_CASE("quantiles are those of R's default, type 7") {
  // quantile(c(1, 2, 4, 8), c(0, 0.05, 0.5, 0.9, 1)) is 1, 1.15, 3, 6.8, 8.
  const std::vector<double> sorted = {1, 2, 4, 8};
  CHECK(quantile(sorted, 0) == 1);
  CHECK(quantile(sorted, 0.05) == Approx(1.15));
  CHECK(quantile(sorted, 0.5) == 3);
  CHECK(quantile(sorted, 0.9) == Approx(6.8));
  CHECK(quantile(sorted, 1) == 8);
}

TEST_CASE("selecting in place gives the quantiles of the sorted values") {
  std::mt19937_64 bits(3);
  for (const std::size_t n : {1u, 2u, 3u, 10u, 101u, 5000u}) {
    std::vector<std::int64_t> values(n);
    for (auto& value : values)
      value = static_cast<std::int64_t>(bits() % 1000);
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const std::array<double, 5> probabilities = {0, 0.5, 0.9, 0.95, 0.99};
    const auto result = quantiles_in_place(std::span(values), probabilities);
    for (std::size_t i = 0; i < probabilities.size(); ++i)
      REQUIRE(result[i] == Approx(quantile(sorted, probabilities[i])));
  }
}
