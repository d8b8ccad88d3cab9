#include "ripresa/base/csv_rows.hpp"

#include <catch2/catch.hpp>

using namespace ripresa;

namespace {

std::string shown(const std::vector<std::vector<CsvField>>& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (const CsvField& field : row)
      text += field.text + "@" + std::to_string(field.line) + ":" + std::to_string(field.column) + " ";
    text += "| ";
  }
  return text;
}

}  // namespace

TEST_CASE("every field of a table knows its line and its column in characters") {
  CHECK(shown(csv_fields("name,region\nForlì,Emilia\n", "t.csv")) == "name@1:1 region@1:6 | Forlì@2:1 Emilia@2:7 | ");
}

TEST_CASE("a spreadsheet's byte-order mark, line endings, blank lines and separators make no difference") {
  const std::string wanted = "a@1:1 b@1:3 | 1@3:1 @3:3 | ";
  CHECK(shown(csv_fields("a,b\n\n1,\n", "t.csv")) == wanted);
  CHECK(shown(csv_fields("\xEF\xBB\xBF"
                         "a,b\r\n\r\n1,\r\n",
                         "t.csv")) == wanted);
  CHECK(shown(csv_fields("a;b\n\n1;", "t.csv")) == wanted);
  CHECK(shown(csv_fields("a\tb\n\n1\t", "t.csv")) == wanted);
}

TEST_CASE("of several separators in the first line the comma counts, then the semicolon") {
  CHECK(shown(csv_fields("a;b,c\n", "t.csv")) == "a;b@1:1 c@1:5 | ");
  CHECK(shown(csv_fields("a\tb;c\n", "t.csv")) == "a\tb@1:1 c@1:5 | ");
}

TEST_CASE("rows without anything in them, as spreadsheets leave below a table, are blank lines") {
  CHECK(shown(csv_fields("a,b\n,\n1,2\n,\n \t, \n,", "t.csv")) == "a@1:1 b@1:3 | 1@3:1 2@3:3 | ");
  CHECK(shown(csv_fields("a\tb\n\t\n1\t\n\t\n", "t.csv")) == "a@1:1 b@1:3 | 1@3:1 @3:3 | ");
}

TEST_CASE("quoted fields keep commas, doubled quotes and line ends, and the lines after them their numbers") {
  CHECK(shown(csv_fields("a,b\n\"x, \"\"y\"\"\nz\",2\n3,4\n", "t.csv")) ==
        "a@1:1 b@1:3 | x, \"y\"\nz@2:1 2@3:4 | 3@4:1 4@4:3 | ");
}

TEST_CASE("a quotation mark out of place is an error with its place") {
  try {
    csv_fields("a,b\n1,tw\"o\n", "t.csv");
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK(error.diagnostics().front().line == 2);
    CHECK(error.diagnostics().front().column == 5);
  }
  try {
    csv_fields("a,b\n1,\"open\n2,3\n", "t.csv");
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK(std::string(error.what())
              .find("2:3: error: not valid CSV: the quotation mark that opens here is never "
                    "closed; close it at the end of the field") != std::string::npos);
  }
}

TEST_CASE("a table in Latin-1 is refused with the place of the first such letter, counted in characters") {
  try {
    csv_fields(
        "\xEF\xBB\xBF"
        "name,doses\nForlì,5\nForlì Forl\xec,5\n",
        "t.csv");
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK(error.diagnostics().front().text() ==
          "t.csv:3:11: error: the byte EC is no character of UTF-8; "
          "save the file as UTF-8 (a spreadsheet calls it \"CSV UTF-8\")");
  }
}

TEST_CASE("reading without places gives the same fields") {
  const auto rows = csv_rows("a,b\n\"x,y\",\n", "t.csv");
  CHECK(rows == std::vector<std::vector<std::string>>{{"a", "b"}, {"x,y", ""}});
}
