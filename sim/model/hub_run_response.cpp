// Responses to failures: what they do to those in line and at the counter.

#include <algorithm>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;

/// A backend that the station calls may have gone or come back.
void HubRun::note_backends(std::uint32_t station) {
  const auto& called = hub_->stations[station].called;
  const bool lost =
      std::any_of(called.begin(), called.end(), [this](std::uint32_t backend) { return !backends_[backend].up; });
  if (stations_[station].response.note_backends(lost, now_))
    schedule_response_change(station);
}

void HubRun::schedule_response_change(std::uint32_t station) {
  const ResponseClock& clock = stations_[station].response;
  if (clock.next() != ResponseClock::Next::nothing)
    schedule_change(clock.next_at(), Phase::availability, {Kind::response_change, station, clock.epoch()});
}

void HubRun::change_response(std::uint32_t station, BackendQueues& queues) {
  ResponseClock& clock = stations_[station].response;
  const bool holds = clock.next() == ResponseClock::Next::response_holds;
  clock.take_next();
  schedule_response_change(station);
  if (holds)
    let_response_hold(station, queues);
  else
    go_on_as_usual(station, queues);
}

void HubRun::let_response_hold(std::uint32_t station, BackendQueues& queues) {
  const Mode mode = stations_[station].response.mode();
  if (mode == Mode::turn_away)
    clear_line(station);
  if (mode == Mode::divert)
    divert_line(station);
  respond_to_stalled(station, queues);
}

/// The response that holds can no longer: the next one's turn, or back to usual if the backend is.
void HubRun::give_up_response(std::uint32_t station, BackendQueues& queues) {
  ResponseClock& clock = stations_[station].response;
  clock.give_up(now_);
  schedule_response_change(station);
  go_on_as_usual(station, queues);
}

/// A response no longer holds. While a backend is lost those in line wait for it, but forms may be for another.
void HubRun::go_on_as_usual(std::uint32_t station, BackendQueues& queues) {
  if (!stations_[station].response.backend_lost())
    fill_servers(station, queues);
  else if (forms_.any_on_pile(station))
    key_in_forms(station);
}

/// Those at the counter whose calls or work have stalled are dealt with as the station's mode says.
void HubRun::respond_to_stalled(std::uint32_t station, BackendQueues& queues) {
  switch (stations_[station].response.mode()) {
    case Mode::usual:
    case Mode::divert:
      break;
    case Mode::paper:
      settle_on_paper(station, queues);
      break;
    case Mode::offline:
      settle_offline(station, queues);
      break;
    case Mode::turn_away:
      send_stalled_home(station);
      break;
  }
}

}  // namespace ripresa::model
