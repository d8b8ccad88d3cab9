#include "elements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {

bool holds_elements(std::string_view key) {
  return key == "station" || key == "supply" || key == "mitigation";
}

bool holds_names(std::string_view key) {
  return holds_elements(key) || key == "service_for";
}

std::optional<std::size_t> as_index(const KeyPart& part) {
  const std::string& text = part.text;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (part.quoted || error != std::errc{} || end != text.data() + text.size() ||
      (text.size() > 1 && text.front() == '0'))
    return std::nullopt;
  return index;
}

Node* find_element(Node::Array& array, const KeyPart& part) {
  if (const auto index = as_index(part); index && *index < array.size())
    return &array[*index];
  const auto found = std::find_if(array.begin(), array.end(), [&part](const Node& element) {
    const Node* name = element.find("name");
    return name && name->text() && *name->text() == part.text;
  });
  return found == array.end() ? nullptr : &*found;
}

std::vector<std::string> element_names(const Node::Array& array) {
  std::vector<std::string> names;
  for (const Node& element : array)
    if (const Node* name = element.find("name"); name && name->text())
      names.push_back(*name->text());
  return names;
}

std::string element_remedy(const Node::Array& array, const KeyPart& part) {
  if (array.empty())
    return "the list is empty";
  const auto names = element_names(array);
  if (names.empty() || as_index(part))
    return fmt::format("the elements are numbered 0 to {}", array.size() - 1);
  const auto dotted = std::find_if(names.begin(), names.end(),
                                   [&part](const std::string& name) { return name.starts_with(part.text + "."); });
  if (dotted != names.end())
    return fmt::format("write a name with a dot in it in quotes, like \"{}\"", *dotted);
  return suggestion(part.text, names);
}

}  // namespace ripresa::scenario
