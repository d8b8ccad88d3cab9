#pragma once

#include <string>

namespace ripresa::output {

/// "0.1.0".
std::string version();

/// Compiler with its version, and build type, for the manifest.
struct BuildInfo {
  std::string compiler, build_type;
};
BuildInfo build_info();

}  // namespace ripresa::output
