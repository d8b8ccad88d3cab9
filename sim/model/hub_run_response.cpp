// Which response to a failure holds at a station, and when.

#include <algorithm>
#include <cassert>

#include "ripresa/model/hub_run.hpp"

namespace ripresa::model {

using engine::Phase;

/// A backend that the station calls has gone or come back: its responses begin, or it is on its way back to usual. A
/// further failure before it is back keeps it at the response that holds.
void HubRun::note_backends(std::uint32_t station) {
  Station& s = stations_[station];
  const StationModel& model = hub_->stations[station];
  const bool lost = std::any_of(model.called.begin(), model.called.end(),
                                [this](std::uint32_t backend) { return !backends_[backend].up; });
  if (lost == s.backend_lost)
    return;
  s.backend_lost = lost;
  if (model.responses.empty())
    return;
  ++s.response_epoch;
  if (lost) {
    if (s.mode == Mode::usual)
      begin_response(station, 0);
    else if (const auto lasts = model.responses[static_cast<std::size_t>(s.response)].lasts)
      schedule_change(now_ + *lasts, Phase::availability, {Kind::response_over, station, s.response_epoch});
    return;
  }
  const Duration back_after =
      s.mode == Mode::usual ? Duration{} : model.responses[static_cast<std::size_t>(s.response)].back_after;
  if (back_after > Duration{}) {
    schedule_change(now_ + back_after, Phase::availability, {Kind::back_to_usual, station, s.response_epoch});
  } else {
    // Whoever is called as those held go on is served as usual.
    s.mode = Mode::usual;
    s.response = -1;
  }
}

/// It is the turn of the given response; after the last one the station waits.
void HubRun::begin_response(std::uint32_t station, std::int32_t response) {
  Station& s = stations_[station];
  const auto& responses = hub_->stations[station].responses;
  s.response = response;
  if (static_cast<std::size_t>(response) < responses.size())
    schedule_change(now_ + responses[static_cast<std::size_t>(response)].after, Phase::availability,
                    {Kind::response_holds, station, s.response_epoch});
}

void HubRun::change_response(Change change, BackendQueues& queues) {
  switch (change.kind) {
    case Kind::response_holds:
      let_response_hold(change.subject, queues);
      break;
    case Kind::response_over:
      end_response(change.subject, queues);
      break;
    case Kind::back_to_usual:
      go_back_to_usual(change.subject, queues);
      break;
    default:
      assert(false && "not a change of response");
  }
}

void HubRun::let_response_hold(std::uint32_t station, BackendQueues& queues) {
  Station& s = stations_[station];
  const ResponseModel& response = hub_->stations[station].responses[static_cast<std::size_t>(s.response)];
  s.mode = response.mode;
  if (response.lasts)
    schedule_change(now_ + *response.lasts, Phase::availability, {Kind::response_over, station, s.response_epoch});
  if (s.mode == Mode::turn_away)
    clear_line(station);
  if (s.mode == Mode::divert)
    divert_line(station);
  respond_to_stalled(station, queues);
}

/// The response has held for its time, or can no longer: the next one's turn, or back to usual if the backend is.
void HubRun::end_response(std::uint32_t station, BackendQueues& queues) {
  Station& s = stations_[station];
  ++s.response_epoch;
  if (!s.backend_lost) {
    go_back_to_usual(station, queues);
    return;
  }
  s.mode = Mode::usual;
  begin_response(station, s.response + 1);
}

void HubRun::go_back_to_usual(std::uint32_t station, BackendQueues& queues) {
  stations_[station].mode = Mode::usual;
  stations_[station].response = -1;
  fill_servers(station, queues);
}

/// Those at the counter whose calls or work have stalled are dealt with as the station's mode says.
void HubRun::respond_to_stalled(std::uint32_t station, BackendQueues& queues) {
  switch (stations_[station].mode) {
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
