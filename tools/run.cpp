#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <filesystem>
#include <optional>

#include "command.hpp"
#include "progress_line.hpp"
#include "ripresa/experiment/objectives.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/experiment/summary.hpp"
#include "ripresa/output/files.hpp"
#include "ripresa/output/result_files.hpp"
#include "ripresa/output/screen.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

std::atomic<bool> stop_requested = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch what needs no lock");

void request_stop(int) {
  stop_requested = true;
}

struct RunArguments {
  std::string scenario_file;
  std::string folder;
  std::vector<scenario::Override> overrides;
  int threads = 0;
  bool force = false, quiet = false, progress = true;
};

CommandLine command_line() {
  CommandLine line{
      "usage: ripresa run SCENARIO [options]\n\n"
      "Simulates the scenario's day many times, each time also without its failures, prints what the\n"
      "outage did and writes backlog.csv, backends.csv, summary.csv, replications.csv and manifest.json.\n",
      "exit status: 0 fine · 1 failed · 2 bad use or input · 3 an objective does not hold · 130 interrupted,\n"
      "             with what was finished saved\n"
      "example:     ripresa run scenarios/palazzo-delle-scintille.toml --set failure.0.to=16:00:00 --out out/longer\n",
      po::options_description("options")};
  line.visible.add_options()("out", po::value<std::string>()->value_name("DIR"),
                             "folder for the results (out/ and the scenario's name)")(
      "replications", po::value<std::string>()->value_name("N"), "days to simulate, instead of the scenario's")(
      "seed", po::value<std::string>()->value_name("S"), "seed of the random numbers, instead of the scenario's")(
      "threads", po::value<int>()->value_name("T"), "threads to use (one a core); the results are the same")(
      "set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
      "change a value of the scenario, e.g. failure.0.to=16:00:00 or hub.0.station.registration.servers=66")(
      "force", "overwrite results that are there")("quiet,q", "print nothing but errors")("no-progress",
                                                                                          "no progress line");
  return line;
}

RunArguments read_arguments(const po::variables_map& values, const std::vector<std::string>& positional) {
  if (positional.size() != 1)
    throw InputError("run takes one scenario", "see ripresa run --help");
  RunArguments arguments;
  arguments.scenario_file = positional.front();
  arguments.folder = values.count("out") != 0 ? values["out"].as<std::string>()
                                              : "out/" + fs::path(arguments.scenario_file).stem().string();
  if (values.count("set") != 0)
    for (const auto& text : values["set"].as<std::vector<std::string>>())
      arguments.overrides.push_back(scenario::parse_override(text));
  for (const char* key : {"replications", "seed"})
    if (values.count(key) != 0)
      arguments.overrides.push_back({fmt::format("experiment.{}", key), values[key].as<std::string>()});
  if (values.count("threads") != 0) {
    arguments.threads = values["threads"].as<int>();
    if (arguments.threads < 1 || arguments.threads > 4096)
      throw InputError(fmt::format("--threads {} is out of range", arguments.threads), "write 1 to 4096");
  }
  arguments.force = values.count("force") != 0;
  arguments.quiet = values.count("quiet") != 0;
  arguments.progress = !arguments.quiet && values.count("no-progress") == 0;
  return arguments;
}

experiment::Results simulate(const scenario::Scenario& scenario, const RunArguments& arguments,
                             experiment::ReplicationSink& sink) {
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  ProgressLine line(arguments.progress);
  experiment::RunOptions options;
  options.threads = arguments.threads;
  options.stop_requested = &stop_requested;
  options.sink = &sink;
  options.progress = [&line](std::size_t finished, std::size_t all) { line.update(finished, all); };
  return run_experiment(scenario, options);
}

void write_results(const experiment::Results& results, const std::vector<experiment::SummaryRow>& rows,
                   const std::vector<experiment::Verdict>& verdicts, const RunArguments& arguments,
                   output::ReplicationsFile& replications) {
  const auto path = [&arguments](const char* file) { return (fs::path(arguments.folder) / file).string(); };
  output::NewFile backlog(path(output::kBacklogFile));
  backlog.write(output::backlog_csv(results));
  std::optional<output::NewFile> backends;
  if (!results.scenario.backends.empty()) {
    backends.emplace(path(output::kBackendsFile));
    backends->write(output::backends_csv(results));
  }
  output::NewFile summary(path(output::kSummaryFile));
  summary.write(output::summary_csv(rows));
  output::NewFile manifest(path(output::kManifestFile));
  manifest.write(output::manifest_json(results, verdicts, {arguments.scenario_file, arguments.overrides}));
  // Only when all are written, so that a full disk leaves earlier results as they were; the manifest last, so that a
  // folder with a manifest is complete.
  backlog.keep();
  if (backends)
    backends->keep();
  summary.keep();
  replications.keep();
  manifest.keep();
}

bool all_hold(const std::vector<experiment::Verdict>& verdicts) {
  return std::all_of(verdicts.begin(), verdicts.end(), [](const auto& verdict) { return verdict.holds; });
}

}  // namespace

ExitStatus run_command(const std::vector<std::string>& command_arguments) {
  CommandLine line = command_line();
  po::variables_map values;
  std::vector<std::string> positional;
  if (!parse(line, command_arguments, values, positional))
    return ExitStatus::fine;
  const RunArguments arguments = read_arguments(values, positional);
  const scenario::Scenario scenario =
      scenario::read_scenario(arguments.scenario_file, arguments.overrides, experiment::objective_measures());
  output::prepare_folder(arguments.folder, output::result_file_names(), arguments.force);

  output::ReplicationsFile replications((fs::path(arguments.folder) / output::kReplicationsFile).string());
  const experiment::Results results = simulate(scenario, arguments, replications);
  if (results.replications == 0) {
    fmt::print(stderr, "interrupted before the first day was finished; nothing is written\n");
    return ExitStatus::interrupted;
  }
  const auto rows = experiment::summarise(results);
  const auto verdicts = experiment::judge(results);
  write_results(results, rows, verdicts, arguments, replications);
  if (!arguments.quiet)
    print_result(output::result_screen(results, rows, verdicts) +
                 fmt::format("\nResults are in {}/\n", arguments.folder));
  if (results.interrupted) {
    fmt::print(stderr, "interrupted after {} of {} days; these are saved\n", results.replications,
               scenario.experiment.replications);
    return ExitStatus::interrupted;
  }
  return all_hold(verdicts) ? ExitStatus::fine : ExitStatus::objective_missed;
}

}  // namespace ripresa::tools
