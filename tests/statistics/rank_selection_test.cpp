#include "ripresa/statistics/rank_selection.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <numeric>
#include <random>
#include <span>
#include <vector>

#include "ripresa/statistics/quantile.hpp"

using namespace ripresa;
using namespace ripresa::statistics;

namespace {

/// Values as waits come: many zeros, a long tail, few or many, some all alike.
std::vector<Duration> random_values(std::mt19937_64& random) {
  const auto up_to = [&random](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(0, most)(random);
  };
  std::vector<std::int64_t> values(static_cast<std::size_t>(1 + up_to(up_to(1) == 0 ? 20 : 3000)));
  const std::int64_t kind = up_to(4);
  const std::int64_t range = std::int64_t{1} << up_to(40);
  for (std::int64_t& value : values)
    if (kind == 0)
      value = up_to(2) == 0 ? up_to(range) : 0;
    else if (kind == 1)
      value = range;
    else if (kind == 2)
      value = up_to(100) == 0 ? up_to(range) * 1000 : up_to(range);
    else
      value = up_to(range) - range / 2;
  std::vector<Duration> durations;
  for (const std::int64_t value : values)
    durations.push_back(Duration::microseconds(value));
  return durations;
}

std::vector<std::int64_t> sorted_microseconds(const std::vector<Duration>& values) {
  std::vector<std::int64_t> sorted;
  for (const Duration value : values)
    sorted.push_back(value.in_microseconds());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

/// In two parts, the first of which may be empty.
std::array<std::span<const Duration>, 2> halves_of(const std::vector<Duration>& values) {
  const std::span all(values);
  return {all.first(values.size() / 2), all.subspan(values.size() / 2)};
}

/// One for each set of instructions that this machine has.
std::vector<RankSelection> selections() {
  std::vector<RankSelection> all;
  for (const auto instructions : {Instructions::plain, Instructions::avx2, Instructions::avx512})
    if (supported(instructions))
      all.emplace_back(instructions);
  return all;
}

}  // namespace

TEST_CASE("one pass gives the least and the most of all parts, and what they add up to") {
  std::mt19937_64 random(3);
  const std::vector<RankSelection> all = selections();
  for (int round = 0; round < 100; ++round) {
    const std::vector<Duration> values = random_values(random);
    const std::vector<std::int64_t> sorted = sorted_microseconds(values);
    for (const RankSelection& selection : all) {
      const RankSelection::Extent extent = selection.extent(halves_of(values));
      REQUIRE(extent.least == sorted.front());
      REQUIRE(extent.most == sorted.back());
      REQUIRE(extent.total == std::accumulate(sorted.begin(), sorted.end(), std::int64_t{0}));
    }
  }
}

TEST_CASE("ranks are selected as a full sort would give them") {
  std::mt19937_64 random(1);
  std::vector<RankSelection> all = selections();
  for (int round = 0; round < 2000; ++round) {
    const std::vector<Duration> values = random_values(random);
    const std::vector<std::int64_t> sorted = sorted_microseconds(values);
    std::vector<std::size_t> ranks;
    for (int i = 0; i < 6; ++i)
      ranks.push_back(std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random));
    std::sort(ranks.begin(), ranks.end());
    std::vector<std::int64_t> selected(ranks.size());
    for (RankSelection& selection : all) {
      selection.select(halves_of(values), selection.extent(halves_of(values)), ranks, selected);
      for (std::size_t i = 0; i < ranks.size(); ++i)
        REQUIRE(selected[i] == sorted[ranks[i]]);
    }
  }
}

TEST_CASE("quantiles of durations are those of quantile(), to the bit") {
  std::mt19937_64 random(2);
  std::vector<RankSelection> all = selections();
  constexpr std::array kProbabilities = {0.0, 0.5, 0.5, 0.9, 0.95, 0.99, 1.0};
  for (int round = 0; round < 2000; ++round) {
    const std::vector<Duration> values = random_values(random);
    const std::vector<std::int64_t> whole = sorted_microseconds(values);
    const std::vector<double> sorted(whole.begin(), whole.end());
    for (RankSelection& selection : all) {
      const auto quantiles =
          selection.quantiles(halves_of(values), selection.extent(halves_of(values)), kProbabilities);
      for (std::size_t i = 0; i < kProbabilities.size(); ++i)
        REQUIRE(quantiles[i] == quantile(sorted, kProbabilities[i]));
    }
  }
}
