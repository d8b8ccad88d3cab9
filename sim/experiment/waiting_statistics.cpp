#include "waiting_statistics.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "ripresa/base/nan.hpp"

namespace ripresa::experiment {

std::vector<MeasureInfo> waiting_infos(std::string_view quantity, std::string_view meaning) {
  assert(quantity == "waiting" || quantity == "sojourn");
  const bool waiting = quantity == "waiting";
  const auto info = [meaning](std::string_view name) { return MeasureInfo{name, "min", MeasureKind::amount, meaning}; };
  return {info(waiting ? "waiting_mean" : "sojourn_mean"), info(waiting ? "waiting_p50" : "sojourn_p50"),
          info(waiting ? "waiting_p90" : "sojourn_p90"),   info(waiting ? "waiting_p95" : "sojourn_p95"),
          info(waiting ? "waiting_p99" : "sojourn_p99"),   info(waiting ? "waiting_max" : "sojourn_max")};
}

void fill_waiting_statistics(Lengths times, Scratch& scratch, std::span<double> out) {
  const std::size_t size = statistics::RankSelection::size(times);
  if (size == 0) {
    std::fill(out.begin(), out.end(), kNaN);
    return;
  }
  const auto extent = scratch.ranks.extent(times);
  constexpr double kMinutes = 1 / 60e6;
  out[0] = static_cast<double>(extent.total) / static_cast<double>(size) * kMinutes;
  const auto quantiles = scratch.ranks.quantiles(times, extent, std::array{0.5, 0.9, 0.95, 0.99});
  for (std::size_t i = 0; i < quantiles.size(); ++i)
    out[i + 1] = quantiles[i] * kMinutes;
  out[quantiles.size() + 1] = static_cast<double>(extent.most) * kMinutes;
}

}  // namespace ripresa::experiment
