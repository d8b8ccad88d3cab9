#include "backend_remarks.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>
#include <variant>
#include <vector>

#include "remark_text.hpp"
#include "ripresa/model/backend_graph.hpp"
#include "ripresa/model/failures.hpp"

namespace ripresa::tools {
namespace {

using model::BackendTimeline;
using scenario::Dependency;
using scenario::DependencyGroup;
using scenario::FailureWindow;
using scenario::Scenario;

std::string members_text(const Scenario& scenario, const std::vector<Dependency>& members);

std::string group_text(const Scenario& scenario, const DependencyGroup& group) {
  const std::string members = members_text(scenario, group.members);
  if (group.needed == group.members.size())
    return fmt::format("all of ({})", members);
  const Duration takes = group.detection + group.failover;
  return fmt::format("{} of {} ({}; taken over within {:g} s)", group.needed, group.members.size(), members,
                     takes.in_seconds());
}

std::string members_text(const Scenario& scenario, const std::vector<Dependency>& members) {
  std::vector<std::string> texts;
  for (const Dependency& member : members)
    if (const auto* group = std::get_if<DependencyGroup>(&member.on))
      texts.push_back(group_text(scenario, *group));
    else
      texts.push_back(scenario.backends[std::get<std::size_t>(member.on)].name);
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// When the backend is down or degraded, in one line.
std::string effect_text(const BackendTimeline& timeline) {
  std::vector<std::string> parts;
  for (const auto& down : model::down_intervals(timeline))
    parts.push_back(fmt::format("down {} to {}", clock_text(down.from), clock_text(down.to)));
  const auto slowed = std::find_if(timeline.begin(), timeline.end(), [](const auto& change) {
    return change.state.up && change.state != model::BackendState{};
  });
  if (slowed != timeline.end())
    parts.push_back(
        fmt::format("degraded {} to {}", clock_text(slowed->at),
                    timeline.back().state == model::BackendState{} ? clock_text(timeline.back().at) : "the end"));
  return fmt::format("{}", fmt::join(parts, ", "));
}

/// Whether the hub's work depends on the backend by itself: a station calls it, or a mitigation watches it.
bool needs(const scenario::Hub& hub, std::size_t backend) {
  const auto calls = [backend](const scenario::Station& station) {
    return std::any_of(station.calls.begin(), station.calls.end(),
                       [backend](const auto& call) { return call.backend == backend; });
  };
  const auto watches = [backend](const scenario::Mitigation& mitigation) {
    const auto* down = std::get_if<scenario::BackendDown>(&mitigation.when);
    return down && down->backend == backend;
  };
  return std::any_of(hub.stations.begin(), hub.stations.end(), calls) ||
         std::any_of(hub.mitigations.begin(), hub.mitigations.end(), watches);
}

/// The hubs that need the backend and feel a failure of that scope.
std::vector<std::size_t> hubs_in_need(const Scenario& scenario, std::size_t backend,
                                      const std::vector<std::size_t>& scope) {
  std::vector<std::size_t> hubs;
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    if (model::hits_hub(scope, hub) && needs(scenario.hubs[hub], backend))
      hubs.push_back(hub);
  return hubs;
}

/// Whether the failure makes calls slower by a factor.
bool multiplies_latency(const scenario::Severity& severity, const scenario::Recovery& recovery) {
  const auto* degraded = std::get_if<scenario::Degraded>(&severity);
  return (degraded && degraded->latency_factor > 1) || recovery.latency_factor > 1 ||
         recovery.cold_cache_latency_factor > 1;
}

/// When the last day ends that is simulated.
Time simulated_until(const Scenario& scenario) {
  const std::int64_t days_after_first = scenario.campaign ? scenario.campaign->days - 1 : 0;
  return scenario.experiment.horizon + Duration::hours(24 * days_after_first);
}

/// Whether some hub feels failures of either scope.
bool share_hubs(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  return a.empty() || std::any_of(a.begin(), a.end(), [&b](std::size_t hub) { return model::hits_hub(b, hub); });
}

class Text {
 public:
  explicit Text(const Scenario& scenario) : s_(scenario), graph_(scenario.backends) {}

  std::string text() {
    if (s_.backends.empty())
      return "";
    out_ += '\n';
    line("Backends:");
    for (const auto& backend : s_.backends)
      line(backend.depends_on.empty()
               ? fmt::format("  {} rests on nothing", backend.name)
               : fmt::format("  {} rests on {}", backend.name, members_text(s_, backend.depends_on)));
    for (std::size_t i = 0; i < s_.failures.size(); ++i)
      write_window(i);
    for (std::size_t second = 1; second < s_.failures.size(); ++second)
      for (std::size_t first = 0; first < second; ++first)
        write_overlap(first, second);
    for (const auto& failure : s_.random_failures)
      write_random(failure);
    return std::move(out_);
  }

 private:
  void line(std::string text) { out_ += remark(std::move(text)); }

  void write_window(std::size_t index) {
    const FailureWindow& window = s_.failures[index];
    line(fmt::format("Failure {} of {}, {} to {}, by itself:", index, s_.backends[window.backend].name,
                     clock_text(window.from), clock_text(window.to)));
    const auto timelines = graph_.timelines(std::span(&window, 1));
    bool noticed = false;
    for (std::size_t backend = 0; backend < timelines.size(); ++backend)
      if (!timelines[backend].empty())
        noticed = write_affected(backend, ": " + effect_text(timelines[backend]), window.hubs) || noticed;
    if (!noticed)
      line("  no hub notices it: none needs what fails");
    write_no_latency({window.backend}, window.severity, window.recovery);
    write_end(window);
  }

  /// Whether a hub needs the backend.
  bool write_affected(std::size_t backend, const std::string& effect, const std::vector<std::size_t>& scope) {
    const auto hubs = hubs_in_need(s_, backend, scope);
    line(fmt::format("  {}{}; {}", s_.backends[backend].name, effect,
                     hubs.empty() ? "no hub calls it there" : places_text(s_, hubs)));
    return !hubs.empty();
  }

  void write_no_latency(const std::vector<std::size_t>& failing, const scenario::Severity& severity,
                        const scenario::Recovery& recovery) {
    if (!multiplies_latency(severity, recovery))
      return;
    for (std::size_t backend = 0; backend < s_.backends.size(); ++backend)
      if (scenario::mean_of(s_.backends[backend].latency) > Duration{} && rests_on_any(backend, failing))
        return;
    line("  multiplies the latency of nothing: no backend that it reaches has any");
  }

  void write_end(const FailureWindow& window) {
    const Time end = simulated_until(s_);
    if (window.from >= end)
      line(fmt::format("  begins after what is simulated, which ends at {}", clock_text(end)));
    else if (window.to > end)
      line(fmt::format("  goes on after what is simulated, which ends at {}", clock_text(end)));
  }

  /// How overlapping windows act together, backend by backend, is told by none of them by itself.
  void write_overlap(std::size_t first, std::size_t second) {
    const FailureWindow& a = s_.failures[first];
    const FailureWindow& b = s_.failures[second];
    const Time from = std::max(a.from, b.from);
    const Time to = std::min(a.to, b.to);
    if (from >= to || !share_hubs(a.hubs, b.hubs))
      return;
    std::vector<std::string> reached;
    for (std::size_t backend = 0; backend < s_.backends.size(); ++backend)
      if (rests_on(backend, a.backend) && rests_on(backend, b.backend))
        reached.push_back(s_.backends[backend].name);
    if (!reached.empty())
      line(fmt::format("Failures {} and {} overlap, {} to {}: both reach {}", first, second, clock_text(from),
                       clock_text(to), fmt::join(reached, ", ")));
  }

  bool rests_on(std::size_t backend, std::size_t on) const {
    const auto& below = graph_.below(backend);
    return std::binary_search(below.begin(), below.end(), on);
  }

  bool rests_on_any(std::size_t backend, const std::vector<std::size_t>& failing) const {
    return std::any_of(failing.begin(), failing.end(), [&](std::size_t on) { return rests_on(backend, on); });
  }

  void write_random(const scenario::RandomFailure& failure) {
    line(fmt::format("Random failure '{}' may take with it:", failure.name));
    bool noticed = false;
    for (std::size_t backend = 0; backend < s_.backends.size(); ++backend)
      if (rests_on_any(backend, failure.backends))
        noticed = write_affected(backend, "", failure.hubs) || noticed;
    if (!noticed)
      line("  no hub notices it: none needs what fails");
    write_no_latency(failure.backends, failure.severity, failure.recovery);
  }

  const Scenario& s_;
  model::BackendGraph graph_;
  std::string out_;
};

}  // namespace

std::string backend_remarks(const Scenario& scenario) {
  return Text(scenario).text();
}

}  // namespace ripresa::tools
