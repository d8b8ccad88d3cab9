#include "ripresa/base/text_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ripresa/base/error.hpp"

namespace ripresa {

std::string read_text_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    throw InputError({{path, 0, 0, "is a folder", "name a file in it"}});
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  // An empty file is left alone: to insert nothing counts as a failure.
  if (file && file.peek() != std::ifstream::traits_type::eof())
    text << file.rdbuf();
  if (!file.is_open() || file.bad() || !text)
    throw InputError({{path, 0, 0, fmt::format("cannot be read: {}", std::strerror(errno)), "check the path"}});
  return text.str();
}

}  // namespace ripresa
