// The only file that knows libcsv.

#include "ripresa/base/csv_rows.hpp"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "ripresa/base/utf8.hpp"

namespace ripresa {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// libcsv's parser, freed at the end, filling rows of fields.
template <class Field>
class Parser {
 public:
  explicit Parser(const std::string& file, char separator) : file_(file) {
    if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0)
      throw EnvironmentError("no memory to read " + file);
    csv_set_delim(&parser_, static_cast<unsigned char>(separator));
    // Spaces are part of a field (RFC 4180, section 2.4). Around what people wrote they are a slip, and libcsv takes
    // them off.
    if constexpr (std::is_same_v<Field, std::string>)
      csv_set_space_func(&parser_, [](unsigned char) { return 0; });
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { csv_free(&parser_); }

  /// Whether the text went through.
  bool parse(std::string_view text) {
    return csv_parse(&parser_, text.data(), text.size(), add_field, end_row, this) == text.size();
  }
  bool finish() { return csv_fini(&parser_, add_field, end_row, this) == 0; }

  /// For the fields that end from here on.
  void set_place(int line, int column) { place_ = {{}, line, column}; }
  /// Of the field under way.
  const CsvField& place() const { return place_; }
  std::size_t fields() const { return fields_; }
  std::vector<std::vector<Field>>& rows() { return rows_; }

 private:
  static void add_field(void* data, std::size_t size, void* to) {
    auto& self = *static_cast<Parser*>(to);
    std::string text(static_cast<const char*>(data), size);
    if constexpr (std::is_same_v<Field, CsvField>)
      self.row_.push_back({std::move(text), self.place_.line, self.place_.column});
    else
      self.row_.push_back(std::move(text));
    ++self.fields_;
  }
  static void end_row(int, void* to) {
    auto& self = *static_cast<Parser*>(to);
    self.rows_.push_back(std::move(self.row_));
    self.row_.clear();
  }

  csv_parser parser_{};
  const std::string& file_;
  CsvField place_;
  std::size_t fields_ = 0;
  std::vector<Field> row_;
  std::vector<std::vector<Field>> rows_;
};

[[noreturn]] void fail(const std::string& file, int line, int column) {
  throw InputError({{file, line, column, "not valid CSV: a quotation mark is out of place",
                     "put the whole field in quotation marks and double those within"}});
}

char separator_of(std::string_view text) {
  const std::string_view first_line = text.substr(0, text.find_first_of("\r\n"));
  for (const char separator : {',', ';', '\t'})
    if (first_line.find(separator) != std::string_view::npos)
      return separator;
  return ',';
}

bool is_blank(const std::vector<CsvField>& row) {
  return std::all_of(row.begin(), row.end(), [](const CsvField& field) { return field.text.empty(); });
}

}  // namespace

std::vector<std::vector<CsvField>> csv_fields(std::string_view text, const std::string& file) {
  if (text.starts_with(kByteOrderMark))
    text.remove_prefix(kByteOrderMark.size());
  check_utf8(text, file, " (a spreadsheet calls it \"CSV UTF-8\")");
  Parser<CsvField> parser(file, separator_of(text));
  int line = 1;
  int column = 0;
  bool field_begins = true;
  bool row_begins = true;
  // Byte by byte: the library does not tell where a field begins.
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool line_end = text[i] == '\n' || text[i] == '\r';
    column += begins_character(text[i]) ? 1 : 0;
    // Line ends where a row would begin are what is left of the one before, or blank lines.
    if (field_begins && !(row_begins && line_end)) {
      parser.set_place(line, column);
      field_begins = row_begins = false;
    }
    const std::size_t fields_before = parser.fields();
    const std::size_t rows_before = parser.rows().size();
    if (!parser.parse(text.substr(i, 1)))
      fail(file, line, column);
    field_begins = field_begins || parser.fields() > fields_before;
    row_begins = row_begins || parser.rows().size() > rows_before;
    if (text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n")) {
      ++line;
      column = 0;
    }
  }
  if (field_begins)
    parser.set_place(line, column + 1);
  if (!parser.finish())
    throw InputError(
        {{file, parser.place().line, parser.place().column,
          "not valid CSV: the quotation mark that opens here is never closed", "close it at the end of the field"}});
  std::erase_if(parser.rows(), is_blank);
  return std::move(parser.rows());
}

std::vector<std::vector<std::string>> csv_rows(std::string_view text, const std::string& file) {
  if (text.starts_with(kByteOrderMark))
    text.remove_prefix(kByteOrderMark.size());
  Parser<std::string> parser(file, ',');
  if (!parser.parse(text) || !parser.finish())
    fail(file, 0, 0);
  return std::move(parser.rows());
}

}  // namespace ripresa
