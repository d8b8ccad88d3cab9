#pragma once

// Rows of a CSV file to import, by the names of their columns.

#include <string>
#include <string_view>
#include <vector>

#include "ripresa/base/csv_rows.hpp"
#include "ripresa/base/error.hpp"

namespace ripresa::tools {

/// The rows of a file as wide as its header; others are among the diagnostics, as are columns that are missing or
/// there twice.
class ImportRows {
 public:
  /// Throws InputError when the file cannot be read or is no CSV file.
  ImportRows(const std::string& file, const std::vector<std::string>& required, std::vector<Diagnostic>& diagnostics);

  std::size_t size() const { return rows_.size(); }
  const std::vector<std::string>& columns() const { return header_; }
  bool has(std::string_view column) const;
  /// The field of a column that is there.
  const CsvField& field(std::size_t row, std::string_view column) const;
  /// The same, or "" where there is no such column.
  std::string text_or_empty(std::size_t row, std::string_view column) const;
  /// Where a field stands, with reason and remedy to be filled in.
  Diagnostic place(const CsvField& field) const { return {file_, field.line, field.column, "", ""}; }
  Diagnostic place(std::size_t row) const { return place(rows_[row].front()); }

 private:
  bool check_columns(const std::vector<CsvField>& header, std::vector<Diagnostic>& diagnostics) const;

  std::string file_;
  std::vector<std::string> header_;
  std::vector<std::vector<CsvField>> rows_;
};

}  // namespace ripresa::tools
