#pragma once

// The messages that reading a scenario gives, for tests of single errors.

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>

#include "ripresa/base/error.hpp"
#include "ripresa/scenario/read.hpp"
#include "support/measures.hpp"

namespace ripresa::testing {

/// A line an error: "line:column: error: reason; remedy".
inline std::string messages_for(const std::string& text) {
  try {
    scenario::parse_scenario(text, "", {}, known_measures());
  } catch (const InputError& error) {
    std::string messages;
    for (const Diagnostic& d : error.diagnostics())
      messages +=
          fmt::format("{}{}:{}: error: {}; {}", messages.empty() ? "" : "\n", d.line, d.column, d.reason, d.remedy);
    return messages;
  }
  return "no error";
}

/// The text with the first occurrence of `replaced`, which has to be there, replaced.
inline std::string with(const std::string& text, const std::string& replaced, const std::string& by) {
  const auto at = text.find(replaced);
  REQUIRE(at != std::string::npos);
  return std::string(text).replace(at, replaced.size(), by);
}

}  // namespace ripresa::testing
