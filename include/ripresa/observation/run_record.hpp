#pragma once

// What one run of one hub lets out: plain arrays and counts, filled while the run goes. Measures are computed from
// these.

#include <cassert>
#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/observation/levels.hpp"
#include "ripresa/observation/person_records.hpp"

namespace ripresa::observation {

/// A length of a line with the first instant at which it was reached.
struct Peak {
  std::int32_t persons = 0;
  Time at = Time::never();

  void raise_to(std::int32_t value, Time now) {
    if (value > persons) {
      persons = value;
      at = now;
    }
  }
};

struct StationRecord {
  std::vector<Duration> waits;      // queue and counter, one per service finished, in the order they finished
  std::vector<Duration> sojourns;   // likewise: from leaving the station before (or arriving) until leaving this one
  std::vector<std::int32_t> queue;  // on the grid
  Peak peak_queue;
  Duration queue_area;     // ∫ queue dt: person-microseconds
  Duration occupied_area;  // ∫ servers occupied dt: server-microseconds
  Duration
      queued_total;  // Σ over people of time spent in the line, those still in it included: equals queue_area (Little)
  Duration entry_time;  // Σ over paper forms of the time spent on keying them in, by whomever
  // ∫ servers beyond the shifts dt, negative where staff were moved away: from opening to the later of closing and the
  // last release; and from closing to the last release, with extra clerks until the last form they key in.
  Duration extra_staffed, extra_staffed_late;
  // Of a server by a person or a form; the horizon if one is busy then, midnight if none ever was.
  Time last_release;
};

/// Doses of one supply, in counts at the end of the run.
struct SupplyRecord {
  std::int64_t stock = 0;  // in store at the start of the day; of a store without limit: what was taken from it
  std::int64_t delivered = 0;
  std::int64_t became_ready = 0;
  std::int64_t used = 0;  // services finished with them
  std::int64_t expired = 0;
  std::int64_t spoiled = 0;  // in hand when the service was broken off for good
  std::int64_t in_hand = 0;  // of services under way at the horizon
  std::int64_t left_ready = 0;
  std::int64_t under_preparation = 0;
  std::int64_t left_in_store = 0;
  std::vector<Duration> waits;  // by dose taken: from joining the line until the dose was ready
  std::int64_t unserved = 0;    // left the line, or were in it at the horizon, without a dose while none was ready
  Duration preparing_area;      // ∫ preparers at work dt
  Time first_begun = Time::never();
  Time last_ready;  // midnight if none was prepared
};

/// Series on the grid, persons or doses.
struct Series {
  std::vector<std::int32_t> vaccinated, recorded, queue, outdoors, present;
};

/// Counts at the end of the run.
struct Counts {
  std::int64_t arrivals = 0;
  std::int64_t vaccinated = 0;
  std::int64_t recorded = 0;
  std::int64_t on_paper = 0;  // vaccinated, with a form awaiting entry
  std::int64_t unsynced = 0;  // vaccinated, with a record in a local cache and no form
  std::int64_t left_unvaccinated = 0;
  std::int64_t turned_away = 0;
  std::int64_t abandoned = 0;
  std::int64_t balked = 0;
  std::int64_t rebooked = 0;
  std::int64_t diverted = 0;
  std::int64_t postponed = 0;
  std::int64_t diverted_in = 0;         // of the arrivals, those sent by other hubs
  std::int64_t came_back = 0;           // times that somebody came again who had gone away
  std::int64_t rebooked_days = 0;       // Σ over people until their new appointment
  std::int64_t present = 0;             // in the hub or at its door
  std::int64_t present_vaccinated = 0;  // of these, with the dose already given

  Counts& operator+=(const Counts& other);
};

/// The count of the people with the fate. Precondition: there is one; of those inside and of those absent there is
/// none.
inline std::int64_t& count_of(Counts& counts, Fate fate) {
  switch (fate) {
    case Fate::vaccinated:
      return counts.vaccinated;
    case Fate::turned_away:
      return counts.turned_away;
    case Fate::abandoned:
      return counts.abandoned;
    case Fate::balked:
      return counts.balked;
    case Fate::rebooked:
      return counts.rebooked;
    case Fate::diverted:
      return counts.diverted;
    case Fate::postponed:
      return counts.postponed;
    case Fate::left_unvaccinated:
      return counts.left_unvaccinated;
    case Fate::absent:
    case Fate::inside:
      break;
  }
  assert(false);
  return counts.left_unvaccinated;
}

struct RunRecord {
  PersonRecords persons;
  std::vector<Time> vaccinations;  // ascending
  std::vector<Time> recordings;    // ascending
  std::vector<StationRecord> stations;
  std::vector<SupplyRecord> supplies;
  Series series;
  Peak peak_queue;
  Peak peak_outdoors;
  LevelChanges queue_levels, outdoor_levels;  // wanted where there is another hub to add them up with
  Counts counts;
  Time last_exit;  // midnight if nobody left
};

inline Counts& Counts::operator+=(const Counts& other) {
  static_assert(sizeof(Counts) == 17 * sizeof(std::int64_t), "every count is summed here");
  arrivals += other.arrivals;
  vaccinated += other.vaccinated;
  recorded += other.recorded;
  on_paper += other.on_paper;
  left_unvaccinated += other.left_unvaccinated;
  turned_away += other.turned_away;
  unsynced += other.unsynced;
  abandoned += other.abandoned;
  balked += other.balked;
  rebooked += other.rebooked;
  diverted += other.diverted;
  postponed += other.postponed;
  diverted_in += other.diverted_in;
  came_back += other.came_back;
  rebooked_days += other.rebooked_days;
  present += other.present;
  present_vaccinated += other.present_vaccinated;
  return *this;
}

}  // namespace ripresa::observation
