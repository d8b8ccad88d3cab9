#include "ripresa/base/utf8.hpp"

#include <catch2/catch.hpp>
#include <string>

using ripresa::first_byte_not_utf8;

TEST_CASE("text in UTF-8 has no byte out of place, from the first character to the last") {
  for (const std::string text : {"", "Forlì", "Vallée d'Aoste", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80",
                                 "\xed\x9f\xbf", "\xee\x80\x80", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"})
    CHECK_FALSE(first_byte_not_utf8(text));
}

TEST_CASE("the first byte is told that is no part of a UTF-8 character") {
  CHECK(first_byte_not_utf8("Forl\xec, fiera") == 4u);  // Latin-1
  CHECK(first_byte_not_utf8("Forlì\x80") == 6u);        // goes on without a beginning
  CHECK(first_byte_not_utf8("Forl\xc3") == 4u);         // breaks off
  // Longer than need be, surrogates, beyond U+10FFFF.
  for (const std::string text :
       {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xff"})
    CHECK(first_byte_not_utf8(text) == 0u);
}
