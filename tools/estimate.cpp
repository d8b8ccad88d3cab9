#include "ripresa/estimate/estimate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "command.hpp"
#include "ripresa/base/date.hpp"
#include "ripresa/experiment/objectives.hpp"
#include "ripresa/output/csv.hpp"
#include "ripresa/output/files.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;
using estimate::Estimate;
using estimate::ScopeEstimate;

struct EstimateArguments {
  std::string scenario_file;
  std::vector<scenario::Override> overrides;
  std::optional<std::string> out;
  bool force = false;
};

CommandLine estimate_command_line() {
  CommandLine line{
      "usage: ripresa estimate SCENARIO [options]\n\n"
      "Prints at once what to expect of the scenario's failure: longest queue, backlog and catch-up time of\n"
      "each hub, region and the nation, by the fluid model: average flows and no chance. Simulates nothing.\n",
      "exit status: 0 fine · 1 failed · 2 bad use or input\n"
      "example:     ripresa estimate scenarios/palazzo-delle-scintille.toml --set failure.0.to=16:00:00\n",
      po::options_description("options")};
  line.visible.add_options()("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
                             "change a value of the scenario, e.g. failure.0.to=16:00:00")(
      "out", po::value<std::string>()->value_name("FILE"), "write the table as CSV too")("force", "overwrite the file");
  return line;
}

EstimateArguments read_arguments(const po::variables_map& values, const std::vector<std::string>& positional) {
  if (positional.size() != 1)
    throw InputError("estimate takes one scenario", "see ripresa estimate --help");
  EstimateArguments arguments;
  arguments.scenario_file = positional.front();
  arguments.overrides = overrides_of(values);
  if (values.count("out") != 0)
    arguments.out = values["out"].as<std::string>();
  arguments.force = values.count("force") != 0;
  return arguments;
}

/// As many figures as mean something to a planner.
std::string persons(double value) {
  const double shown = std::abs(value) < 1e-6 ? 0 : value;
  return shown < 10 ? fmt::format("{:.4g}", shown) : fmt::format("{:.0f}", shown);
}

std::string clock(const std::optional<Time>& at, Time horizon) {
  return at ? clock_minutes(*at) : "not by " + clock_minutes(horizon);
}

std::string peak_clock(const exact::FlowPeak& peak) {
  return peak.persons > 0 ? clock_minutes(exact::time_of(peak.at)) : "–";
}

std::string tolerance(const scenario::MeasureOptions& options) {
  if (options.catch_up_tolerance_share == 0)
    return fmt::format("({:g} behind)", options.catch_up_tolerance);
  return fmt::format("({:g}, {:g} %)", options.catch_up_tolerance, 100 * options.catch_up_tolerance_share);
}

std::string table(const scenario::Scenario& scenario, const Estimate& estimate) {
  constexpr const char* kRow = "{:<34} {:>8} {:>6} {:>12} {:>10} {:>8} {:>14} {:>14}\n";
  std::string text = fmt::format(kRow, "", "longest", "", "undisturbed", "behind at", "made up", "caught up", "nobody");
  text +=
      fmt::format(kRow, "", "queue", "at", "longest", "its end", "a minute", tolerance(scenario.measures), "behind");
  for (const ScopeEstimate& e : estimate.scopes) {
    const Time horizon = scenario.experiment.horizon;
    const bool behind = e.peak_backlog.persons > 0;
    text += fmt::format(kRow, e.scope.name, persons(e.peak_queue.persons), peak_clock(e.peak_queue),
                        persons(e.baseline_peak_queue.persons), persons(e.backlog_at_failure_end_persons),
                        behind ? fmt::format("{:.3g}", e.recovery_persons_per_minute) : "–",
                        behind ? clock(e.caught_up, horizon) : "–", behind ? clock(e.cleared, horizon) : "–");
  }
  return text;
}

std::string csv(const Estimate& estimate, Date date) {
  output::CsvWriter writer;
  for (const char* column : {"scope", "name", "peak_queue", "peak_queue_time", "baseline_peak_queue", "failure_end",
                             "backlog_at_failure_end", "peak_backlog", "recovery_persons_per_minute", "catch_up_time",
                             "cleared_time", "vaccinated_outage", "vaccinated_baseline"})
    writer.text(column);
  writer.end_row();
  const auto time = [&writer, date](const std::optional<Time>& at) {
    if (at)
      writer.text(iso_local_time(date, *at));
    else
      writer.blank();
  };
  for (const ScopeEstimate& e : estimate.scopes) {
    writer.text(experiment::to_string(e.scope.kind));
    writer.text(e.scope.name);
    writer.number(e.peak_queue.persons);
    time(e.peak_queue.persons > 0 ? std::optional(exact::time_of(e.peak_queue.at)) : std::nullopt);
    writer.number(e.baseline_peak_queue.persons);
    time(e.failure_end);
    writer.number(e.backlog_at_failure_end_persons);
    writer.number(e.peak_backlog.persons);
    writer.number(e.recovery_persons_per_minute);
    time(e.caught_up);
    time(e.cleared);
    writer.number(e.vaccinated_persons);
    writer.number(e.baseline_vaccinated_persons);
    writer.end_row();
  }
  return writer.str();
}

std::string notes(const Estimate& estimate) {
  std::string text = "\nA fluid estimate. It leaves out:\n";
  for (const std::string& neglect : estimate.neglects)
    text += fmt::format("  - {}\n", neglect);
  return text + "`ripresa run` simulates all of this.\n";
}

}  // namespace

ExitStatus estimate_command(const std::vector<std::string>& command_arguments) {
  CommandLine line = estimate_command_line();
  po::variables_map values;
  std::vector<std::string> positional;
  if (!parse(line, command_arguments, values, positional))
    return ExitStatus::fine;
  const EstimateArguments arguments = read_arguments(values, positional);
  const scenario::Scenario scenario =
      scenario::read_scenario(arguments.scenario_file, arguments.overrides, experiment::objective_measures());
  if (arguments.out)
    output::prepare_file(*arguments.out, arguments.force);
  const Estimate estimate = estimate::estimate(scenario);
  std::string text = scenario.title + "\n\n";
  if (!estimate.anything_fails)
    text += scenario.random_failures.empty()
                ? "Nothing fails in this scenario.\n\n"
                : "Nothing fails at a fixed time in this scenario; its failures at random are left out.\n\n";
  print_result(text + table(scenario, estimate) + notes(estimate));
  if (arguments.out)
    output::write_atomically(*arguments.out, csv(estimate, scenario.date));
  return ExitStatus::fine;
}

}  // namespace ripresa::tools
