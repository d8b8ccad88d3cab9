#pragma once

// Backends of limited capacity as streamed runs meet them: when a call is admitted is known as it is made.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/stream_heap.hpp"
#include "ripresa/observation/call_record.hpp"

namespace ripresa::model {

/// When each foreseeable backend can admit the next call (see CapacityModel::foreseeable).
class AdmissionTimes {
 public:
  explicit AdmissionTimes(std::size_t backends) : sites_(backends) {}

  /// A backend that goes down forgets whom it worked on and who waited.
  void forget(std::uint32_t backend) {
    sites_[backend].next = {};
    sites_[backend].places.clear();
  }

  /// The start of the day.
  void clear() {
    for (std::uint32_t backend = 0; backend < sites_.size(); ++backend)
      forget(backend);
  }

  /// The instant at which a call made `now` is admitted, to be worked on for `work`: first come, first served, `gap`
  /// apart, and as soon as a place is free (Kiefer and Wolfowitz 1955). Calls come in the order of time.
  Time admit(std::uint32_t backend, const CapacityModel& capacity, Time now, Duration work) {
    Site& site = sites_[backend];
    Time admitted = site.next > now ? site.next : now;
    if (capacity.calls_in_progress > 0)
      admitted = take_place(site.places, capacity, admitted, work);
    site.next = admitted + capacity.gap;
    return admitted;
  }

 private:
  struct Site {
    Time next;       // by the calls a second
    KeyHeap places;  // those taken, by the instant at which they are free again, in µs
  };

  static Time take_place(KeyHeap& places, const CapacityModel& capacity, Time now, Duration work) {
    const auto free = static_cast<Micros>(places.first());
    const bool all_taken = places.size() == static_cast<std::size_t>(capacity.calls_in_progress);
    const Time begins = all_taken ? std::max(now, time_at(free)) : now;
    const auto ends = static_cast<KeyHeap::Key>((begins + work).in_microseconds());
    if (!places.empty() && time_at(free) <= begins)
      places.replace_first(ends);
    else
      places.push(ends);
    return begins;
  }

  std::vector<Site> sites_;
};

/// The backends as the hubs of one run meet them.
struct ForeseenBackends {
  explicit ForeseenBackends(const Model& model)
      : admissions(model.backends.size()), log(model.grid, model.backends.size()) {}

  /// To the start of the day.
  void clear() {
    admissions.clear();
    log.clear();
  }

  AdmissionTimes admissions;
  observation::CallLog log;
};

}  // namespace ripresa::model
