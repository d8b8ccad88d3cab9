#include "ripresa/output/version.hpp"

namespace ripresa::output {

std::string version() {
  return RIPRESA_VERSION;
}

BuildInfo build_info() {
  return {RIPRESA_COMPILER, RIPRESA_BUILD_TYPE};
}

}  // namespace ripresa::output
