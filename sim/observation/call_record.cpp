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
    for (std::size_t i = of_steps_.first; i < of_steps_.end; ++i) {
      if (steps_[i].answered > 0)
        for (std::size_t bin = of_bins_.first; bin < of_bins_.end; ++bin)
          latencies_[i][bin] = 0;
      steps_[i] = {};
    }
  } else {
    steps_.assign(steps, {});
    latencies_.assign(steps, {});
  }
  of_steps_ = of_bins_ = {};
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
  for (std::size_t i = other.of_steps_.first; i < other.of_steps_.end; ++i) {
    steps_[i] += other.steps_[i];
    if (other.steps_[i].answered == 0)
      continue;
    for (std::size_t bin = other.of_bins_.first; bin < other.of_bins_.end; ++bin)
      latencies_[i][bin] += other.latencies_[i][bin];
  }
  of_steps_.note(other.of_steps_);
  of_bins_.note(other.of_bins_);
  under_way += other.under_way;
}

void PackedCalls::pack(const CallRecord& record) {
  under_way_ = record.under_way;
  const std::span<const CallStep> steps = record.steps_with_calls();
  steps_.assign(steps.begin(), steps.end());
  first_step_ = record.of_steps_.first;
  latencies_.clear();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].answered == 0)
      continue;
    const LatencyCounts& counts = record.latencies_[first_step_ + i];
    for (std::size_t bin = record.of_bins_.first; bin < record.of_bins_.end; ++bin)
      if (counts[bin] != 0)
        latencies_.push_back(
            {static_cast<std::uint32_t>(first_step_ + i), static_cast<std::uint32_t>(bin), counts[bin]});
  }
}

void PackedCalls::add_to(CallRecord& record) const {
  record.under_way += under_way_;
  for (std::size_t i = 0; i < steps_.size(); ++i)
    record.step(first_step_ + i) += steps_[i];
  for (const auto& [step, bin, calls] : latencies_) {
    record.of_bins_.note(bin);
    record.latencies_[step][bin] += calls;
  }
}

}  // namespace ripresa::observation
