// Calls that their clients have given up, where the answer's instant was known as the call was made: the log has them
// to their end, which may be hours ahead. Nobody but the backend can tell what becomes of them when it fails.

#include <algorithm>

#include "ripresa/model/backend_run.hpp"

namespace ripresa::model {

namespace {

/// Beyond these, calls that are over are dropped.
constexpr std::size_t kFewLeftCalls = 64;

}  // namespace

void BackendRun::give_up(std::uint32_t backend, std::uint32_t hub, Time admitted, Time answered, Time now) {
  const LeftCall call{backend, hub, admitted, answered};
  observation::CallStep& end = step_ahead(backend, answered);
  ++end.wasted;
  end.progress_change -= model_->backends[backend].capacity ? 0 : 1;
  if (!failures_) {
    keep_in_mind(call, now);
    return;
  }
  const BackendTimeline& everywhere = failures_->everywhere[backend];
  const Time lost = state_at(everywhere, now).up ? next_loss(everywhere, now) : now;
  if (answered > lost || admitted >= lost)
    lose(call, lost);
}

void BackendRun::keep_in_mind(const LeftCall& call, Time now) {
  if (left_.size() >= most_left_) {
    std::erase_if(left_, [now](const LeftCall& other) { return other.answered < now; });
    most_left_ = std::max(kFewLeftCalls, 2 * left_.size());
  }
  left_.push_back(call);
}

/// A call given up before anything failed is slowed, if it waits until then, or lost.
void BackendRun::meet_failures(LeftCall call) {
  const Time lost = next_loss(failures_->everywhere[call.backend], Time{});
  const Time answered =
      call.admitted + slowed(call.answered - call.admitted, state_for(call.hub, call.backend, call.admitted));
  if (answered != call.answered) {
    log_end(call, -1);
    call.answered = answered;
    log_end(call, 1);
  }
  if (call.answered > lost || call.admitted >= lost)
    lose(call, lost);
}

void BackendRun::log_end(const LeftCall& call, std::int32_t times) {
  observation::CallStep& end = step_ahead(call.backend, call.answered);
  end.wasted += times;
  end.progress_change -= times;
}

/// What the log has of the call after it is lost is taken back. One that would be admitted at that instant is not.
void BackendRun::lose(const LeftCall& call, Time lost) {
  log_end(call, -1);
  if (call.admitted < lost) {
    --log_.at(call.backend, lost).progress_change;
    return;
  }
  observation::CallStep& admission = step_ahead(call.backend, call.admitted);
  ++admission.queue_change;
  --admission.admitted;
  --admission.progress_change;
  --log_.at(call.backend, lost).queue_change;
}

}  // namespace ripresa::model
