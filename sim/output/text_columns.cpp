#include "text_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "ripresa/base/date.hpp"
#include "ripresa/base/utf8.hpp"

namespace ripresa::output {
namespace {

int side_of(double limit, double value) {
  constexpr double kSame = 1e-9;
  return value > limit + kSame ? 1 : value < limit - kSame ? -1 : 0;
}

/// With as many decimals, or as few more as it takes for the figure not to be rounded onto one of the limits or past
/// it.
std::string percent_apart(double value, int decimals, std::initializer_list<double> limits) {
  constexpr int kMostDecimals = 6;
  const auto is_moved = [&](double limit) {
    const double unit = std::pow(10, -decimals);
    return side_of(limit, std::round(value / unit) * unit) != side_of(limit, value);
  };
  while (decimals < kMostDecimals && std::any_of(limits.begin(), limits.end(), is_moved))
    ++decimals;
  return fmt::format("{:.{}f} %", value, decimals);
}

}  // namespace

std::string clock_text(double minutes_since_midnight) {
  if (!std::isfinite(minutes_since_midnight))
    return "—";
  return clock_minutes(Time::since_midnight(Duration::nearest_seconds(minutes_since_midnight * 60)));
}

std::string figure(double value) {
  if (!std::isfinite(value))
    return "—";
  if (std::abs(value) >= 1000 || value == std::round(value))
    return fmt::format("{:.0f}", value + 0.0);
  return fmt::format("{:.{}f}", value, std::abs(value) >= 100 ? 0 : std::abs(value) >= 1 ? 1 : 2);
}

std::string percent(double share) {
  if (!std::isfinite(share))
    return "—";
  const double value = 100 * share;
  const bool near_end = (value > 0 && value < 1) || (value > 99 && value < 100);
  return percent_apart(value, near_end ? 1 : 0, {0, 100});
}

std::string percent_beside(double share, double wanted) {
  if (!std::isfinite(share))
    return "—";
  const double value = 100 * share;
  const bool near_end = (value < 5 || value >= 95) && side_of(std::round(value), value) != 0;
  return percent_apart(value, near_end ? 1 : 0, {0, 100, 100 * wanted});
}

/// A byte that continues a UTF-8 character takes no column.
std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string right(const std::string& text, std::size_t width) {
  return std::string(columns(text) < width ? width - columns(text) : 1, ' ') + text;
}

std::string left(const std::string& text, std::size_t width) {
  return text + std::string(columns(text) < width ? width - columns(text) : 1, ' ');
}

}  // namespace ripresa::output
