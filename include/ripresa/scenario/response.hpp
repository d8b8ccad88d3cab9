#pragma once

// What a station does while a backend that it calls does not answer.

#include <optional>
#include <variant>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/scenario/distribution.hpp"
#include "ripresa/scenario/retry.hpp"

namespace ripresa::scenario {

/// What becomes of work under way when its server or its backend goes.
enum class UnderWay { finish, suspend, restart };

/// The server is held until the backend answers.
struct Wait {
  bool operator==(const Wait&) const = default;
};

/// Staff who do nothing else than key in forms, from a time on until all are done.
struct ExtraClerks {
  int clerks = 1;
  Time from;
  bool operator==(const ExtraClerks&) const = default;
};

/// What is left goes elsewhere and is on record at a time, or from then on at a rate.
struct Overnight {
  Time at;
  double forms_per_hour = 0;  // 0: all at once
  bool operator==(const Overnight&) const = default;
};

/// How a station's paper forms come into the backend.
struct FormEntry {
  Distribution service;     // to key in a form, before the call that stores it
  bool idle_clerks = true;  // the station's own, while nobody queues, from the return to normal until closing
  std::optional<ExtraClerks> extra_clerks;
  std::optional<Overnight> overnight;
  bool operator==(const FormEntry&) const = default;
};

/// People are served on paper forms, each of which is to be keyed in later.
struct Paper {
  std::vector<Distribution> service;  // by person class
  UnderWay under_way =
      UnderWay::restart;  // restart: who is held at the counter has the whole form written;
                          // suspend: only the part of the work that was left; finish: paper is for the next person
  std::optional<FormEntry> entry;  // not set: not within the run
  bool operator==(const Paper&) const = default;
};

/// People are served at the usual speed and their records kept in a local cache, which is stored in the backend later.
struct Offline {
  std::optional<int> persons;              // whose records it can hold at a time; not set: no limit
  double syncs_per_minute = 0;             // records stored once the backend is back; 0: all at once
  UnderWay under_way = UnderWay::suspend;  // suspend: who is held at the counter is done with what was left of the
                                           // work; restart: with all of it; finish: the cache is for the next person
  bool operator==(const Offline&) const = default;
};

/// People at the station are sent home, and so is who comes to it: to an appointment on a later day where the hub has
/// one, else without.
struct TurnAway {
  bool operator==(const TurnAway&) const = default;
};

/// People in the station's line, and who comes to it, are sent to the nearest hub with room: it is open when they get
/// there, the backends that it calls answer, and fewer than so many are in its lines or on their way to it. Who finds
/// none, or refuses, and who is at the counter, waits.
struct Divert {
  std::optional<int> queue_below;  // not set: no limit
  double refuse = 0;               // share of people who rather wait
  bool operator==(const Divert&) const = default;
};

/// One response, and when it holds. It begins when the failure does, or when the response before it is over; until
/// `after` that the station waits for the backend.
struct Response {
  std::variant<Wait, Paper, Offline, TurnAway, Retry, Divert> how;
  Duration after;
  std::optional<Duration> lasts;  // then the next response begins; not set: until the backend is back
  Duration back_after;            // from the backend's return to the station's return to normal
  bool operator==(const Response&) const = default;
};

}  // namespace ripresa::scenario
