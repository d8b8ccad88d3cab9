#include <fmt/format.h>

#include <iterator>
#include <vector>

#include "command.hpp"
#include "ripresa/experiment/campaign.hpp"
#include "ripresa/experiment/measure.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;

struct Infos {
  std::vector<experiment::MeasureInfo> infos;
};

template <class Groups>
std::string section(const char* title, const Groups& groups) {
  std::string text = fmt::format("{}\n", title);
  for (const auto& group : groups)
    for (const auto& info : group.infos)
      fmt::format_to(std::back_inserter(text), "  {:<26}{:<20}{}\n", info.name, info.unit, info.meaning);
  return text;
}

}  // namespace

ExitStatus measures_command(const std::vector<std::string>& arguments) {
  CommandLine line{
      "usage: ripresa measures\n\n"
      "Lists every measure with its unit and definition.\n",
      "exit status: 0 fine · 1 failed · 2 bad use\n"
      "example:     ripresa measures\n",
      po::options_description("options")};
  po::variables_map values;
  std::vector<std::string> positional;
  if (!parse(line, arguments, values, positional))
    return ExitStatus::fine;
  if (!positional.empty())
    throw InputError("measures takes no arguments", "see ripresa measures --help");
  print_result(
      section("Of the outage and of the baseline; objectives look at the outage:", experiment::run_measures()) +
      section("\nOf the two together; objectives may name them:", experiment::twin_measures()) +
      section("\nOf each station, outage and baseline; in summary.csv:", experiment::station_measures()) +
      section("\nOf each supply, outage and baseline; in summary.csv:", experiment::supply_measures()) +
      section("\nOf each backend, outage and baseline; in summary.csv:", experiment::backend_measures()) +
      section("\nOf each backend, of the two together; in summary.csv:", experiment::backend_twin_measures()) +
      section("\nOf a campaign, outage and baseline; its objectives look at the outage:",
              std::vector<Infos>{{experiment::campaign_run_measures()}}) +
      section("\nOf a campaign and its twin together; its objectives may name them:",
              std::vector<Infos>{{experiment::campaign_twin_measures()}}));
  return ExitStatus::fine;
}

}  // namespace ripresa::tools
