#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ripresa {

/// Where the first byte stands that is no part of a UTF-8 character (RFC 3629: shortest forms, no surrogates, up to
/// U+10FFFF).
std::optional<std::size_t> first_byte_not_utf8(std::string_view text);

}  // namespace ripresa
