#pragma once

// Internal to output: a series as columns of a file, those of its outage, its baseline and their difference.

#include "ripresa/experiment/summary.hpp"
#include "ripresa/output/csv.hpp"

namespace ripresa::output {

/// A series of some kind and how its columns are called. A backlog is what is missing, the baseline's value less the
/// outage's; excess is what there is too much of.
template <class Kind>
struct SeriesColumns {
  const char* series;
  const char* difference;
  Kind kind;
  bool missing;
};

/// The labels of a series' columns: mean, standard error and quantiles of each.
void write_series_labels(CsvWriter& csv, const char* series, const char* difference);

/// One point of it. `missing`: the difference, outage less baseline, is told with its sign turned.
void write_series_point(CsvWriter& csv, const experiment::Band& outage, const experiment::Band& baseline,
                        const experiment::Band& difference, bool missing);

/// A point without values.
void write_no_series_point(CsvWriter& csv);

}  // namespace ripresa::output
