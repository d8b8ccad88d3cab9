#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "document.hpp"
#include "key_depth.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

/// Where the part that begins at `begin` ends if it stands in quotes: at the last of them. A quote within a name, as in
/// "Valle d'Aosta", is the name's own.
std::optional<std::size_t> closing_quote(const std::string& key, std::size_t begin) {
  const char quote = begin < key.size() ? key[begin] : '\0';
  if (quote != '"' && quote != '\'')
    return std::nullopt;
  for (std::size_t at = key.find(quote, begin + 1); at != std::string::npos; at = key.find(quote, at + 1))
    if (at + 1 == key.size() || key[at + 1] == '.')
      return at;
  return std::nullopt;
}

/// A whole number as it is counted; "007" is a name.
std::optional<std::size_t> as_index(const std::string& part) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
  if (error != std::errc{} || end != part.data() + part.size() || (part.size() > 1 && part.front() == '0'))
    return std::nullopt;
  return index;
}

std::vector<std::string> element_names(const Node::Array& array) {
  std::vector<std::string> names;
  for (const Node& element : array)
    if (const Node* name = element.find("name"); name && name->text())
      names.push_back(*name->text());
  return names;
}

Node* element_named(Node::Array& array, const std::string& text) {
  const auto found = std::find_if(array.begin(), array.end(), [&text](const Node& element) {
    const Node* name = element.find("name");
    return name && name->text() && *name->text() == text;
  });
  return found == array.end() ? nullptr : &*found;
}

/// The element that `part` names; null with a reason when there is none.
Node* find_element(Node::Array& array, const KeyPart& part, std::string& reason, std::string& remedy) {
  const auto index = part.quoted ? std::nullopt : as_index(part.text);
  if (index && *index < array.size())
    return &array[*index];
  if (Node* named = element_named(array, part.text))
    return named;
  reason = fmt::format("there is no element {}", index ? part.text : fmt::format("named '{}'", part.text));
  const auto names = element_names(array);
  const auto dotted = std::find_if(names.begin(), names.end(),
                                   [&part](const std::string& name) { return name.starts_with(part.text + "."); });
  if (array.empty())
    remedy = "the list is empty";
  else if (index || names.empty())
    remedy = fmt::format("the elements are numbered 0 to {}", array.size() - 1);
  else if (dotted != names.end())
    remedy = fmt::format("write a name with a dot in it in quotes, like \"{}\"", *dotted);
  else
    remedy = suggestion(part.text, names);
  return nullptr;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  if (const auto* table = std::get_if<Table>(&value))
    for (const Entry& entry : *table)
      if (entry.key == key)
        return &entry.node;
  return nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(std::as_const(*this).find(key));
}

std::string kind_of(const Node& node) {
  static constexpr const char* kKinds[] = {"nothing",  "a table",       "a list", "text",         "a whole number",
                                           "a number", "true or false", "a date", "a clock time", "a date with a time"};
  return kKinds[node.value.index()];
}

void set_place(Node& node, const Place& place) {
  node.place = place;
  if (auto* table = std::get_if<Node::Table>(&node.value))
    for (auto& entry : *table) {
      entry.key_place = place;
      set_place(entry.node, place);
    }
  if (auto* array = std::get_if<Node::Array>(&node.value))
    for (auto& element : *array)
      set_place(element, place);
}

std::vector<KeyPart> key_parts(const std::string& key) {
  std::vector<KeyPart> parts;
  for (std::size_t begin = 0; begin <= key.size();) {
    const auto quote = closing_quote(key, begin);
    const std::size_t end = std::min(key.size(), quote ? *quote + 1 : key.find('.', begin));
    parts.push_back(
        {quote ? key.substr(begin + 1, *quote - begin - 1) : key.substr(begin, end - begin), quote.has_value()});
    begin = end + 1;
  }
  return parts;
}

void set_value(Node& root, const std::string& key, Node value, const Place& key_place,
               std::vector<Diagnostic>& diagnostics) {
  const Place place = value.place;
  Node* at = &root;
  const auto parts = key_parts(key);
  if (parts.size() > kDeepestKey) {
    diagnostics.push_back({place.file, place.line, place.column, fmt::format("the key has {} parts", parts.size()),
                           fmt::format("no key of a scenario has more than {}", kDeepestKey)});
    return;
  }
  std::string so_far;
  for (const KeyPart& part : parts) {
    std::string reason;
    std::string remedy;
    if (auto* array = std::get_if<Node::Array>(&at->value)) {
      at = find_element(*array, part, reason, remedy);
    } else if (auto* table = std::get_if<Node::Table>(&at->value)) {
      Node* found = at->find(part.text);
      if (!found) {
        table->push_back({part.text, key_place, Node{Node::Table{}, place}});
        found = &table->back().node;
      }
      at = found;
    } else {
      reason = fmt::format("'{}' is {} and has no '{}'", so_far, kind_of(*at), part.text);
      remedy = "shorten the key";
      at = nullptr;
    }
    if (!at) {
      diagnostics.push_back(
          {place.file, place.line, place.column,
           so_far.empty() || reason.front() == '\'' ? reason : fmt::format("in '{}' {}", so_far, reason), remedy});
      return;
    }
    so_far += (so_far.empty() ? "" : ".") + part.text;
  }
  *at = std::move(value);
}

}  // namespace ripresa::scenario
