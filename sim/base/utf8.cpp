#include "ripresa/base/utf8.hpp"

#include <fmt/format.h>
#include <utf8.h>

#include <algorithm>

#include "ripresa/base/error.hpp"

namespace ripresa {

std::optional<std::size_t> first_byte_not_utf8(std::string_view text) {
  const auto bad = utf8::find_invalid(text.begin(), text.end());
  if (bad == text.end())
    return std::nullopt;
  return static_cast<std::size_t>(bad - text.begin());
}

TextPlace place_at(std::string_view text, std::size_t at) {
  const std::string_view before = text.substr(0, at);
  const std::string_view line = before.substr(before.rfind('\n') + 1);
  return {1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
          1 + static_cast<int>(std::count_if(line.begin(), line.end(), begins_character))};
}

void check_utf8(std::string_view text, const std::string& file, std::string_view hint) {
  const auto bad = first_byte_not_utf8(text);
  if (!bad)
    return;
  const auto [line, column] = place_at(text, *bad);
  throw InputError({{file, line, column,
                     fmt::format("the byte {:02X} is no character of UTF-8", static_cast<unsigned char>(text[*bad])),
                     fmt::format("save the file as UTF-8{}", hint)}});
}

}  // namespace ripresa
