// Samples condensed to bounded memory, against the same samples kept whole.

#include "ripresa/statistics/sample_table.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>

#include "ripresa/base/nan.hpp"
#include "ripresa/statistics/mean.hpp"

using namespace ripresa::statistics;

namespace {

std::vector<double> waits(std::size_t count) {
  std::mt19937_64 engine(5);
  std::vector<double> values(count);
  for (double& value : values) {
    const double u = static_cast<double>(engine() >> 11) * 0x1p-53;
    value = -20 * std::log1p(-u) - 3;
  }
  return values;
}

template <class Value>
SampleTable<Value> table_of(const std::vector<Value>& values, std::size_t exact_bytes, std::size_t bins) {
  SampleTable<Value> table({{1, exact_bytes, sizeof(Histogram) + 4 + 4 * bins}});
  for (const Value& value : values)
    table.add_row({&value, 1});
  return table;
}

}  // namespace

TEST_CASE("values that fit are kept whole, and the estimates are those of the plain sample") {
  const auto values = waits(500);
  const auto table = table_of(values, 500 * sizeof(double), 64);
  REQUIRE(table.bins(0) == 0);
  const Sample sample = table.column(0);
  CHECK(sample.exact());
  CHECK(sample.mean().value == mean(values).value);
  CHECK(sample.mean().upper == mean(values).upper);
}

TEST_CASE("a condensed sample has the exact mean and interval, and quantiles to within a bin") {
  const auto values = waits(20'000);
  const auto whole = table_of(values, values.size() * sizeof(double), 64).column(0);
  for (const std::size_t bins : {32u, 128u, 1024u}) {
    const auto table = table_of(values, 100 * sizeof(double), bins);
    REQUIRE(table.bins(0) == bins);
    const Sample condensed = table.column(0);
    CHECK(condensed.size() == values.size());
    CHECK(condensed.mean().value == Approx(whole.mean().value).epsilon(1e-12));
    CHECK(condensed.standard_error() == Approx(whole.standard_error()).epsilon(1e-10));
    const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    const double bin = 2.0 / static_cast<double>(bins - 1) * (*greatest - *least);
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(std::abs(condensed.quantiles()[i] - whole.quantiles()[i]) <= bin);
  }
}

TEST_CASE("whole numbers that fit into as many bins as there are keep exact quantiles") {
  std::vector<std::int32_t> values;
  for (const double wait : waits(5'000))
    values.push_back(static_cast<std::int32_t>(wait));
  const auto whole = table_of(values, values.size() * sizeof(std::int32_t), 512).column(0);
  const auto table = table_of(values, 0, 512);
  REQUIRE(table.bins(0) == 512);
  CHECK(table.column(0).quantiles() == whole.quantiles());
}

TEST_CASE("a histogram does not depend on the order of its values") {
  auto values = waits(3'000);
  values.push_back(1e9);
  const auto one = table_of(values, 0, 64);
  std::shuffle(values.begin(), values.end(), std::mt19937_64(1));
  const auto other = table_of(values, 8 * 1'000, 64);
  CHECK(one.column(0).quantiles() == other.column(0).quantiles());
  std::sort(values.begin(), values.end(), std::greater<>{});
  CHECK(table_of(values, 0, 64).column(0).quantiles() == one.column(0).quantiles());
}

TEST_CASE("more values than memory holds are as exact as others, and condense to the same histogram") {
  const auto values = waits(2 * kBytesInMemory / sizeof(double));
  const Sample whole(values);
  auto table = table_of(values, kExactBytes, 64);
  CHECK(table.column(0).quantiles() == whole.quantiles());
  table.gather();
  CHECK(table.column(0).exact());
  CHECK(table.column(0).quantiles() == whole.quantiles());
  CHECK(table.column(0).mean().value == whole.mean().value);
  const auto condensed = table_of(values, 3 * kBytesInMemory / 2, 64);
  CHECK_FALSE(condensed.column(0).exact());
  CHECK(condensed.column(0).quantiles() == table_of(values, 0, 64).column(0).quantiles());
}

TEST_CASE("missing values are counted and censored at the end, condensed or not") {
  auto values = waits(2'000);
  for (std::size_t i = 0; i < values.size(); i += 4)
    values[i] = ripresa::kNaN;
  const auto whole = table_of(values, values.size() * sizeof(double), 1024).column(0);
  const auto table = table_of(values, 0, 1024);
  const auto condensed = table.column(0);
  CHECK(condensed.missing() == 500);
  CHECK(condensed.size() == 1'500);
  const auto exact_curve = whole.kaplan_meier(1'000);
  const auto curve = condensed.kaplan_meier(1'000);
  CHECK(curve.censored == exact_curve.censored);
  for (const double p : {0.05, 0.5, 0.7})
    CHECK(quantile(curve, p).value == Approx(quantile(exact_curve, p).value).margin(0.5));
  CHECK(std::isnan(quantile(curve, 0.8).value));
  // To the edges of the bins the interval holds that of the values themselves.
  const auto median = quantile(curve, 0.5);
  const auto exact_median = quantile(exact_curve, 0.5);
  CHECK(whole.event_rounding() == 0);
  CHECK(condensed.event_rounding() > 0);
  CHECK(condensed.event_rounding() < 0.5);
  CHECK(median.lower - condensed.event_rounding() <= exact_median.lower);
  CHECK(median.upper + condensed.event_rounding() >= exact_median.upper);
}

TEST_CASE("what there was nothing to reach for is left out, condensed or not: neither a value nor censored") {
  auto values = waits(2'000);
  for (std::size_t i = 0; i < values.size(); i += 4)
    values[i] = i % 8 == 0 ? ripresa::kNaN : kNothingToReach;
  for (const std::size_t exact : {values.size(), std::size_t{0}}) {
    const auto table = table_of(values, exact * sizeof(double), 64);
    const auto sample = table.column(0);
    CHECK(sample.exact() == (exact > 0));
    CHECK(sample.size() == 1'500);
    CHECK(sample.missing() == 250);
    CHECK(sample.kaplan_meier(1'000).replications == 1'750);
  }
}

TEST_CASE("a sample of ones and zeros keeps its exact count") {
  std::vector<double> events(10'000, 0.0);
  std::fill_n(events.begin(), 1'234, 1.0);
  CHECK(table_of(events, 0, 32).column(0).ones() == 1'234);
}

TEST_CASE("a column that begins to vary late, or never does, is told as any other, condensed or not") {
  constexpr std::size_t kRows = 200;
  const auto varied = waits(kRows);
  for (const std::size_t from : {1u, 40u, 99u, 100u, 101u, 150u, 199u, 200u})
    for (const double start : {2.5, ripresa::kNaN, kNothingToReach}) {
      std::vector<double> values(kRows, start);
      std::copy(varied.begin() + static_cast<std::ptrdiff_t>(from), varied.end(),
                values.begin() + static_cast<std::ptrdiff_t>(from));
      values.back() = from == kRows ? start : 2.5;
      const Sample whole(values);
      for (const std::size_t exact_rows : {std::size_t{0}, std::size_t{1}, std::size_t{100}, kRows}) {
        // Beside a column that varies from the start.
        SampleTable<double> table({{2, 2 * exact_rows * sizeof(double), 2 * (sizeof(Histogram) + 4 + 4 * 1024)}});
        for (std::size_t row = 0; row < kRows; ++row)
          table.add_row(std::vector{values[row], varied[row]});
        CAPTURE(from, start, exact_rows);
        const Sample sample = table.column(0);
        CHECK(sample.size() == whole.size());
        CHECK(sample.missing() == whole.missing());
        CHECK(table.column(1).mean().value == Approx(Sample(varied).mean().value));
        if (whole.size() == 0)
          continue;
        CHECK(sample.mean().value == Approx(whole.mean().value));
        CHECK(sample.quantiles()[1] == Approx(whole.quantiles()[1]).margin(0.2));
        if (whole.size() > 1)
          CHECK(sample.standard_error() == Approx(whole.standard_error()).margin(1e-12));
        if (exact_rows == kRows)
          CHECK(sample.quantiles() == whole.quantiles());
      }
    }
}

TEST_CASE("a column that begins to vary late by the least there is has its mean and an error, condensed or not") {
  for (const double start : {0.1, 0.3, 1.1, 7.7, 1e9 / 3}) {
    SampleTable<double> table({{1, 0, sizeof(Histogram) + 4 + 4 * 64}});
    for (std::size_t row = 0; row < 200; ++row) {
      const double value = row < 150 ? start : std::nextafter(start, 2 * start);
      table.add_row({&value, 1});
    }
    CHECK(table.column(0).mean().value == Approx(start).epsilon(1e-15));
    CHECK(table.column(0).standard_error() >= 0);
  }
}

TEST_CASE("sections share nothing: one may be forgotten, one condensed and one whole") {
  SampleTable<std::int32_t> table({{2, 0, 0, false}, {1, 0, 1'000}, {1, 1'000, 0}});
  for (std::int32_t row = 0; row < 10; ++row)
    table.add_row(std::vector<std::int32_t>{7, 7, row, 10 * row});
  CHECK(table.column(2).mean().value == 4.5);
  CHECK(table.column(3).mean().value == 45);
  CHECK_FALSE(table.column(2).exact());
  CHECK(table.column(3).exact());
  CHECK(fits({2, 0, 0, false}, 10, 4));
  CHECK_FALSE(fits({2, 0, 100}, 10, 4));
}
