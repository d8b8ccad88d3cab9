#include "forms.hpp"

#include <fmt/format.h>

namespace ripresa::scenario {
namespace {

void report(TableReader& table, std::string_view what, const Forms& forms, std::size_t count,
            std::string_view example) {
  std::string keys;
  for (const Form& form : forms)
    keys += (keys.empty() ? "" : ", ") + std::string(form.front());
  table.diagnostics().add(table.place(), fmt::format("{} has just one of {}, here are {}", what, keys, count),
                          fmt::format("write just one, like {}", example));
}

}  // namespace

const std::vector<const Forms*>& all_forms() {
  static const std::vector<const Forms*> all = {
      &distribution_forms(), &kSpreads, &kLocations,   &kScales,    &kStaffings, &kServersRules, &kPreparerStaffings,
      &kPreparationPlans,    &kBooks,   &kWalkInRates, &kResponses, &kBackoffs,  &kTriggers,     &kActions};
  return all;
}

FormsUsed forms_used(TableReader& table, const Forms& forms) {
  FormsUsed used;
  for (std::size_t i = 0; i < forms.size(); ++i)
    if (table.optional(forms[i].front()))
      used = {used.count + 1, i};
  return used;
}

std::size_t just_one(TableReader& table, std::string_view what, const Forms& forms, std::string_view example) {
  const FormsUsed used = forms_used(table, forms);
  if (table.exists() && used.count != 1)
    report(table, what, forms, used.count, example);
  return used.form;
}

std::size_t at_most_one(TableReader& table, std::string_view what, const Forms& forms, std::string_view example) {
  const FormsUsed used = forms_used(table, forms);
  if (used.count > 1)
    report(table, what, forms, used.count, example);
  return used.form;
}

}  // namespace ripresa::scenario
