#include <fmt/format.h>

#include <algorithm>
#include <boost/uuid/detail/sha1.hpp>

#include "manifest_head.hpp"
#include "ripresa/output/version.hpp"
#include "verdicts.hpp"

namespace ripresa::output {
namespace {

std::string sha1_of(const std::string& text) {
  boost::uuids::detail::sha1 sha1;
  sha1.process_bytes(text.data(), text.size());
  unsigned int words[5];
  sha1.get_digest(words);
  return fmt::format("{:08x}{:08x}{:08x}{:08x}{:08x}", words[0], words[1], words[2], words[3], words[4]);
}

/// What decides who comes: two runs with this and the seed in common have the same people. Each hub's are its own,
/// whatever its place in the scenario.
std::string people_hash(const scenario::Scenario& scenario) {
  scenario::Scenario demand;
  demand.date = scenario.date;
  demand.classes = scenario.classes;
  demand.experiment.horizon = scenario.experiment.horizon;
  for (const auto& hub : scenario.hubs) {
    scenario::Hub who;
    who.name = hub.name;
    who.opens = hub.opens;
    who.closes = hub.closes;
    who.appointments = hub.appointments;
    who.walk_ins = hub.walk_ins;
    scenario::Station anywhere;
    anywhere.service.resize(scenario.classes.size());
    anywhere.next.resize(scenario.classes.size());
    who.stations = {anywhere};
    demand.hubs.push_back(who);
  }
  std::sort(demand.hubs.begin(), demand.hubs.end(),
            [](const scenario::Hub& a, const scenario::Hub& b) { return a.name < b.name; });
  return sha1_of(scenario::resolved_toml(demand));
}

Json hubs_json(const scenario::Scenario& scenario) {
  Json hubs = Json::array();
  for (const auto& hub : scenario.hubs) {
    Json stations = Json::array();
    for (const auto& station : hub.stations)
      stations.push_back(station.name);
    hubs.push_back({{"name", hub.name}, {"region", hub.region}, {"stations", stations}});
  }
  return hubs;
}

Json precision_json(const experiment::Results& results) {
  const auto& precision = results.scenario.experiment.until_precise;
  if (!precision)
    return {};
  return {{"measures", precision->measures},
          {"relative_half_width", precision->relative_half_width},
          {"reached", results.precise}};
}

}  // namespace

Json manifest_head(std::string_view command, const scenario::Scenario& scenario, const RunIdentity& identity) {
  Json overrides = Json::array();
  for (const auto& change : identity.overrides)
    overrides.push_back(change.key + "=" + change.value);
  const BuildInfo build = build_info();
  return {{"program", "ripresa"},
          {"version", version()},
          {"build", {{"compiler", build.compiler}, {"type", build.build_type}}},
          {"command", command},
          {"title", scenario.title},
          {"scenario_file", identity.scenario_file},
          {"options", {{"set", overrides}}},
          {"seed", scenario.experiment.seed}};
}

std::string manifest_text(const Json& manifest) {
  return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<std::string> result_file_names() {
  return {kBacklogFile, kBackendsFile, kSummaryFile, kReplicationsFile, kManifestFile};
}

std::string manifest_json(const experiment::Results& results, const std::vector<experiment::Verdict>& verdicts,
                          const RunIdentity& identity) {
  const scenario::Scenario& scenario = results.scenario;
  const std::string resolved = scenario::resolved_toml(scenario);
  Json scopes = Json::array();
  for (const auto& scope : results.layout.scopes)
    scopes.push_back({{"scope", experiment::to_string(scope.scope.kind)}, {"name", scope.scope.name}});
  Json manifest = manifest_head("run", scenario, identity);
  manifest.update({{"scenario_sha1", sha1_of(resolved)},
                   {"people_sha1", people_hash(scenario)},
                   {"replications",
                    {{"asked", scenario.experiment.replications},
                     {"finished", results.replications},
                     {"until_precise", precision_json(results)}}},
                   {"interrupted", results.interrupted},
                   {"date", iso_date(scenario.date)},
                   {"time_zone", scenario.time_zone},
                   {"grid",
                    {{"first", iso_local_time(scenario.date, results.layout.grid.first)},
                     {"step_seconds", results.layout.grid.step.in_seconds()},
                     {"points", results.layout.grid.points}}},
                   {"horizon", iso_local_time(scenario.date, scenario.experiment.horizon)},
                   {"warm_up", scenario.experiment.warm_up > Time{}
                                   ? Json(iso_local_time(scenario.date, scenario.experiment.warm_up))
                                   : Json()},
                   {"failure_end",
                    results.failure_end > Time{} ? Json(iso_local_time(scenario.date, results.failure_end)) : Json()},
                   {"catch_up",
                    {{"tolerance_persons", scenario.measures.catch_up_tolerance},
                     {"tolerance_share", scenario.measures.catch_up_tolerance_share},
                     {"hold_minutes", scenario.measures.catch_up_hold.in_minutes()}}},
                   {"hubs", hubs_json(scenario)},
                   {"scopes", scopes},
                   {"objectives", objectives_json(verdicts)},
                   {"resolved_scenario", resolved}});
  return manifest_text(manifest);
}

}  // namespace ripresa::output
