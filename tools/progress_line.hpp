#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace ripresa::tools {

/// A line on standard error that tells how far the run is, and vanishes. Draws nothing unless standard error is a
/// terminal.
class ProgressLine {
 public:
  /// `what` is counted, in the plural: "days".
  ProgressLine(bool wanted, std::string what);
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  ~ProgressLine();

  /// What is counted begins now, not when the line was made.
  void begin();

  /// To be called by one thread at a time.
  void update(std::size_t finished, std::size_t all);

 private:
  using Clock = std::chrono::steady_clock;
  std::string what_;
  bool wanted_;
  bool drawn_ = false;
  Clock::time_point begun_, last_drawn_;
};

}  // namespace ripresa::tools
