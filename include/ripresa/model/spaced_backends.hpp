#pragma once

// Backends that do nothing but space their calls, as streamed runs meet them.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/observation/call_record.hpp"

namespace ripresa::model {

/// When each backend that only spaces its calls can admit the next one.
class AdmissionTimes {
 public:
  explicit AdmissionTimes(std::size_t backends) : free_at_(backends) {}

  /// A backend that goes down forgets who waited.
  void forget(std::uint32_t backend) { free_at_[backend] = {}; }

  /// All of them at once again.
  void clear() { std::fill(free_at_.begin(), free_at_.end(), Time{}); }

  /// The instant at which a call made `now` is admitted, first come, first served, `gap` apart.
  Time admit(std::uint32_t backend, Time now, Duration gap) {
    const Time admitted = free_at_[backend] > now ? free_at_[backend] : now;
    free_at_[backend] = admitted + gap;
    return admitted;
  }

 private:
  std::vector<Time> free_at_;
};

/// The backends as the hubs of one run meet them: those of limited capacity do nothing but space the calls.
struct SpacedBackends {
  explicit SpacedBackends(const Model& model)
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
