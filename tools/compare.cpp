#include "command.hpp"
namespace ripresa::tools {
ExitStatus compare_command(const std::vector<std::string>&) {
  throw InputError("x");
}
}  // namespace ripresa::tools
