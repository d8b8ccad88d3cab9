#pragma once

// What one station asks of backends that it shares with others, in the order in which it does, and when its calls are
// admitted: as is known of the first, and taken for granted of those after them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/calendar.hpp"

namespace ripresa::model {

struct ScriptedCall {
  Time at;
  Duration work;  // that the backend does for it
  Time admitted;
  std::uint32_t backend = 0;
  engine::Phase phase = engine::Phase::progress;  // of the event that makes it
  bool forgets = false;                           // no call: the backend goes down and forgets all it had

  /// Whether it is the same but for when it is admitted.
  bool asks_the_same(const ScriptedCall& other) const {
    return at == other.at && work == other.work && backend == other.backend && phase == other.phase &&
           forgets == other.forgets;
  }
};

class CallScript {
 public:
  /// The run begins anew: the first `known` of the calls that stand here are admitted as they stand, all after them as
  /// soon as they are made. Those stand here until others take their places.
  void begin(std::size_t known) {
    known_ = known;
    made_ = 0;
    as_known_ = true;
  }

  /// The run is over: there are no calls but those made.
  void end() {
    as_known_ = as_known_ && made_ >= known_;
    calls_.resize(made_);
  }

  /// When the call made now is admitted.
  Time admit(std::uint32_t backend, Time now, engine::Phase phase, Duration work) {
    return add({now, work, now, backend, phase, false}).admitted;
  }

  /// The backend goes down.
  void forget(std::uint32_t backend, Time now, engine::Phase phase) { add({now, {}, now, backend, phase, true}); }

  /// How many were made since the beginning.
  std::size_t made() const { return made_; }
  /// Of a run that is over: whether those known were made, as they stand here.
  bool as_known() const { return as_known_; }

  /// Their admissions are put right as they turn out. Valid until the run begins anew.
  std::span<ScriptedCall> calls() { return calls_; }

 private:
  const ScriptedCall& add(const ScriptedCall& call) {
    const std::size_t nth = made_++;
    if (nth < known_) {
      if (calls_[nth].asks_the_same(call))
        return calls_[nth];
      known_ = nth;
      as_known_ = false;
    }
    calls_.resize(nth);
    return calls_.emplace_back(call);
  }

  std::vector<ScriptedCall> calls_;
  std::size_t known_ = 0;
  std::size_t made_ = 0;
  bool as_known_ = true;
};

}  // namespace ripresa::model
