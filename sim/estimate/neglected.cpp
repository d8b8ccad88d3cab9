#include <fmt/format.h>

#include <algorithm>

#include "fluid_scenario.hpp"

namespace ripresa::estimate {
namespace {

template <class Holds>
bool any_hub(const scenario::Scenario& scenario, Holds holds) {
  return std::any_of(scenario.hubs.begin(), scenario.hubs.end(), holds);
}

template <class Holds>
bool any_station(const scenario::Scenario& scenario, Holds holds) {
  return any_hub(scenario, [&holds](const scenario::Hub& hub) {
    return std::any_of(hub.stations.begin(), hub.stations.end(), holds);
  });
}

template <class How>
bool responds_by(const scenario::Response& response) {
  return std::holds_alternative<How>(response.how);
}

bool writes_records_later(const scenario::Station& station) {
  return std::any_of(station.on_failure.begin(), station.on_failure.end(), [](const scenario::Response& response) {
    return responds_by<scenario::Paper>(response) || responds_by<scenario::Offline>(response);
  });
}

bool leaves_held_waiting(const scenario::Station& station) {
  return std::any_of(station.on_failure.begin(), station.on_failure.end(), [](const scenario::Response& response) {
    const auto* paper = std::get_if<scenario::Paper>(&response.how);
    const auto* offline = std::get_if<scenario::Offline>(&response.how);
    return (paper != nullptr && paper->under_way == scenario::UnderWay::finish) ||
           (offline != nullptr && offline->under_way == scenario::UnderWay::finish);
  });
}

bool has_other_response(const scenario::Station& station) {
  return std::any_of(station.on_failure.begin(), station.on_failure.end(), [](const scenario::Response& response) {
    return !responds_by<scenario::Paper>(response) && !responds_by<scenario::Offline>(response) &&
           !responds_by<scenario::Wait>(response);
  });
}

bool is_impatient(const scenario::Station& station) {
  return station.patience || !station.balking.empty();
}

bool breaks_off_as_shifts_end(const scenario::Station& station) {
  const auto* staffed = std::get_if<scenario::Staffed>(&station.servers);
  return staffed != nullptr && staffed->at_shift_end != scenario::UnderWay::finish;
}

bool varies(const scenario::Station& station) {
  return std::any_of(station.service.begin(), station.service.end(), [](const scenario::Distribution& service) {
    return !std::holds_alternative<scenario::Constant>(service);
  });
}

bool comes_by_the_slot(const scenario::Hub& hub) {
  constexpr Duration kLong = Duration::minutes(30);
  const scenario::AppointmentBook& book = hub.appointments;
  const bool on_time = std::holds_alternative<scenario::Constant>(book.punctuality);
  return !book.blocks.empty() && (book.slot >= kLong || (on_time && book.slot > Duration::minutes(1)));
}

bool calls_limited_backend(const scenario::Scenario& scenario, const scenario::Station& station) {
  return std::any_of(station.calls.begin(), station.calls.end(), [&scenario](const scenario::Call& call) {
    return scenario.backends[call.backend].capacity.has_value();
  });
}

void add_averaged(const Averaged& averaged, std::vector<std::string>& all) {
  if (averaged.pace_changes)
    all.emplace_back(
        "how far those at the counters are when services come to take another time, as paper work begins or ends or "
        "calls become slower, fail by fits, or recover: an average is taken, and each such change may be wrong by a "
        "share of the people at the counters, however large the hub");
  if (averaged.short_waits)
    all.emplace_back(
        "what is left of the services under way as a backend fails: they end evenly over one mean service time. Where "
        "it is back sooner than the last of them end, those behind then may be wrong by a share of the people at the "
        "counters, however large the hub");
  if (averaged.waves)
    all.emplace_back(
        "waves: services that begin together and are about equally long end together, again and again. Peaks may be "
        "higher by up to half of the people at the counters, and \"caught up\" later by as long as it takes to make up "
        "for these, however large the hub");
  if (averaged.gradual_starts)
    all.emplace_back(
        "how services that begin together come to their usual pace: an average is taken, so that peaks after a "
        "backend's return may be wrong by a share of the people at the counters, however large the hub");
  if (averaged.early_starts)
    all.emplace_back(
        "when the short ones of services that vary much let a station get ahead as it begins again: an average is "
        "taken. Really that takes the longer the rarer the long ones are, and \"caught up\" may be wrong by several "
        "service times, however large the hub");
  if (averaged.passing_on)
    all.emplace_back(
        "how people spread from one station to the next: everybody takes the mean time. As a backend goes and comes "
        "back, the stations after it really run short and fill again by and by: peaks after its return, and \"caught "
        "up\", may be wrong by a share of the people at the counters, however large the hub");
}

}  // namespace

std::vector<std::string> neglected(const scenario::Scenario& scenario, const Averaged& averaged) {
  std::vector<std::string> all = {
      "chance: people come and are served at their average rates. Where servers are just able to keep up, real lines "
      "are longer and catching up takes longer",
      "single persons: a service under way is part of a stream, so figures below a few persons mean little"};
  if (any_station(scenario, varies))
    all.emplace_back(
        "the tail of service times: who is at a counter as its line ends leaves within one mean service time. Really "
        "the last of them take longer, so with a tolerance of few doses \"caught up\" is early, by several service "
        "times in a large hub");
  add_averaged(averaged, all);
  if (any_hub(scenario, comes_by_the_slot))
    all.emplace_back(
        "slots: those booked for the same one come spread over it. Where they are punctual and the slot is long, they "
        "really come together, and lines are longer by up to a slot's people, however large the hub");
  if (scenario.classes.size() > 1)
    all.emplace_back("classes apart: each station sees the day's average mix of them");
  if (any_station(scenario, [&](const auto& station) { return calls_limited_backend(scenario, station); }))
    all.emplace_back("the backends' limited capacity: the rush of calls when one comes back is answered at once");
  if (!scenario.random_failures.empty())
    all.emplace_back("failures at random: only those at fixed times happen");
  if (any_station(scenario, writes_records_later))
    all.emplace_back(
        "records: a dose given on paper or offline counts as given; its record is not followed, nor the cache's size");
  if (any_station(scenario, leaves_held_waiting))
    all.emplace_back(
        "who is held as paper or offline work that leaves them waiting (under_way = \"finish\") begins: how many "
        "is an average. Each counter more or less that they keep counts until the backend is back");
  if (any_station(scenario, has_other_response))
    all.emplace_back(
        "turning people away, and every response but waiting, paper and offline: these stations wait for the backend");
  if (any_station(scenario, is_impatient) ||
      any_hub(scenario, [](const auto& hub) { return hub.outdoor_patience.has_value(); }))
    all.emplace_back(
        "impatience: everybody waits as long as it takes. Where people give up, real lines are shorter and their doses "
        "may never be made up");
  if (any_hub(scenario, [](const auto& hub) { return hub.come_back.has_value(); }))
    all.emplace_back("people who come again on the same day: nobody has gone away before");
  if (any_station(scenario, breaks_off_as_shifts_end))
    all.emplace_back("work broken off as shifts end: servers finish whom they serve");
  if (any_hub(scenario, [](const auto& hub) { return !hub.mitigations.empty(); }))
    all.emplace_back("mitigations: staff, hours, stays and arrivals stay as they are planned");
  if (any_hub(scenario, [](const auto& hub) { return !hub.supplies.empty(); }))
    all.emplace_back("supplies: doses never run out and are always ready");
  if (!scenario.booking_failures.empty())
    all.emplace_back("failures of the booking: all come as they are booked");
  return all;
}

}  // namespace ripresa::estimate
