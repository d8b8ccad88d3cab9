#include "ripresa/observation/call_record.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace ripresa::observation {

std::size_t latency_bin(Duration latency) {
  // Bin 0 is all below a millisecond; then each octave in eight equal parts.
  const std::int64_t eighth_milliseconds = latency.in_microseconds() / 125;
  if (eighth_milliseconds < 8)
    return 0;
  const auto value = static_cast<std::uint64_t>(eighth_milliseconds);
  const int octave = static_cast<int>(std::bit_width(value)) - 4;
  const std::size_t eighth = (value >> octave) & 7;
  return std::min(kLatencyBins - 1, static_cast<std::size_t>(octave) * 8 + eighth + 1);
}

double latency_of_bin(std::size_t bin) {
  if (bin == 0)
    return 0.0005;
  const std::size_t octave = (bin - 1) / 8;
  const auto eighth = static_cast<double>((bin - 1) % 8);
  return 1e-3 * std::ldexp(1 + (eighth + 0.5) / 8, static_cast<int>(octave));
}

CallStep& CallStep::operator+=(const CallStep& other) {
  static_assert(sizeof(CallStep) == 10 * sizeof(std::int32_t) + sizeof(std::int64_t), "every number is summed here");
  first_attempts += other.first_attempts;
  offered += other.offered;
  admitted += other.admitted;
  answered += other.answered;
  failed += other.failed;
  refused += other.refused;
  timed_out += other.timed_out;
  wasted += other.wasted;
  queue_change += other.queue_change;
  progress_change += other.progress_change;
  latency_total += other.latency_total;
  return *this;
}

/// No calls, in so many steps.
void CallRecord::start(std::size_t steps) {
  if (steps_.size() == steps) {
    const auto first = static_cast<std::ptrdiff_t>(first_bin_);
    const auto end = static_cast<std::ptrdiff_t>(end_bin_);
    for (std::size_t i = first_step_; i < end_step_; ++i) {
      if (steps_[i].answered > 0)
        std::fill(latencies_[i].begin() + first, latencies_[i].begin() + end, 0);
      steps_[i] = {};
    }
  } else {
    steps_.assign(steps, {});
    latencies_.assign(steps, {});
  }
  first_step_ = first_bin_ = kNone;
  end_step_ = end_bin_ = 0;
  under_way = 0;
}

CallRecord& CallRecord::operator=(const CallRecord& other) {
  if (this == &other)
    return *this;
  start(other.steps_.size());
  add(other);
  return *this;
}

void CallRecord::add(const CallRecord& other) {
  for (std::size_t i = other.first_step_; i < other.end_step_; ++i) {
    steps_[i] += other.steps_[i];
    if (other.steps_[i].answered == 0)
      continue;
    for (std::size_t bin = other.first_bin_; bin < other.end_bin_; ++bin)
      latencies_[i][bin] += other.latencies_[i][bin];
  }
  first_step_ = std::min(first_step_, other.first_step_);
  end_step_ = std::max(end_step_, other.end_step_);
  first_bin_ = std::min(first_bin_, other.first_bin_);
  end_bin_ = std::max(end_bin_, other.end_bin_);
  under_way += other.under_way;
}

}  // namespace ripresa::observation
