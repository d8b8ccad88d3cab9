#pragma once

// The files of a run: their text, from results. The columns are described in tools/README.md.

#include <string>
#include <vector>

#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/results.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "ripresa/output/csv_file.hpp"
#include "ripresa/scenario/read.hpp"

namespace ripresa::output {

inline constexpr const char* kBacklogFile = "backlog.csv";
inline constexpr const char* kBackendsFile = "backends.csv";  // where the scenario has backends
inline constexpr const char* kSummaryFile = "summary.csv";
inline constexpr const char* kReplicationsFile = "replications.csv";
inline constexpr const char* kManifestFile = "manifest.json";

/// All that a run may write, backends.csv too.
std::vector<std::string> result_file_names();

/// The whole hours on the grid, at which replications.csv has snapshots, as "15_00", or "d1_02_00" on the day after the
/// first.
struct Snapshot {
  std::size_t point = 0;
  std::string label;
};
std::vector<Snapshot> snapshots_of(const observation::Grid& grid);

/// One row a time step and scope, then a row a time step and station.
std::string backlog_csv(const experiment::Results& results);
/// One row a time step and backend.
std::string backends_csv(const experiment::Results& results);
/// One row a scope, measure and run.
std::string summary_csv(const std::vector<experiment::SummaryRow>& rows);

/// The same as a file whose rows come one by one.
class SummaryFile {
 public:
  explicit SummaryFile(const std::string& path);
  void take(const experiment::SummaryRow& row);
  void keep() { file_.keep(); }

 private:
  NewCsvFile file_;
};

/// The file of replications, written while these come in: one row a replication and scope. Hubs have rows where the
/// scenario wants everything of them.
class ReplicationsFile : public experiment::ReplicationSink {
 public:
  explicit ReplicationsFile(const std::string& path) : file_(path) {}
  void begin(const experiment::Results& results) override;
  void take(const experiment::Results& results, const experiment::ReplicationRow& row) override;
  void keep() { file_.keep(); }

 private:
  NewCsvFile file_;
  std::vector<Snapshot> snapshots_;
};

/// What a run was made from, for the manifest.
struct RunIdentity {
  std::string scenario_file;
  std::vector<scenario::Override> overrides;
};

/// What made the run, and its verdicts.
std::string manifest_json(const experiment::Results& results, const std::vector<experiment::Verdict>& verdicts,
                          const RunIdentity& identity);

}  // namespace ripresa::output
