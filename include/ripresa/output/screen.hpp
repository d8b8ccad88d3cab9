#pragma once

#include <string>
#include <vector>

#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/results.hpp"
#include "ripresa/experiment/summary.hpp"

namespace ripresa::output {

/// Whether result_screen looks at the row: few of a nation's many.
bool is_shown(const experiment::Results& results, const experiment::SummaryRow& row);

/// One screen for a person to read, 80 columns wide: the answer first, then the figures with their intervals, then the
/// objectives. For several hubs the widest scope, and the regions and hubs that fell behind, last to catch up first.
/// `rows` has at least those that are shown.
std::string result_screen(const experiment::Results& results, const std::vector<experiment::SummaryRow>& rows,
                          const std::vector<experiment::Verdict>& verdicts);

}  // namespace ripresa::output
