#include "reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>
#include <string>
#include <system_error>
#include <unordered_set>

#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

std::string interval_text(const Range& range) {
  return fmt::format("{}{}, {}{}", range.low_included ? '[' : '(', range.low, range.high,
                     range.high_included ? ']' : ')');
}

bool contains(const Range& range, double value) {
  const bool above = range.low_included ? value >= range.low : value > range.low;
  const bool below = range.high_included ? value <= range.high : value < range.high;
  return above && below;
}

/// On the command line and in tables, what is no TOML value is text: a whole number beyond 64 bits, too.
bool is_too_long_for_a_number(const std::string& text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [read_to, error] = std::from_chars(text.data(), end, number);
  return error == std::errc::result_out_of_range && read_to == end;
}

/// As spreadsheets of many languages write it, in columns that semicolons separate.
bool with_decimal_comma(const Node& node) {
  const std::string* text = node.text();
  const auto comma = text ? text->find(',') : std::string::npos;
  if (comma == std::string::npos)
    return false;
  std::string with_point = *text;
  with_point[comma] = '.';
  double value = 0;
  const char* const end = with_point.data() + with_point.size();
  const auto [read_to, error] = std::from_chars(with_point.data(), end, value);
  return error == std::errc{} && read_to == end;
}

}  // namespace

std::optional<double> read_number(const Node& node, Range range, Diagnostics& diagnostics) {
  double value = 0;
  if (const auto* integer = std::get_if<std::int64_t>(&node.value)) {
    value = static_cast<double>(*integer);
  } else if (const auto* number = std::get_if<double>(&node.value)) {
    value = *number;
  } else {
    diagnostics.add(node.place, fmt::format("expected a number, found {}", kind_of(node)),
                    with_decimal_comma(node) ? "write it with a decimal point" : "write it without quotes");
    return std::nullopt;
  }
  if (!contains(range, value) || !std::isfinite(value)) {
    diagnostics.add(node.place, fmt::format("{} is out of range", value),
                    std::isfinite(range.high)
                        ? fmt::format("it has to lie in {}", interval_text(range))
                        : fmt::format("it has to be {} {}", range.low_included ? "at least" : "more than", range.low));
    return std::nullopt;
  }
  return value;
}

std::optional<std::int64_t> read_integer(const Node& node, std::int64_t low, std::int64_t high,
                                         Diagnostics& diagnostics) {
  const auto* integer = std::get_if<std::int64_t>(&node.value);
  const auto* text = std::get_if<std::string>(&node.value);
  if (text && is_too_long_for_a_number(*text)) {
    diagnostics.add(node.place, fmt::format("{} is out of range", *text),
                    fmt::format("it has to lie between {} and {}", low, high));
    return std::nullopt;
  }
  if (!integer) {
    diagnostics.add(node.place, fmt::format("expected a whole number, found {}", kind_of(node)),
                    "write it without quotes, unit or decimal point");
    return std::nullopt;
  }
  if (*integer < low || *integer > high) {
    diagnostics.add(node.place, fmt::format("{} is out of range", *integer),
                    fmt::format("it has to lie between {} and {}", low, high));
    return std::nullopt;
  }
  return *integer;
}

std::optional<std::string> read_text(const Node& node, Diagnostics& diagnostics) {
  const auto* text = node.text();
  if (!text) {
    diagnostics.add(node.place, fmt::format("expected text, found {}", kind_of(node)), "put it in quotes");
    return std::nullopt;
  }
  if (text->empty()) {
    diagnostics.add(node.place, "the text is empty", "write a name");
    return std::nullopt;
  }
  return *text;
}

std::optional<std::size_t> read_name(const Node& node, std::string_view what, const std::vector<std::string>& names,
                                     Diagnostics& diagnostics) {
  const auto text = read_text(node, diagnostics);
  if (!text)
    return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), *text);
  if (found == names.end()) {
    diagnostics.add(node.place, fmt::format("there is no {} '{}'", what, *text), suggestion(*text, names));
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

TableReader::TableReader(const Node* node, std::string_view what, Diagnostics& diagnostics)
    : node_(node), what_(what), diagnostics_(diagnostics), errors_before_(diagnostics.size()) {
  if (!node_)
    return;
  place_ = node_->place;
  if (!node_->is_table()) {
    diagnostics_.add(place_, fmt::format("{} has to be a table, found {}", what_, kind_of(*node_)),
                     "write { key = value, … } or a [section]");
    node_ = nullptr;
  }
}

TableReader::~TableReader() {
  assert((finished_ || !node_ || diagnostics_.size() > errors_before_) && "misspelt keys would be accepted");
}

const Node* TableReader::optional(std::string_view key) {
  known_.emplace_back(key);
  return node_ ? node_->find(key) : nullptr;
}

const Node* TableReader::required(std::string_view key, std::string_view example) {
  const Node* found = optional(key);
  if (!found && node_)
    diagnostics_.add(place_, fmt::format("{} has no '{}'", what_, key), fmt::format("add {}", example));
  return found;
}

Duration TableReader::duration(std::string_view key, Duration fallback, Sign sign) {
  const Node* node = optional(key);
  return node ? read_duration(*node, sign, diagnostics_).value_or(fallback) : fallback;
}

Time TableReader::clock(std::string_view key, Time fallback) {
  const Node* node = optional(key);
  return node ? read_clock(*node, diagnostics_).value_or(fallback) : fallback;
}

double TableReader::number(std::string_view key, double fallback, Range range) {
  const Node* node = optional(key);
  return node ? read_number(*node, range, diagnostics_).value_or(fallback) : fallback;
}

std::int64_t TableReader::integer(std::string_view key, std::int64_t fallback, std::int64_t low, std::int64_t high) {
  const Node* node = optional(key);
  return node ? read_integer(*node, low, high, diagnostics_).value_or(fallback) : fallback;
}

bool TableReader::truth(std::string_view key, bool fallback) {
  const Node* node = optional(key);
  if (!node)
    return fallback;
  if (const auto* truth = std::get_if<bool>(&node->value))
    return *truth;
  diagnostics_.add(node->place, fmt::format("expected true or false, found {}", kind_of(*node)),
                   "write true or false, without quotes");
  return fallback;
}

std::string TableReader::text(std::string_view key, std::string_view fallback) {
  const Node* node = optional(key);
  return node ? read_text(*node, diagnostics_).value_or(std::string(fallback)) : std::string(fallback);
}

std::size_t TableReader::choice(std::string_view key, std::size_t fallback, const std::vector<std::string>& choices) {
  const Node* node = optional(key);
  const auto text = node ? read_text(*node, diagnostics_) : std::nullopt;
  if (!text)
    return fallback;
  const auto found = std::find(choices.begin(), choices.end(), *text);
  if (found == choices.end()) {
    diagnostics_.add(node->place, fmt::format("'{}' cannot be '{}'", key, *text), suggestion(*text, choices));
    return fallback;
  }
  return static_cast<std::size_t>(found - choices.begin());
}

std::vector<const Node*> TableReader::elements(std::string_view key) {
  const Node* node = optional(key);
  std::vector<const Node*> found;
  if (!node)
    return found;
  const auto* array = std::get_if<Node::Array>(&node->value);
  if (!array) {
    diagnostics_.add(node->place, fmt::format("'{}' has to be a list, found {}", key, kind_of(*node)),
                     "write [ …, … ], or [[section]] for each");
    return found;
  }
  for (const Node& element : *array)
    found.push_back(&element);
  return found;
}

void TableReader::finish() {
  finished_ = true;
  if (!node_)
    return;
  for (const auto& entry : std::get<Node::Table>(node_->value))
    if (std::find(known_.begin(), known_.end(), entry.key) == known_.end())
      diagnostics_.add_unknown_key(entry.key_place, fmt::format("unknown key '{}' in {}", entry.key, what_),
                                   suggestion(entry.key, known_));
}

void check_unique(const std::vector<std::pair<std::string, Place>>& names, std::string_view what,
                  Diagnostics& diagnostics) {
  std::unordered_set<std::string_view> taken;
  for (const auto& [name, place] : names)
    if (!name.empty() && !taken.insert(name).second)
      diagnostics.add(place, fmt::format("a second {} is called '{}'", what, name), "give it a name of its own");
}

}  // namespace ripresa::scenario
