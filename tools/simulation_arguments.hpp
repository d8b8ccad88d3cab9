#pragma once

// The options that all commands that simulate have in common.

#include <algorithm>
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "command.hpp"
#include "progress_line.hpp"
#include "ripresa/experiment/run_experiment.hpp"
#include "ripresa/scenario/read.hpp"

namespace ripresa::tools {

struct SimulationArguments {
  std::string scenario_file;
  std::string folder;
  std::vector<scenario::Override> overrides;
  int threads = 0;
  bool force = false, quiet = false, progress = true;
};

/// `what` is simulated, in the plural: "days".
void add_simulation_options(CommandLine& line, const std::string& what);

/// What a command that simulates is to do.
struct Simulation {
  SimulationArguments arguments;
  scenario::Scenario scenario;
};

/// Reads the command's arguments and its scenario; nothing when only help was asked for. `replications_key`: the
/// scenario's key that --replications stands for. Throws InputError for what is wrong with either.
std::optional<Simulation> read_simulation(CommandLine line, const std::vector<std::string>& command_arguments,
                                          const std::string& command, const std::string& replications_key);

/// For the library. `line` shows the progress, and must outlive the run.
experiment::RunOptions run_options(const SimulationArguments& arguments, ProgressLine& line);

template <class Verdicts>
ExitStatus status_of(const Verdicts& verdicts) {
  const bool all_hold =
      std::all_of(verdicts.begin(), verdicts.end(), [](const auto& verdict) { return verdict.holds; });
  return all_hold ? ExitStatus::fine : ExitStatus::objective_missed;
}

/// How far a command that simulates came.
struct Simulated {
  std::size_t finished = 0;
  int wanted = 0;
  std::string what;  // in the plural: "days"
  bool interrupted = false;
};

/// The end of a command whose results are written: prints them, unless it is to be quiet, and tells of an interruption.
/// `status` is that of a command that was not interrupted.
ExitStatus end_with(const std::string& screen, const Simulated& simulated, const SimulationArguments& arguments,
                    ExitStatus status);

/// The end of a command without results: "the first day was finished" is what it did not come to.
ExitStatus end_without_results(const std::string& interrupted_before);

/// Set once the user or the system asks the program to stop, from the first call on.
const std::atomic<bool>& stop_requested();

}  // namespace ripresa::tools
