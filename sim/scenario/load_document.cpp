#include "load_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>
#include <tuple>

#include "forms.hpp"
#include "ripresa/base/text_file.hpp"

namespace ripresa::scenario {
namespace {

using Path = std::vector<KeyPart>;

/// Whether the key is that of the scenario's hub table, which is read before what reaches into it is set.
bool names_hub_table(const Path& path) {
  return path.size() == 1 && path.front().text == "hubs";
}

/// The part and those after it as they would be written, each after its dot.
std::string text_from(Path::const_iterator part, Path::const_iterator end) {
  std::string text;
  for (; part != end; ++part)
    text += part->quoted ? fmt::format(".\"{}\"", part->text) : "." + part->text;
  return text;
}

/// Puts the hubs of the hub table after the others.
void put_back(Node::Array of_table, Node& document) {
  Node* hubs = document.find("hub");
  if (!hubs || !hubs->is_array())
    return;  // reported when the hubs are read
  auto& all = std::get<Node::Array>(hubs->value);
  all.insert(all.end(), std::make_move_iterator(of_table.begin()), std::make_move_iterator(of_table.end()));
}

/// Sets what reaches into a scenario whose hub table is read, in place of what says it in another form. A slip for
/// 'hub' would make a table that nothing reads.
void set_within(Node& document, const Path& path, Node value, const Place& key_place, Diagnostics& diagnostics) {
  if (path.size() > 1 && path.front().text == "hubs") {
    diagnostics.add(key_place, fmt::format("'hubs' is the path of a hub table, and has no '{}'", path[1].text),
                    fmt::format("did you mean 'hub{}'?", text_from(path.begin() + 1, path.end())));
    return;
  }
  const bool replaces_hubs = path.size() == 1 && path.front().text == "hub";
  Node::Array of_table = replaces_hubs ? take_hub_table(document) : Node::Array();
  drop_alternatives(document, path);
  set_value(document, path, std::move(value), key_place, diagnostics.list());
  put_back(std::move(of_table), document);
}

/// An entry of [set].
struct Change {
  Path path;
  Place key_place;
  Node value;
};

/// Whether TOML made the table of a dotted key or a header: the key goes on in it. A table in braces is a value.
bool goes_on(const Node& node) {
  return node.is_table() && !node.is_inline;
}

/// In a key that is in quotes as a whole, as `"hub.0.opens"`, the dots are not TOML's.
void collect_changes(Node::Table& table, const Path& path, std::vector<Change>& changes) {
  for (Node::Entry& entry : table) {
    Path own = path.empty() ? key_parts(entry.key) : path;
    if (!path.empty())
      own.push_back({entry.key, entry.quoted});
    if (auto* more = goes_on(entry.node) ? std::get_if<Node::Table>(&entry.node.value) : nullptr;
        more && !more->empty())
      collect_changes(*more, own, changes);
    else
      changes.push_back({std::move(own), entry.key_place, std::move(entry.node)});
  }
}

/// Those of [set] in the order of the file, in which the last one wins.
std::vector<Change> changes_of(Node::Table& set) {
  std::vector<Change> changes;
  collect_changes(set, {}, changes);
  std::stable_sort(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
    return std::tie(a.key_place.line, a.key_place.column) < std::tie(b.key_place.line, b.key_place.column);
  });
  return changes;
}

/// Lays a scenario that extends another over it: its top-level keys replace the other's, its hub table and its [[hub]]s
/// each their like, then its [set] entries are applied. `file` is the scenario's own.
Node extended(Node base, Node over, const std::string& file, Diagnostics& diagnostics) {
  Node set;
  const bool has_table = over.find("hubs") != nullptr;
  Node::Array of_table = take_hub_table(base);
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
  else
    put_back(std::move(of_table), base);
  if (auto* table = std::get_if<Node::Table>(&set.value)) {
    for (Change& change : changes_of(*table))
      if (goes_on(change.value))
        diagnostics.add(
            change.key_place, fmt::format("nothing is set under '{}'", change.path.back().text),
            fmt::format("write {} = {{ }} for a table without keys, or remove the header", change.path.back().text));
      else
        set_within(base, change.path, std::move(change.value), change.key_place, diagnostics);
  } else if (!std::holds_alternative<std::monostate>(set.value)) {
    diagnostics.add(set.place, fmt::format("[set] has to be a table, found {}", kind_of(set)),
                    "write [set] and under it hub.0.opens = 07:00:00");
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
  const auto others = std::stable_partition(changes->begin(), changes->end(), [](const Node::Entry& change) {
    return names_hub_table(key_parts(change.key)) && !goes_on(change.node);
  });
  const Node::Table tables(std::make_move_iterator(changes->begin()), std::make_move_iterator(others));
  changes->erase(changes->begin(), others);
  for (const Node::Entry& table : tables)
    set_value(document, key_parts("hubs"), table.node, table.node.place, diagnostics.list());
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
    if (const Path path = key_parts(change.key); names_hub_table(path))
      set_value(document, path, parse_value(change.value, place_of(change)), place_of(change), diagnostics.list());
  document = load(std::move(document), name, diagnostics, {std::filesystem::path(name).lexically_normal()});
  for (const Override& change : overrides)
    if (const Path path = key_parts(change.key); !names_hub_table(path))
      set_within(document, path, parse_value(change.value, place_of(change)), place_of(change), diagnostics);
  return document;
}

}  // namespace ripresa::scenario
