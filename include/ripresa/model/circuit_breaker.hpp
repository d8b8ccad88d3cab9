#pragma once

// When a client's circuit breaker lets calls pass (Nygard 2007, Release It!, section 5.2); see
// scenario::CircuitBreaker.

#include <cassert>
#include <cstdint>

#include "ripresa/scenario/retry.hpp"

namespace ripresa::model {

class CircuitBreaker {
 public:
  /// One that is always closed.
  CircuitBreaker() = default;
  /// One that is closed now. `policy` must outlive this.
  explicit CircuitBreaker(const scenario::CircuitBreaker& policy) : policy_(&policy) {}

  bool closed() const { return state_ == State::closed; }
  bool open() const { return state_ == State::open; }

  /// Changes whenever the breaker opens: what becomes of calls made before says nothing of the backend as it is now.
  std::uint32_t era() const { return era_; }

  /// Whether a call may be made now; one let through while the breaker is half open is a probe.
  bool let_through() {
    if (state_ != State::half_open)
      return closed();
    if (probes_ == policy_->probes)
      return false;
    ++probes_;
    return true;
  }

  /// A call let through in `era` has failed. True if the breaker opens, to be half open `open_for` later.
  bool note_failure(std::uint32_t era) {
    if (!counts(era) || (closed() && ++failures_ < policy_->failures))
      return false;
    state_ = State::open;
    failures_ = 0;
    ++era_;
    return true;
  }

  /// A call let through in `era` has been answered. True if the breaker, half open, closes.
  bool note_success(std::uint32_t era) {
    if (!counts(era))
      return false;
    failures_ = 0;
    if (closed() || ++successes_ < policy_->probes)
      return false;
    state_ = State::closed;
    return true;
  }

  void half_open() {
    assert(state_ == State::open);
    state_ = State::half_open;
    probes_ = successes_ = 0;
  }

 private:
  enum class State : std::uint8_t { closed, open, half_open };

  bool counts(std::uint32_t era) const { return policy_ != nullptr && state_ != State::open && era == era_; }

  const scenario::CircuitBreaker* policy_ = nullptr;
  State state_ = State::closed;
  int failures_ = 0;   // in a row
  int probes_ = 0;     // let through
  int successes_ = 0;  // of these
  std::uint32_t era_ = 0;
};

}  // namespace ripresa::model
