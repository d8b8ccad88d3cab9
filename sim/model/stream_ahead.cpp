// The calls that a hub is sure to make, whatever the answers to those before them.
//
// Where hubs meet at a backend, each call's admission depends on the calls of all others before it. Going from hub to
// hub for every call would be going from memory to memory. But a service that has begun calls when its work is done,
// and one that has not begun yet calls at the earliest when its work is done after somebody's release, or after its own
// person's joining, lets it begin. What is known so far ahead is put among the other hubs' calls without the hub, and
// the hub is carried on past all of it at once (conservative lookahead, Chandy and Misra 1979). A nation of 200 hubs
// that all meet costs 0.7 of what it does from call to call.

#include <algorithm>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

void StreamRun::list_calls_ahead(Time end, std::vector<CallAhead>& calls) const {
  calls.clear();
  const CallingGroup& group = groups_[static_cast<std::size_t>(windowed_group_)];
  if (!knows_calls_ahead(group))
    return;
  Micros known_until = std::min({end.in_microseconds(), horizon_, group.next_change_at});
  auto& releases = memory_->releases;
  for (const std::uint32_t s : group.stations) {
    list_releases(group, s, known_until, releases);
    known_until = first_call_not_begun(group, s, releases, known_until);
    known_until = first_call_of_forms(s, releases, known_until);
  }
  for (const std::uint32_t s : group.stations)
    known_until = group.sound ? list_sound_calls(s, known_until, calls) : list_calls(s, known_until, calls);
  std::sort(calls.begin(), calls.end(), [](const CallAhead& a, const CallAhead& b) { return a.at < b.at; });
  const auto unknown = std::partition_point(
      calls.begin(), calls.end(), [known_until](const CallAhead& call) { return call.at < time_at(known_until); });
  // Whose turn it is at one instant is for the run to tell.
  const auto tied =
      std::adjacent_find(calls.begin(), unknown, [](const CallAhead& a, const CallAhead& b) { return a.at == b.at; });
  calls.erase(tied, calls.end());
}

/// While all its backends are as usual, a service calls when its own work tells.
bool StreamRun::knows_calls_ahead(const CallingGroup& group) const {
  if (group.sound)
    return true;
  return std::all_of(group.stations.begin(), group.stations.end(), [&](std::uint32_t s) {
    const auto& called = streams_[s].model->called;
    return streams_[s].response.mode() == Mode::usual &&
           std::all_of(called.begin(), called.end(),
                       [&group](std::uint32_t backend) { return group.backends[backend] == BackendState{}; });
  });
}

/// When those under way at the station are released at the earliest, ascending; later ones than `until` are left out.
void StreamRun::list_releases(const CallingGroup& group, std::uint32_t station, Micros until,
                              std::vector<Micros>& releases) const {
  const Stream& stream = streams_[station];
  releases.clear();
  const auto add = [&releases, until](Micros at) {
    if (at < until)
      releases.push_back(at);
  };
  if (group.sound) {
    for (const StreamKeys::Key key : stream.servers.all())
      add(keys_.at(key));
  } else {
    for (const std::uint32_t id : stream.in_service)
      add(services_[id].due);
  }
  std::sort(releases.begin(), releases.end());
}

/// A lower bound for the first call of the services at the station that have not begun, if that is before `until`.
Micros StreamRun::first_call_not_begun(const CallingGroup& group, std::uint32_t station,
                                       std::span<const Micros> releases, Micros until) const {
  const Stream& stream = streams_[station];
  Micros first = until;
  if (stream.reached_from_group || !stream.in_order)  // who joins later than is known yet joins in a later window
    first = std::min(first, window_to_ + stream.least_service);
  if (group.sound)
    first = std::min(first, stream.next_staffing_at);
  if (stream.begun == stream.joined || stream.join[stream.begun] >= first)
    return first;
  const auto idle = static_cast<std::size_t>(std::max(stream.on_duty - stream.servers_taken(), 0));
  // Whoever else is released has called before.
  const std::size_t last = std::min(stream.joined, stream.begun + idle + releases.size());
  for (std::size_t place = stream.begun; place < last && stream.join[place] < first; ++place) {
    const std::size_t ahead = place - stream.begun;
    const Micros released = ahead < idle ? 0 : releases[ahead - idle];
    if (released >= first)
      break;
    first = std::min(first,
                     std::max(stream.join[place], released) + stream.service[stream.person[place]].in_microseconds());
  }
  return first;
}

/// The same of the forms on its pile. No form waits beside an idle clerk while the backend answers: one is begun when a
/// clerk is released, or as another one has been stored, which is a change.
Micros StreamRun::first_call_of_forms(std::uint32_t station, std::span<const Micros> releases, Micros until) const {
  if (!forms_.any_on_pile(station) || !streams_[station].model->paper->entry->idle_clerks)
    return until;
  const std::size_t last = std::min(releases.size(), forms_.on_pile(station));
  Micros first = until;
  for (std::size_t i = 0; i < last && releases[i] < first; ++i)
    first = std::min(first, releases[i] + forms_.next_on_pile(station, i).work.in_microseconds());
  return first;
}

/// Adds the calls before `known_until` of the services under way. Gives the instant up to which all are known, which is
/// earlier where a call follows upon another's answer.
Micros StreamRun::list_sound_calls(std::uint32_t station, Micros known_until, std::vector<CallAhead>& calls) const {
  const Stream& stream = streams_[station];
  const auto& steps = stream.steps;
  for (const StreamKeys::Key key : stream.servers.all()) {
    const Micros at = keys_.at(key);
    const std::size_t place = keys_.place(key);
    const std::size_t next = stream.progress[place].step + std::size_t{1};
    if (at >= known_until || next == steps.size())
      continue;
    const std::uint32_t backend = steps[next].backend;
    const Duration latency = steps[next].time[stream.person[place]];
    calls.push_back({time_at(at), backend, latency, {}});
    if (next + 1 < steps.size())
      known_until = std::min(known_until, at + latency.in_microseconds());
  }
  return known_until;
}

/// The same while the group is on the calendar.
Micros StreamRun::list_calls(std::uint32_t station, Micros known_until, std::vector<CallAhead>& calls) const {
  const auto& steps = streams_[station].model->steps;
  for (const std::uint32_t id : streams_[station].in_service) {
    const Service& service = services_[id];
    if (service.due >= known_until)
      continue;
    if (service.served != Mode::usual) {  // its form may be keyed in as soon as it is filed
      known_until = service.due;
      continue;
    }
    const bool again = service.activity == Activity::pausing;
    const std::size_t next = service.step + std::size_t{again ? 0u : 1u};
    if (next == steps.size())
      continue;
    Service calling = service;
    calling.step = static_cast<std::uint8_t>(next);
    calling.attempt = again ? service.attempt : std::uint16_t{0};
    const Duration work = sound_latency(calling, steps[next]);
    calls.push_back({time_at(service.due), steps[next].backend, work, {}});
    if (next + 1 < steps.size())
      known_until = std::min(known_until, service.due + work.in_microseconds());
  }
  return known_until;
}

}  // namespace ripresa::model
