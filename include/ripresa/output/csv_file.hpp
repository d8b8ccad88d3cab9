#pragma once

#include <string>

#include "ripresa/output/csv.hpp"
#include "ripresa/output/files.hpp"

namespace ripresa::output {

/// A new file of rows that come one by one, written in blocks; see NewFile.
class NewCsvFile {
 public:
  explicit NewCsvFile(const std::string& path) : file_(path) {}

  /// Takes the fields of the next row, which end_row ends.
  CsvWriter& csv() { return csv_; }
  void end_row();
  void keep();

 private:
  void write_out();

  NewFile file_;
  CsvWriter csv_;  // what is not yet in the file
};

}  // namespace ripresa::output
