#include "verdicts.hpp"

#include <fmt/format.h>

#include <cmath>

#include "text_columns.hpp"

namespace ripresa::output {
namespace {

/// Rounded down: what is not sure enough is not to look as if it were.
std::string sureness(const experiment::Verdict& verdict) {
  const double whole_percent = std::floor(100 * verdict.confidence);
  return whole_percent > 0 ? fmt::format("the verdict is only {:.0f} % sure", whole_percent)
                           : "it may as well be the other verdict";
}

}  // namespace

std::string verdicts_text(const std::vector<experiment::Verdict>& verdicts, std::string_view of_what) {
  std::string text;
  for (const experiment::Verdict& v : verdicts) {
    const auto share = [&v](double value) { return percent_beside(value, v.objective.probability); };
    text += fmt::format("{} \"{}\": met on {} of {} (95 % interval {} to {}), wanted {}\n", v.holds ? "HOLDS" : "FAILS",
                        v.objective.name, share(v.met.value), of_what, share(v.met.lower), share(v.met.upper),
                        percent(v.objective.probability));
    if (v.confidence < statistics::kConfidence)
      text += fmt::format("      too close to call: {}; run more replications\n", sureness(v));
  }
  return text;
}

nlohmann::ordered_json objectives_json(const std::vector<experiment::Verdict>& verdicts) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& verdict : verdicts)
    all.push_back({{"name", verdict.objective.name},
                   {"measure", verdict.objective.measure},
                   {"probability", verdict.objective.probability},
                   {"met", verdict.met.value},
                   {"lower", verdict.met.lower},
                   {"upper", verdict.met.upper},
                   {"holds", verdict.holds},
                   {"confidence", verdict.confidence}});
  return all;
}

}  // namespace ripresa::output
