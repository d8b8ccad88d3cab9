#include "ripresa/base/error.hpp"

#include <catch2/catch.hpp>

using namespace ripresa;

TEST_CASE("a diagnostic says where, what and how to mend it") {
  const Diagnostic diagnostic{"day.toml", 12, 3, "unknown key 'opnes'", "did you mean 'opens'?"};
  CHECK(diagnostic.text() == "day.toml:12:3: error: unknown key 'opnes'; did you mean 'opens'?");
}

TEST_CASE("a diagnostic without a place has none") {
  CHECK(Diagnostic{"", 0, 0, "no such command", ""}.text() == "error: no such command");
  CHECK(Diagnostic{"day.toml", 0, 0, "cannot be read", ""}.text() == "day.toml: error: cannot be read");
}

TEST_CASE("an input error tells every diagnostic, a line each") {
  const InputError error({{"a", 1, 1, "one", ""}, {"a", 2, 1, "two", ""}});
  CHECK(std::string(error.what()) == "a:1:1: error: one\na:2:1: error: two");
  CHECK(error.diagnostics().size() == 2);
}
