#pragma once

// What every command of the program is made of.

#include <boost/program_options.hpp>
#include <string>
#include <vector>

#include "ripresa/base/error.hpp"
#include "ripresa/scenario/read.hpp"

namespace ripresa::tools {

struct Command {
  const char* name;
  const char* summary;  // one line for the list of commands
  ExitStatus (*run)(const std::vector<std::string>& arguments);
};

ExitStatus run_command(const std::vector<std::string>& arguments);
ExitStatus campaign_command(const std::vector<std::string>& arguments);
ExitStatus risk_command(const std::vector<std::string>& arguments);
ExitStatus check_command(const std::vector<std::string>& arguments);
ExitStatus import_command(const std::vector<std::string>& arguments);
ExitStatus compare_command(const std::vector<std::string>& arguments);
ExitStatus measures_command(const std::vector<std::string>& arguments);
ExitStatus estimate_command(const std::vector<std::string>& arguments);
ExitStatus verify_command(const std::vector<std::string>& arguments);

/// The options of a command as it prints and parses them. Positional arguments go to the hidden option `positional`.
struct CommandLine {
  const char* usage;       // first lines of --help
  const char* afterwards;  // last lines of --help
  boost::program_options::options_description visible;
};

/// Parses the arguments; positional ones into `positional`. Prints the help and returns false when --help is among
/// them. Throws InputError for what is wrong with them, with the nearest valid option.
bool parse(CommandLine& line, const std::vector<std::string>& arguments, boost::program_options::variables_map& values,
           std::vector<std::string>& positional);

/// The values of --set, which may be given as often as needed. Throws InputError for one that is none.
std::vector<scenario::Override> overrides_of(const boost::program_options::variables_map& values);

/// The value of --threads; 0, one a core, without it. Throws InputError for one out of range.
int threads_of(const boost::program_options::variables_map& values);

/// Prints results. A closed pipe or terminal is no error: whoever reads has had enough. Throws EnvironmentError when
/// the system refuses otherwise.
void print_result(const std::string& text);

/// Gives memory that has been freed back to the system: a nation's files take much themselves, and that of its days
/// need not be held beside them.
void give_back_memory();

/// Says something on standard error; nothing where that is closed.
void tell(const std::string& text);

}  // namespace ripresa::tools
