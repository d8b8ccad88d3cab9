#include "ripresa/model/backend_timeline.hpp"

#include <algorithm>

namespace ripresa::model {

std::uint32_t changes_before_midnight(const BackendTimeline& timeline) {
  const auto first = std::partition_point(timeline.begin(), timeline.end(),
                                          [](const BackendChange& change) { return change.at < Time{}; });
  return static_cast<std::uint32_t>(first - timeline.begin());
}

BackendTimeline from_midnight_on(const BackendTimeline& timeline) {
  const auto first = std::find_if(timeline.begin(), timeline.end(), [](const BackendChange& change) {
    return change.at > Time{} || (change.at == Time{} && change.state != BackendState{});
  });
  return {first, timeline.end()};
}

BackendState state_at(const BackendTimeline& timeline, Time instant) {
  const auto after = std::upper_bound(timeline.begin(), timeline.end(), instant,
                                      [](Time t, const BackendChange& change) { return t < change.at; });
  return after == timeline.begin() ? BackendState{} : std::prev(after)->state;
}

Time next_loss(const BackendTimeline& timeline, Time instant) {
  auto change = std::upper_bound(timeline.begin(), timeline.end(), instant,
                                 [](Time t, const BackendChange& other) { return t < other.at; });
  bool up = change == timeline.begin() || std::prev(change)->state.up;
  for (; change != timeline.end(); ++change) {
    if (up && !change->state.up)
      return change->at;
    up = change->state.up;
  }
  return Time::never();
}

namespace {

template <class Counts>
std::vector<Interval> intervals(const BackendTimeline& timeline, Counts counts) {
  std::vector<Interval> all;
  for (const BackendChange& change : timeline) {
    if (!all.empty() && all.back().to == Time::never())
      all.back().to = change.at;
    if (counts(change.state))
      all.push_back({change.at, Time::never()});
  }
  return all;
}

}  // namespace

std::vector<Interval> down_intervals(const BackendTimeline& timeline) {
  return intervals(timeline, [](const BackendState& state) { return !state.up; });
}

std::vector<Interval> unsound_intervals(const BackendTimeline& timeline) {
  return intervals(timeline, [](const BackendState& state) { return state != BackendState{}; });
}

}  // namespace ripresa::model
