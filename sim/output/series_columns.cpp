#include "series_columns.hpp"

#include <fmt/format.h>

#include <string>

namespace ripresa::output {
namespace {

using experiment::Band;

constexpr const char* kStatistics[] = {"mean", "se", "p05", "p50", "p95"};

void write_band(CsvWriter& csv, const Band& band) {
  for (const double value : {band.mean, band.standard_error, band.p05, band.p50, band.p95})
    csv.number(value);
}

}  // namespace

void write_series_labels(CsvWriter& csv, const char* series, const char* difference) {
  for (const std::string& prefix :
       {fmt::format("{}_outage", series), fmt::format("{}_baseline", series), std::string(difference)})
    for (const char* statistic : kStatistics)
      csv.text(fmt::format("{}_{}", prefix, statistic));
}

void write_series_point(CsvWriter& csv, const Band& outage, const Band& baseline, const Band& difference,
                        bool missing) {
  write_band(csv, outage);
  write_band(csv, baseline);
  write_band(csv, missing ? Band{-difference.mean, difference.standard_error, -difference.p95, -difference.p50,
                                 -difference.p05}
                          : difference);
}

void write_no_series_point(CsvWriter& csv) {
  for (std::size_t i = 0; i < 3 * std::size(kStatistics); ++i)
    csv.blank();
}

}  // namespace ripresa::output
