// The only file that knows toml++.

#include "document.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "key_depth.hpp"
#include "ripresa/base/utf8.hpp"

namespace ripresa::scenario {
namespace {

Place place_of(const toml::source_region& source, const std::string& file) {
  return {file, static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

Time clock_time(const toml::time& time) {
  return Time::clock(time.hour, time.minute, time.second) + Duration::microseconds(time.nanosecond / 1000);
}

/// A key takes up as many columns as it has characters, and its quotes more.
bool is_quoted(const toml::key& key) {
  const std::string_view text = key.str();
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return key.source().end.column - key.source().begin.column > static_cast<toml::source_index>(characters);
}

Node converted(const toml::node& node, const std::string& file);

Node::Table converted_table(const toml::table& table, const std::string& file) {
  Node::Table entries;
  for (const auto& [key, value] : table)
    entries.push_back({std::string(key.str()), place_of(key.source(), file), converted(value, file), is_quoted(key)});
  // toml++ keeps keys by name; messages and the resolved scenario go by place.
  std::stable_sort(entries.begin(), entries.end(), [](const Node::Entry& a, const Node::Entry& b) {
    return std::pair(a.key_place.line, a.key_place.column) < std::pair(b.key_place.line, b.key_place.column);
  });
  return entries;
}

Node converted(const toml::node& node, const std::string& file) {
  Node result;
  result.place = place_of(node.source(), file);
  if (const auto* table = node.as_table()) {
    result.value = converted_table(*table, file);
    result.is_inline = table->is_inline();
  } else if (const auto* array = node.as_array()) {
    Node::Array elements;
    for (const auto& element : *array)
      elements.push_back(converted(element, file));
    result.value = std::move(elements);
  } else if (const auto* text = node.as_string()) {
    result.value = text->get();
  } else if (const auto* integer = node.as_integer()) {
    result.value = integer->get();
  } else if (const auto* number = node.as_floating_point()) {
    result.value = number->get();
  } else if (const auto* truth = node.as_boolean()) {
    result.value = truth->get();
  } else if (const auto* time = node.as_time()) {
    result.value = clock_time(time->get());
  } else if (const auto* date = node.as_date()) {
    const auto& d = date->get();
    result.value = Date{std::chrono::year{d.year}, std::chrono::month{d.month}, std::chrono::day{d.day}};
  } else if (node.is_date_time()) {
    result.value = DateTime{};
  }
  return result;
}

/// What to write, by what the library says that it expected: by how dates, times, numbers and text are mostly written
/// elsewhere.
std::string_view toml_remedy(std::string_view reason) {
  struct Remedy {
    std::string_view reason, remedy;
  };
  static constexpr std::array<Remedy, 8> kRemedies{{
      {"parsing date:", "write it like 2021-12-15"},
      {"could not determine value type", "write a number, or text in straight quotes, like \"30 s\""},
      {"expected a comment or whitespace", "put what has a unit in quotes, like \"30 s\""},
      {"decimal integer: expected digit", "put what has a unit in quotes, like \"30 s\"; write a date like 2021-12-15"},
      {"decimal integer: leading zeroes", "leave out the zeros in front"},
      {"floating-point: expected decimal digit", "write a digit on both sides of the decimal point, like 0.5"},
      {"pair: expected '='", "write key = value, and numbers with a point, like 0.5"},
      {"string: unescaped control characters", "end the text with a quote on the same line"},
  }};
  const auto known = std::find_if(kRemedies.begin(), kRemedies.end(), [reason](const Remedy& remedy) {
    return reason.find(remedy.reason) != std::string_view::npos;
  });
  return known == kRemedies.end() ? "see https://toml.io for the syntax" : known->remedy;
}

Diagnostic not_toml(const toml::parse_error& error, const Place& place) {
  const std::string_view reason = error.description();
  // Of hours the library says that they go up to 59.
  if (reason.find("parsing time") != std::string_view::npos)
    return {place.file, place.line, place.column, "not a clock time as TOML has it", kWriteClockTime};
  return {place.file, place.line, place.column, fmt::format("not valid TOML: {}", reason),
          std::string(toml_remedy(reason))};
}

}  // namespace

Node parse_document(const std::string& text, const std::string& file) {
  check_utf8(text, file);
  if (const auto deep = too_deep_key(text))
    throw InputError({{file, deep->line, deep->column, fmt::format("a key is deeper than {} tables", kDeepestKey),
                       "no key of a scenario lies so deep"}});
  try {
    const toml::table table = toml::parse(text);
    Node root;
    root.place = {file, 1, 1};
    root.value = converted_table(table, file);
    return root;
  } catch (const toml::parse_error& error) {
    throw InputError({not_toml(error, place_of(error.source(), file))});
  }
}

Node parse_value(const std::string& text, const Place& place) {
  Node node;
  try {
    const toml::table table = too_deep_key(text) ? toml::table() : toml::parse("value = " + text);
    if (table.size() == 1)
      node = converted(*table.get("value"), "");
  } catch (const toml::parse_error&) {
    // Not TOML: `40 min` or `down` without quotes.
  }
  if (std::holds_alternative<std::monostate>(node.value))
    node.value = text;
  set_place(node, place);
  return node;
}

}  // namespace ripresa::scenario
