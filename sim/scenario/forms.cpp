#include "forms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "elements.hpp"

namespace ripresa::scenario {
namespace {

void report(TableReader& table, std::string_view what, const Forms& forms, const FormsUsed& used,
            std::string_view example) {
  std::string keys;
  for (const Form& form : forms)
    keys += (keys.empty() ? "" : ", ") + std::string(form.front());
  table.diagnostics().add(place_of(table, forms, used),
                          fmt::format("{} has just one of {}, here are {}", what, keys, used.count),
                          fmt::format("write just one, like {}", example));
}

const std::vector<const Forms*>& all_forms() {
  static const std::vector<const Forms*> all = {
      &distribution_forms(), &kSpreads,           &kLocations,        &kScales,  &kStaffings,
      &kServersRules,        &kPreparerStaffings, &kPreparationPlans, &kBooks,   &kWalkInRates,
      &kResponses,           &kBackoffs,          &kTriggers,         &kActions, &kBounds};
  return all;
}

bool has(const Form& form, std::string_view key) {
  return std::find(form.begin(), form.end(), key) != form.end();
}

bool has(const Forms& forms, std::string_view key) {
  return std::any_of(forms.begin(), forms.end(), [key](const Form& form) { return has(form, key); });
}

bool is_of_a_form(std::string_view key) {
  return std::any_of(all_forms().begin(), all_forms().end(), [key](const Forms* forms) { return has(*forms, key); });
}

}  // namespace

void drop_alternatives(Node::Table& table, std::string_view key) {
  for (const Forms* forms : all_forms())
    if (has(*forms, key))
      for (const Form& form : *forms)
        if (!has(form, key))
          std::erase_if(table, [&form](const Node::Entry& entry) { return has(form, entry.key); });
}

void drop_alternatives(Node& root, const std::vector<KeyPart>& path) {
  Node* at = &root;
  std::string_view under;
  for (const KeyPart& part : path) {
    auto* array = std::get_if<Node::Array>(&at->value);
    if (!array && !at->is_table() && is_of_a_form(part.text)) {
      at->value = Node::Table{};
      at->is_inline = true;  // as the value in its place was, it is all there is
    }
    if (auto* table = std::get_if<Node::Table>(&at->value); table && !holds_names(under))
      drop_alternatives(*table, part.text);
    at = array ? find_element(*array, part) : at->find(part.text);
    if (!at)
      return;
    under = array || holds_names(under) ? std::string_view() : part.text;
  }
}

FormsUsed forms_used(TableReader& table, const Forms& forms) {
  FormsUsed used;
  for (std::size_t i = 0; i < forms.size(); ++i)
    if (table.optional(forms[i].front()))
      used = {used.count + 1, i};
  return used;
}

Place place_of(TableReader& table, const Forms& forms, const FormsUsed& used) {
  return used.count > 0 ? table.optional(forms[used.form].front())->place : table.place();
}

std::size_t just_one(TableReader& table, std::string_view what, const Forms& forms, std::string_view example) {
  const FormsUsed used = forms_used(table, forms);
  if (table.exists() && used.count != 1)
    report(table, what, forms, used, example);
  return used.form;
}

std::size_t at_most_one(TableReader& table, std::string_view what, const Forms& forms, std::string_view example) {
  const FormsUsed used = forms_used(table, forms);
  if (used.count > 1)
    report(table, what, forms, used, example);
  return used.form;
}

}  // namespace ripresa::scenario
