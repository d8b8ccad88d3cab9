#include "load_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>

#include "ripresa/base/text_file.hpp"

namespace ripresa::scenario {
namespace {

/// Whether the key is that of the scenario's hub table, which is read before what reaches into it is set.
bool names_hub_table(const std::string& key) {
  const auto parts = key_parts(key);
  return parts.size() == 1 && parts.front().text == "hubs";
}

/// Sets what reaches into a scenario whose hub table is read. A slip for 'hub' would make a table that nothing reads.
void set_within(Node& document, const std::string& key, Node value, const Place& key_place, Diagnostics& diagnostics) {
  const auto parts = key_parts(key);
  if (parts.size() > 1 && parts.front().text == "hubs")
    diagnostics.add(key_place, fmt::format("'hubs' is the path of a hub table, and has no '{}'", parts[1].text),
                    fmt::format("did you mean 'hub{}'?", key.substr(key.find('.'))));
  else
    set_value(document, key, std::move(value), key_place, diagnostics.list());
}

/// Lays a scenario that extends another over it: its top-level keys replace the other's, its hub table the other's
/// hub table, then its [set] entries are applied. `file` is the scenario's own.
Node extended(Node base, Node over, const std::string& file, Diagnostics& diagnostics) {
  Node set;
  const bool has_table = over.find("hubs") != nullptr;
  if (has_table)
    remove_hub_table(base);
  for (auto& entry : std::get<Node::Table>(over.value)) {
    if (entry.key == "extends")
      continue;
    if (entry.key == "set")
      set = std::move(entry.node);
    else if (Node* replaced = base.find(entry.key))
      *replaced = std::move(entry.node);
    else
      std::get<Node::Table>(base.value).push_back(std::move(entry));
  }
  if (has_table)
    add_hub_table(base, file, diagnostics.list());
  if (auto* changes = std::get_if<Node::Table>(&set.value)) {
    for (auto& change : *changes)
      set_within(base, change.key, std::move(change.node), change.key_place, diagnostics);
  } else if (!std::holds_alternative<std::monostate>(set.value)) {
    diagnostics.add(set.place, fmt::format("[set] has to be a table, found {}", kind_of(set)),
                    "write [set] and under it \"hub.0.opens\" = 07:00:00");
  }
  return base;
}

/// A scenario's text. A hub table that it names under [set] is as good as one at its top: it is read before what
/// reaches into it is set.
Node parsed(const std::string& text, const std::string& name, Diagnostics& diagnostics) {
  Node document = parse_document(text, name);
  Node* set = document.find("extends") ? document.find("set") : nullptr;
  auto* changes = set ? std::get_if<Node::Table>(&set->value) : nullptr;
  if (!changes)
    return document;
  const auto others = std::stable_partition(changes->begin(), changes->end(),
                                            [](const Node::Entry& change) { return names_hub_table(change.key); });
  const Node::Table tables(std::make_move_iterator(changes->begin()), std::make_move_iterator(others));
  changes->erase(changes->begin(), others);
  for (const Node::Entry& table : tables)
    set_value(document, "hubs", table.node, table.node.place, diagnostics.list());
  return document;
}

/// The document with all that it builds on under it; `chain` are the files that led here, itself included.
Node load(Node document, const std::string& name, Diagnostics& diagnostics, std::set<std::filesystem::path> chain) {
  const Node* extends = document.find("extends");
  if (!extends) {
    add_hub_table(document, name, diagnostics.list());
    return document;
  }
  const auto base_name = read_text(*extends, diagnostics);
  if (!base_name)
    throw InputError(std::move(diagnostics.list()));  // what it would give is not to be reported as missing
  const std::string path = (std::filesystem::path(name).parent_path() / *base_name).string();
  if (!chain.insert(std::filesystem::path(path).lexically_normal()).second)
    throw InputError({{name, extends->place.line, extends->place.column, "scenarios extend each other in a circle",
                       "let one of them stand by itself"}});
  std::string base_text;
  try {
    base_text = read_text_file(path);
  } catch (const InputError& error) {
    throw InputError({{name, extends->place.line, extends->place.column,
                       "the scenario to extend " + path + " " + error.diagnostics().front().reason,
                       error.diagnostics().front().remedy}});
  }
  Node base = load(parsed(base_text, path, diagnostics), path, diagnostics, std::move(chain));
  return extended(std::move(base), std::move(document), name, diagnostics);
}

}  // namespace

Node load_document(const std::string& text, const std::string& name, const std::vector<Override>& overrides,
                   Diagnostics& diagnostics) {
  Node document = parsed(text, name, diagnostics);
  const auto place_of = [](const Override& change) {
    return Place{change.option.empty() ? "--set " + change.key : change.option, 0, 0};
  };
  for (const Override& change : overrides)
    if (names_hub_table(change.key))
      set_value(document, "hubs", parse_value(change.value, place_of(change)), place_of(change), diagnostics.list());
  document = load(std::move(document), name, diagnostics, {std::filesystem::path(name).lexically_normal()});
  for (const Override& change : overrides)
    if (!names_hub_table(change.key))
      set_within(document, change.key, parse_value(change.value, place_of(change)), place_of(change), diagnostics);
  return document;
}

}  // namespace ripresa::scenario
