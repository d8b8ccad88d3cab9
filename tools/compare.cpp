#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "command.hpp"
#include "ripresa/output/comparison.hpp"
#include "ripresa/output/files.hpp"
#include "ripresa/output/result_files.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;

CommandLine compare_command_line() {
  CommandLine line{
      "usage: ripresa compare RUN RUN… [options]\n\n"
      "Compares result folders of ripresa run, each with the first: prints the main differences with their\n"
      "95 % intervals and writes all of them. Runs with the same seed and people are compared pair by pair.\n",
      "exit status: 0 fine · 1 failed · 2 bad use, or runs that cannot be compared\n"
      "example:     ripresa compare out/palazzo-delle-scintille out/palazzo-delle-scintille-waiting\n",
      po::options_description("options")};
  line.visible.add_options()("out", po::value<std::string>()->value_name("FILE")->default_value("comparison.csv"),
                             "file for all differences")("force", "overwrite it when it is there")(
      "quiet,q", "print nothing but errors");
  return line;
}

/// --force is for a comparison made before, not for what it would be made from.
void check_no_part_of(const std::vector<std::string>& runs, const std::string& file) {
  for (const std::string& run : runs)
    for (const std::string& part : output::result_file_names()) {
      std::error_code error;  // where one of the two is not there
      if (std::filesystem::equivalent(file, std::filesystem::path(run) / part, error))
        throw InputError(fmt::format("{} is part of a run that is compared", file), "choose another name with --out");
    }
}

std::vector<output::SavedRun> read_runs(const std::vector<std::string>& folders) {
  std::vector<output::SavedRun> runs;
  for (const std::string& folder : folders) {
    output::SavedRun run = output::read_saved_run(folder);
    // Folders of the same name in different places are told apart by their whole path.
    const bool taken =
        std::any_of(runs.begin(), runs.end(), [&run](const auto& other) { return other.name == run.name; });
    if (taken)
      run.name = run.folder;
    runs.push_back(std::move(run));
  }
  return runs;
}

}  // namespace

ExitStatus compare_command(const std::vector<std::string>& arguments) {
  CommandLine line = compare_command_line();
  po::variables_map values;
  std::vector<std::string> positional;
  if (!parse(line, arguments, values, positional))
    return ExitStatus::fine;
  if (positional.size() < 2)
    throw InputError("compare takes two or more result folders", "see ripresa compare --help");
  const auto file = values["out"].as<std::string>();
  check_no_part_of(positional, file);
  output::prepare_file(file, values.count("force") != 0);
  const auto runs = read_runs(positional);
  const auto rows = output::compare_runs(runs);
  output::write_atomically(file, output::comparison_csv(rows));
  if (values.count("quiet") == 0)
    print_result(output::comparison_screen(runs, rows) + fmt::format("\nAll differences are in {}\n", file));
  return ExitStatus::fine;
}

}  // namespace ripresa::tools
