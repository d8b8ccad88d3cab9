#include "scope_views.hpp"

#include <algorithm>

#include "ripresa/observation/backlog.hpp"

namespace ripresa::experiment {
namespace {

using observation::left_served;
using observation::PersonRecord;
using observation::RunRecord;

/// Waiting and time in the hub of those who came once measuring had begun and left served.
void take_persons(const model::Model& model, const RunRecord& record, Keep keep, RunPart& part) {
  // A part that is kept takes no more memory than it needs, for a nation's people come in millions; else there is room
  // for those of later replications too.
  const std::size_t room = keep == Keep::until_next_run ? record.persons.arrival.capacity() : record.persons.size();
  for (auto* times : {&part.waited, &part.sojourned}) {
    times->reserve(room);
    times->resize(record.persons.size());
  }
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

void take_from(Time instant, const std::vector<Time>& times, std::vector<Time>& to) {
  to.assign(std::lower_bound(times.begin(), times.end(), instant), times.end());
}

void take_run(const model::Model& model, const model::HubModel& hub, const RunRecord& record, Keep keep,
              RunPart& part) {
  take_persons(model, record, keep, part);
  part.peak_queue = record.peak_queue;
  part.peak_outdoors = record.peak_outdoors;
  part.counts = record.counts;
  const Time last = record.counts.present > 0 ? model.horizon : record.last_exit;
  part.longest_overtime = std::max(Duration{}, last - hub.closes);
  part.staff_overtime = Duration{};
  for (std::size_t s = 0; s < hub.stations.size(); ++s)
    part.staff_overtime += model::staffed_time(hub.stations[s].staffing, hub.closes, record.stations[s].last_release) +
                           record.stations[s].extra_staffed_late;
}

const RunPart& run_of(const HubPart& part, bool outage) {
  return outage && !part.same ? part.outage : part.baseline;
}

}  // namespace

void take_part(const model::Model& model, const model::HubModel& hub, const RunRecord& outage,
               const RunRecord& baseline, Keep keep, Time vaccinations_from, HubPart& part) {
  part.same = &outage == &baseline;
  take_run(model, hub, baseline, keep, part.baseline);
  if (!part.same)
    take_run(model, hub, outage, keep, part.outage);
  if (keep == Keep::until_next_run)
    return;
  take_from(vaccinations_from, baseline.vaccinations, part.baseline.vaccinations);
  part.baseline.recordings.clear();
  if (part.same)
    return;
  take_from(vaccinations_from, outage.vaccinations, part.outage.vaccinations);
  const Time parting = observation::parting(baseline.recordings, outage.recordings);
  take_from(parting, baseline.recordings, part.baseline.recordings);
  take_from(parting, outage.recordings, part.outage.recordings);
}

RunView hub_view(const RunRecord& record, RunPart& part) {
  part.waited_place = part.waited;
  part.sojourned_place = part.sojourned;
  RunView view;
  view.vaccinations = record.vaccinations;
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

RunView ScopeView::view(const std::vector<std::size_t>& hubs, const std::vector<HubPart>& parts, bool outage) {
  waited_.clear();
  sojourned_.clear();
  RunView view;
  for (const std::size_t hub : hubs) {
    const RunPart& part = run_of(parts[hub], outage);
    waited_.push_back(part.waited);
    sojourned_.push_back(part.sojourned);
    view.counts += part.counts;
    view.longest_overtime = std::max(view.longest_overtime, part.longest_overtime);
    view.staff_overtime += part.staff_overtime;
  }
  view.waited = waited_;
  view.sojourned = sojourned_;
  if (hubs.size() == 1) {
    const RunPart& only = run_of(parts[hubs.front()], outage);
    view.peak_queue = only.peak_queue;
    view.peak_outdoors = only.peak_outdoors;
  }
  return view;
}

std::span<const Time> ScopeView::times(std::vector<Time> RunPart::*of, const std::vector<std::size_t>& hubs,
                                       const std::vector<HubPart>& parts, bool outage, engine::KeySort& sort) {
  times_by_hub_.clear();
  for (const std::size_t hub : hubs)
    times_by_hub_.push_back(run_of(parts[hub], outage).*of);
  sort.merge(times_by_hub_, times_);
  return times_;
}

}  // namespace ripresa::experiment
