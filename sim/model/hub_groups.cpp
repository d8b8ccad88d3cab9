#include "hub_groups.hpp"

#include <algorithm>
#include <optional>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {
namespace {

/// Sets of hubs that grow together (Galler and Fischer 1964, Communications of the ACM 7): each member points towards
/// the first hub of its set.
class HubSets {
 public:
  explicit HubSets(std::size_t hubs) : towards_first_(hubs) {
    for (std::size_t hub = 0; hub < hubs; ++hub)
      towards_first_[hub] = hub;
  }

  std::size_t first(std::size_t hub) {
    while (towards_first_[hub] != hub)
      hub = towards_first_[hub] = towards_first_[towards_first_[hub]];
    return hub;
  }

  void join(std::size_t a, std::size_t b) {
    const std::size_t first_a = first(a);
    const std::size_t first_b = first(b);
    towards_first_[std::max(first_a, first_b)] = std::min(first_a, first_b);
  }

 private:
  std::vector<std::size_t> towards_first_;
};

bool sends_people_on(const scenario::Hub& hub) {
  return std::any_of(hub.stations.begin(), hub.stations.end(), [](const scenario::Station& station) {
    return std::any_of(station.on_failure.begin(), station.on_failure.end(), [](const scenario::Response& response) {
      return std::holds_alternative<scenario::Divert>(response.how);
    });
  });
}

/// Nobody calls before being worked on.
bool works_first(const HubModel& hub) {
  return std::all_of(hub.stations.begin(), hub.stations.end(), [](const StationModel& station) {
    return station.steps.empty() || station.steps.front().kind == Step::Kind::work;
  });
}

}  // namespace

std::vector<HubGroup> hub_groups(const scenario::Scenario& scenario, const Model& model) {
  HubSets sets(scenario.hubs.size());
  std::vector<std::optional<std::size_t>> first_caller(scenario.backends.size());
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    for (const auto& station : scenario.hubs[hub].stations)
      for (const auto& call : station.calls)
        for (const std::size_t backend : model.failures.graph().below(call.backend))
          if (!scenario.backends[backend].capacity)
            continue;
          else if (first_caller[backend])
            sets.join(*first_caller[backend], hub);
          else
            first_caller[backend] = hub;
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub)
    if (sends_people_on(scenario.hubs[hub]))
      for (const scenario::Nearby& near : scenario.hubs[hub].nearby)
        sets.join(hub, near.hub);
  std::vector<HubGroup> groups;
  std::vector<std::size_t> group_of(scenario.hubs.size());
  for (std::size_t hub = 0; hub < scenario.hubs.size(); ++hub) {
    const std::size_t first = sets.first(hub);
    if (first == hub) {
      group_of[hub] = groups.size();
      groups.emplace_back();
    }
    HubGroup& group = groups[group_of[first]];
    group.hubs.push_back(hub);
    group.meets_failures = group.meets_failures || model.hubs[hub].meets_failures;
    for (const StationModel& station : model.hubs[hub].stations)
      for (const std::uint32_t backend : station.called)
        if (const auto& capacity = model.backends[backend].capacity)
          group.meets_events = group.meets_events || !capacity->spaced_only;
  }
  for (HubGroup& group : groups) {
    const auto all_hubs = [&group](auto holds) { return std::all_of(group.hubs.begin(), group.hubs.end(), holds); };
    const bool nothing_but_calls =
        all_hubs([&](std::size_t hub) { return !sends_people_on(scenario.hubs[hub]) && works_first(model.hubs[hub]); });
    group.meets_at_calls = nothing_but_calls && !group.meets_events;
    group.streamable = (nothing_but_calls || group.hubs.size() == 1) &&
                       all_hubs([&model](std::size_t hub) { return streamable(model, hub); });
    group.solo = group.streamable && group.hubs.size() > 1;
  }
  return groups;
}

}  // namespace ripresa::model
