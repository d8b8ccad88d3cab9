#include "ripresa/base/utf8.hpp"

namespace ripresa {
namespace {

/// The bytes that a character may begin with, and what may follow the first: table 3-7 of the Unicode standard.
struct Form {
  unsigned char first_low, first_high;
  unsigned char second_low, second_high;  // further ones are 80 to BF
  std::size_t bytes;
};

constexpr Form kForms[] = {{0x00, 0x7f, 0, 0, 1},       {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
                           {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
                           {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4}};

bool lies_in(unsigned char byte, unsigned char low, unsigned char high) {
  return low <= byte && byte <= high;
}

/// The length of the character that the text begins with; 0 where it begins with none.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  for (const Form& form : kForms) {
    if (!lies_in(byte(0), form.first_low, form.first_high))
      continue;
    if (text.size() < form.bytes || (form.bytes > 1 && !lies_in(byte(1), form.second_low, form.second_high)))
      return 0;
    for (std::size_t i = 2; i < form.bytes; ++i)
      if (!lies_in(byte(i), 0x80, 0xbf))
        return 0;
    return form.bytes;
  }
  return 0;
}

}  // namespace

std::optional<std::size_t> first_byte_not_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = character_bytes(text.substr(at));
    if (bytes == 0)
      return at;
    at += bytes;
  }
  return std::nullopt;
}

}  // namespace ripresa
