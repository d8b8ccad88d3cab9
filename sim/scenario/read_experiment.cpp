// How often a day is simulated, with which random numbers, until when.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "reader.hpp"

namespace ripresa::scenario {
namespace {

/// The latest closing time in the document, to give the horizon its default.
Time latest_closing(const Node& root) {
  Time latest;
  Diagnostics ignored;  // reported when the hub itself is read
  if (const Node* hubs = root.find("hub"); hubs && hubs->is_array())
    for (const Node& hub : std::get<Node::Array>(hubs->value))
      if (const Node* closes = hub.find("closes"))
        latest = std::max(latest, read_clock(*closes, ignored).value_or(Time{}));
  return latest;
}

Precision read_precision(const Node& node, const Names& names, const std::vector<KnownMeasure>& measures,
                         Diagnostics& diagnostics) {
  TableReader table(&node, "[experiment.until_precise]", diagnostics);
  const std::vector<std::string> valid = names_of(measures);
  Precision precision;
  if (const Node* list = table.required("measures", "measures = [\"waiting_mean\"]")) {
    const auto elements = table.elements("measures");
    if (elements.empty())
      diagnostics.add(list->place, "there is no measure to be precise about", "name one, such as \"waiting_mean\"");
    for (const Node* measure : elements)
      if (const auto index = read_name(*measure, "measure", valid, diagnostics)) {
        const bool is_clock_time = measures[*index].is_clock_time;
        if (is_clock_time || measures[*index].unit == "share")
          diagnostics.add(measure->place,
                          fmt::format("'{}' is a {}, and a share of one means nothing", valid[*index],
                                      is_clock_time ? "clock time" : "share"),
                          "name a measure in minutes, such as catch_up_minutes");
        precision.measures.push_back(valid[*index]);
      }
  }
  precision.relative_half_width = table.number("relative_half_width", 0.05, {0, 1, false, false});
  precision.scope = read_scope_choice(table, names);
  table.finish();
  return precision;
}

}  // namespace

Experiment read_experiment(TableReader& root, const Node& document, const Names& names,
                           const std::vector<KnownMeasure>& measures) {
  TableReader table(root.optional("experiment"), "[experiment]", root.diagnostics());
  Experiment experiment;
  const Node* precision = table.optional("until_precise");
  if (precision)
    experiment.until_precise = read_precision(*precision, names, measures, root.diagnostics());
  experiment.replications = static_cast<int>(table.integer("replications", precision ? 100'000 : 1000, 1, 100'000'000));
  experiment.seed = static_cast<std::uint64_t>(table.integer("seed", 1, 0, std::numeric_limits<std::int64_t>::max()));
  const Time latest = latest_closing(document);
  experiment.horizon = table.clock("horizon", latest < Time::clock(24) ? Time::clock(24) : latest + Duration::hours(4));
  experiment.warm_up = table.clock("warm_up", Time{});
  if (const Node* warm_up = table.optional("warm_up"); warm_up && experiment.warm_up >= experiment.horizon)
    root.diagnostics().add(warm_up->place,
                           fmt::format("the warm-up ends at {}, not before the horizon, {}",
                                       clock_seconds(experiment.warm_up), clock_seconds(experiment.horizon)),
                           "write an earlier 'warm_up'");
  table.finish();
  return experiment;
}

}  // namespace ripresa::scenario
