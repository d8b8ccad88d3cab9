#include "ripresa/output/csv.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::output {

std::string summary_csv(const std::vector<experiment::SummaryRow>& rows) {
  CsvWriter csv;
  for (const char* label : {"scope", "name", "station", "measure", "unit", "run", "estimate", "lower", "upper", "p05",
                            "p50", "p95", "replications", "censored"})
    csv.text(label);
  csv.end_row();
  for (const auto& row : rows) {
    csv.text(experiment::to_string(row.scope));
    csv.text(row.name);
    csv.text(row.station);
    csv.text(row.info.name);
    csv.text(row.info.unit);
    csv.text(to_string(row.run));
    for (const double value : {row.estimate.value, row.estimate.lower, row.estimate.upper, row.p05, row.p50, row.p95})
      csv.number(value);
    csv.integer(static_cast<std::int64_t>(row.estimate.replications));
    csv.integer(static_cast<std::int64_t>(row.estimate.censored));
    csv.end_row();
  }
  return csv.str();
}

}  // namespace ripresa::output
