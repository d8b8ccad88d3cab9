#include "command.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sstream>

#include "ripresa/scenario/nearest_name.hpp"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace ripresa::tools {

namespace po = boost::program_options;

namespace {

/// The library takes whatever follows for an option's value, and where that was forgotten the next option.
void require_values(const po::parsed_options& parsed) {
  for (const auto& option : parsed.options)
    if (const auto& tokens = option.original_tokens; tokens.size() > 1 && tokens[1].rfind("--", 0) == 0)
      throw InputError(fmt::format("the required argument for option '{}' is missing", tokens[0]),
                       fmt::format("if it is to be '{0}': {1}={0}", tokens[1], tokens[0]));
}

}  // namespace

bool parse(CommandLine& line, const std::vector<std::string>& arguments, po::variables_map& values,
           std::vector<std::string>& positional) {
  line.visible.add_options()("help,h", "show this and do nothing");
  po::options_description all;
  all.add(line.visible).add_options()("positional", po::value<std::vector<std::string>>());
  po::positional_options_description places;
  places.add("positional", -1);
  try {
    const auto parsed = po::command_line_parser(arguments)
                            .options(all)
                            .positional(places)
                            .style(po::command_line_style::default_style & ~po::command_line_style::allow_guessing)
                            .run();
    require_values(parsed);
    po::store(parsed, values);
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

namespace {

/// Whether standard output is a character device, as terminals are even after they were closed.
bool prints_to_terminal() {
  struct stat status {};
  return ::fstat(STDOUT_FILENO, &status) == 0 && S_ISCHR(status.st_mode);
}

}  // namespace

std::vector<scenario::Override> overrides_of(const boost::program_options::variables_map& values) {
  std::vector<scenario::Override> overrides;
  if (values.count("set") != 0)
    for (const auto& text : values["set"].as<std::vector<std::string>>())
      overrides.push_back(scenario::parse_override(text));
  return overrides;
}

int threads_of(const boost::program_options::variables_map& values) {
  if (values.count("threads") == 0)
    return 0;
  const int threads = values["threads"].as<int>();
  if (threads < 1 || threads > 4096)
    throw InputError(fmt::format("--threads {} is out of range", threads), "write 1 to 4096");
  return threads;
}

void print_result(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
    return;
  const int error = errno;
  const bool reader_gone = error == EPIPE || (error == EIO && prints_to_terminal());
  if (!reader_gone)
    throw EnvironmentError(fmt::format("standard output cannot be written: {}", std::strerror(error)));
}

void give_back_memory() {
#if defined(__GLIBC__)
  ::malloc_trim(0);
#endif
}

void tell(const std::string& text) {
  std::fputs(text.c_str(), stderr);
}

}  // namespace ripresa::tools
