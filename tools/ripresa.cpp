// The program: finds the command, runs it, and turns what goes wrong into an exit status.

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iterator>
#include <new>
#include <stdexcept>
#include <string_view>

#include "command.hpp"
#include "ripresa/output/version.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace {

using namespace ripresa;
using tools::Command;

constexpr Command kCommands[] = {
    {"run", "simulate a scenario and write its results", tools::run_command},
    {"campaign", "simulate a campaign of many days", tools::campaign_command},
    {"risk", "what failures at random cost a campaign, and what availability it takes", tools::risk_command},
    {"check", "read a scenario, report every error, print it with all defaults", tools::check_command},
    {"estimate", "tell at once what to expect, by the fluid model", tools::estimate_command},
    {"import", "make a hub table and a scenario from doses a day", tools::import_command},
    {"compare", "compare the results of two or more runs", tools::compare_command},
    {"verify", "hold the simulator against exact answers", tools::verify_command},
    {"measures", "list every measure with its unit and definition", tools::measures_command},
};

std::string help() {
  std::string text =
      "ripresa — what an IT outage does to the queues of a vaccination campaign\n\n"
      "usage: ripresa COMMAND …\n\ncommands:\n";
  for (const Command& command : kCommands)
    text += fmt::format("  {:<10}{}\n", command.name, command.summary);
  return text +
         "\n`ripresa COMMAND --help` tells more of each; `ripresa --version` the version.\n\n"
         "exit status: 0 fine · 1 failed · 2 bad use or input · 3 an objective does not hold · 130 interrupted\n";
}

ExitStatus dispatch(std::vector<std::string> arguments) {
  if (arguments.empty()) {
    tools::tell(help());
    return ExitStatus::bad_input;
  }
  std::string name = arguments.front();
  arguments.erase(arguments.begin());
  if (name == "--version" || name == "-V") {
    tools::print_result(fmt::format("ripresa {}\n", output::version()));
    return ExitStatus::fine;
  }
  if (name == "help" && !arguments.empty()) {
    name = arguments.front();
    arguments = {"--help"};
  } else if (name == "--help" || name == "-h" || name == "help") {
    tools::print_result(help());
    return ExitStatus::fine;
  }
  const auto* command = std::find_if(std::begin(kCommands), std::end(kCommands),
                                     [&name](const Command& known) { return name == known.name; });
  if (command == std::end(kCommands)) {
    std::vector<std::string> names;
    for (const Command& known : kCommands)
      names.emplace_back(known.name);
    throw InputError(fmt::format("there is no command '{}'", name), scenario::suggestion(name, names));
  }
  return command->run(arguments);
}

/// One ladder from what went wrong to the exit status.
ExitStatus guarded(const std::vector<std::string>& arguments) {
  try {
    return dispatch(arguments);
  } catch (const InputError& error) {
    tools::tell(fmt::format("{}\n", error.what()));
    return ExitStatus::bad_input;
  } catch (const EnvironmentError& error) {
    tools::tell(fmt::format("error: {}\n", error.what()));
  } catch (const std::bad_alloc&) {
    tools::tell("error: out of memory; use fewer replications or a longer measures.step\n");
  } catch (const std::exception& error) {
    tools::tell(
        fmt::format("error: {}\nThis is a fault of Ripresa; please report it with the scenario.\n", error.what()));
  }
  return ExitStatus::failed;
}

/// Results must not get the descriptor of a closed standard stream: what is said there would be written into them.
/// What is put in its place refuses to be read or written like the closed one.
void occupy_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(stream, F_GETFD) < 0)
      ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/// Threads or memory that cannot be had are exceptions that oneTBB lets nobody catch. Says so without memory of its
/// own.
[[noreturn]] void end_for_want_of_threads() {
  constexpr std::string_view kText =
      "error: no further thread or memory is to be had; use fewer --threads, or allow more of either\n";
  try {
    if (const auto thrown = std::current_exception())
      std::rethrow_exception(thrown);
  } catch (const std::logic_error&) {
    std::abort();
  } catch (...) {
    // Who reads standard error may be gone.
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kText.data(), kText.size());
    std::_Exit(static_cast<int>(ExitStatus::failed));
  }
  std::abort();
}

}  // namespace

int main(int argc, char** argv) {
  occupy_closed_streams();
  // Writing to a closed pipe, or beyond the largest file allowed, then fails where it happens, instead of ending the
  // program before its files are saved or removed.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  std::set_terminate(end_for_want_of_threads);
  return static_cast<int>(guarded({argv + 1, argv + argc}));
}
