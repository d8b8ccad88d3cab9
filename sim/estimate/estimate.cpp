#include "ripresa/estimate/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "fluid_scenario.hpp"

namespace ripresa::estimate {
namespace {

using exact::Flow;
using exact::minutes_of;

/// The curves of a scope; those of a region or the nation are sums.
struct Curves {
  Flow vaccinated, baseline_vaccinated;
  Flow queue, baseline_queue;
};

Curves hub_curves(const scenario::Scenario& scenario, const exact::FluidHub& outage_hub,
                  const exact::FluidHub& baseline_hub) {
  exact::FluidRun outage = exact::run_fluid(outage_hub, scenario.experiment.horizon);
  exact::FluidRun baseline = exact::run_fluid(baseline_hub, scenario.experiment.horizon);
  return {std::move(outage.vaccinated), std::move(baseline.vaccinated), std::move(outage.queue),
          std::move(baseline.queue)};
}

/// Hubs that differ in nothing but where they are, and at which the same fails, have the same curves.
struct AllCurves {
  std::vector<Curves> distinct;
  std::vector<std::size_t> of_hub;
  Averaged averaged;  // at one of them
};

/// A figure that hubs that are alike have in common, to find them by.
double people_in(const scenario::Hub& hub) {
  double people = 0;
  for (const auto& block : hub.appointments.blocks)
    people += block.persons;
  for (const auto& piece : hub.walk_ins.pieces)
    people += piece.persons_per_hour;
  return people;
}

AllCurves all_curves(const scenario::Scenario& scenario, const model::Model& model) {
  AllCurves all;
  std::multimap<std::pair<std::size_t, double>, std::pair<scenario::Hub, std::size_t>> known;
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub) {
    scenario::Hub nameless = scenario.hubs[hub];
    nameless.name = nameless.region = nameless.health_agency = "";
    const std::pair key(model.failures.exposure(hub), people_in(nameless));
    const auto [first, last] = known.equal_range(key);
    const auto same = std::find_if(first, last, [&](const auto& entry) { return entry.second.first == nameless; });
    all.of_hub.push_back(same == last ? all.distinct.size() : same->second.second);
    if (same != last)
      continue;
    known.emplace(key, std::pair(std::move(nameless), all.distinct.size()));
    const exact::FluidHub outage = fluid_hub(scenario, model, hub, Run::outage);
    all.averaged |= averaged(outage);
    all.distinct.push_back(hub_curves(scenario, outage, fluid_hub(scenario, model, hub, Run::baseline)));
  }
  return all;
}

Curves added_up(const AllCurves& hubs, const std::vector<std::size_t>& members) {
  std::map<std::size_t, double> how_many;
  for (const std::size_t hub : members)
    how_many[hubs.of_hub[hub]] += 1;
  const auto total = [&](Flow Curves::*curve) {
    std::vector<exact::FlowPart> parts;
    parts.reserve(how_many.size());
    for (const auto& [which, count] : how_many)
      parts.push_back({&(hubs.distinct[which].*curve), count, {}});
    return exact::sum(parts);
  };
  return {total(&Curves::vaccinated), total(&Curves::baseline_vaccinated), total(&Curves::queue),
          total(&Curves::baseline_queue)};
}

std::optional<Time> comes_down(const scenario::Scenario& scenario, const Flow& backlog, Time failure_end,
                               double persons) {
  const auto at = exact::comes_down(backlog, {minutes_of(failure_end), persons, scenario.measures.catch_up_hold,
                                              minutes_of(scenario.experiment.horizon)});
  return at ? std::optional(exact::time_of(*at)) : std::nullopt;
}

ScopeEstimate measure(const scenario::Scenario& scenario, const Curves& curves, Time failure_end) {
  ScopeEstimate e;
  const exact::Minutes horizon = minutes_of(scenario.experiment.horizon);
  e.failure_end = failure_end;
  e.queue = curves.queue;
  e.backlog = exact::sum({{&curves.baseline_vaccinated, 1, {}}, {&curves.vaccinated, -1, {}}});
  e.peak_queue = exact::peak_total(curves.queue);
  e.baseline_peak_queue = exact::peak_total(curves.baseline_queue);
  e.peak_backlog = exact::peak_total(e.backlog);
  e.backlog_at_failure_end_persons = exact::total_until(e.backlog, minutes_of(failure_end));
  e.vaccinated_persons = exact::total_until(curves.vaccinated, horizon);
  e.baseline_vaccinated_persons = exact::total_until(curves.baseline_vaccinated, horizon);
  const double tolerance = std::max(scenario.measures.catch_up_tolerance,
                                    scenario.measures.catch_up_tolerance_share * e.baseline_vaccinated_persons);
  e.caught_up = comes_down(scenario, e.backlog, failure_end, tolerance);
  e.cleared = comes_down(scenario, e.backlog, failure_end, 0);
  // From the worst to nothing, or to the horizon.
  const exact::Minutes from{std::max(e.peak_backlog.at.value, minutes_of(failure_end).value)};
  const exact::Minutes to = e.cleared ? minutes_of(*e.cleared) : horizon;
  if (from < to)
    e.recovery_persons_per_minute =
        (exact::total_until(e.backlog, from) - exact::total_until(e.backlog, to)) / (to.value - from.value);
  return e;
}

}  // namespace

Estimate estimate(const scenario::Scenario& scenario) {
  const model::Model model = model::build_model(scenario);
  const model::Failures& failures = model.failures.fixed();
  const AllCurves hubs = all_curves(scenario, model);
  Estimate result;
  for (const experiment::Scope& scope : experiment::scopes_of(scenario)) {
    const bool single = scope.kind == experiment::ScopeKind::hub;
    const Time failure_end = whole(model.failures.periods_of(failures, scope.hubs)).end;
    result.scopes.push_back(measure(
        scenario, single ? hubs.distinct[hubs.of_hub[scope.hubs.front()]] : added_up(hubs, scope.hubs), failure_end));
    result.scopes.back().scope = scope;
  }
  result.anything_fails = failures.any();
  result.neglects = neglected(scenario, hubs.averaged);
  return result;
}

}  // namespace ripresa::estimate
