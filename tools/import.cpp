#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "command.hpp"
#include "import_sites.hpp"
#include "ripresa/output/files.hpp"
#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::tools {
namespace {

namespace po = boost::program_options;
namespace fs = std::filesystem;

constexpr const char* kDateOfTables = "2021-12-15";

CommandLine import_command_line() {
  CommandLine line{
      "usage: ripresa import italy-opendata DIR --date DATE --out DIR [options]\n"
      "       ripresa import table FILE --out DIR [options]\n\n"
      "Makes a hub table and a scenario around it, hubs.csv and scenario.toml, from doses a day:\n"
      "  italy-opendata  the folder of Italy's open vaccination data\n"
      "  table           a CSV file with the columns name and doses, and as wanted region, health_agency,\n"
      "                  sites (how many share the doses) and system (part of the template's name)\n",
      "exit status: 0 fine · 1 failed · 2 bad use, or bad rows: all are listed and nothing is written\n"
      "example:     ripresa import table scenarios/hubs/italy-2021-12-15-areas.csv --date 2021-12-15 --out out/italy\n",
      po::options_description("options")};
  line.visible.add_options()("date", po::value<std::string>()->value_name("DATE"),
                             fmt::format("the day (of a table {})", kDateOfTables).c_str())(
      "out", po::value<std::string>()->value_name("DIR"), "folder for the two files")(
      "exponent", po::value<double>()->value_name("E")->default_value(0.7, "0.7"),
      "sites of an area share its doses as 1 / rank^E; 0: equally")("force", "overwrite what is there");
  return line;
}

Date read_date(const std::string& text) {
  if (const auto date = parse_iso_date(text))
    return *date;
  throw InputError(fmt::format("--date {} is not a date", text), "write it like 2021-12-15");
}

void write_files(const ImportedFiles& files, const fs::path& folder) {
  output::NewFile hubs((folder / "hubs.csv").string());
  hubs.write(files.hub_table);
  output::NewFile scenario((folder / "scenario.toml").string());
  scenario.write(files.scenario);
  // Only when both are written, so that a full disk leaves earlier ones as they were.
  hubs.keep();
  scenario.keep();
}

}  // namespace

ExitStatus import_command(const std::vector<std::string>& arguments) {
  CommandLine line = import_command_line();
  po::variables_map values;
  std::vector<std::string> positional;
  if (!parse(line, arguments, values, positional))
    return ExitStatus::fine;
  if (positional.size() != 2)
    throw InputError("import takes a format and a source", "see ripresa import --help");
  const std::vector<std::string> formats = {"italy-opendata", "table"};
  const std::string& format = positional.front();
  if (std::find(formats.begin(), formats.end(), format) == formats.end())
    throw InputError(fmt::format("there is no format '{}'", format), scenario::suggestion(format, formats));
  const bool italy = format == formats.front();
  if (values.count("out") == 0 || (italy && values.count("date") == 0))
    throw InputError(values.count("out") == 0 ? "--out is missing" : "--date is missing", "see ripresa import --help");
  const double exponent = values["exponent"].as<double>();
  if (!(exponent >= 0 && exponent <= 3))
    throw InputError(fmt::format("--exponent {} is out of range", exponent), "write 0 to 3");
  const Date date = read_date(values.count("date") != 0 ? values["date"].as<std::string>() : kDateOfTables);
  const auto files =
      imported_files(italy ? italy_sites(positional[1], date, exponent) : table_sites(positional[1], exponent), date);

  const fs::path folder = values["out"].as<std::string>();
  output::prepare_folder(folder.string(), {"hubs.csv", "scenario.toml"}, values.count("force") != 0);
  write_files(files, folder);
  if (files.without_doses > 0)
    tell(fmt::format("{} of {} sites got no doses and make no hub\n", files.without_doses, files.sites));
  print_result(fmt::format("{}\n{}\n", (folder / "hubs.csv").string(), (folder / "scenario.toml").string()));
  return ExitStatus::fine;
}

}  // namespace ripresa::tools
