#pragma once

#include <string>

namespace ripresa::output {

/// "0.1.0".
std::string version();

/// Compiler, its version, build type and standard, for the manifest.
struct BuildInfo {
  std::string compiler, build_type;
};
BuildInfo build_info();

}  // namespace ripresa::output
