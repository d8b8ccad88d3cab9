#include "import_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ripresa/base/error.hpp"
#include "ripresa/base/text_file.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::tools {

ImportRows::ImportRows(const std::string& file, const std::vector<std::string>& required,
                       std::vector<Diagnostic>& diagnostics)
    : file_(file) {
  auto rows = csv_fields(read_text_file(file), file);
  if (rows.empty()) {
    diagnostics.push_back({file, 1, 1, "the file is empty", "begin with a line of column names"});
    return;
  }
  for (const CsvField& field : rows.front())
    header_.push_back(field.text);
  bool sound = check_columns(rows.front(), diagnostics);
  for (const std::string& column : required)
    if (!has(column)) {
      diagnostics.push_back(
          {file, 1, 1, fmt::format("there is no column '{}'", column), scenario::suggestion(column, header_)});
      sound = false;
    }
  for (std::size_t i = 1; sound && i < rows.size(); ++i) {
    if (rows[i].size() == header_.size()) {
      rows_.push_back(std::move(rows[i]));
      continue;
    }
    Diagnostic bad = place(rows[i].front());
    bad.reason = fmt::format("the row has {} fields and the header {}", rows[i].size(), header_.size());
    bad.remedy = "give each column a field; put text with a comma in quotes";
    diagnostics.push_back(std::move(bad));
  }
}

/// False where two columns have the same name. One without a name is of no use, and so are two.
bool ImportRows::check_columns(const std::vector<CsvField>& header, std::vector<Diagnostic>& diagnostics) const {
  bool sound = true;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto here = header_.begin() + static_cast<std::ptrdiff_t>(i);
    if (header_[i].empty() || std::find(header_.begin(), here, header_[i]) == here)
      continue;
    Diagnostic bad = place(header[i]);
    bad.reason = fmt::format("a second column is called '{}'", header_[i]);
    bad.remedy = "remove one of them";
    diagnostics.push_back(std::move(bad));
    sound = false;
  }
  return sound;
}

bool ImportRows::has(std::string_view column) const {
  return std::find(header_.begin(), header_.end(), column) != header_.end();
}

const CsvField& ImportRows::field(std::size_t row, std::string_view column) const {
  const auto at = std::find(header_.begin(), header_.end(), column) - header_.begin();
  return rows_[row][static_cast<std::size_t>(at)];
}

std::string ImportRows::text_or_empty(std::size_t row, std::string_view column) const {
  return has(column) ? field(row, column).text : "";
}

}  // namespace ripresa::tools
