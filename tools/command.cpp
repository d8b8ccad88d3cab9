#include "command.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "ripresa/scenario/nearest_name.hpp"

namespace ripresa::tools {

namespace po = boost::program_options;

bool parse(CommandLine& line, const std::vector<std::string>& arguments, po::variables_map& values,
           std::vector<std::string>& positional) {
  line.visible.add_options()("help,h", "show this and do nothing");
  po::options_description all;
  all.add(line.visible).add_options()("positional", po::value<std::vector<std::string>>());
  po::positional_options_description places;
  places.add("positional", -1);
  try {
    po::store(po::command_line_parser(arguments)
                  .options(all)
                  .positional(places)
                  .style(po::command_line_style::default_style & ~po::command_line_style::allow_guessing)
                  .run(),
              values);
    po::notify(values);
  } catch (const po::unknown_option& error) {
    std::vector<std::string> names;
    for (const auto& option : line.visible.options())
      names.push_back("--" + option->long_name());
    throw InputError(fmt::format("there is no option {}", error.get_option_name()),
                     scenario::suggestion(error.get_option_name(), names));
  } catch (const po::error& error) {
    throw InputError(error.what(), "see --help");
  }
  if (values.count("help") != 0) {
    std::ostringstream text;
    text << line.usage << "\n" << line.visible << "\n" << line.afterwards;
    print_result(text.str());
    return false;
  }
  if (values.count("positional") != 0)
    positional = values["positional"].as<std::vector<std::string>>();
  return true;
}

void print_result(const std::string& text) {
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  if (!written && errno != EPIPE)
    throw EnvironmentError(fmt::format("standard output cannot be written: {}", std::strerror(errno)));
}

}  // namespace ripresa::tools
