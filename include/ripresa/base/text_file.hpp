#pragma once

#include <string>

namespace ripresa {

/// The whole text of a file. Throws InputError with the path and the system's reason.
std::string read_text_file(const std::string& path);

}  // namespace ripresa
