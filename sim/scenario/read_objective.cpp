#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "ripresa/scenario/reader.hpp"

namespace ripresa::scenario {
namespace {

/// A limit in the measure's unit: a plain number, or a duration where the unit is one of time.
double read_limit(const Node& node, const std::string& unit, Diagnostics& diagnostics) {
  if (!node.text() || (unit != "min" && unit != "h"))
    return read_number(node, {-1e300, 1e300}, diagnostics).value_or(0);
  const auto duration = read_duration(node, Sign::any, diagnostics).value_or(Duration{});
  return unit == "h" ? duration.in_hours() : duration.in_minutes();
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

std::string scope_text(const Objective& objective) {
  if (objective.scope.kind == ScopeKind::nation)
    return " in the nation";
  if (!objective.scope.name.empty())
    return " at " + objective.scope.name;
  static constexpr const char* kEvery[] = {"", " in every health agency", " in every region", " in every group", ""};
  return kEvery[static_cast<std::size_t>(objective.scope.kind)];
}

std::string default_name(const Objective& objective) {
  std::string bound;
  switch (objective.bound) {
    case Bound::before:
      bound = "before " + clock_minutes(objective.before);
      break;
    case Bound::below:
      bound = fmt::format("below {}", objective.limit);
      break;
    case Bound::above:
      bound = fmt::format("above {}", objective.limit);
      break;
  }
  return fmt::format("{} {}{}", objective.measure, bound, scope_text(objective));
}

Objective read_objective(const Node& node, const Names& names, const std::vector<KnownMeasure>& measures,
                         Diagnostics& diagnostics) {
  TableReader table(&node, "[[objective]]", diagnostics);
  Objective objective;
  const Node* measure_node = table.required("measure", "measure = \"catch_up_time\"");
  const auto index = measure_node ? read_name(*measure_node, "measure", names_of(measures), diagnostics) : std::nullopt;
  if (index) {
    objective.measure = measures[*index].name;
    read_bound(table, measures[*index], objective);
  } else {
    for (const char* key : {"before", "below", "above"})
      table.optional(key);
  }
  objective.probability = table.number("probability", 0.95, {0, 1, false, false});
  objective.scope = read_scope_choice(table, names);
  objective.name = table.text("name", default_name(objective));
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

std::vector<Objective> read_objectives(TableReader& root, const Names& names,
                                       const std::vector<KnownMeasure>& measures) {
  std::vector<Objective> objectives;
  for (const Node* node : root.elements("objective"))
    objectives.push_back(read_objective(*node, names, measures, root.diagnostics()));
  return objectives;
}

}  // namespace ripresa::scenario
