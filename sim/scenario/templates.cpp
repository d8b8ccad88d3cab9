// Templates of hubs.

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "document.hpp"
#include "elements.hpp"
#include "forms.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::scenario {
namespace {

/// Whether a table in braces over the list changes elements of it, by their numbers or names. In one over things
/// without names every key has to be a number: { turn_away = { } } over a list of responses replaces it.
bool names_elements(const Node::Array& list, const Node::Table& over) {
  const auto is_number = [](const Node::Entry& entry) { return as_index({entry.key, entry.quoted}).has_value(); };
  return !element_names(list).empty() || (!over.empty() && std::all_of(over.begin(), over.end(), is_number));
}

class Expander {
 public:
  Expander(Node::Array templates, std::vector<Diagnostic>& diagnostics)
      : templates_(std::move(templates)),
        state_(templates_.size(), State::as_written),
        complete_(templates_.size(), true),
        diagnostics_(diagnostics) {
    for (std::size_t i = 0; i < templates_.size(); ++i) {
      const Node* name = templates_[i].find("name");
      if (!name || !name->text())
        report(templates_[i].place, "[[template]] has no 'name'", "add name = \"large\"");
      else if (!index_.emplace(*name->text(), i).second)
        report(templates_[i].place, fmt::format("a second template is called '{}'", *name->text()),
               "give it a name of its own");
    }
  }

  /// Lays `hub` over the template that it names under `key`. Whether that is there, and all that it builds on.
  bool expand(Node& hub, std::string_view key) {
    auto* table = std::get_if<Node::Table>(&hub.value);
    if (!table)
      return true;
    const auto named =
        std::find_if(table->begin(), table->end(), [key](const auto& entry) { return entry.key == key; });
    if (named == table->end())
      return true;
    const Node name = std::move(named->node);
    table->erase(named);
    bool complete = true;
    const Node* base = resolved(name, key == "template", complete);
    if (!base)
      return complete;
    Node::Table merged = std::get<Node::Table>(base->value);
    std::erase_if(merged, [](const Node::Entry& entry) { return entry.key == "name"; });
    lay_over("", merged, std::move(*table));
    hub.value = std::move(merged);
    return complete;
  }

  /// Those that nothing has been laid over yet, each over its own bases.
  Node::Array take_unused() {
    std::vector<std::size_t> unused;
    for (std::size_t i = 0; i < templates_.size(); ++i)
      if (state_[i] == State::as_written)
        unused.push_back(i);
    Node::Array taken;
    for (const std::size_t i : unused) {
      resolve(i);
      taken.push_back(templates_[i]);
    }
    return taken;
  }

 private:
  enum class State { as_written, under_way, resolved };

  void report(const Place& place, std::string reason, std::string remedy) {
    diagnostics_.push_back({place.file, place.line, place.column, std::move(reason), std::move(remedy)});
  }

  /// The template of that name with its own bases laid under it. Null where there is none to lay under. Where the name
  /// is nearly that of another, this one may stand in, so that what it gives is not reported as missing; else, and
  /// where a base is missing likewise, it is not `complete`.
  const Node* resolved(const Node& name, bool nearly_will_do, bool& complete) {
    if (std::holds_alternative<std::monostate>(name.value)) {
      complete = false;  // a row of a hub table that is reported already
      return nullptr;
    }
    auto found = name.text() ? index_.find(*name.text()) : index_.end();
    if (found == index_.end()) {
      const std::string wrong = name.text() ? *name.text() : kind_of(name);
      report(name.place, fmt::format("there is no template '{}'", wrong), suggestion(wrong, element_names(templates_)));
      const auto near = nearly_will_do ? near_name(wrong, element_names(templates_)) : std::nullopt;
      if (!near) {
        complete = false;
        return nullptr;
      }
      found = index_.find(*near);
    }
    const std::size_t i = found->second;
    if (state_[i] == State::under_way) {
      report(name.place, fmt::format("template '{}' extends itself in a circle", *name.text()),
             "let one of them stand by itself");
      complete = false;
      return nullptr;
    }
    resolve(i);
    complete = complete_[i];
    return templates_[i].is_table() ? &templates_[i] : nullptr;
  }

  void resolve(std::size_t i) {
    if (state_[i] != State::as_written)
      return;
    state_[i] = State::under_way;
    complete_[i] = expand(templates_[i], "extends");
    state_[i] = State::resolved;
  }

  /// `what`: the key of both tables, unless that is a name.
  void lay_over(std::string_view what, Node::Table& base, Node::Table over) {
    if (!holds_names(what))
      for (const Node::Entry& entry : over)
        drop_alternatives(base, entry.key);
    for (Node::Entry& entry : over) {
      const auto there =
          std::find_if(base.begin(), base.end(), [&entry](const auto& other) { return other.key == entry.key; });
      if (there == base.end())
        base.push_back(std::move(entry));
      else if (!change(holds_names(what) ? std::string_view() : entry.key, there->node, entry))
        *there = std::move(entry);
    }
  }

  /// Changes what is under the entry's key as far as the entry says, unless that replaces it. `what`: the key, unless
  /// that is a name.
  bool change(std::string_view what, Node& base, Node::Entry& entry) {
    auto* over = std::get_if<Node::Table>(&entry.node.value);
    if (!over)
      return false;
    if (auto* table = std::get_if<Node::Table>(&base.value)) {
      lay_over(what, *table, std::move(*over));
      return true;
    }
    auto* list = std::get_if<Node::Array>(&base.value);
    if (!list || (entry.node.is_inline && !names_elements(*list, *over)))
      return false;
    lay_over_elements(entry.key, *list, std::move(*over));
    return true;
  }

  /// Whether the list is one of a hub's own, and no template has the element. A column of a hub table that names it is
  /// wrong at its head, where its key stands, else only in the rows whose template is without it.
  bool no_template_has(const std::string& what, const KeyPart& part) {
    bool is_of_hubs = false;
    for (Node& one : templates_) {
      Node* list = one.find(what);
      auto* array = list ? std::get_if<Node::Array>(&list->value) : nullptr;
      if (array && find_element(*array, part))
        return false;
      is_of_hubs = is_of_hubs || array;
    }
    return is_of_hubs;
  }

  /// `station.registration.servers = 9`: a table over a list changes the elements that it names.
  void lay_over_elements(const std::string& what, Node::Array& base, Node::Table over) {
    for (Node::Entry& entry : over) {
      const KeyPart part{entry.key, entry.quoted};
      Node* element = find_element(base, part);
      if (!element)
        report(no_template_has(what, part) ? entry.key_place : entry.node.place,
               as_index(part) ? fmt::format("in the template's '{}' there is no element {}", what, part.text)
                              : fmt::format("the template has no {} '{}'", what, part.text),
               element_remedy(base, part));
      else if (element->is_table() && !entry.node.is_table())
        report(entry.node.place, fmt::format("'{}' has to be a table, found {}", entry.key, kind_of(entry.node)),
               "write { key = value, … }");
      else if (!change("", *element, entry))
        *element = std::move(entry.node);
    }
  }

  Node::Array templates_;
  std::vector<State> state_;
  std::vector<bool> complete_;  // of those resolved
  std::unordered_map<std::string, std::size_t> index_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

ExpandedTemplates expand_templates(Node& document, std::vector<Diagnostic>& diagnostics) {
  auto& root = std::get<Node::Table>(document.value);
  Node::Array templates;
  const auto entry = std::find_if(root.begin(), root.end(), [](const Node::Entry& e) { return e.key == "template"; });
  if (entry != root.end()) {
    if (auto* array = std::get_if<Node::Array>(&entry->node.value))
      templates = std::move(*array);
    else
      diagnostics.push_back({entry->node.place.file, entry->node.place.line, entry->node.place.column,
                             fmt::format("'template' has to be a list, found {}", kind_of(entry->node)),
                             "write [[template]] for each"});
    root.erase(entry);
  }
  Node* hubs = document.find("hub");
  auto* list = hubs ? std::get_if<Node::Array>(&hubs->value) : nullptr;
  Expander expander(std::move(templates), diagnostics);
  ExpandedTemplates expanded;
  if (list)
    for (Node& hub : *list)
      if (!expander.expand(hub, "template"))
        expanded.incomplete.push_back(hub.place);
  expanded.unused = expander.take_unused();
  return expanded;
}

}  // namespace ripresa::scenario
