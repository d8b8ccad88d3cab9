#pragma once

// A TOML document as a tree of values that know their places, and changes to it from outside.

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "ripresa/base/date.hpp"
#include "ripresa/base/error.hpp"
#include "ripresa/base/time.hpp"
#include "ripresa/scenario/read.hpp"

namespace ripresa::scenario {

struct Place {
  std::string file;  // or "--set KEY", or another option
  int line = 0;
  int column = 0;
};

/// TOML's date with a time, which no key takes.
struct DateTime {};

struct Node {
  struct Entry;
  using Table = std::vector<Entry>;  // in file order
  using Array = std::vector<Node>;

  std::variant<std::monostate, Table, Array, std::string, std::int64_t, double, bool, Date, Time, DateTime> value;
  Place place;
  bool is_inline = false;     // of a table: it stands in braces
  bool of_hub_table = false;  // a hub that a row of the hub table gave

  bool is_table() const { return std::holds_alternative<Table>(value); }
  bool is_array() const { return std::holds_alternative<Array>(value); }
  const std::string* text() const { return std::get_if<std::string>(&value); }
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
};

struct Node::Entry {
  std::string key;
  Place key_place;
  Node node;
  bool quoted = false;  // the key
};

/// The remedy for what is no clock time, to the parser of TOML or to that of quoted ones.
inline constexpr const char* kWriteClockTime = "write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day";

/// "a table", "text", "a whole number", …, for messages.
std::string kind_of(const Node& node);

/// Parses TOML text. Throws InputError with the one syntax error that a parser can find.
Node parse_document(const std::string& text, const std::string& file);

/// The value that a `--set` or a `[set]` entry gives: TOML where it parses as such, else text.
Node parse_value(const std::string& text, const Place& place);

/// A part of a dotted key, without the quotes of either kind in which it may stand.
struct KeyPart {
  std::string text;
  bool quoted = false;
};
std::vector<KeyPart> key_parts(const std::string& key);

/// Puts `value` at a path of `root`; missing keys are made, at `key_place`. Adds a diagnostic if the path leads
/// nowhere.
void set_value(Node& root, const std::vector<KeyPart>& path, Node value, const Place& key_place,
               std::vector<Diagnostic>& diagnostics);

/// Puts the rows of the hub table that `hubs` names (a path from the folder of `scenario_file`) at the end of the
/// document's [[hub]]s, and gives `hubs` its full path.
void add_hub_table(Node& document, const std::string& scenario_file, std::vector<Diagnostic>& diagnostics);

/// Takes the hubs of the table that the document has, if any, out of it.
Node::Array take_hub_table(Node& document);

struct ExpandedTemplates {
  Node::Array unused;             // those that no hub has come to
  std::vector<Place> incomplete;  // the hubs that are without what a template that there is not would give
};

/// Lays each hub that has a `template` over it, and each template over the one it extends, and removes the templates.
ExpandedTemplates expand_templates(Node& document, std::vector<Diagnostic>& diagnostics);

/// Gives the node and all below it one place.
void set_place(Node& node, const Place& place);

}  // namespace ripresa::scenario
