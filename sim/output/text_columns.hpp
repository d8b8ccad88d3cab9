#pragma once

// Internal to output: figures and columns of text for the terminal.

#include <string>
#include <string_view>

namespace ripresa::output {

/// "14:30"; a dash where there is no time.
std::string clock_text(double minutes_since_midnight);
/// About three significant digits, as people write them; a dash where there is no value.
std::string figure(double value);
/// "95 %", with a decimal near 0 and 100, which nothing else is rounded to; a dash where there is no value.
std::string percent(double share);
/// The same of what is held against a share that is wanted: never rounded to that, nor past it, and with a decimal from
/// 95 % on and below 5 %.
std::string percent_beside(double share, double wanted);

/// How wide the text looks.
std::size_t columns(std::string_view text);
/// Padded with spaces to `width` columns; longer text stays as it is, after a space.
std::string left(const std::string& text, std::size_t width);
std::string right(const std::string& text, std::size_t width);

}  // namespace ripresa::output
