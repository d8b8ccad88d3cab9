#pragma once

// Internal to output: what the files with a row a replication and scope have in common.

#include <vector>

#include "ripresa/experiment/results.hpp"
#include "ripresa/output/csv.hpp"

namespace ripresa::output {

/// The labels of the replication, its scope and the measures: of a measure's two runs, or of the two together.
void write_labels(CsvWriter& csv, const std::vector<experiment::MeasureColumn>& measures);

}  // namespace ripresa::output
