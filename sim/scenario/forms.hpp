#pragma once

// Internal to scenario: what can be said in several forms. The readers take just one of them, and a change that uses
// one, as a hub's over its template, takes away the others.

#include <string>
#include <string_view>
#include <vector>

#include "reader.hpp"

namespace ripresa::scenario {

/// The form's key, and then keys that go with it alone.
using Form = std::vector<std::string_view>;
using Forms = std::vector<Form>;

inline const Forms kSpreads = {{"cv"}, {"sd"}, {"sigma", "median"}};
inline const Forms kLocations = {{"mean"}, {"median"}};
inline const Forms kScales = {{"mean"}, {"scale"}};
inline const Forms kStaffings = {{"servers"}, {"shifts"}, {"seats"}};
inline const Forms kServersRules = {{"utilisation"}, {"per_1000_a_day"}};
inline const Forms kPreparerStaffings = {{"preparers"}, {"shifts"}};
inline const Forms kPreparationPlans = {{"batches"}, {"keep_ready"}};
inline const Forms kBooks = {{"per_day", "from", "to"}, {"blocks"}};
inline const Forms kWalkInRates = {{"per_day"}, {"rates"}};
/// In the order of Response::how.
inline const Forms kResponses = {{"wait"}, {"paper"}, {"offline"}, {"turn_away"}, {"retry"}, {"divert"}};
inline const Forms kBackoffs = {{"fixed"}, {"exponential"}};
inline const Forms kTriggers = {{"at"}, {"queue_above", "station"}, {"backend_down", "for"}, {"behind_plan"}};
inline const Forms kActions = {{"extra_servers"}, {"move_staff"}, {"overtime"}, {"shorten"}, {"hold_back"}};
inline const Forms kBounds = {{"before"}, {"by"}, {"below"}, {"above"}};
/// The families that a distribution can be of.
const Forms& distribution_forms();

/// Of each thing that the key says in one form, takes away what says it in another.
void drop_alternatives(Node::Table& table, std::string_view key);

/// The same at each key of a path, as far as it leads. A plain value, like `servers = 20`, is a form as well, and gives
/// way to a table of another: `servers.utilisation`.
void drop_alternatives(Node& root, const std::vector<KeyPart>& path);

/// How many of the forms a table uses, and the last of these; the first where there is none.
struct FormsUsed {
  std::size_t count = 0;
  std::size_t form = 0;
};
FormsUsed forms_used(TableReader& table, const Forms& forms);

/// The place of the last form used, for a template may have made the table; without any, the table's.
Place place_of(TableReader& table, const Forms& forms, const FormsUsed& used);

/// The form that a table uses; none and more than one are errors.
std::size_t just_one(TableReader& table, std::string_view what, const Forms& forms, std::string_view example);

/// The same where none is reported, if at all, when the key is asked for.
std::size_t at_most_one(TableReader& table, std::string_view what, const Forms& forms, std::string_view example);

}  // namespace ripresa::scenario
