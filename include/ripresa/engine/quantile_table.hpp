#pragma once

// A quantile function as a table, so that any continuous distribution is drawn by inverse transform at the cost of one
// cubic. Boost.Math supplies the exact quantiles when the table is built.
//
// Each half of (0, 1) is cut into octaves of the distance v to its end, each octave into 32 equal cells, so that the
// tails are as finely resolved as the middle, down to the smallest v = 2^-53. In a cell a cubic goes through four exact
// quantiles; neighbours share their end points, so the table is continuous. The cell and the place within it are read
// off the bits of v, without a search. Relative error on smooth quantile functions: below 1e-7, tested against
// Boost.Math.

#include <array>
#include <bit>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "ripresa/engine/random.hpp"

namespace ripresa::engine {

class QuantileTable {
 public:
  /// `lower(v)` is the quantile at probability v, `upper(v)` the one at 1 - v, both for 2^-53 <= v <= 1/2.
  QuantileTable(const std::function<double(double)>& lower, const std::function<double(double)>& upper);

  double operator()(UniformBits bits) const {
    // All ones in the upper half: a branch would be mispredicted every other time.
    const UniformBits upper = UniformBits{0} - (bits >> (kUniformBits - 1));
    const UniformBits from_end = bits ^ (upper & ((UniformBits{1} << kUniformBits) - 1));
    const auto pattern = std::bit_cast<std::uint64_t>(uniform(from_end));
    const std::size_t cell = (pattern >> kMantissaBelowCell) - kFirstPattern + (upper & kCellsPerHalf);
    const double within = std::bit_cast<double>((pattern & kWithinMask) << kCellBits | kOnePattern) - 1.0;
    const Cubic& c = cells_[cell];
    return c[0] + within * (c[1] + within * (c[2] + within * c[3]));
  }

  /// out[i] = (*this)(bits[i]), to the last bit whatever the instructions, which the machine has to support; the spans
  /// have the same length. A draw costs a third of what it does one by one, its number apart.
  void operator()(std::span<const UniformBits> bits, std::span<double> out,
                  Instructions instructions = best_instructions()) const;

 private:
  struct alignas(32) Cubic : std::array<double, 4> {};  // within a line of the cache
  static constexpr int kCellBits = 5;
  static constexpr int kOctaves = 52;  // of v: [2^-53, 2^-52) to [2^-2, 2^-1)
  static constexpr std::size_t kCellsPerHalf = std::size_t{kOctaves} << kCellBits;
  static constexpr int kMantissaBelowCell = 52 - kCellBits;
  static constexpr std::uint64_t kFirstPattern = std::bit_cast<std::uint64_t>(0x1p-53) >> kMantissaBelowCell;
  static constexpr std::uint64_t kWithinMask = (std::uint64_t{1} << kMantissaBelowCell) - 1;
  static constexpr std::uint64_t kOnePattern = std::bit_cast<std::uint64_t>(1.0);

  void fit_half(const std::function<double(double)>& quantile);
#if defined(__x86_64__)
  std::size_t draw_avx512(std::span<const UniformBits> bits, double* out) const;
  std::size_t draw_avx2(std::span<const UniformBits> bits, double* out) const;
#endif

  std::vector<Cubic> cells_;
};

}  // namespace ripresa::engine
