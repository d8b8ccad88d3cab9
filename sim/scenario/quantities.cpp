// Durations with their unit, and clock times.

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>
#include <utility>

#include "limits.hpp"
#include "reader.hpp"

namespace ripresa::scenario {
namespace {

constexpr const char* kUnits = "us, ms, s, min, h or d";

std::optional<double> seconds_of_unit(std::string_view unit) {
  static constexpr std::pair<std::string_view, double> kAll[] = {
      {"us", 1e-6},   {"ms", 1e-3},    {"s", 1},       {"sec", 1},      {"second", 1},
      {"seconds", 1}, {"min", 60},     {"minute", 60}, {"minutes", 60}, {"h", 3600},
      {"hour", 3600}, {"hours", 3600}, {"d", 86400},   {"day", 86400},  {"days", 86400}};
  for (const auto& [name, seconds] : kAll)
    if (name == unit)
      return seconds;
  return std::nullopt;
}

/// Reads a number at the start of `text` and takes it off.
std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || std::isnan(value))
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  return value;
}

/// Hours, minutes or seconds.
std::optional<int> take_clock_field(std::string_view& text, int most) {
  unsigned value = 0;  // without a sign
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || value > static_cast<unsigned>(most))
    return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return static_cast<int>(value);
}

bool take_colon(std::string_view& text) {
  if (!text.starts_with(':'))
    return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::optional<Duration> read_duration(const Node& node, Sign sign, Diagnostics& diagnostics) {
  const std::string* text = node.text();
  if (!text) {
    const bool number = std::holds_alternative<std::int64_t>(node.value) || std::holds_alternative<double>(node.value);
    diagnostics.add(node.place,
                    number ? "a duration needs its unit" : fmt::format("expected a duration, found {}", kind_of(node)),
                    fmt::format("write it like \"40 min\"; units are {}", kUnits));
    return std::nullopt;
  }
  std::string_view rest = *text;
  const auto value = take_number(rest);
  const auto unit = seconds_of_unit(rest);
  if (!value || !unit) {
    diagnostics.add(node.place,
                    !value || rest.empty() ? fmt::format("'{}' is not a duration", *text)
                                           : fmt::format("'{}' is not a unit of time", rest),
                    fmt::format("write it like \"40 min\"; units are {}", kUnits));
    return std::nullopt;
  }
  if (!std::isfinite(*value) || std::abs(*value * *unit) > kLongestSeconds) {
    diagnostics.add(node.place, fmt::format("'{}' is too long", *text), "a run ends within 300 years");
    return std::nullopt;
  }
  const Duration duration = Duration::nearest_seconds(*value * *unit);
  if (sign != Sign::any && duration < Duration{}) {
    diagnostics.add(node.place, fmt::format("'{}' is negative", *text), "write a duration of 0 or more");
    return std::nullopt;
  }
  if (sign == Sign::positive && duration == Duration{}) {
    diagnostics.add(node.place, fmt::format("'{}' is too short", *text), "write a duration of more than 0");
    return std::nullopt;
  }
  return duration;
}

std::optional<Time> read_clock(const Node& node, Diagnostics& diagnostics) {
  if (const auto* time = std::get_if<Time>(&node.value))
    return *time;
  const std::string* text = node.text();
  if (!text) {
    diagnostics.add(node.place, fmt::format("expected a clock time, found {}", kind_of(node)),
                    "write it like 14:30:00");
    return std::nullopt;
  }
  std::string_view rest = *text;
  const auto hour = take_clock_field(rest, kLastHour);
  const auto minute = hour && take_colon(rest) ? take_clock_field(rest, 59) : std::nullopt;
  const auto second = take_colon(rest) ? take_clock_field(rest, 59) : std::optional(0);
  if (!hour || !minute || !second || !rest.empty()) {
    diagnostics.add(node.place, fmt::format("'{}' is not a clock time", *text), kWriteClockTime);
    return std::nullopt;
  }
  return Time::clock(*hour, *minute, *second);
}

}  // namespace ripresa::scenario
