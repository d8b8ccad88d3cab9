#pragma once

#include <string>
#include <vector>

#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/results.hpp"
#include "ripresa/experiment/summary.hpp"

namespace ripresa::output {

/// One screen for a person to read, 80 columns wide: the answer first, then the figures with their intervals, then the
/// objectives. For several hubs the widest scope, and the hubs that were last to catch up.
std::string result_screen(const experiment::Results& results, const std::vector<experiment::SummaryRow>& rows,
                          const std::vector<experiment::Verdict>& verdicts);

}  // namespace ripresa::output
