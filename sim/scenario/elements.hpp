#pragma once

// Internal to scenario: elements of a list as a part of a dotted key names them: by their number from 0, or by their
// `name` where the part is no number or stands in quotes.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document.hpp"

namespace ripresa::scenario {

/// Whether the keys under this one name elements of a list, as those of `station` do.
bool holds_elements(std::string_view key);

/// Whether they name elements or classes, and so mean nothing of their own.
bool holds_names(std::string_view key);

/// A whole number as it is counted, outside quotes; "007" is a name.
std::optional<std::size_t> as_index(const KeyPart& part);

/// Null where the list has no such element.
Node* find_element(Node::Array& array, const KeyPart& part);

/// The names of those that have one.
std::vector<std::string> element_names(const Node::Array& array);

/// What to write instead of a part that names none.
std::string element_remedy(const Node::Array& array, const KeyPart& part);

}  // namespace ripresa::scenario
