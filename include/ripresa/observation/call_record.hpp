#pragma once

// What became of the calls to each backend, step by step of the time grid. All are counts of whole numbers, so that
// hubs can be added up in any order.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/observation/extent.hpp"
#include "ripresa/observation/grid.hpp"

namespace ripresa::observation {

/// Latencies in bins whose edges grow by about a tenth: eight bins for each doubling, from a millisecond to some days.
inline constexpr std::size_t kLatencyBins = 225;

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

/// The calls to one backend in one run. The last step holds what happens after the last grid point. A nation has
/// thousands of small hubs, whose calls fall on few steps and few bins: only from the first of these to the last is
/// anything gone through (the gain stands at LevelChanges). Keeps its memory.
class CallRecord {
 public:
  std::int64_t under_way = 0;  // calls whose clients wait for an answer at the horizon

  CallRecord() = default;
  CallRecord(const CallRecord&) = default;
  CallRecord& operator=(const CallRecord& other);
  bool operator==(const CallRecord& other) const {
    return under_way == other.under_way && steps_ == other.steps_ && latencies_ == other.latencies_;
  }

  /// No calls, on that grid.
  void clear(const Grid& grid) { start(grid.points + 1); }
  /// Adds those of the same run at other hubs.
  void add(const CallRecord& other);

  /// A step's counts, to be changed.
  CallStep& step(std::size_t index) {
    of_steps_.note(index);
    return steps_[index];
  }

  void note_answer(std::size_t index, Duration latency) {
    CallStep& at = step(index);
    ++at.answered;
    at.latency_total += latency.in_microseconds();
    const std::size_t bin = latency_bin(latency);
    of_bins_.note(bin);
    ++latencies_[index][bin];
  }

  const std::vector<CallStep>& steps() const { return steps_; }
  /// Those before and after are blank.
  std::span<const CallStep> steps_with_calls() const {
    return of_steps_.size() == 0 ? std::span<const CallStep>()
                                 : std::span(steps_).subspan(of_steps_.first, of_steps_.size());
  }
  /// All 0 in a step without calls answered.
  const std::vector<LatencyCounts>& latencies() const { return latencies_; }

 private:
  friend class PackedCalls;
  void start(std::size_t steps);

  std::vector<CallStep> steps_;
  std::vector<LatencyCounts> latencies_;
  Extent of_steps_, of_bins_;
};

/// The calls of a record that begins and ends as they do, and of their latencies those there are: what a hub's take
/// until all hubs' are added up. Keeps its memory.
class PackedCalls {
 public:
  void pack(const CallRecord& record);
  void add_to(CallRecord& record) const;

 private:
  struct Latencies {
    std::uint32_t step = 0, bin = 0;
    std::int32_t calls = 0;
  };

  std::int64_t under_way_ = 0;
  std::size_t first_step_ = 0;
  std::vector<CallStep> steps_;
  std::vector<Latencies> latencies_;
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

  CallStep& at(std::uint32_t backend, Time instant) { return records_[backend].step(step_of_(instant)); }

  /// Whether the instant belongs to the step that was last asked for.
  bool in_last_step(Time instant) const { return step_of_.in_last(instant); }

  void note_answer(std::uint32_t backend, Time instant, Duration latency) {
    records_[backend].note_answer(step_of_(instant), latency);
  }

  void note_under_way(std::uint32_t backend) { ++records_[backend].under_way; }

  const std::vector<CallRecord>& records() const { return records_; }

  /// Takes the calls of one hub out, by backend, or adds them.
  void pack(std::vector<PackedCalls>& packed) const {
    packed.resize(records_.size());
    for (std::size_t backend = 0; backend < records_.size(); ++backend)
      packed[backend].pack(records_[backend]);
  }
  void add(const std::vector<PackedCalls>& packed) {
    for (std::size_t backend = 0; backend < packed.size(); ++backend)
      packed[backend].add_to(records_[backend]);
  }

 private:
  Grid grid_;
  StepLookup step_of_;
  std::vector<CallRecord> records_;
};

}  // namespace ripresa::observation
