#include "ripresa/experiment/risk.hpp"

#include <filesystem>

#include "command.hpp"
#include "ripresa/output/files.hpp"
#include "ripresa/output/risk_files.hpp"
#include "simulation_arguments.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

CommandLine risk_command_line() {
  CommandLine line{
      "usage: ripresa risk SCENARIO [options]\n\n"
      "What the scenario's [[random_failure]]s cost its [campaign]: expected losses, how likely larger ones are,\n"
      "and the availability that each [[campaign.objective]] takes. Writes exceedance.csv, availability.csv,\n"
      "risk_failures.csv, risk_summary.csv and risk_manifest.json. A [[failure]] at a fixed time is for\n"
      "ripresa campaign.\n",
      "exit status: 0 fine · 1 failed · 2 bad use or input · 3 an objective does not hold · 130 interrupted,\n"
      "             with what was finished saved\n"
      "example:     ripresa risk scenarios/palazzo-delle-scintille-year.toml --out out/year\n",
      po::options_description("options")};
  add_simulation_options(line, "failures in each stratum");
  return line;
}

void check_fit(const scenario::Scenario& scenario, const std::string& file) {
  std::vector<Diagnostic> diagnostics;
  const auto add = [&](const char* reason, const char* remedy) {
    diagnostics.push_back({"", 0, 0, file + reason, remedy});
  };
  if (!scenario.campaign)
    add(" has no [campaign]", "add [campaign] with days = 365");
  if (scenario.random_failures.empty())
    add(" has no [[random_failure]]", "add one with time_between and time_to_repair");
  // What risk leaves out must not be taken for what costs nothing.
  if (!scenario.failures.empty())
    add(" has a [[failure]] at a fixed time, which random years leave out",
        "remove it (--set failure=[]), or use ripresa campaign");
  if (!diagnostics.empty())
    throw InputError(std::move(diagnostics));
}

experiment::RiskResults simulate(const scenario::Scenario& scenario, const SimulationArguments& arguments) {
  ProgressLine undisturbed(arguments.progress, "undisturbed campaigns");
  ProgressLine failures(arguments.progress, "failures");
  return run_risk(scenario, run_options(arguments, failures), [&](std::size_t finished, std::size_t all) {
    undisturbed.update(finished, all);
    failures.begin();
  });
}

void write_results(const experiment::RiskResults& results, const SimulationArguments& arguments) {
  const auto path = [&arguments](const char* file) { return (fs::path(arguments.folder) / file).string(); };
  output::NewFile exceedance(path(output::kExceedanceFile));
  exceedance.write(output::exceedance_csv(results));
  output::NewFile availability(path(output::kAvailabilityFile));
  availability.write(output::availability_csv(results));
  output::NewFile failures(path(output::kRiskFailuresFile));
  failures.write(output::risk_failures_csv(results));
  output::NewFile summary(path(output::kRiskSummaryFile));
  summary.write(output::summary_csv(summarise(results)));
  output::NewFile manifest(path(output::kRiskManifestFile));
  manifest.write(output::risk_manifest_json(results, {arguments.scenario_file, arguments.overrides}));
  // Only when all are written; the manifest last, so that a folder with a manifest is complete.
  for (output::NewFile* file : {&exceedance, &availability, &failures, &summary, &manifest})
    file->keep();
}

}  // namespace

ExitStatus risk_command(const std::vector<std::string>& command_arguments) {
  const auto simulation =
      read_simulation(risk_command_line(), command_arguments, "risk", "campaign.risk.failures_each");
  if (!simulation)
    return ExitStatus::fine;
  const SimulationArguments& arguments = simulation->arguments;
  const scenario::Scenario& scenario = simulation->scenario;
  check_fit(scenario, arguments.scenario_file);
  output::prepare_folder(arguments.folder, output::risk_file_names(), arguments.force);

  const experiment::RiskResults results = simulate(scenario, arguments);
  if (results.failures_each < 2)
    return end_without_results("two failures in each stratum were finished");
  write_results(results, arguments);
  return end_with(
      output::risk_screen(results),
      {results.failures_each, scenario.campaign->risk.failures_each, "failures in each stratum", results.interrupted},
      arguments, status_of(results.verdicts));
}

}  // namespace ripresa::tools
