#include "ripresa/statistics/rank_selection.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <numeric>
#include <random>
#include <span>
#include <vector>

#include "ripresa/statistics/quantile.hpp"

using namespace ripresa::statistics;

namespace {

/// Values as waits come: many zeros, a long tail, few or many, some all alike.
std::vector<std::int64_t> random_values(std::mt19937_64& random) {
  const auto up_to = [&random](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(0, most)(random);
  };
  std::vector<std::int64_t> values(static_cast<std::size_t>(1 + up_to(up_to(1) == 0 ? 20 : 3000)));
  const std::int64_t kind = up_to(4);
  const std::int64_t range = std::int64_t{1} << up_to(40);
  for (auto& value : values)
    if (kind == 0)
      value = up_to(2) == 0 ? up_to(range) : 0;
    else if (kind == 1)
      value = range;
    else if (kind == 2)
      value = up_to(100) == 0 ? up_to(range) * 1000 : up_to(range);
    else
      value = up_to(range) - range / 2;
  return values;
}

/// In two parts, the first of which may be empty.
std::array<std::span<const std::int64_t>, 2> halves_of(const std::vector<std::int64_t>& values) {
  const std::span all(values);
  return {all.first(values.size() / 2), all.subspan(values.size() / 2)};
}

RankSelection::Extent extent_of(const std::vector<std::int64_t>& values) {
  return RankSelection::extent<std::int64_t>(halves_of(values), std::identity{});
}

}  // namespace

TEST_CASE("one pass gives the least and the most of all parts, and what they add up to") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 100; ++round) {
    const std::vector<std::int64_t> values = random_values(random);
    const RankSelection::Extent extent = extent_of(values);
    REQUIRE(extent.least == *std::min_element(values.begin(), values.end()));
    REQUIRE(extent.most == *std::max_element(values.begin(), values.end()));
    REQUIRE(extent.total == std::accumulate(values.begin(), values.end(), std::int64_t{0}));
  }
}

TEST_CASE("ranks are selected as a full sort would give them") {
  std::mt19937_64 random(1);
  RankSelection selection;
  for (int round = 0; round < 2000; ++round) {
    const std::vector<std::int64_t> values = random_values(random);
    std::vector<std::int64_t> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::size_t> ranks;
    for (int i = 0; i < 6; ++i)
      ranks.push_back(std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random));
    std::sort(ranks.begin(), ranks.end());
    std::vector<std::int64_t> selected(ranks.size());
    selection.select<std::int64_t>(halves_of(values), std::identity{}, extent_of(values), ranks, selected);
    for (std::size_t i = 0; i < ranks.size(); ++i)
      REQUIRE(selected[i] == sorted[ranks[i]]);
  }
}

TEST_CASE("integer quantiles are those of quantile(), to the bit") {
  std::mt19937_64 random(2);
  RankSelection selection;
  constexpr std::array kProbabilities = {0.0, 0.5, 0.5, 0.9, 0.95, 0.99, 1.0};
  for (int round = 0; round < 2000; ++round) {
    const std::vector<std::int64_t> values = random_values(random);
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const auto quantiles =
        selection.quantiles<std::int64_t>(halves_of(values), std::identity{}, extent_of(values), kProbabilities);
    for (std::size_t i = 0; i < kProbabilities.size(); ++i)
      REQUIRE(quantiles[i] == quantile(sorted, kProbabilities[i]));
  }
}
