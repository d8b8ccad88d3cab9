#include "ripresa/output/risk_files.hpp"

#include <fmt/format.h>

#include <cmath>

#include "manifest_head.hpp"

namespace ripresa::output {
namespace {

using experiment::kAddedLosses;
using experiment::kLosses;
using experiment::losses;
using experiment::RiskResults;
using experiment::RiskStratum;

}  // namespace

std::vector<std::string> risk_file_names() {
  return {kExceedanceFile, kAvailabilityFile, kRiskFailuresFile, kRiskSummaryFile, kRiskManifestFile};
}

std::string exceedance_csv(const RiskResults& results) {
  CsvWriter csv;
  for (const char* label : {"measure", "unit", "loss", "probability", "lower", "upper"})
    csv.text(label);
  csv.end_row();
  for (std::size_t loss = 0; loss < kLosses; ++loss)
    for (const auto& point : results.curves[loss]) {
      csv.text(losses()[loss].name);
      csv.text(losses()[loss].unit);
      for (const double value : {point.loss, point.probability.value, point.probability.lower, point.probability.upper})
        csv.number(value);
      csv.end_row();
    }
  return csv.str();
}

std::string availability_csv(const RiskResults& results) {
  CsvWriter csv;
  for (const char* label : {"stretch", "availability", "failures"})
    csv.text(label);
  for (std::size_t loss = 0; loss < kAddedLosses; ++loss)
    csv.text(fmt::format("{}_expected", losses()[loss].name));
  for (const auto& verdict : results.verdicts)
    csv.text(fmt::format("met: {}", verdict.objective.name));
  csv.end_row();
  for (const auto& point : results.availability) {
    for (const double value : {point.stretch, point.availability, point.failures})
      csv.number(value);
    for (const double expected : point.expected)
      csv.number(expected);
    for (const double met : point.met)
      csv.number(met);
    csv.end_row();
  }
  return csv.str();
}

std::string risk_failures_csv(const RiskResults& results) {
  CsvWriter csv;
  for (const char* label :
       {"failure", "hubs", "from_hour", "to_hour", "shortest_min", "longest_min", "weight", "from", "length_min"})
    csv.text(label);
  for (std::size_t loss = 0; loss < kAddedLosses; ++loss)
    csv.text(losses()[loss].name);
  csv.text("behind_at_end");
  csv.end_row();
  for (const RiskStratum& stratum : results.strata)
    for (const auto& failure : stratum.simulated) {
      csv.text(results.scenario.random_failures[stratum.failure].name);
      csv.text(stratum.open ? "open" : "closed");
      for (const double value :
           {stratum.from_hour, stratum.to_hour, stratum.shortest.in_minutes(), stratum.longest.in_minutes(),
            stratum.probability / static_cast<double>(stratum.simulated.size())})
        csv.number(value);
      csv.text(iso_local_time(results.scenario.date, failure.from));
      csv.number(failure.length.in_minutes());
      for (const double loss : failure.losses)
        csv.number(loss);
      csv.integer(failure.behind.empty() ? 0 : failure.behind.back());
      csv.end_row();
    }
  return csv.str();
}

std::string risk_manifest_json(const RiskResults& results, const RunIdentity& identity) {
  const scenario::Scenario& scenario = results.scenario;
  Json objectives = Json::array();
  for (const auto& verdict : results.verdicts)
    objectives.push_back(
        {{"name", verdict.objective.name},
         {"measure", verdict.objective.measure},
         {"probability", verdict.objective.probability},
         {"met", verdict.met.value},
         {"lower", verdict.met.lower},
         {"upper", verdict.met.upper},
         {"holds", verdict.holds},
         {"availability_needed", std::isnan(verdict.availability) ? Json() : Json(verdict.availability)},
         {"availability_needed_or_less", verdict.or_less}});
  Json manifest = manifest_head("risk", scenario, identity);
  manifest.update(
      {{"campaigns", scenario.campaign->risk.campaigns},
       {"strata", results.strata.size()},
       {"failures_each", {{"asked", scenario.campaign->risk.failures_each}, {"finished", results.failures_each}}},
       {"undisturbed_campaigns", scenario.campaign->target_doses ? Json(scenario.campaign->risk.undisturbed) : Json()},
       {"interrupted", results.interrupted},
       {"objectives", objectives},
       {"objectives_not_judged", results.not_judged},
       {"resolved_scenario", scenario::resolved_toml(scenario)}});
  return manifest_text(manifest);
}

}  // namespace ripresa::output
