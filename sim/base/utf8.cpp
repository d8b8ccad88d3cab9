#include "ripresa/base/utf8.hpp"

#include <utf8.h>

namespace ripresa {

std::optional<std::size_t> first_byte_not_utf8(std::string_view text) {
  const auto bad = utf8::find_invalid(text.begin(), text.end());
  if (bad == text.end())
    return std::nullopt;
  return static_cast<std::size_t>(bad - text.begin());
}

}  // namespace ripresa
