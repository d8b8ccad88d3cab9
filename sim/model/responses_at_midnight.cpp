#include "ripresa/model/responses_at_midnight.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace ripresa::model {
namespace {

using Next = ResponsesAtMidnight::Next;

class Clocks {
 public:
  explicit Clocks(const std::vector<ResponseModel>& responses) : responses_(responses) {}

  void note(bool lost, Time now) {
    if (lost == now_.backend_lost)
      return;
    now_.backend_lost = lost;
    expect(Next::nothing, Time::never());
    if (responses_.empty())
      return;
    if (lost && now_.mode == Mode::usual)
      begin(0, now);
    else if (lost)
      expect_end(now);
    else if (now_.mode == Mode::usual)
      now_.response = -1;
    else
      expect(Next::back_to_usual, now + responses_[static_cast<std::size_t>(now_.response)].back_after);
  }

  /// What is due before `instant` happens.
  void run_until(Time instant) {
    while (now_.next_at < instant)
      take_next();
  }

  const ResponsesAtMidnight& now() const { return now_; }

 private:
  void expect(Next next, Time at) {
    now_.next = next;
    now_.next_at = at;
  }

  void expect_end(Time since) {
    if (const auto lasts = responses_[static_cast<std::size_t>(now_.response)].lasts)
      expect(Next::response_over, since + *lasts);
  }

  void begin(std::int32_t response, Time now) {
    now_.response = response;
    if (static_cast<std::size_t>(response) < responses_.size())
      expect(Next::response_holds, now + responses_[static_cast<std::size_t>(response)].after);
  }

  void take_next() {
    const Next next = std::exchange(now_.next, Next::nothing);
    const Time at = std::exchange(now_.next_at, Time::never());
    if (next == Next::response_holds) {
      now_.mode = responses_[static_cast<std::size_t>(now_.response)].mode;
      expect_end(at);
      return;
    }
    now_.mode = Mode::usual;
    if (next == Next::response_over && now_.backend_lost)
      begin(now_.response + 1, at);
    else
      now_.response = -1;
  }

  const std::vector<ResponseModel>& responses_;
  ResponsesAtMidnight now_;
};

}  // namespace

ResponsesAtMidnight responses_at_midnight(const StationModel& station, std::span<const BackendTimeline> timelines) {
  std::vector<std::pair<Time, std::uint32_t>> changes;  // of the backend
  for (const std::uint32_t backend : station.called)
    for (const BackendChange& change : timelines[backend])
      if (change.at < Time{})
        changes.emplace_back(change.at, backend);
  if (changes.empty())
    return {};
  std::sort(changes.begin(), changes.end());
  Clocks clocks(station.responses);
  for (const auto& [at, backend] : changes) {
    // At one instant backends change before responses do.
    clocks.run_until(at);
    clocks.note(std::any_of(station.called.begin(), station.called.end(),
                            [&, at = at](std::uint32_t b) { return !state_at(timelines[b], at).up; }),
                at);
  }
  clocks.run_until(Time{});
  return clocks.now();
}

}  // namespace ripresa::model
