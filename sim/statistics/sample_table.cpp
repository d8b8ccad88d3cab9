#include "ripresa/statistics/sample_table.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace ripresa::statistics {
namespace {

/// Bins that the allowance does for; 0 or a power of two.
std::size_t affordable_bins(const TableSection& section) {
  constexpr std::size_t kWithoutBins = sizeof(Histogram) + sizeof(std::uint32_t);
  const std::size_t each = section.histogram_bytes / std::max<std::size_t>(1, section.columns);
  return each > kWithoutBins ? std::bit_floor((each - kWithoutBins) / sizeof(std::uint32_t)) : 0;
}

}  // namespace

std::size_t histogram_bins(const TableSection& section) {
  return std::clamp(affordable_bins(section), kFewestBins, kMostBins);
}

std::size_t exact_rows(const TableSection& section, std::size_t value_bytes) {
  if (section.columns == 0)
    return std::numeric_limits<std::size_t>::max();
  return section.exact_bytes / value_bytes / section.columns;
}

bool fits(const TableSection& section, std::size_t rows, std::size_t value_bytes) {
  return !section.kept || rows <= exact_rows(section, value_bytes) || affordable_bins(section) >= kFewestBins;
}

}  // namespace ripresa::statistics
