#include "simulation_arguments.hpp"

#include <fmt/format.h>

#include <csignal>
#include <filesystem>

#include "ripresa/experiment/objectives.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;

std::atomic<bool> stop = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch what needs no lock");

void request_stop(int) {
  stop = true;
}

SimulationArguments read_arguments(const po::variables_map& values, const std::vector<std::string>& positional,
                                   const std::string& command, const std::string& replications_key) {
  if (positional.size() != 1)
    throw InputError(command + " takes one scenario", fmt::format("see ripresa {} --help", command));
  SimulationArguments arguments;
  arguments.scenario_file = positional.front();
  arguments.folder = values.count("out") != 0 ? values["out"].as<std::string>()
                                              : "out/" + std::filesystem::path(arguments.scenario_file).stem().string();
  arguments.overrides = overrides_of(values);
  if (values.count("replications") != 0)
    arguments.overrides.push_back({replications_key, values["replications"].as<std::string>(), "--replications"});
  if (values.count("seed") != 0)
    arguments.overrides.push_back({"experiment.seed", values["seed"].as<std::string>(), "--seed"});
  arguments.threads = threads_of(values);
  arguments.force = values.count("force") != 0;
  arguments.quiet = values.count("quiet") != 0;
  arguments.progress = !arguments.quiet && values.count("no-progress") == 0;
  return arguments;
}

}  // namespace

const std::atomic<bool>& stop_requested() {
  std::signal(SIGINT, request_stop);
  std::signal(SIGTERM, request_stop);
  // nohup has the closing of the terminal ignored.
  if (std::signal(SIGHUP, request_stop) == SIG_IGN)
    std::signal(SIGHUP, SIG_IGN);
  return stop;
}

void add_simulation_options(CommandLine& line, const std::string& what) {
  const std::string replications = fmt::format("{} to simulate, instead of the scenario's", what);
  line.visible.add_options()("out", po::value<std::string>()->value_name("DIR"),
                             "folder for the results (out/ and the scenario's name)")(
      "replications", po::value<std::string>()->value_name("N"), replications.c_str())(
      "seed", po::value<std::string>()->value_name("S"), "seed of the random numbers, instead of the scenario's")(
      "threads", po::value<int>()->value_name("T"), "threads to use (one a core); the results are the same")(
      "set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
      "change a value of the scenario, e.g. failure.0.to=16:00:00 or hub.0.station.registration.servers=66")(
      "force", "overwrite results that are there")("quiet,q", "print nothing but errors")("no-progress",
                                                                                          "no progress line");
}

std::optional<Simulation> read_simulation(CommandLine line, const std::vector<std::string>& command_arguments,
                                          const std::string& command, const std::string& replications_key) {
  po::variables_map values;
  std::vector<std::string> positional;
  if (!parse(line, command_arguments, values, positional))
    return std::nullopt;
  const SimulationArguments arguments = read_arguments(values, positional, command, replications_key);
  return Simulation{arguments, scenario::read_scenario(arguments.scenario_file, arguments.overrides,
                                                       experiment::objective_measures())};
}

experiment::RunOptions run_options(const SimulationArguments& arguments, ProgressLine& line) {
  experiment::RunOptions options;
  options.threads = arguments.threads;
  options.stop_requested = &stop_requested();
  options.scratch_folder = arguments.folder;
  options.progress = [&line](std::size_t finished, std::size_t all) { line.update(finished, all); };
  return options;
}

ExitStatus end_with(const std::string& screen, const Simulated& simulated, const SimulationArguments& arguments,
                    ExitStatus status) {
  if (!arguments.quiet)
    print_result(screen + fmt::format("\nResults are in {}/\n", arguments.folder));
  if (!simulated.interrupted)
    return status;
  tell(fmt::format("interrupted after {} of {} {}; these are saved\n", simulated.finished, simulated.wanted,
                   simulated.what));
  return ExitStatus::interrupted;
}

ExitStatus end_without_results(const std::string& interrupted_before) {
  tell(fmt::format("interrupted before {}; nothing is written\n", interrupted_before));
  return ExitStatus::interrupted;
}

}  // namespace ripresa::tools
