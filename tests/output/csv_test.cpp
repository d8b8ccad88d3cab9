// CSV that every program reads without options, and that is read back as it was.

#include "ripresa/output/csv.hpp"

#include <catch2/catch.hpp>
#include <limits>

#include "ripresa/base/error.hpp"

using namespace ripresa;
using namespace ripresa::output;

namespace {

template <class Write>
std::string row(Write write) {
  CsvWriter csv;
  write(csv);
  csv.end_row();
  return csv.str();
}

std::string text_row(std::string_view value) {
  return row([value](CsvWriter& csv) { csv.text(value); });
}

std::string number_row(double value) {
  return row([value](CsvWriter& csv) { csv.number(value); });
}

}  // namespace

TEST_CASE("text is quoted only where it has to be, and quotes within it are doubled") {
  CHECK(text_row("Milano") == "Milano\n");
  CHECK(text_row("") == "\n");
  CHECK(text_row("Bergamo, via Roma") == "\"Bergamo, via Roma\"\n");
  CHECK(text_row("\"Scintille\"") == "\"\"\"Scintille\"\"\"\n");
  CHECK(text_row("two\nlines") == "\"two\nlines\"\n");
  CHECK(text_row("Forlì-Cesena") == "Forlì-Cesena\n");
}

TEST_CASE("a number has ten digits and no more than it needs; what is unknown is an empty field") {
  CHECK(number_row(40) == "40\n");
  CHECK(number_row(0.1) == "0.1\n");
  CHECK(number_row(1.0 / 3) == "0.3333333333\n");
  CHECK(number_row(-0.0) == "0\n");
  CHECK(number_row(123456789012.0) == "1.23456789e+11\n");
  for (const double unknown : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
                               -std::numeric_limits<double>::infinity()})
    CHECK(number_row(unknown) == "\n");
  CHECK(row([](CsvWriter& csv) {
          csv.integer(-7);
          csv.blank();
          csv.text("x");
        }) == "-7,,x\n");
}

TEST_CASE("what is written is read back as it was, whatever is in it") {
  const std::vector<std::string> odd = {"", " ", "a,b", "\"", "\"\"", "x\ny", "x\r\ny", " leading", "ò", "'"};
  CsvWriter csv;
  for (int line = 0; line < 2; ++line) {
    for (const std::string& text : odd)
      csv.text(text);
    csv.end_row();
  }
  const CsvTable table = parse_csv(csv.str(), "odd.csv");
  CHECK(table.header == odd);
  REQUIRE(table.rows.size() == 1);
  CHECK(table.rows[0] == odd);
}

TEST_CASE("a file that is no table is refused by name, with the row") {
  const auto reason = [](const std::string& text) -> std::string {
    try {
      parse_csv(text, "r.csv");
    } catch (const InputError& error) {
      return error.what();
    }
    return "no error";
  };
  CHECK_THAT(reason(""), Catch::Contains("r.csv is not a CSV file"));
  CHECK_THAT(reason("a,b\n1,2\n1\n"), Catch::Contains("r.csv: row 3 has 1 fields and the header 2"));
  CHECK_THAT(reason("a,b\n\"1,2\n"), Catch::Contains("r.csv is not a CSV file"));
  CHECK_THROWS_AS(parse_csv("a,b\n1,2\n", "r.csv").column("c", "r.csv"), InputError);
  CHECK(parse_csv("a,b\n1,2\n", "r.csv").column("b", "r.csv") == 1);
}

TEST_CASE("an empty field is no number; anything else that is none is an error") {
  CHECK(std::isnan(parse_number("", "r.csv")));
  CHECK(parse_number("-1.5e3", "r.csv") == -1500);
  for (const char* wrong : {"x", "1.5 ", "1,5", "0x10"})
    CHECK_THROWS_AS(parse_number(wrong, "r.csv"), InputError);
}
