#include "verdicts.hpp"

#include <fmt/format.h>

#include <algorithm>
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

std::string_view plural(experiment::ScopeKind kind) {
  switch (kind) {
    case experiment::ScopeKind::hub:
      return "hubs";
    case experiment::ScopeKind::health_agency:
      return "health agencies";
    case experiment::ScopeKind::region:
      return "regions";
    case experiment::ScopeKind::group:
      return "groups";
    case experiment::ScopeKind::nation:
    case experiment::ScopeKind::backend:
      break;  // objectives are about one nation, and no backend
  }
  return "";
}

/// "not met on all days by 9 of 12 hubs: Milano (met on 41 % of days), Bergamo (88 %), Como (97 %) and 6 more".
std::string missed_text(const experiment::Verdict& verdict, std::string_view of_what) {
  constexpr std::size_t kNamed = 3;
  const auto& missed = verdict.missed_by;
  std::string text = fmt::format("not met on all {} by {} of {} {}: ", of_what, missed.size(), verdict.scopes,
                                 plural(missed.front().kind));
  for (std::size_t i = 0; i < std::min(kNamed, missed.size()); ++i) {
    const std::string share = percent_beside(missed[i].met.value, verdict.objective.probability);
    text += i == 0 ? fmt::format("{} (met on {} of {})", missed[i].name, share, of_what)
                   : fmt::format(", {} ({})", missed[i].name, share);
  }
  if (missed.size() > kNamed)
    text += fmt::format(" and {} more", missed.size() - kNamed);
  return text;
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
    if (!v.missed_by.empty())
      text += fmt::format("      {}\n", missed_text(v, of_what));
  }
  return text;
}

nlohmann::ordered_json objectives_json(const std::vector<experiment::Verdict>& verdicts) {
  auto all = nlohmann::ordered_json::array();
  for (const auto& verdict : verdicts) {
    auto missed_by = nlohmann::ordered_json::array();
    for (const auto& scope : verdict.missed_by)
      missed_by.push_back({{"scope", to_string(scope.kind)},
                           {"name", scope.name},
                           {"met", scope.met.value},
                           {"lower", scope.met.lower},
                           {"upper", scope.met.upper}});
    all.push_back({{"name", verdict.objective.name},
                   {"measure", verdict.objective.measure},
                   {"probability", verdict.objective.probability},
                   {"met", verdict.met.value},
                   {"lower", verdict.met.lower},
                   {"upper", verdict.met.upper},
                   {"holds", verdict.holds},
                   {"confidence", verdict.confidence},
                   {"scopes", verdict.scopes},
                   {"missed_by", missed_by}});
  }
  return all;
}

}  // namespace ripresa::output
