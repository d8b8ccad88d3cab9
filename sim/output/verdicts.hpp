#pragma once

// Internal to output: how objectives came out, for people and for manifests.

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "ripresa/experiment/objectives.hpp"

namespace ripresa::output {

/// A line an objective, and one more each where the verdict is not sure and where it is about several scopes, which did
/// not all meet it. `of_what` was simulated, in the plural: "days".
std::string verdicts_text(const std::vector<experiment::Verdict>& verdicts, std::string_view of_what);

nlohmann::ordered_json objectives_json(const std::vector<experiment::Verdict>& verdicts);

}  // namespace ripresa::output
