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

void check_utf8(std::string_view text, const std::string& file, std::string_view hint) {
  const auto bad = first_byte_not_utf8(text);
  if (!bad)
    return;
  const std::string_view before = text.substr(0, *bad);
  const std::string_view line = before.substr(before.rfind('\n') + 1);
  throw InputError({{file, 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
                     1 + static_cast<int>(std::count_if(line.begin(), line.end(), begins_character)),
                     fmt::format("the byte {:02X} is no character of UTF-8", static_cast<unsigned char>(text[*bad])),
                     fmt::format("save the file as UTF-8{}", hint)}});
}

}  // namespace ripresa
