#pragma once

// Internal to experiment: mean, quantiles and the longest over the people of one replication.

#include <span>
#include <string_view>
#include <vector>

#include "ripresa/experiment/measure.hpp"

namespace ripresa::experiment {

/// The measures <quantity>_mean, _p50, _p90, _p95, _p99, _max in minutes. `quantity` is "waiting" or "sojourn".
std::vector<MeasureInfo> waiting_infos(std::string_view quantity, std::string_view meaning);

/// Their values. NaN when there are no times.
void fill_waiting_statistics(Lengths times, Scratch& scratch, std::span<double> out);

}  // namespace ripresa::experiment
