#include "backend_remarks.hpp"
#include "command.hpp"
#include "duty_remarks.hpp"
#include "ripresa/experiment/objectives.hpp"
#include "supply_remarks.hpp"
#include "unused_remarks.hpp"

namespace ripresa::tools {

namespace po = boost::program_options;

ExitStatus check_command(const std::vector<std::string>& arguments) {
  CommandLine line{
      "usage: ripresa check SCENARIO [--set KEY=VALUE]…\n\n"
      "Reads the scenario, reports every error in it with its place and remedy, and prints it\n"
      "with every default filled in, then, as remarks, what each failure takes down and where. Runs nothing.\n",
      "exit status: 0 no error · 1 failed · 2 bad use, or errors in the scenario\n"
      "example:     ripresa check scenarios/palazzo-delle-scintille.toml\n",
      po::options_description("options")};
  line.visible.add_options()("set", po::value<std::vector<std::string>>()->value_name("KEY=VALUE"),
                             "change a value of the scenario, e.g. failure.0.to=16:00:00");
  po::variables_map values;
  std::vector<std::string> positional;
  if (!parse(line, arguments, values, positional))
    return ExitStatus::fine;
  if (positional.size() != 1)
    throw InputError("check takes one scenario", "see ripresa check --help");
  const scenario::Scenario scenario =
      scenario::read_scenario(positional.front(), overrides_of(values), experiment::objective_measures());
  print_result(scenario::resolved_toml(scenario) + backend_remarks(scenario) + duty_remarks(scenario) +
               supply_remarks(scenario) + unused_remarks(scenario));
  return ExitStatus::fine;
}

}  // namespace ripresa::tools
