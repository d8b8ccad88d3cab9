#include <fmt/format.h>

#include "ripresa/experiment/backend_series.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::output {

using experiment::BackendSeries;

std::string backends_csv(const experiment::Results& results) {
  CsvWriter csv;
  csv.text("time");
  csv.text("backend");
  for (std::size_t series = 0; series < experiment::kBackendSeries; ++series)
    for (const char* run : {"outage", "baseline"})
      for (const char* statistic : {"mean", "se", "p05", "p50", "p95"})
        csv.text(fmt::format("{}_{}_{}", to_string(static_cast<BackendSeries>(series)), run, statistic));
  csv.end_row();
  const observation::Grid& grid = results.layout.grid;
  for (std::size_t backend = 0; backend < results.scenario.backends.size(); ++backend)
    for (std::size_t point = 0; point < grid.points; ++point) {
      csv.text(iso_local_time(results.scenario.date, grid.at(point)));
      csv.text(results.scenario.backends[backend].name);
      for (std::size_t series = 0; series < experiment::kBackendSeries; ++series)
        for (const bool baseline : {false, true}) {
          const auto sample = results.backends.column(
              backend_column(grid, backend, static_cast<BackendSeries>(series), baseline, point));
          const auto quantiles = sample.quantiles();
          csv.number(sample.average());
          csv.number(sample.standard_error());
          for (const double quantile : quantiles)
            csv.number(quantile);
        }
      csv.end_row();
    }
  return csv.str();
}

}  // namespace ripresa::output
