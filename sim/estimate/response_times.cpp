#include <algorithm>
#include <set>

#include "parts.hpp"

namespace ripresa::estimate {
namespace {

/// The times in which any backend that the station calls is down.
std::vector<model::Interval> down_times(const scenario::Station& station,
                                        const std::vector<model::BackendTimeline>& timelines) {
  std::set<Time> changes;
  for (const scenario::Call& call : station.calls)
    for (const auto& change : timelines[call.backend])
      changes.insert(change.at);
  std::vector<model::Interval> down;
  bool was_down = false;
  for (const Time at : changes) {
    const bool is_down = std::any_of(station.calls.begin(), station.calls.end(), [&](const scenario::Call& call) {
      return !model::state_at(timelines[call.backend], at).up;
    });
    if (is_down && !was_down)
      down.push_back({at, Time::never()});
    if (!is_down && was_down)
      down.back().to = at;
    was_down = is_down;
  }
  return down;
}

/// Follows the responses, each in its turn.
class Turns {
 public:
  explicit Turns(const std::vector<scenario::Response>& responses) : responses_(responses) {}

  void fail(const model::Interval& down) {
    if (holding_ && down.from < holds_.to) {
      // Before staff are back to normal: the response goes on.
      begun_ = down.from;
    } else {
      end_at(holds_.to);
      turn_ = 0;
      begun_ = down.from;
    }
    while (turn_ < responses_.size()) {
      const scenario::Response& response = responses_[turn_];
      if (!holding_ && down.to - begun_ <= response.after)
        return;
      if (!holding_) {
        begun_ = begun_ + response.after;
        holds_ = {begun_, Time::never(), &response};
        holding_ = true;
      }
      if (!response.lasts || down.to - begun_ <= *response.lasts) {
        holds_.to = down.to == Time::never() ? down.to : down.to + response.back_after;
        return;
      }
      begun_ = begun_ + *response.lasts;
      end_at(begun_);
      ++turn_;
    }
  }

  std::vector<ResponseTime> all() {
    end_at(holds_.to);
    return std::move(times_);
  }

 private:
  void end_at(Time at) {
    if (!holding_)
      return;
    holds_.to = at;
    times_.push_back(holds_);
    holding_ = false;
  }

  const std::vector<scenario::Response>& responses_;
  std::vector<ResponseTime> times_;
  std::size_t turn_ = 0;
  Time begun_;  // of the turn, or of the holding
  bool holding_ = false;
  ResponseTime holds_;
};

}  // namespace

std::vector<ResponseTime> response_times(const scenario::Station& station,
                                         const std::vector<model::BackendTimeline>& timelines) {
  Turns turns(station.on_failure);
  for (const model::Interval& down : down_times(station, timelines))
    turns.fail(down);
  return turns.all();
}

}  // namespace ripresa::estimate
