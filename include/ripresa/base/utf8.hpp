#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ripresa {

/// Whether the byte begins a character of UTF-8.
inline bool begins_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xc0u) != 0x80u;
}

/// Counted from 1; columns are characters, not bytes.
struct TextPlace {
  int line;
  int column;
};

/// Where the byte `at` of a text stands.
TextPlace place_at(std::string_view text, std::size_t at);

/// Where the first byte stands that is no part of a UTF-8 character (RFC 3629: shortest forms, no surrogates, up to
/// U+10FFFF).
std::optional<std::size_t> first_byte_not_utf8(std::string_view text);

/// Throws InputError with the place of that byte in the file whose text this is; `hint` ends the remedy.
void check_utf8(std::string_view text, const std::string& file, std::string_view hint = "");

}  // namespace ripresa
