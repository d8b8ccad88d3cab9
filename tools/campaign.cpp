#include "ripresa/experiment/campaign.hpp"

#include <filesystem>

#include "command.hpp"
#include "ripresa/output/campaign_files.hpp"
#include "ripresa/output/files.hpp"
#include "simulation_arguments.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

CommandLine campaign_command_line() {
  CommandLine line{
      "usage: ripresa campaign SCENARIO [options]\n\n"
      "Simulates the scenario's [campaign] many times, day after day, each time also without its failures,\n"
      "prints what they cost and writes campaign.csv, campaign_summary.csv, campaign_replications.csv and\n"
      "campaign_manifest.json.\n",
      "exit status: 0 fine · 1 failed · 2 bad use or input · 3 an objective does not hold · 130 interrupted,\n"
      "             with what was finished saved\n"
      "example:     ripresa campaign scenarios/palazzo-delle-scintille-campaign.toml --set campaign.days=30\n",
      po::options_description("options")};
  add_simulation_options(line, "campaigns");
  return line;
}

experiment::CampaignResults simulate(const scenario::Scenario& scenario, const SimulationArguments& arguments,
                                     experiment::CampaignSink& sink) {
  ProgressLine line(arguments.progress, "campaigns");
  return run_campaigns(scenario, run_options(arguments, line), &sink);
}

void write_results(const experiment::CampaignResults& results, const std::vector<experiment::SummaryRow>& rows,
                   const std::vector<experiment::Verdict>& verdicts, const SimulationArguments& arguments,
                   output::CampaignReplicationsFile& replications) {
  const auto path = [&arguments](const char* file) { return (fs::path(arguments.folder) / file).string(); };
  output::NewFile campaign(path(output::kCampaignFile));
  campaign.write(output::campaign_csv(results));
  output::NewFile summary(path(output::kCampaignSummaryFile));
  summary.write(output::summary_csv(rows));
  output::NewFile manifest(path(output::kCampaignManifestFile));
  manifest.write(output::campaign_manifest_json(results, verdicts, {arguments.scenario_file, arguments.overrides}));
  // Only when all are written; the manifest last, so that a folder with a manifest is complete.
  campaign.keep();
  summary.keep();
  replications.keep();
  manifest.keep();
}

}  // namespace

ExitStatus campaign_command(const std::vector<std::string>& command_arguments) {
  const auto simulation =
      read_simulation(campaign_command_line(), command_arguments, "campaign", "campaign.replications");
  if (!simulation)
    return ExitStatus::fine;
  const SimulationArguments& arguments = simulation->arguments;
  const scenario::Scenario& scenario = simulation->scenario;
  if (!scenario.campaign)
    throw InputError(arguments.scenario_file + " has no [campaign]",
                     "add [campaign] with days = 90, or use ripresa run");
  output::prepare_folder(arguments.folder, output::campaign_file_names(), arguments.force);

  output::CampaignReplicationsFile replications(
      (fs::path(arguments.folder) / output::kCampaignReplicationsFile).string());
  const experiment::CampaignResults results = simulate(scenario, arguments, replications);
  give_back_memory();
  if (results.replications == 0)
    return end_without_results("the first campaign was finished");
  const auto rows = experiment::summarise(results);
  const auto verdicts = experiment::judge(results);
  write_results(results, rows, verdicts, arguments, replications);
  return end_with(output::campaign_screen(results, rows, verdicts),
                  {results.replications, scenario.campaign->replications, "campaigns", results.interrupted}, arguments,
                  status_of(verdicts));
}

}  // namespace ripresa::tools
