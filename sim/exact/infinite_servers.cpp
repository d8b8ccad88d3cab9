#include "ripresa/exact/infinite_servers.hpp"

#include <algorithm>

#include "ripresa/exact/distribution.hpp"

namespace ripresa::exact {

double expected_present(std::span<const ArrivalPiece> arrivals, const scenario::Distribution& stay, Time at) {
  double present = 0;
  for (const ArrivalPiece& piece : arrivals) {
    if (piece.from >= at)
      continue;
    const Duration oldest = at - piece.from;
    const Duration youngest = std::max(Duration{}, at - piece.to);
    present += piece.rate.in_per_minute() *
               (integrated_survival_minutes(stay, oldest) - integrated_survival_minutes(stay, youngest));
  }
  return present;
}

}  // namespace ripresa::exact
