#include "ripresa/model/response_clock.hpp"

#include <cassert>

namespace ripresa::model {

/// A further failure before the station is back to usual keeps it at the response that holds.
bool ResponseClock::note_backends(bool lost, Time now) {
  if (lost == backend_lost_)
    return false;
  backend_lost_ = lost;
  expect(Next::nothing, Time::never());
  if (responses_ == nullptr || responses_->empty())
    return true;
  if (lost && mode_ == Mode::usual)
    begin(0, now);
  else if (lost)
    expect_end(now);
  else if (mode_ == Mode::usual || response().back_after == Duration{})
    go_back_to_usual();  // whoever is called as those held go on is served as usual
  else
    expect(Next::back_to_usual, now + response().back_after);
  return true;
}

void ResponseClock::take_next() {
  assert(next_ != Next::nothing);
  const Next next = next_;
  const Time now = next_at_;
  expect(Next::nothing, Time::never());
  switch (next) {
    case Next::nothing:
      break;
    case Next::response_holds:
      mode_ = response().mode;
      expect_end(now);
      break;
    case Next::response_over:
      end(now);
      break;
    case Next::back_to_usual:
      go_back_to_usual();
      break;
  }
}

void ResponseClock::give_up(Time now) {
  expect(Next::nothing, Time::never());
  end(now);
}

void ResponseClock::expect(Next next, Time at) {
  next_ = next;
  next_at_ = at;
  ++epoch_;
}

void ResponseClock::expect_end(Time since) {
  if (const auto lasts = response().lasts)
    expect(Next::response_over, since + *lasts);
}

/// After the last one the station waits.
void ResponseClock::begin(std::int32_t turn, Time now) {
  turn_ = turn;
  if (static_cast<std::size_t>(turn) < responses_->size())
    expect(Next::response_holds, now + response().after);
}

/// The next one's turn, or back to usual if the backend is.
void ResponseClock::end(Time now) {
  mode_ = Mode::usual;
  if (backend_lost_)
    begin(turn_ + 1, now);
  else
    go_back_to_usual();
}

void ResponseClock::go_back_to_usual() {
  mode_ = Mode::usual;
  turn_ = -1;
}

}  // namespace ripresa::model
