#pragma once

// The files of a study of random years and its screen. The columns are described in tools/README.md.

#include <string>
#include <vector>

#include "ripresa/experiment/risk.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::output {

inline constexpr const char* kExceedanceFile = "exceedance.csv";
inline constexpr const char* kAvailabilityFile = "availability.csv";
inline constexpr const char* kRiskFailuresFile = "risk_failures.csv";
inline constexpr const char* kRiskSummaryFile = "risk_summary.csv";
inline constexpr const char* kRiskManifestFile = "risk_manifest.json";

std::vector<std::string> risk_file_names();

/// One row a loss and point of its curve.
std::string exceedance_csv(const experiment::RiskResults& results);
/// One row a stretch of the times between failures.
std::string availability_csv(const experiment::RiskResults& results);
/// One row a simulated failure.
std::string risk_failures_csv(const experiment::RiskResults& results);

std::string risk_manifest_json(const experiment::RiskResults& results, const RunIdentity& identity);

/// One screen for a person to read.
std::string risk_screen(const experiment::RiskResults& results);

}  // namespace ripresa::output
