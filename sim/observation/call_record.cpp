#include "ripresa/observation/call_record.hpp"

#include <algorithm>
#include <cmath>

namespace ripresa::observation {

std::size_t latency_bin(Duration latency) {
  // Bin 0 is all below a millisecond; then each octave in four equal parts.
  const std::int64_t quarter_milliseconds = latency.in_microseconds() / 250;
  if (quarter_milliseconds < 4)
    return 0;
  const auto value = static_cast<std::uint64_t>(quarter_milliseconds);
  const int octave = 63 - std::countl_zero(value);  // at least 2
  const std::size_t quarter = (value >> (octave - 2)) & 3;
  return std::min(kLatencyBins - 1, static_cast<std::size_t>(octave - 2) * 4 + quarter + 1);
}

double latency_of_bin(std::size_t bin) {
  if (bin == 0)
    return 0.0005;
  const std::size_t octave = (bin - 1) / 4;
  const auto quarter = static_cast<double>((bin - 1) % 4);
  return 1e-3 * std::ldexp(1 + (quarter + 0.5) / 4, static_cast<int>(octave));
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

void CallRecord::clear(const Grid& grid) {
  under_way = 0;
  if (steps.size() != grid.points + 1) {
    steps.assign(grid.points + 1, {});
    latencies.assign(grid.points + 1, {});
    return;
  }
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (steps[i].answered > 0)
      latencies[i].fill(0);
  std::fill(steps.begin(), steps.end(), CallStep{});
}

// Small hubs call in few steps, and a nation has thousands of them.
void CallRecord::add(const CallRecord& other) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    steps[i] += other.steps[i];
    if (other.steps[i].answered == 0)
      continue;
    std::transform(latencies[i].begin(), latencies[i].end(), other.latencies[i].begin(), latencies[i].begin(),
                   std::plus<>{});
  }
  under_way += other.under_way;
}

}  // namespace ripresa::observation
