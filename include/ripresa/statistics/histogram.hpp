#pragma once

// A histogram of unknown range in a fixed number of bins.

#include <cstddef>
#include <cstdint>
#include <span>

namespace ripresa::statistics {

/// Count, mean and sum of squared deviations, updated value by value (Welford 1962, Technometrics 4: 419–420), or by
/// several equal values at once (West 1979, Communications of the ACM 22: 532–535).
struct Moments {
  std::size_t count = 0;
  double mean = 0;
  double squares = 0;  // Σ (x − mean)²

  void add(double value, std::size_t times = 1) {
    count += times;
    const double before = value - mean;
    mean += before / (static_cast<double>(count) / static_cast<double>(times));  // exact for the first
    squares += before * (value - mean) * static_cast<double>(times);
  }
};

/// The bins are 2^exponent wide and lie at whole multiples of their width; the first holds the smallest value. When a
/// value does not fit, neighbours are joined two by two until it does. So the outcome depends on which values there
/// are, never on their order, and a bin is at most 2 / (bins − 1) of the values' range wide. Whole numbers in bins one
/// wide are exact.
struct Histogram {
  Moments moments;
  double least = 0, greatest = 0;
  std::int64_t first = 0;  // bin of the smallest value, as a multiple of the width
  std::int32_t exponent = 0;
  bool whole_numbers = false;

  /// For whole numbers, bins are no narrower than 1; for others, than 2^−30.
  static Histogram of_whole_numbers() { return {{}, 0, 0, 0, 0, true}; }
  static Histogram of_numbers() { return {{}, 0, 0, 0, -30, false}; }

  /// Adds a finite value, `times` over; `counts` are this histogram's bins, all 0 before the first.
  void add(double value, std::span<std::uint32_t> counts, std::size_t times = 1);

  /// What a quantile of the values is taken from: the value of rank `rank` (0 the smallest), with the values of a bin
  /// spread evenly over it. Precondition: rank < moments.count.
  double ranked(std::size_t rank, std::span<const std::uint32_t> counts) const;

  /// The middle of bin `bin`.
  double middle(std::size_t bin) const;

  /// How far a value may lie from the middle of its bin: whole numbers in bins one wide lie there.
  double half_width() const;

 private:
  std::int64_t multiple(double value) const;
  void join_neighbours(std::span<std::uint32_t> counts);
};

}  // namespace ripresa::statistics
