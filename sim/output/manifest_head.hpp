#pragma once

// Internal to output: what every manifest begins with.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "ripresa/output/result_files.hpp"

namespace ripresa::output {

using Json = nlohmann::ordered_json;

/// What made the results: program, version, build, command, scenario, options and seed.
Json manifest_head(std::string_view command, const scenario::Scenario& scenario, const RunIdentity& identity);

/// A manifest as text. The name of a file need not be UTF-8: what is not becomes U+FFFD.
std::string manifest_text(const Json& manifest);

}  // namespace ripresa::output
