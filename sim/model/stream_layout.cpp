// The lay-out of a streamed day: what stays the same from replication to replication.

#include <algorithm>
#include <limits>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {
namespace {

/// Whether people go on from the station to one that `is_meant`.
template <class IsMeant>
bool leads_to(const StationModel& station, IsMeant is_meant) {
  return std::any_of(station.onward.begin(), station.onward.end(), [&](const std::vector<Onward>& branches) {
    return std::any_of(branches.begin(), branches.end(), [&](const Onward& onward) {
      return onward.station >= 0 && is_meant(static_cast<std::uint32_t>(onward.station));
    });
  });
}

}  // namespace

void StreamRun::lay_out(std::size_t hub, Admission admission) {
  if (hub == hub_index_ && admission == admission_)
    return;
  admission_ = admission;
  hub_index_ = hub;
  hub_ = &model_->hubs[hub];
  opens_ = hub_->opens.in_microseconds();
  closes_ = hub_->closes.in_microseconds();
  horizon_ = model_->horizon.in_microseconds();
  warm_up_ = model_->warm_up.in_microseconds();
  streams_.resize(hub_->stations.size());
  for (std::uint32_t s = 0; s < streams_.size(); ++s)
    lay_out_station(s);
  lay_out_groups();
  lay_out_units();
}

void StreamRun::lay_out_station(std::uint32_t station) {
  Stream& stream = streams_[station];
  const StationModel& model = hub_->stations[station];
  stream.model = &model;
  const auto ways_in =
      (station == 0 ? 1 : 0) +
      std::count_if(hub_->stations.begin(), hub_->stations.end(), [station](const StationModel& other) {
        return leads_to(other, [station](std::uint32_t next) { return next == station; });
      });
  stream.walked_to = model.walk.has_value();
  stream.direct = station > 0 && !stream.walked_to;
  stream.in_order = ways_in <= 1 && (!stream.walked_to || model.walk->constant_value());
  stream.unlimited = model.staffing.empty() && model.seats == std::numeric_limits<std::int32_t>::max();
  stream.calls = model.steps.size() > 1;
  stream.doses = station == hub_->vaccination_station || station == hub_->recording_station;
  const std::int32_t next = model.onward.front().front().station;
  const bool same_for_all = std::all_of(model.onward.begin(), model.onward.end(), [next](const auto& branches) {
    return branches.size() == 1 && branches.front().station == next;
  });
  stream.next = same_for_all ? next : kVaries;
  stream.stands_alone = !stream.direct && stream.next == -1;
}

void StreamRun::lay_out_groups() {
  groups_.clear();
  std::int32_t limited = -1;
  for (std::uint32_t s = 0; s < streams_.size(); ++s) {
    if (!streams_[s].calls)
      continue;
    const auto& steps = streams_[s].model->steps;
    const bool at_limited_backend = std::any_of(steps.begin(), steps.end(), [this](const Step& step) {
      return step.kind == Step::Kind::call && model_->backends[step.backend].capacity;
    });
    const bool meets_stations = at_limited_backend && admission_ != Admission::by_script;
    if (meets_stations && limited >= 0) {
      groups_[static_cast<std::size_t>(limited)].stations.push_back(s);
      continue;
    }
    if (meets_stations)
      limited = static_cast<std::int32_t>(groups_.size());
    CallingGroup& group = groups_.emplace_back();
    group.stations = {s};
    group.limited = at_limited_backend;
    group.backends.resize(model_->backends.size());
  }
  windowed_group_ = -1;
  if (limited >= 0 &&
      (admission_ == Admission::in_turn || groups_[static_cast<std::size_t>(limited)].stations.size() > 1))
    windowed_group_ = limited;
  for (std::uint32_t s = 0; s < streams_.size(); ++s)
    streams_[s].takes_turns = false;
  if (admission_ == Admission::in_turn && limited >= 0)
    for (const std::uint32_t s : groups_[static_cast<std::size_t>(limited)].stations)
      streams_[s].takes_turns = true;
}

void StreamRun::lay_out_units() {
  for (auto* units : {&early_units_, &between_units_, &late_units_})
    units->clear();
  const auto in_windowed = [&](std::uint32_t s) { return windowed_group_ >= 0 && group_of(s) == windowed_group_; };
  // People only move down the list.
  const auto stations = static_cast<std::uint32_t>(streams_.size());
  for (std::uint32_t s = 0; s < stations; ++s) {
    streams_[s].reached_from_group = false;
    for (std::uint32_t before = 0; before < s; ++before)
      if ((streams_[before].reached_from_group || in_windowed(before)) &&
          leads_to(*streams_[before].model, [s](std::uint32_t next) { return next == s; }))
        streams_[s].reached_from_group = true;
  }
  for (std::uint32_t s = stations; s-- > 0;)
    streams_[s].leads_to_group = leads_to(
        *streams_[s].model, [&](std::uint32_t next) { return in_windowed(next) || streams_[next].leads_to_group; });
  for (std::uint32_t s = 0; s < stations; ++s)
    if (!in_windowed(s))
      (!streams_[s].reached_from_group ? early_units_
       : streams_[s].leads_to_group    ? between_units_
                                       : late_units_)
          .push_back({s, group_of(s)});
}

std::int32_t StreamRun::group_of(std::uint32_t station) const {
  for (std::size_t g = 0; g < groups_.size(); ++g)
    if (std::find(groups_[g].stations.begin(), groups_[g].stations.end(), station) != groups_[g].stations.end())
      return static_cast<std::int32_t>(g);
  return -1;
}

}  // namespace ripresa::model
