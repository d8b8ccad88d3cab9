// The local cache of a station whose backend does not answer.

#include <algorithm>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;
using scenario::UnderWay;

/// Those whose services have stalled are served out of the cache, where the rule for work under way allows it and as
/// long as there is room.
void HubRun::settle_offline(std::uint32_t station, BackendQueues& queues) {
  Station& s = stations_[station];
  const OfflineModel& offline = *hub_->stations[station].offline;
  if (offline.under_way != UnderWay::finish) {
    const auto room = static_cast<std::size_t>(std::max(0, offline.persons - s.in_cache));
    const auto end = s.held.begin() + static_cast<std::ptrdiff_t>(std::min(room, s.held.size()));
    const std::vector<std::uint32_t> settled(s.held.begin(), end);
    s.held.erase(s.held.begin(), end);
    for (const std::uint32_t person : settled) {
      Person& p = persons_[person];
      stop_calling(person, queues);
      call_of(p).stalled = false;
      const Duration left = offline.under_way == UnderWay::restart ? begin_anew(person) : rest_of_work(person);
      end_wait(p);
      p.served = Mode::offline;
      ++s.in_cache;
      begin_work(person, left, queues);
    }
  }
  give_up_full_cache(station, queues);
}

/// A cache that can hold no more is of no use: the next response's turn.
void HubRun::give_up_full_cache(std::uint32_t station, BackendQueues& queues) {
  if (stations_[station].response.mode() == Mode::offline &&
      stations_[station].in_cache >= hub_->stations[station].offline->persons)
    give_up_response(station, queues);
}

/// The person has been served out of the cache.
void HubRun::cache_record(std::uint32_t person) {
  Person& p = persons_[person];
  const bool of_dose = !dose_is_counted(p);
  p.cached = static_cast<std::uint8_t>(p.cached + (of_dose ? 1 : 0));
  stations_[p.station].cache.push_back(of_dose ? person : person | kNotOfDose);
  if (!stations_[p.station].response.backend_lost())
    sync(p.station);
}

/// Begins to store the cached records in the backend, or goes on with it: all at once, or one each gap from a gap after
/// now. The rate stands for the load on the backend; no single calls are made.
void HubRun::sync(std::uint32_t station) {
  Station& s = stations_[station];
  const Duration gap = hub_->stations[station].offline->sync_gap;
  if (gap == Duration{}) {
    while (!s.cache.empty() && !s.response.backend_lost())
      sync_next(station);
  } else if (!s.syncing && !s.cache.empty()) {
    s.syncing = true;
    schedule_change(now_ + gap, Phase::progress, {Kind::sync, station, 0});
  }
}

void HubRun::sync_next(std::uint32_t station) {
  Station& s = stations_[station];
  if (s.response.backend_lost() || s.cache.empty())
    return;
  const std::uint32_t record = s.cache.pop_front();
  --s.in_cache;
  if ((record & kNotOfDose) == 0)
    put_on_record(record, &Person::cached);
}

}  // namespace ripresa::model
