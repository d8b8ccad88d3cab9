#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "command.hpp"
#include "ripresa/base/threads.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "ripresa/output/files.hpp"
#include "ripresa/output/result_files.hpp"
#include "ripresa/output/screen.hpp"
#include "simulation_arguments.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

CommandLine run_command_line() {
  CommandLine line{
      "usage: ripresa run SCENARIO [options]\n\n"
      "Simulates the scenario's day many times, each time also without its failures, prints what the\n"
      "outage did and writes backlog.csv, backends.csv, summary.csv, replications.csv and manifest.json.\n",
      "exit status: 0 fine · 1 failed · 2 bad use or input · 3 an objective does not hold · 130 interrupted,\n"
      "             with what was finished saved\n"
      "example:     ripresa run scenarios/palazzo-delle-scintille.toml --set failure.0.to=16:00:00 --out out/longer\n",
      po::options_description("options")};
  add_simulation_options(line, "days");
  return line;
}

experiment::Results simulate(scenario::Scenario scenario, const SimulationArguments& arguments,
                             experiment::ReplicationSink& sink) {
  ProgressLine line(arguments.progress, "days");
  experiment::RunOptions options = run_options(arguments, line);
  options.sink = &sink;
  return run_experiment(std::move(scenario), options);
}

/// Writes the summary and gives its rows that the screen shows.
std::vector<experiment::SummaryRow> write_summary(const experiment::Results& results, output::SummaryFile& file) {
  std::vector<experiment::SummaryRow> shown;
  experiment::summarise(results, [&](const experiment::SummaryRow& row) {
    file.take(row);
    if (output::is_shown(results, row))
      shown.push_back(row);
  });
  return shown;
}

/// Writes all files and gives the rows of the summary that the screen shows.
std::vector<experiment::SummaryRow> write_results(const experiment::Results& results,
                                                  const std::vector<experiment::Verdict>& verdicts,
                                                  const SimulationArguments& arguments,
                                                  output::ReplicationsFile& replications) {
  const auto path = [&arguments](const char* file) { return (fs::path(arguments.folder) / file).string(); };
  output::NewFile backlog(path(output::kBacklogFile));
  std::optional<output::NewFile> backends;
  if (!results.scenario.backends.empty())
    backends.emplace(path(output::kBackendsFile));
  output::SummaryFile summary(path(output::kSummaryFile));
  output::NewFile manifest(path(output::kManifestFile));
  // A nation's summary, and the manifest with its scenario, take the longest: the one beside the other. Only the
  // summary is written meanwhile, so that it is always the same file that a full disk stops first.
  std::vector<experiment::SummaryRow> shown;
  std::string backlog_text;
  std::string backends_text;
  std::string manifest_text;
  const std::array<std::function<void()>, 4> parts = {
      [&] { shown = write_summary(results, summary); },
      [&] { backends_text = backends ? output::backends_csv(results) : ""; },
      [&] {
        manifest_text = output::manifest_json(results, verdicts, {arguments.scenario_file, arguments.overrides});
      },
      [&] { backlog_text = output::backlog_csv(results); }};
  on_threads(arguments.threads, [&](std::size_t) { in_parallel(0, parts.size(), [&](std::size_t i) { parts[i](); }); });
  backlog.write(backlog_text);
  if (backends)
    backends->write(backends_text);
  manifest.write(manifest_text);
  // Only when all are written, so that a full disk leaves earlier results as they were; the manifest last, so that a
  // folder with a manifest is complete.
  backlog.keep();
  if (backends)
    backends->keep();
  else if (arguments.force)
    output::remove_files(arguments.folder, {output::kBackendsFile});
  summary.keep();
  replications.keep();
  manifest.keep();
  return shown;
}

/// What the campaign's first day has that the usual day, which is run here, has not; nothing where they are the same.
std::string remark_on_campaign(const scenario::Scenario& scenario) {
  if (!scenario.campaign)
    return "";
  const scenario::Campaign& campaign = *scenario.campaign;
  const double demand = campaign.demand[weekday_of(scenario.date)];
  std::vector<std::string> differences;
  if (!is_open(campaign, scenario.date, 0))
    differences.emplace_back("closed hubs");
  else if (demand != 1)
    differences.push_back(fmt::format("a demand of {}", demand));
  if (std::any_of(campaign.deliveries.begin(), campaign.deliveries.end(),
                  [](const scenario::CampaignDelivery& delivery) { return delivery.day == 0; }))
    differences.emplace_back("deliveries of its own");
  if (differences.empty())
    return "";
  return fmt::format("\nThis is the usual day. The campaign's first, which ripresa campaign simulates, has {}.\n",
                     fmt::join(differences, " and "));
}

}  // namespace

ExitStatus run_command(const std::vector<std::string>& command_arguments) {
  auto simulation = read_simulation(run_command_line(), command_arguments, "run", "experiment.replications");
  if (!simulation)
    return ExitStatus::fine;
  const SimulationArguments& arguments = simulation->arguments;
  output::prepare_folder(arguments.folder, output::result_file_names(), arguments.force);

  output::ReplicationsFile replications((fs::path(arguments.folder) / output::kReplicationsFile).string());
  const experiment::Results results = simulate(std::move(simulation->scenario), arguments, replications);
  give_back_memory();
  if (results.replications == 0)
    return end_without_results("the first day was finished");
  const auto verdicts = experiment::judge(results);
  const auto rows = write_results(results, verdicts, arguments, replications);
  return end_with(output::result_screen(results, rows, verdicts) + remark_on_campaign(results.scenario),
                  {results.replications, results.scenario.experiment.replications, "days", results.interrupted},
                  arguments, status_of(verdicts));
}

}  // namespace ripresa::tools
