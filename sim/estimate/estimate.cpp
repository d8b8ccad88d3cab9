#include "ripresa/estimate/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "ripresa/estimate/fluid_scenario.hpp"

namespace ripresa::estimate {
namespace {

using exact::Flow;
using exact::minutes_of;

/// The curves of a scope; those of a region or the nation are sums.
struct Curves {
  Flow vaccinated, baseline_vaccinated;
  Flow queue, baseline_queue;
};

Curves hub_curves(const scenario::Scenario& scenario, const model::Model& model, std::size_t hub) {
  const auto run = [&](Run which) {
    return exact::run_fluid(fluid_hub(scenario, model, hub, which), scenario.experiment.horizon);
  };
  exact::FluidRun outage = run(Run::outage);
  exact::FluidRun baseline = run(Run::baseline);
  return {std::move(outage.vaccinated), std::move(baseline.vaccinated), std::move(outage.queue),
          std::move(baseline.queue)};
}

Curves added_up(const std::vector<Curves>& hubs, const std::vector<std::size_t>& members) {
  const auto total = [&](Flow Curves::*curve) {
    std::vector<exact::FlowPart> parts;
    parts.reserve(members.size());
    for (const std::size_t hub : members)
      parts.push_back({&(hubs[hub].*curve), 1, {}});
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
  e.caught_up = comes_down(scenario, e.backlog, failure_end, scenario.measures.catch_up_tolerance);
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
  std::vector<Curves> hubs;
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    hubs.push_back(hub_curves(scenario, model, hub));
  Estimate result;
  for (const experiment::Scope& scope : experiment::scopes_of(scenario)) {
    const bool single = scope.kind == experiment::ScopeKind::hub;
    const std::size_t first = scope.hubs.front();
    result.scopes.push_back(
        single ? measure(scenario, hubs[first], failures.by_exposure[model.failures.exposure(first)].end)
               : measure(scenario, added_up(hubs, scope.hubs), failures.end));
    result.scopes.back().scope = scope;
  }
  result.anything_fails = failures.any();
  result.neglects = neglected(scenario);
  return result;
}

}  // namespace ripresa::estimate
