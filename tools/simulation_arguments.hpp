#pragma once

// The options that all commands that simulate have in common.

#include <atomic>
#include <string>
#include <vector>

#include "command.hpp"
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

/// `replications_key`: the scenario's key that --replications stands for. Throws InputError for what is wrong.
SimulationArguments read_simulation_arguments(const boost::program_options::variables_map& values,
                                              const std::vector<std::string>& positional, const std::string& command,
                                              const std::string& replications_key);

/// Set once the user or the system asks the program to stop, from the first call on.
const std::atomic<bool>& stop_requested();

}  // namespace ripresa::tools
