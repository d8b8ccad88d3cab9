#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <limits>
#include <map>
#include <tuple>
#include <unordered_set>

#include "load_document.hpp"
#include "reader.hpp"
#include "ripresa/base/text_file.hpp"
#include "ripresa/base/utf8.hpp"

namespace ripresa::scenario {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargestShare = 1e9;
constexpr std::size_t kMostClasses = 255;  // a person's is kept in a byte

/// The names that other parts of the scenario may refer to, before these parts are read themselves.
std::vector<std::string> names_in(const Node& root, std::string_view list) {
  std::vector<std::string> names;
  const Node* node = root.find(list);
  const auto* array = node ? std::get_if<Node::Array>(&node->value) : nullptr;
  if (!array)
    return names;
  for (const Node& element : *array) {
    const Node* name = element.find("name");
    names.push_back(name && name->text() ? *name->text() : "");
  }
  return names;
}

/// Each hub's text under `key`, and in `distinct` the texts there are, in the order of their first hub.
std::vector<std::string> labels_in(const Node& root, std::string_view key, std::vector<std::string>& distinct) {
  std::vector<std::string> labels;
  std::unordered_set<std::string> known;
  const Node* hubs = root.find("hub");
  if (!hubs || !hubs->is_array())
    return labels;
  for (const Node& hub : std::get<Node::Array>(hubs->value)) {
    const Node* label = hub.find(key);
    labels.push_back(label && label->text() ? *label->text() : "");
    if (!labels.back().empty() && known.insert(labels.back()).second)
      distinct.push_back(labels.back());
  }
  return labels;
}

Names collect_names(const Node& root) {
  Names names;
  names.classes = names_in(root, "class");
  if (names.classes.empty())
    names.classes = {"person"};
  names.backends = names_in(root, "backend");
  names.hubs = names_in(root, "hub");
  names.groups = names_in(root, "group");
  names.hub_regions = labels_in(root, "region", names.regions);
  names.hub_agencies = labels_in(root, "health_agency", names.agencies);
  return names;
}

/// Whether the shares add up to something. Those of `key` do without an error when `share`s, their default, do not.
bool scale_to_one(std::vector<PersonClass>& classes, double PersonClass::*share, std::string_view key,
                  TableReader& root) {
  double sum = 0;
  for (const PersonClass& c : classes)
    sum += c.*share;
  // Shares that were scaled add up to 1 but for rounding. They stay as they are: read back, they are the same again.
  constexpr double kRounding = 1e-12;
  if (sum > 0 && std::abs(sum - 1) > kRounding)
    for (PersonClass& c : classes)
      c.*share /= sum;
  if (sum > 0)
    return true;
  root.diagnostics().add(root.place(), fmt::format("the {}s of the classes add up to nothing", key),
                         fmt::format("give at least one class a {} of more than 0", key));
  return false;
}

std::vector<PersonClass> read_classes(TableReader& root) {
  std::vector<PersonClass> classes;
  std::vector<std::pair<std::string, Place>> unique;
  for (const Node* node : root.elements("class")) {
    TableReader table(node, "[[class]]", root.diagnostics());
    table.required("name", "name = \"dose 1\"");
    PersonClass person_class;
    person_class.name = table.text("name", "");
    person_class.appointment_share = table.number("share", 1, {0, kLargestShare});
    person_class.walk_in_share = table.number("walk_in_share", person_class.appointment_share, {0, kLargestShare});
    table.finish();
    unique.emplace_back(person_class.name, node->place);
    classes.push_back(person_class);
  }
  check_unique(unique, "class", root.diagnostics());
  if (classes.empty())
    classes = {{"person", 1, 1}};
  if (classes.size() > kMostClasses)
    root.diagnostics().add(unique[kMostClasses].second, fmt::format("there are more than {} classes", kMostClasses),
                           "join some of them");
  if (scale_to_one(classes, &PersonClass::appointment_share, "share", root))
    scale_to_one(classes, &PersonClass::walk_in_share, "walk_in_share", root);
  return classes;
}

MeasureOptions read_measures(TableReader& root) {
  TableReader table(root.optional("measures"), "[measures]", root.diagnostics());
  MeasureOptions options;
  options.step = table.duration("step", Duration::minutes(5), Sign::positive);
  options.catch_up_tolerance = table.number("tolerance", 1, {0, kInfinity, true, false});
  options.catch_up_tolerance_share = table.number("tolerance_share", 0, {0, 1});
  options.catch_up_hold = table.duration("hold", Duration::minutes(10));
  table.finish();
  if (options.step < Duration::seconds(1))
    root.diagnostics().add(table.optional("step")->place, "the step is shorter than a second",
                           "write a step of \"1 s\" or more");
  return options;
}

/// Without a word from the scenario, the files stay of a size to be read.
OutputOptions read_output(TableReader& root, std::size_t hubs) {
  constexpr std::size_t kFewHubs = 20;
  constexpr std::size_t kManyHubs = 100;
  const std::vector<std::string> details = {"everything", "summary", "nothing"};
  TableReader table(root.optional("output"), "[output]", root.diagnostics());
  const auto detail = [&](std::string_view key, Detail usual) {
    return static_cast<Detail>(table.choice(key, static_cast<std::size_t>(usual), details));
  };
  OutputOptions options;
  options.hubs = detail("hubs", hubs <= kManyHubs ? Detail::everything : Detail::summary);
  options.stations =
      detail("stations", std::max(options.hubs, hubs <= kFewHubs ? Detail::everything : Detail::nothing));
  if (options.stations < options.hubs) {
    root.diagnostics().add(table.place(), "output.stations wants more than output.hubs",
                           "stations are part of their hub: raise output.hubs to the same");
    options.stations = options.hubs;
  }
  table.finish();
  return options;
}

constexpr Date kFirstDate = std::chrono::year{1} / 1 / 1;
constexpr Date kLastDate = std::chrono::year{9900} / 12 / 31;

std::optional<Date> read_date(TableReader& root) {
  const Node* node = root.required("date", "date = 2021-12-15");
  if (!node)
    return std::nullopt;
  const auto* date = std::get_if<Date>(&node->value);
  // So that every later day of a run has a year of four digits.
  if (date && *date >= kFirstDate && *date <= kLastDate)
    return *date;
  if (date)
    root.diagnostics().add(node->place, fmt::format("{} is out of range", iso_date(*date)),
                           fmt::format("write a date from {} to {}", iso_date(kFirstDate), iso_date(kLastDate)));
  else
    root.diagnostics().add(node->place, fmt::format("expected a date, found {}", kind_of(*node)),
                           "write it like 2021-12-15, without quotes");
  return std::nullopt;
}

std::string read_time_zone(TableReader& root) {
  std::string zone = root.text("time_zone", "Europe/Rome");
  const auto slash = zone.find('/');
  const bool shaped = zone == "UTC" || (slash != std::string::npos && slash > 0 && slash + 1 < zone.size() &&
                                        zone.find(' ') == std::string::npos);
  if (!shaped)
    root.diagnostics().add(root.optional("time_zone")->place, fmt::format("'{}' is not a time zone", zone),
                           "write it like \"Europe/Rome\", or \"UTC\"");
  return zone;
}

/// Where the list of hubs is, and empty for no reason that is told already.
void check_some_hub(TableReader& root) {
  const Node* list = root.optional("hub");
  const Node* table = root.optional("hubs");
  const bool of_table = list && table && list->place.file == table->place.file && list->place.line == table->place.line;
  if (!list || (list->is_array() && !of_table))
    root.diagnostics().add(list ? list->place : root.place(), "the scenario has no hub",
                           "add [[hub]], or hubs = \"hubs.csv\"");
}

std::vector<Hub> read_hubs(TableReader& root, const Names& names, const std::vector<PersonClass>& classes,
                           Time horizon) {
  std::vector<Hub> hubs;
  std::vector<std::pair<std::string, Place>> unique;
  const auto nodes = root.elements("hub");
  hubs.reserve(nodes.size());
  for (const Node* node : nodes) {
    hubs.push_back(read_hub(*node, names, classes, horizon, root.diagnostics()));
    unique.emplace_back(hubs.back().name, node->place);
  }
  if (hubs.empty())
    check_some_hub(root);
  check_unique(unique, "hub", root.diagnostics());
  return hubs;
}

/// Those of campaigns, or those of days.
std::vector<KnownMeasure> measures_of(const std::vector<KnownMeasure>& measures, bool campaigns) {
  std::vector<KnownMeasure> some;
  std::copy_if(measures.begin(), measures.end(), std::back_inserter(some),
               [campaigns](const KnownMeasure& measure) { return measure.of_campaign == campaigns; });
  return some;
}

Scenario read_tree(const Node& document, const std::string& fallback_title, const std::vector<KnownMeasure>& measures,
                   Diagnostics& diagnostics) {
  TableReader root(&document, "the scenario", diagnostics);
  const Names names = collect_names(document);
  Scenario scenario;
  scenario.title = root.text("title", fallback_title);
  const auto date = read_date(root);
  scenario.date = date.value_or(Date{std::chrono::sys_days{}});
  scenario.time_zone = read_time_zone(root);
  const auto of_days = measures_of(measures, false);
  scenario.experiment = read_experiment(root, document, names, of_days);
  scenario.measures = read_measures(root);
  scenario.classes = read_classes(root);
  scenario.backends = read_backends(root, names);
  scenario.hubs = read_hubs(root, names, scenario.classes, scenario.experiment.horizon);
  scenario.output = read_output(root, scenario.hubs.size());
  scenario.groups = read_groups(root, names);
  scenario.failures = read_failures(root, names, scenario.groups, scenario.backends);
  scenario.random_failures = read_random_failures(root, names, scenario.groups, scenario.backends);
  scenario.booking_failures = read_booking_failures(root, names, scenario.groups);
  scenario.campaign = read_campaign(root, date, names, scenario.hubs, measures_of(measures, true));
  if (scenario.campaign && !scenario.booking_failures.empty())
    root.diagnostics().add(root.place(), "a campaign cannot have failures of the booking",
                           "remove [campaign], or [[booking_failure]]");
  scenario.objectives = read_objectives(root, names, of_days);
  for (const char* key : {"hubs", "template"})
    root.optional(key);  // applied already
  if (document.find("set"))
    root.diagnostics().add(root.optional("set")->place, "[set] is for a scenario that extends another",
                           "write extends = \"other.toml\" at the top, or each value in its place");
  root.finish();
  return scenario;
}

/// Of templates that no hub uses, which need not be complete, only that they have no keys that there are not.
void check_keys(const Node::Array& templates, const Node& document, const Scenario& scenario,
                Diagnostics& diagnostics) {
  if (templates.empty())
    return;
  const Names names = collect_names(document);
  Diagnostics found;
  for (const Node& unused : templates)
    if (unused.is_table())
      read_hub(unused, names, scenario.classes, scenario.experiment.horizon, found);
  for (const Diagnostic& diagnostic : found.unknown_keys())
    diagnostics.list().push_back(diagnostic);
}

/// Leaves a few of the errors that say the same of many places in one file, the last of them with how many more there
/// are: one slip in a template is one in each of a nation's hubs, and would bury what else there is.
void count_repeated(std::vector<Diagnostic>& diagnostics) {
  constexpr std::size_t kShown = 3;
  const auto what = [](const Diagnostic& d) { return std::tie(d.file, d.reason, d.remedy); };
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> all, seen;
  for (const Diagnostic& diagnostic : diagnostics)
    ++all[what(diagnostic)];
  std::vector<Diagnostic> shown;
  for (Diagnostic& diagnostic : diagnostics) {
    const std::size_t number = ++seen[what(diagnostic)];
    if (number > kShown)
      continue;
    const std::size_t more = number == kShown ? all[what(diagnostic)] - kShown : 0;
    shown.push_back(std::move(diagnostic));
    if (more > 0)
      shown.back().remedy += fmt::format(" ({} more like this)", more);
  }
  diagnostics = std::move(shown);
}

std::string trimmed(const std::string& text) {
  constexpr const char* kBlanks = " \t";
  const auto first = text.find_first_not_of(kBlanks);
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

}  // namespace

Override parse_override(const std::string& text) {
  if (const auto bad = first_byte_not_utf8(text))
    throw InputError(fmt::format("--set {}…: the byte {:02X} is no character of UTF-8", text.substr(0, *bad),
                                 static_cast<unsigned char>(text[*bad])),
                     "set the terminal to UTF-8");
  const auto equals = text.find('=');
  const std::string key = trimmed(text.substr(0, equals));
  if (equals == std::string::npos || key.empty())
    throw InputError(fmt::format("--set {}: there is no {}", text, key.empty() ? "key" : "'='"),
                     "write it like --set failure.0.to=16:00:00");
  return {key, trimmed(text.substr(equals + 1))};
}

Scenario parse_scenario(const std::string& text, const std::string& name, const std::vector<Override>& overrides,
                        const std::vector<KnownMeasure>& measures) {
  Diagnostics diagnostics;
  Node document = load_document(text, name, overrides, diagnostics);
  const ExpandedTemplates templates = expand_templates(document, diagnostics.list());
  Diagnostics of_tree;
  Scenario scenario = read_tree(document, std::filesystem::path(name).stem().string(), measures, of_tree);
  check_keys(templates.unused, document, scenario, of_tree);
  // What a template would give is not to be reported as missing. A row of a hub table is one hub's, a line of the
  // scenario may be several hubs'.
  std::copy_if(of_tree.list().begin(), of_tree.list().end(), std::back_inserter(diagnostics.list()),
               [&](const Diagnostic& diagnostic) {
                 return std::none_of(templates.incomplete.begin(), templates.incomplete.end(), [&](const Place& hub) {
                   return diagnostic.file == hub.file && diagnostic.line == hub.line &&
                          (hub.file != name || diagnostic.column == hub.column);
                 });
               });
  auto& list = diagnostics.list();
  if (list.empty())
    return scenario;
  std::stable_sort(list.begin(), list.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  // The same fault can show once for each class of people.
  list.erase(std::unique(list.begin(), list.end()), list.end());
  count_repeated(list);
  throw InputError(std::move(list));
}

Scenario read_scenario(const std::string& path, const std::vector<Override>& overrides,
                       const std::vector<KnownMeasure>& measures) {
  return parse_scenario(read_text_file(path), path, overrides, measures);
}

}  // namespace ripresa::scenario
