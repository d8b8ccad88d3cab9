#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace ripresa::benchmarks {

/// Collects the least time an item of every benchmark over its repetitions (what disturbs a run only makes it longer),
/// and prints each beside its floor, the benchmark of the same name after "floor: ", and beside an earlier table.
class RatioTable : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override;

  /// `earlier`: nanoseconds by name, as written by `save`; empty when there is none.
  void print(const std::map<std::string, double>& earlier) const;
  void save(const std::string& path) const;

 private:
  std::vector<std::string> names_;  // in the order in which they ran
  std::map<std::string, double> nanoseconds_;
};

/// What `save` wrote. Throws std::runtime_error where the file cannot be read.
std::map<std::string, double> read_table(const std::string& path);

}  // namespace ripresa::benchmarks
