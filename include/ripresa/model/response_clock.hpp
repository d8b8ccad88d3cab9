#pragma once

// Which response to a failure holds at a station, and when the next one's turn comes: the rules alone, for whoever runs
// a station. What a response does to people is the run's.

#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/model/hub_model.hpp"

namespace ripresa::model {

class ResponseClock {
 public:
  /// What comes next, unless a backend goes or comes back before.
  enum class Next : std::uint8_t { nothing, response_holds, response_over, back_to_usual };

  /// Of a station without responses.
  ResponseClock() = default;
  /// Of a station that nothing has met yet. `responses` must outlive this.
  explicit ResponseClock(const std::vector<ResponseModel>& responses) : responses_(&responses) {}

  Mode mode() const { return mode_; }
  /// Whether a backend that the station calls is down.
  bool backend_lost() const { return backend_lost_; }
  /// The response whose turn it is, as many as there are when all have had theirs; -1: none.
  std::int32_t turn() const { return turn_; }
  Next next() const { return next_; }
  Time next_at() const { return next_at_; }  // never: nothing comes next
  /// Changes with what comes next: tells whether what was scheduled then is still to happen.
  std::uint32_t epoch() const { return epoch_; }

  /// Now a backend that the station calls is down, or none is. True if that is news; what comes next is another then.
  bool note_backends(bool lost, Time now);

  /// What comes next happens. Precondition: something does.
  void take_next();

  /// The response that holds can no longer: as if its time were over.
  void give_up(Time now);

 private:
  const ResponseModel& response() const { return (*responses_)[static_cast<std::size_t>(turn_)]; }
  void expect(Next next, Time at);
  void expect_end(Time since);
  void begin(std::int32_t turn, Time now);
  void end(Time now);
  void go_back_to_usual();

  const std::vector<ResponseModel>* responses_ = nullptr;
  Mode mode_ = Mode::usual;
  bool backend_lost_ = false;
  Next next_ = Next::nothing;
  std::int32_t turn_ = -1;
  std::uint32_t epoch_ = 0;
  Time next_at_ = Time::never();
};

}  // namespace ripresa::model
