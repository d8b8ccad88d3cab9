#pragma once

// CSV text as rows of fields: RFC 4180, with either line ending, a byte-order mark at the start left out.

#include <string>
#include <string_view>
#include <vector>

#include "ripresa/base/error.hpp"

namespace ripresa {

struct CsvField {
  std::string text;
  int line = 0, column = 0;  // where it begins, from 1; columns in characters
};

/// Fields of all rows that have anything in them, with their places and without spaces around them. The separator is a
/// comma; where the first line has none, a semicolon, as spreadsheets write it in countries with a decimal comma; where
/// it has neither, a tab, as what is copied from a spreadsheet has. Throws InputError with file, line and column when a
/// quotation mark is out of place.
std::vector<std::vector<CsvField>> csv_fields(std::string_view text, const std::string& file);

/// The same without places, with commas only and spaces kept, for large files that a program wrote. Throws InputError
/// naming the file.
std::vector<std::vector<std::string>> csv_rows(std::string_view text, const std::string& file);

}  // namespace ripresa
