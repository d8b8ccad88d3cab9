#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "reader.hpp"

namespace ripresa::scenario {
namespace {

/// A limit in the measure's unit: a plain number, or a duration where the unit is one of time.
double read_limit(const Node& node, const std::string& unit, Diagnostics& diagnostics) {
  if (!node.text() || (unit != "min" && unit != "h" && unit != "d"))
    return read_number(node, {-1e300, 1e300}, diagnostics).value_or(0);
  const auto duration = read_duration(node, Sign::any, diagnostics).value_or(Duration{});
  return unit == "min" ? duration.in_minutes() : duration.in_hours() / (unit == "d" ? 24 : 1);
}

void read_bound(TableReader& table, const KnownMeasure& measure, Objective& objective) {
  Diagnostics& diagnostics = table.diagnostics();
  const Node* before = table.optional("before");
  const Node* below = table.optional("below");
  const Node* above = table.optional("above");
  const auto given = (before ? 1 : 0) + (below ? 1 : 0) + (above ? 1 : 0);
  if (given != 1) {
    diagnostics.add(table.place(), fmt::format("an objective has just one bound, here are {}", given),
                    "write one of before = 20:00:00, below = 300, above = 1000");
    return;
  }
  if ((before != nullptr) != measure.is_clock_time) {
    diagnostics.add((before  ? before
                     : below ? below
                             : above)
                        ->place,
                    fmt::format("'{}' is {}a clock time", measure.name, measure.is_clock_time ? "" : "not "),
                    measure.is_clock_time ? "bound it with 'before'" : "bound it with 'below' or 'above'");
    return;
  }
  if (before) {
    objective.bound = Bound::before;
    objective.before = read_clock(*before, diagnostics).value_or(Time{});
  } else {
    objective.bound = below ? Bound::below : Bound::above;
    objective.limit = read_limit(below ? *below : *above, measure.unit, diagnostics);
  }
}

/// Nothing is said of the scope that an objective has unless it names another.
std::string scope_text(const ScopeChoice& scope, const ScopeChoice& usual) {
  if (scope == usual)
    return "";
  if (scope.kind == ScopeKind::nation)
    return " in the nation";
  if (!scope.name.empty())
    return " at " + scope.name;
  static constexpr const char* kEvery[] = {" at every hub", " in every health agency", " in every region",
                                           " in every group"};
  return kEvery[static_cast<std::size_t>(scope.kind)];
}

/// `first_day`: of the campaign whose days are counted.
std::string bound_text(const Objective& objective, Date first_day) {
  switch (objective.bound) {
    case Bound::before:
      return "before " + clock_minutes(objective.before);
    case Bound::by:
      return "by " + iso_date(days_after(first_day, static_cast<int>(objective.limit) - 1));
    case Bound::below:
      return fmt::format("below {}", objective.limit);
    case Bound::above:
      return fmt::format("above {}", objective.limit);
  }
  return "";
}

/// The measure that the objective names; nothing, after an error, where there is none.
std::optional<KnownMeasure> read_measure(TableReader& table, std::string_view example,
                                         const std::vector<KnownMeasure>& measures) {
  const Node* node = table.required("measure", example);
  const auto index = node ? read_name(*node, "measure", names_of(measures), table.diagnostics()) : std::nullopt;
  return index ? std::optional(measures[*index]) : std::nullopt;
}

Objective read_objective(const Node& node, const Names& names, const std::vector<KnownMeasure>& measures,
                         Diagnostics& diagnostics) {
  TableReader table(&node, "[[objective]]", diagnostics);
  Objective objective;
  if (const auto measure = read_measure(table, "measure = \"catch_up_time\"", measures)) {
    objective.measure = measure->name;
    read_bound(table, *measure, objective);
  } else {
    for (const char* key : {"before", "below", "above"})
      table.optional(key);
  }
  objective.probability = table.number("probability", 0.95, {0, 1, false, false});
  objective.scope = read_scope_choice(table, names);
  objective.name =
      table.text("name", objective.measure + " " + bound_text(objective, {}) + scope_text(objective.scope, {}));
  table.finish();
  return objective;
}

/// `by` a date for a day; for anything else `below` or `above`.
void read_campaign_bound(TableReader& table, std::optional<Date> first_day, int days, const KnownMeasure& measure,
                         Objective& objective) {
  const Node* by = table.optional("by");
  const Node* below = table.optional("below");
  const Node* above = table.optional("above");
  if ((by ? 1 : 0) + (below ? 1 : 0) + (above ? 1 : 0) != 1) {
    table.diagnostics().add(table.place(), "an objective of a campaign has just one bound",
                            "write one of by = 2022-01-31, below = 300, above = 1000");
    return;
  }
  const bool is_day = measure.unit == "day";
  if ((by != nullptr) != is_day) {
    table.diagnostics().add((by      ? by
                             : below ? below
                                     : above)
                                ->place,
                            fmt::format("'{}' is {}a day", measure.name, is_day ? "" : "not "),
                            is_day ? "bound it with 'by' a date" : "bound it with 'below' or 'above'");
    return;
  }
  objective.bound = by ? Bound::by : above ? Bound::above : Bound::below;
  if (by)
    objective.limit = read_day(*by, first_day, days, table.diagnostics()).value_or(0) + 1;
  else
    objective.limit = read_limit(below ? *below : *above, measure.unit, table.diagnostics());
}

/// All hubs together.
ScopeChoice usual_campaign_scope(const Names& names) {
  if (names.hubs.size() == 1)
    return {ScopeKind::hub, names.hubs.front()};
  return {ScopeKind::nation, "nation"};
}

/// All hubs together, unless a key says otherwise.
ScopeChoice read_campaign_scope(TableReader& table, const Names& names) {
  const auto scope_keys = {"hub", "health_agency", "region", "group", "every", "scope"};
  if (std::any_of(scope_keys.begin(), scope_keys.end(), [&table](const char* key) { return table.optional(key); }))
    return read_scope_choice(table, names);
  return usual_campaign_scope(names);
}

/// The target is one for all hubs together, if there is one: an objective that asks for more could never hold.
void check_target(TableReader& table, const Objective& objective, const Names& names, bool has_target) {
  if (!objective.measure.starts_with("target_"))
    return;
  if (!has_target)
    table.diagnostics().add(table.place(), fmt::format("'{}' needs a target", objective.measure),
                            "write target_doses in [campaign]");
  if (objective.scope.kind == ScopeKind::hub && names.hubs.size() > 1)
    table.diagnostics().add(table.place(), "the target is for all hubs together",
                            "leave out what the objective is about");
}

Objective read_campaign_objective(const Node& node, std::optional<Date> first_day, const Campaign& campaign,
                                  const Names& names, const std::vector<KnownMeasure>& measures,
                                  Diagnostics& diagnostics) {
  TableReader table(&node, "[[campaign.objective]]", diagnostics);
  Objective objective;
  if (const auto measure = read_measure(table, "measure = \"target_day\"", measures)) {
    objective.measure = measure->name;
    read_campaign_bound(table, first_day, campaign.days, *measure, objective);
  } else {
    for (const char* key : {"by", "below", "above"})
      table.optional(key);
  }
  objective.probability = table.number("probability", 0.95, {0, 1, false, false});
  objective.scope = read_campaign_scope(table, names);
  check_target(table, objective, names, campaign.target_doses.has_value());
  objective.name = table.text("name", objective.measure + " " +
                                          bound_text(objective, first_day.value_or(Date{std::chrono::sys_days{}})) +
                                          scope_text(objective.scope, usual_campaign_scope(names)));
  table.finish();
  return objective;
}

}  // namespace

std::vector<std::string> names_of(const std::vector<KnownMeasure>& measures) {
  std::vector<std::string> names;
  names.reserve(measures.size());
  for (const KnownMeasure& measure : measures)
    names.push_back(measure.name);
  return names;
}

std::vector<Objective> read_campaign_objectives(TableReader& table, std::optional<Date> first_day,
                                                const Campaign& campaign, const Names& names,
                                                const std::vector<KnownMeasure>& measures) {
  std::vector<Objective> objectives;
  for (const Node* node : table.elements("objective"))
    objectives.push_back(read_campaign_objective(*node, first_day, campaign, names, measures, table.diagnostics()));
  return objectives;
}

std::vector<Objective> read_objectives(TableReader& root, const Names& names,
                                       const std::vector<KnownMeasure>& measures) {
  std::vector<Objective> objectives;
  for (const Node* node : root.elements("objective"))
    objectives.push_back(read_objective(*node, names, measures, root.diagnostics()));
  return objectives;
}

}  // namespace ripresa::scenario
