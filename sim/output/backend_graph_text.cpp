#include "ripresa/output/backend_graph_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <vector>

#include "ripresa/model/backend_graph.hpp"
#include "ripresa/model/failures.hpp"

namespace ripresa::output {
namespace {

using model::BackendTimeline;
using scenario::Dependency;
using scenario::DependencyGroup;
using scenario::FailureWindow;
using scenario::Scenario;

std::string instant_text(Time time) {
  if (time == Time::never())
    return "the end";
  const std::int64_t seconds = time.in_microseconds() / 1'000'000;
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

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
    parts.push_back(fmt::format("down {} to {}", instant_text(down.from), instant_text(down.to)));
  const auto slowed = std::find_if(timeline.begin(), timeline.end(), [](const auto& change) {
    return change.state.up && change.state != model::BackendState{};
  });
  if (slowed != timeline.end())
    parts.push_back(
        fmt::format("degraded {} to {}", instant_text(slowed->at),
                    timeline.back().state == model::BackendState{} ? instant_text(timeline.back().at) : "the end"));
  return fmt::format("{}", fmt::join(parts, ", "));
}

bool calls(const scenario::Hub& hub, std::size_t backend) {
  return std::any_of(hub.stations.begin(), hub.stations.end(), [backend](const auto& station) {
    return std::any_of(station.calls.begin(), station.calls.end(),
                       [backend](const auto& call) { return call.backend == backend; });
  });
}

/// The hubs that call the backend and feel a failure of that scope: by name while they are few, else by region.
std::string places_text(const Scenario& scenario, std::size_t backend, const std::vector<std::size_t>& scope) {
  std::vector<std::string> names;
  std::map<std::string, int> by_region;
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    if (model::hits_hub(scope, hub) && calls(scenario.hubs[hub], backend)) {
      names.push_back(scenario.hubs[hub].name);
      ++by_region[scenario.hubs[hub].region];
    }
  if (names.empty())
    return "no hub calls it there";
  if (names.size() <= 5)
    return fmt::format("{}", fmt::join(names, ", "));
  std::vector<std::string> regions;
  regions.reserve(by_region.size());
  for (const auto& [region, hubs] : by_region)
    regions.push_back(fmt::format("{} of {}", hubs, region.empty() ? "no region" : region));
  return fmt::format("{} hubs: {}", names.size(), fmt::join(regions, ", "));
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
    for (const auto& failure : s_.random_failures)
      write_random(failure);
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { fmt::format_to(std::back_inserter(out_), "# {}\n", text); }

  void write_window(std::size_t index) {
    const FailureWindow& window = s_.failures[index];
    line(fmt::format("Failure {} of {}, {} to {}, by itself:", index, s_.backends[window.backend].name,
                     instant_text(window.from), instant_text(window.to)));
    const auto timelines = graph_.timelines(std::span(&window, 1));
    for (std::size_t backend = 0; backend < timelines.size(); ++backend)
      if (!timelines[backend].empty())
        line(fmt::format("  {}: {}; {}", s_.backends[backend].name, effect_text(timelines[backend]),
                         places_text(s_, backend, window.hubs)));
  }

  void write_random(const scenario::RandomFailure& failure) {
    line(fmt::format("Random failure '{}' may take with it:", failure.name));
    for (std::size_t backend = 0; backend < s_.backends.size(); ++backend) {
      const auto& below = graph_.below(backend);
      if (std::any_of(failure.backends.begin(), failure.backends.end(), [&below](std::size_t failing) {
            return std::binary_search(below.begin(), below.end(), failing);
          }))
        line(fmt::format("  {}; {}", s_.backends[backend].name, places_text(s_, backend, failure.hubs)));
    }
  }

  const Scenario& s_;
  model::BackendGraph graph_;
  std::string out_;
};

}  // namespace

std::string backend_graph_text(const Scenario& scenario) {
  return Text(scenario).text();
}

}  // namespace ripresa::output
