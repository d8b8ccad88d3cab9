#include "ripresa/output/csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <iterator>

#include "ripresa/base/csv_rows.hpp"
#include "ripresa/base/error.hpp"
#include "ripresa/base/nan.hpp"

namespace ripresa::output {
namespace {

/// The text of std::to_chars, which is fmt's at half the cost.
template <class... Value>
void append_number(std::string& text, Value... value) {
  char digits[32];
  const auto [end, error] = std::to_chars(std::begin(digits), std::end(digits), value...);
  assert(error == std::errc{});
  text.append(digits, end);
}

}  // namespace

void CsvWriter::separate() {
  if (row_begun_)
    out_ += ',';
  row_begun_ = true;
}

void CsvWriter::text(std::string_view value) {
  separate();
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
    out_ += value;
    return;
  }
  out_ += '"';
  for (const char c : value) {
    if (c == '"')
      out_ += '"';
    out_ += c;
  }
  out_ += '"';
}

void CsvWriter::number(double value) {
  separate();
  if (!std::isfinite(value))
    return;
  // Adding zero turns −0 into 0.
  append_number(out_, value + 0.0, std::chars_format::general, 10);
}

void CsvWriter::integer(std::int64_t value) {
  separate();
  append_number(out_, value);
}

void CsvWriter::end_row() {
  out_ += '\n';
  row_begun_ = false;
}

std::size_t CsvTable::column(std::string_view name, std::string_view file) const {
  const auto found = std::find(header.begin(), header.end(), name);
  if (found == header.end())
    throw InputError(fmt::format("{} has no column '{}'", file, name), "make it anew with this version of ripresa run");
  return static_cast<std::size_t>(found - header.begin());
}

CsvTable parse_csv(const std::string& text, const std::string& file) {
  std::vector<std::vector<std::string>> rows;
  try {
    rows = csv_rows(text, file);
  } catch (const InputError&) {
    // What a run wrote is not for the user to mend by hand.
  }
  if (rows.empty())
    throw InputError(fmt::format("{} is not a CSV file", file), "make it anew with ripresa run");
  CsvTable table;
  table.header = std::move(rows.front());
  rows.erase(rows.begin());
  table.rows = std::move(rows);
  for (std::size_t i = 0; i < table.rows.size(); ++i)
    if (table.rows[i].size() != table.header.size())
      throw InputError(fmt::format("{}: row {} has {} fields and the header {}", file, i + 2, table.rows[i].size(),
                                   table.header.size()),
                       "make it anew with ripresa run");
  return table;
}

double parse_number(const std::string& field, std::string_view file) {
  if (field.empty())
    return kNaN;
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc{} || end != field.data() + field.size())
    throw InputError(fmt::format("{}: '{}' is not a number", file, field), "make it anew with ripresa run");
  return value;
}

}  // namespace ripresa::output
