#pragma once

// What became of the calls to each backend, step by step of the time grid. All are counts of whole numbers, so that
// hubs can be added up in any order.

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/observation/grid.hpp"

namespace ripresa::observation {

/// Latencies in bins whose edges grow by about a fifth: four bins for each doubling, from a millisecond to some days.
inline constexpr std::size_t kLatencyBins = 112;

std::size_t latency_bin(Duration latency);
/// The middle of a bin, in seconds.
double latency_of_bin(std::size_t bin);

/// Counts of one step: what happened after the grid point before, up to and at its own.
struct CallStep {
  std::int32_t first_attempts = 0;  // calls made for the first time
  std::int32_t offered = 0;         // calls made, first and again
  std::int32_t admitted = 0;        // work on the call has begun
  std::int32_t answered = 0;        // in time and without error: the goodput
  std::int32_t failed = 0;          // answered with an error, or never because the backend was down
  std::int32_t refused = 0;         // the queue was full
  std::int32_t timed_out = 0;       // the client gave up
  std::int32_t wasted = 0;          // work done though the client had given up
  std::int32_t queue_change = 0;
  std::int32_t progress_change = 0;  // of calls that are worked on
  std::int64_t latency_total = 0;    // µs, of those answered

  CallStep& operator+=(const CallStep& other);
  bool operator==(const CallStep&) const = default;
};

using LatencyCounts = std::array<std::int32_t, kLatencyBins>;

/// The calls to one backend in one run. The last step holds what happens after the last grid point. A step without
/// calls answered has no latencies.
struct CallRecord {
  std::vector<CallStep> steps;
  std::vector<LatencyCounts> latencies;
  std::int64_t under_way = 0;  // calls whose clients wait for an answer at the horizon

  bool operator==(const CallRecord&) const = default;
  void clear(const Grid& grid);
  void add(const CallRecord& other);
};

/// The calls to all backends in one run, as they happen.
class CallLog {
 public:
  CallLog() = default;
  CallLog(const Grid& grid, std::size_t backends) : grid_(grid), step_of_(grid), records_(backends) { clear(); }

  void clear() {
    for (CallRecord& record : records_)
      record.clear(grid_);
  }

  CallStep& at(std::uint32_t backend, Time instant) { return records_[backend].steps[step_of_(instant)]; }

  void note_answer(std::uint32_t backend, Time instant, Duration latency) {
    const std::size_t at = step_of_(instant);
    CallStep& step = records_[backend].steps[at];
    ++step.answered;
    step.latency_total += latency.in_microseconds();
    ++records_[backend].latencies[at][latency_bin(latency)];
  }

  void note_under_way(std::uint32_t backend) { ++records_[backend].under_way; }

  const std::vector<CallRecord>& records() const { return records_; }

 private:
  Grid grid_;
  StepLookup step_of_;
  std::vector<CallRecord> records_;
};

}  // namespace ripresa::observation
