#pragma once

// Comparing runs from their result folders.

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ripresa/output/csv.hpp"
#include "ripresa/statistics/estimate.hpp"

namespace ripresa::output {

/// What a comparison needs of a run's folder.
struct SavedRun {
  std::string folder;
  std::string name;  // the folder's own name
  std::string title;
  std::string date;
  std::uint64_t seed = 0;
  std::string people_sha1;
  nlohmann::json manifest;
  CsvTable replications;
};

/// Reads a result folder. Throws InputError when it is none, or not whole.
SavedRun read_saved_run(const std::string& folder);

enum class Method { paired, unpaired };

struct ComparisonRow {
  std::string time;  // of an hourly snapshot; empty for whole-day measures
  std::string scope, name, measure;
  std::string reference, run;
  double reference_estimate = 0, run_estimate = 0;
  statistics::Estimate difference;  // run less reference
  Method method = Method::paired;
  std::size_t reference_censored = 0, run_censored = 0;
};

/// Every measure of every scope of each further run against the first. Paired by replication where seed and people are
/// the same, else by Welch's interval. Throws InputError with the reason when runs cannot be compared.
std::vector<ComparisonRow> compare_runs(const std::vector<SavedRun>& runs);

/// The runs by their index, together where they have the same people, in the order of the first of these.
std::vector<std::vector<std::size_t>> runs_of_same_people(const std::vector<SavedRun>& runs);

/// What each run answers for the whole day, by run and by measure: those of the same people over the days that all of
/// them have, whichever is the reference. A time that is not reached on a day of one run is the median in each.
std::vector<std::vector<double>> estimates_side_by_side(const std::vector<SavedRun>& runs, const std::string& scope,
                                                        const std::string& name,
                                                        const std::vector<std::string>& measures);

std::string comparison_csv(const std::vector<ComparisonRow>& rows);

/// The main rows as a table for a person to read.
std::string comparison_screen(const std::vector<SavedRun>& runs, const std::vector<ComparisonRow>& rows);

}  // namespace ripresa::output
