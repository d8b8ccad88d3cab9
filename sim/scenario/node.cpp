#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "document.hpp"
#include "elements.hpp"
#include "key_depth.hpp"

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

/// The node of the table's key, which is made of `missing` where there is none. Of what changes elements the last wins,
/// and a name and a number may mean the same one: there a key goes on with an entry of its own after that of another.
Node* find_or_make(Node::Table& table, const KeyPart& part, Node::Entry missing, bool of_elements) {
  const auto is_it = [&part, of_elements](const Node::Entry& entry) {
    const bool alike = as_index({entry.key, entry.quoted}).has_value() == as_index(part).has_value();
    return entry.key == part.text && (alike || !of_elements);
  };
  auto there = std::find_if(table.begin(), table.end(), is_it);
  if (of_elements && !table.empty())
    there = is_it(table.back()) ? table.end() - 1 : table.end();
  if (there != table.end())
    return &there->node;
  table.push_back(std::move(missing));
  return &table.back().node;
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

void set_value(Node& root, const std::vector<KeyPart>& path, Node value, const Place& key_place,
               std::vector<Diagnostic>& diagnostics) {
  const Place place = value.place;
  const auto fail = [&](std::string reason, std::string remedy) {
    diagnostics.push_back({place.file, place.line, place.column, std::move(reason), std::move(remedy)});
  };
  if (path.size() > kDeepestKey)
    return fail(fmt::format("the key has {} parts", path.size()),
                fmt::format("no key of a scenario has more than {}", kDeepestKey));
  Node* at = &root;
  std::string so_far;
  bool names_elements = false;  // the next part does, of a list that a template has
  for (const KeyPart& part : path) {
    const bool was_list = at->is_array();
    if (auto* array = std::get_if<Node::Array>(&at->value)) {
      at = find_element(*array, part);
      if (!at)
        return fail(fmt::format("in '{}' there is no element {}", so_far,
                                as_index(part) ? part.text : fmt::format("named '{}'", part.text)),
                    element_remedy(*array, part));
    } else if (auto* table = std::get_if<Node::Table>(&at->value)) {
      at = find_or_make(*table, part, {part.text, key_place, Node{Node::Table{}, place}, part.quoted}, names_elements);
    } else {
      return fail(fmt::format("'{}' is {} and has no '{}'", so_far, kind_of(*at), part.text), "shorten the key");
    }
    so_far += (so_far.empty() ? "" : ".") + part.text;
    names_elements = !names_elements && !was_list && holds_elements(part.text);
  }
  value.of_hub_table = at->of_hub_table;
  *at = std::move(value);
}

}  // namespace ripresa::scenario
