#pragma once

// Internal to experiment: mean and quantiles over the people of one replication.

#include <span>
#include <string_view>
#include <vector>

#include "ripresa/experiment/measure.hpp"

namespace ripresa::experiment {

/// The measures <quantity>_mean, _p50, _p90, _p95, _p99 in minutes. `quantity` is "waiting" or "sojourn".
std::vector<MeasureInfo> waiting_infos(std::string_view quantity, std::string_view meaning);

/// Their values from times in microseconds, which are reordered. NaN when there are none.
void fill_waiting_statistics(std::span<std::int64_t> times, std::span<double> out);

}  // namespace ripresa::experiment
