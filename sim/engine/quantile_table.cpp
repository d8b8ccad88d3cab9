#include "ripresa/engine/quantile_table.hpp"

#include <cmath>

namespace ripresa::engine {
namespace {

/// The cubic through the values y at t = 0, 1/3, 2/3, 1 (Newton's divided differences, expanded in powers of t).
std::array<double, 4> cubic_through(const std::array<double, 4>& y) {
  const double d1 = y[1] - y[0];
  const double d2 = y[2] - 2 * y[1] + y[0];
  const double d3 = y[3] - 3 * y[2] + 3 * y[1] - y[0];
  return {y[0], 3 * d1 - 1.5 * d2 + d3, 4.5 * (d2 - d3), 4.5 * d3};
}

}  // namespace

QuantileTable::QuantileTable(const std::function<double(double)>& lower, const std::function<double(double)>& upper) {
  cells_.reserve(2 * kCellsPerHalf);
  fit_half(lower);
  fit_half(upper);
}

void QuantileTable::fit_half(const std::function<double(double)>& quantile) {
  double left_value = quantile(0x1p-53);
  for (int octave = 0; octave < kOctaves; ++octave) {
    const double start = std::ldexp(1.0, octave - 53);
    const double width = start / (1 << kCellBits);
    for (int cell = 0; cell < 1 << kCellBits; ++cell) {
      const double left = start + cell * width;
      const double right_value = quantile(left + width);
      cells_.push_back(
          cubic_through({left_value, quantile(left + width / 3), quantile(left + 2 * width / 3), right_value}));
      left_value = right_value;
    }
  }
}

}  // namespace ripresa::engine
