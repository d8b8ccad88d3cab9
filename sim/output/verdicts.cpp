#include "verdicts.hpp"

#include <fmt/format.h>

#include "text_columns.hpp"

namespace ripresa::output {

std::string verdicts_text(const std::vector<experiment::Verdict>& verdicts, std::string_view of_what) {
  std::string text;
  for (const experiment::Verdict& v : verdicts) {
    text += fmt::format("{} \"{}\": met on {} of {} (95 % interval {} to {}), wanted {}\n", v.holds ? "HOLDS" : "FAILS",
                        v.objective.name, percent(v.met.value), of_what, percent(v.met.lower), percent(v.met.upper),
                        percent(v.objective.probability));
    const bool close = v.met.lower < v.objective.probability && v.objective.probability < v.met.upper;
    if (close)
      text += fmt::format("      too close to call: the verdict is {} sure; run more replications\n",
                          percent(v.confidence));
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
