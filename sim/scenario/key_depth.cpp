#include "key_depth.hpp"

#include <algorithm>
#include <vector>

namespace ripresa::scenario {
namespace {

/// The last character of the string that begins at `begin`, or of the line or the text that it does not end in.
std::size_t string_end(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  const bool many_lines = text.size() - begin >= 3 && text[begin + 1] == quote && text[begin + 2] == quote;
  const std::string_view closing = text.substr(begin, many_lines ? 3 : 1);
  for (std::size_t at = begin + closing.size(); at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\')
      ++at;
    else if (text.substr(at, closing.size()) == closing)
      return std::min(text.find_first_not_of(quote, at), many_lines ? at + 5 : at + 1) - 1;  // it may end in two quotes
    else if (text[at] == '\n' && !many_lines)
      return at - 1;
  }
  return text.size() - 1;
}

}  // namespace

std::optional<TextPlace> too_deep_key(std::string_view text) {
  std::vector<std::size_t> opened;  // how much deeper each open bracket leads
  std::size_t around = 0;           // all of them together
  std::size_t dots = 0;             // of the key, or of a value's number
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size()) - 1;
    } else if (c == '"' || c == '\'') {
      at = string_end(text, at);
    } else if (c == '.') {
      if (around + ++dots >= kDeepestKey)
        return place_at(text, at);
    } else if (c == '{' || c == '[') {
      opened.push_back(dots + (c == '{' ? 1 : 0));
      around += opened.back();
      dots = 0;
    } else if (c == '}' || c == ']') {
      around -= opened.empty() ? 0 : opened.back();
      if (!opened.empty())
        opened.pop_back();
      dots = 0;
    } else if (c == ',' || c == '\n') {
      dots = 0;
    }
  }
  return std::nullopt;
}

}  // namespace ripresa::scenario
