#include "ripresa/output/csv.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::output {

namespace {

void write_header(CsvWriter& csv) {
  for (const char* label : {"scope", "name", "station", "measure", "unit", "run", "estimate", "lower", "upper", "p05",
                            "p50", "p95", "replications", "censored"})
    csv.text(label);
}

void write_row(CsvWriter& csv, const experiment::SummaryRow& row) {
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
}

}  // namespace

std::string summary_csv(const std::vector<experiment::SummaryRow>& rows) {
  CsvWriter csv;
  write_header(csv);
  csv.end_row();
  for (const auto& row : rows) {
    write_row(csv, row);
    csv.end_row();
  }
  return csv.str();
}

SummaryFile::SummaryFile(const std::string& path) : file_(path) {
  write_header(file_.csv());
  file_.end_row();
}

void SummaryFile::take(const experiment::SummaryRow& row) {
  write_row(file_.csv(), row);
  file_.end_row();
}

}  // namespace ripresa::output
