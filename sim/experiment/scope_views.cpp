#include "scope_views.hpp"

#include <algorithm>

namespace ripresa::experiment {
namespace {

using observation::left_served;
using observation::PersonRecord;
using observation::RunRecord;

/// Waiting and time in the hub of those who came once measuring had begun and left served.
void take_persons(const model::Model& model, const RunRecord& record, RunPart& part) {
  part.waited.resize(record.persons.size());
  part.sojourned.resize(record.persons.size());
  std::size_t served = 0;
  for (const PersonRecord& person : record.persons) {
    if (!left_served(person) || person.arrival < model.warm_up)
      continue;
    part.waited[served] = person.waited;
    part.sojourned[served++] = person.left - person.arrival - person.away;
  }
  part.waited.resize(served);
  part.sojourned.resize(served);
}

void take_run(const model::Model& model, const model::HubModel& hub, const RunRecord& record, Keep keep,
              RunPart& part) {
  if (keep == Keep::until_next_run)  // the next one may have more people
    for (auto* times : {&part.waited, &part.sojourned})
      times->reserve(record.persons.arrival.capacity());
  take_persons(model, record, part);
  part.counts = record.counts;
  const Time last = record.counts.present > 0 ? model.horizon : record.last_exit;
  part.longest_overtime = std::max(Duration{}, last - hub.closes);
  part.staff_overtime = Duration{};
  for (std::size_t s = 0; s < hub.stations.size(); ++s)
    part.staff_overtime += model::staffed_time(hub.stations[s].staffing, hub.closes, record.stations[s].last_release) +
                           record.stations[s].extra_staffed_late;
  if (keep == Keep::until_next_run)
    return;
  part.vaccinations = record.vaccinations;
  part.recordings = record.recordings;
}

/// The times of all hubs in order. Memory is taken for them alone: a nation's come in millions.
template <class TimesOf>
void gather(const std::vector<std::size_t>& hubs, TimesOf times_of, TimeSort& sort, std::vector<Time>& all) {
  std::size_t size = 0;
  for (const std::size_t hub : hubs)
    size += times_of(hub).size();
  all.clear();
  all.reserve(size);
  for (const std::size_t hub : hubs)
    all.insert(all.end(), times_of(hub).begin(), times_of(hub).end());
  sort(all);
}

}  // namespace

void take_part(const model::Model& model, const model::HubModel& hub, const RunRecord& outage,
               const RunRecord& baseline, Keep keep, HubPart& part) {
  part.same = &outage == &baseline;
  take_run(model, hub, baseline, keep, part.baseline);
  if (!part.same)
    take_run(model, hub, outage, keep, part.outage);
}

RunView hub_view(const RunRecord& record, RunPart& part) {
  part.waited_place = part.waited;
  part.sojourned_place = part.sojourned;
  RunView view;
  view.vaccinations = record.vaccinations;
  view.recordings = record.recordings;
  view.queue = record.series.queue;
  view.outdoors = record.series.outdoors;
  view.peak_queue = record.peak_queue;
  view.peak_outdoors = record.peak_outdoors;
  view.counts = part.counts;
  view.waited = {&part.waited_place, 1};
  view.sojourned = {&part.sojourned_place, 1};
  view.longest_overtime = part.longest_overtime;
  view.staff_overtime = part.staff_overtime;
  return view;
}

void TimeSort::operator()(std::vector<Time>& times) {
  keys_.clear();
  keys_.reserve(times.size());
  for (const Time time : times)
    keys_.push_back(static_cast<std::uint64_t>(time.in_microseconds()));
  sort_(keys_);
  for (std::size_t i = 0; i < times.size(); ++i)
    times[i] = Time::since_midnight(Duration::microseconds(static_cast<std::int64_t>(keys_[i])));
}

RunView ScopeView::view(const std::vector<std::size_t>& hubs, const std::vector<HubPart>& parts, bool outage,
                        TimeSort& sort) {
  const auto part_of = [&](std::size_t hub) -> const RunPart& {
    return outage && !parts[hub].same ? parts[hub].outage : parts[hub].baseline;
  };
  gather(
      hubs, [&](std::size_t hub) -> const auto& { return part_of(hub).vaccinations; }, sort, vaccinations_);
  gather(
      hubs, [&](std::size_t hub) -> const auto& { return part_of(hub).recordings; }, sort, recordings_);
  waited_.clear();
  sojourned_.clear();
  RunView view;
  for (const std::size_t hub : hubs) {
    const RunPart& part = part_of(hub);
    waited_.push_back(part.waited);
    sojourned_.push_back(part.sojourned);
    view.counts += part.counts;
    view.longest_overtime = std::max(view.longest_overtime, part.longest_overtime);
    view.staff_overtime += part.staff_overtime;
  }
  view.vaccinations = vaccinations_;
  view.recordings = recordings_;
  view.waited = waited_;
  view.sojourned = sojourned_;
  return view;
}

}  // namespace ripresa::experiment
