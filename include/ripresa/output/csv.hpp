#pragma once

// CSV as RFC 4180 has it, with LF: read by pandas, R, DuckDB and spreadsheets without options.

#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ripresa::output {

/// Builds CSV text field by field.
class CsvWriter {
 public:
  void text(std::string_view value);
  /// Ten significant digits; an empty field for NaN and infinities.
  void number(double value);
  void integer(std::int64_t value);
  void blank() { separate(); }
  void end_row();

  const std::string& str() const { return out_; }
  /// Forgets the text so far; keeps the memory.
  void clear() { out_.clear(); }

 private:
  void separate();

  std::string out_;
  bool row_begun_ = false;
};

/// A table read back: a header and rows of as many fields.
struct CsvTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;

  /// The position of a column; throws InputError naming `file` when there is none.
  std::size_t column(std::string_view name, std::string_view file) const;
};

/// Parses CSV text. Throws InputError naming `file` when a row has more or fewer fields than the header.
CsvTable parse_csv(const std::string& text, const std::string& file);

/// The field as a number; NaN when empty. Throws InputError naming `file` for anything else.
double parse_number(const std::string& field, std::string_view file);

}  // namespace ripresa::output
