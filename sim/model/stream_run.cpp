// The course of a streamed day: its start, people coming, and the order in which stations are run.

#include "ripresa/model/stream_run.hpp"

#include <algorithm>
#include <cassert>

namespace ripresa::model {

using engine::Phase;

namespace {

/// A window shorter than this would cost more than it gains.
constexpr Micros kLeastWindow = 1'000'000;

/// So many people go through all stations before the next come, and what is known of them stays in the cache: a tandem
/// of four stations and a million people costs 0.86 of one run station after station, M/M/1 with all measures 0.73, the
/// memory reserved beforehand included.
constexpr std::size_t kPeopleASlice = 500;

}  // namespace

void StreamRun::start(std::size_t hub, const People& people, const engine::RandomNumbers& random,
                      ForeseenBackends& backends, StreamMemory& memory, Admission admission) {
  lay_out(hub, admission);
  backends_ = &backends;
  memory_ = &memory;
  people_ = &people;
  random_ = random;
  undecided_ = !keys_.fit(model_->horizon, people.size());
  run_to_ = window_to_ = now_ = 0;
  sliced_ = 0;
  last_call_at_ = last_call_scheduled_ = last_admission_at_ = last_change_at_ = last_turn_to_forms_at_ = -1;
  turn_given_ = false;
  admitted_ = {};
  admitted_turn_ = nullptr;
  next_call_ = {};
  scripts_ = {};
  call_phase_ = Phase::progress;
  services_.clear();
  spare_services_.clear();
  forms_.start(streams_.size());
  paper_doses_.clear();
  promised_answers_.clear();
  calls_that_waited_ = 0;
  const std::size_t room = people.room();
  record_.stations.resize(streams_.size());
  record_.persons.waited.reserve(room);
  record_.persons.left.reserve(room);
  marks_.reserve(room);
  record_.persons.waited.assign(people.size(), {});
  record_.persons.left.assign(people.size(), Time::never());
  marks_.assign(people.size(), 0);
  line_.clear(model_->horizon, people.size());
  record_.vaccinations.clear();
  record_.recordings.clear();
  // At once what they will need: growing by doubling would touch twice the memory, which a first run pays for in page
  // faults.
  record_.vaccinations.reserve(room);
  record_.recordings.reserve(room);
  record_.counts = {};
  for (std::uint32_t s = 0; s < streams_.size(); ++s)
    start_station(s);
  for (CallingGroup& group : groups_)
    start_group(group);
  if (undecided_)
    return;
  prepare_steps();
  admit_everybody();
  if (windowed_group_ >= 0)
    find_window();
}

void StreamRun::start_station(std::uint32_t station) {
  Stream& stream = streams_[station];
  const std::size_t persons = people_->size();
  const std::size_t room = people_->room();
  stream.service = people_->service[station].view();
  stream.walk = people_->walk[station].view();
  if (stream.person.size() < persons) {
    stream.person.reserve(room);
    stream.join.reserve(room);
    stream.begin.reserve(room);
    stream.person.resize(persons);
    stream.join.resize(persons);
    stream.begin.resize(persons);
  }
  if (stream.direct && stream.cause.size() < persons) {
    stream.cause.resize(persons);
    stream.freed_place.resize(persons);
  }
  stream.progress.clear();
  stream.to_complete.clear();
  stream.last_due = stream.last_scheduled = -1;
  stream.last_waited = false;
  stream.tied.clear();
  stream.joined = stream.lined_up = stream.begun = 0;
  stream.set_out.clear();
  stream.on_the_way.clear();
  stream.arrived = 0;
  stream.servers.clear();
  stream.leaving.clear();
  stream.departures.clear();
  stream.told = 0;
  stream.on_duty = 0;
  stream.next_staffing = 0;
  const auto& staffing = stream.model->staffing;
  stream.next_staffing_at = staffing.empty() ? kNever : staffing.front().at.in_microseconds();
  if (staffing.empty() && stream.calls)
    stream.on_duty = stream.model->seats;
  else if (staffing.empty() && !stream.unlimited)
    for (; stream.on_duty < stream.model->seats; ++stream.on_duty)
      stream.servers.push(keys_.idle(0));
  stream.occupied = stream.lined = 0;
  stream.busy = 0;
  stream.response = ResponseClock(stream.model->responses);
  stream.in_service.clear();
  stream.held.clear();
  auto& record = record_.stations[station];
  record.waits.clear();
  record.sojourns.clear();
  record.waits.reserve(room);
  record.sojourns.reserve(room);
  record.peak_queue = {};
  record.last_release = Time{};
  record.entry_time = record.extra_staffed_late = Duration{};
}

std::size_t StreamRun::came_before(Micros instant, std::size_t size) const {
  const auto first = people_->order.begin();
  const auto first_later =
      std::partition_point(first, first + static_cast<std::ptrdiff_t>(size),
                           [&](std::uint32_t person) { return people_->arrival[person].in_microseconds() < instant; });
  return static_cast<std::size_t>(first_later - first);
}

void StreamRun::admit_everybody() {
  const auto& order = people_->order;
  came_ = came_before(closes_, order.size());
  at_door_ = came_before(opens_, came_);
  record_.counts.arrivals = static_cast<std::int64_t>(order.size());
  record_.counts.turned_away = record_.counts.arrivals - static_cast<std::int64_t>(came_);
  for (std::size_t i = 0; i < at_door_; ++i) {
    const Micros arrival = came_at(i);
    note_wait(order[i], opens_ - arrival);
    line_.join(arrival);
    line_.leave(opens_);
  }
  auto& portion = memory_->let_in;
  for (std::size_t first = 0; first < came_; first += portion.size()) {
    portion.resize(std::min(kTogether, came_ - first));
    for (std::size_t i = 0; i < portion.size(); ++i) {
      const Micros in = std::max(came_at(first + i), opens_);
      portion[i] = {order[first + i], 0, in, in, 0};
    }
    approach(0, portion, -1);
  }
}

/// The windowed group is run in steps of the least time from a departure at one of its stations to joining one of them:
/// what happens at these stations within a step cannot matter to who joins them in it. `reached_` has the least time
/// from such a departure to joining each station, `passed_` to departing from it.
void StreamRun::find_window() {
  const auto& members = groups_[static_cast<std::size_t>(windowed_group_)].stations;
  const auto is_member = [&members](std::uint32_t s) {
    return std::find(members.begin(), members.end(), s) != members.end();
  };
  reached_.assign(streams_.size(), kNever);
  passed_.assign(streams_.size(), kNever);
  window_ = horizon_;
  for (std::uint32_t s = 0; s < streams_.size(); ++s) {
    if (is_member(s)) {
      streams_[s].least_service = people_->service[s].least().in_microseconds();
      window_ = std::min(window_, reached_[s]);
      passed_[s] = 0;
    } else if (reached_[s] == kNever) {
      continue;
    } else {
      passed_[s] = reached_[s] + (streams_[s].calls ? 0 : people_->service[s].least().in_microseconds());
    }
    for (const auto& branches : streams_[s].model->onward)
      for (const Onward& onward : branches) {
        if (onward.station < 0)
          continue;
        const auto next = static_cast<std::size_t>(onward.station);
        reached_[next] =
            std::min(reached_[next],
                     passed_[s] + (streams_[next].walked_to ? people_->walk[next].least().in_microseconds() : 0));
      }
  }
  undecided_ = undecided_ || window_ < kLeastWindow;
}

void StreamRun::take_over(const StreamRun& other, ForeseenBackends& backends) {
  *this = other;
  backends_ = &backends;
}

StreamRun::RecordUnderWay& StreamRun::RecordUnderWay::operator=(const RecordUnderWay& other) {
  if (this == &other)
    return *this;
  persons.waited = other.persons.waited;
  persons.left = other.persons.left;
  vaccinations = other.vaccinations;
  recordings = other.recordings;
  counts = other.counts;
  stations.resize(other.stations.size());
  for (std::size_t s = 0; s < stations.size(); ++s) {
    stations[s].waits = other.stations[s].waits;
    stations[s].sojourns = other.stations[s].sojourns;
    stations[s].peak_queue = other.stations[s].peak_queue;
    stations[s].last_release = other.stations[s].last_release;
    stations[s].entry_time = other.stations[s].entry_time;
    stations[s].extra_staffed_late = other.stations[s].extra_staffed_late;
  }
  return *this;
}

void StreamRun::run_unit(const Unit& unit, Micros joining_until, Micros told_until) {
  if (unit.group < 0)
    run_station(unit.station, joining_until, told_until);
  else
    run_group(groups_[static_cast<std::size_t>(unit.group)], joining_until);
  complete_departures(unit.station);
}

void StreamRun::run_until(Time end_time) {
  const Micros end = std::min(end_time.in_microseconds(), horizon_);
  if (windowed_group_ >= 0)
    run_windows(end);
  else
    run_slices(end);
}

StreamRun::NextCall StreamRun::run_to_next_call(Time end, bool make_call) {
  turn_given_ = make_call;
  next_call_ = {};
  run_until(end);
  return next_call_;
}

StreamRun::NextCall StreamRun::run_past_calls(Time end, std::span<const CallAhead> admitted) {
  admitted_ = admitted;
  const NextCall next = run_to_next_call(end, false);
  assert(undecided_ || admitted_.empty());
  undecided_ = undecided_ || !admitted_.empty();
  admitted_ = {};
  admitted_turn_ = nullptr;
  return next;
}

/// Whether the event that is due next, and may make a call, is to be carried out: it is the turn of one such event at a
/// time.
bool StreamRun::take_turn(Micros at, Phase phase) {
  if (!admitted_.empty()) {
    assert(admitted_.front().at == time_at(at));
    undecided_ = undecided_ || admitted_.front().at != time_at(at);
    admitted_turn_ = &admitted_.front();
    admitted_ = admitted_.subspan(1);
    return true;
  }
  if (turn_given_) {
    turn_given_ = false;
    return true;
  }
  next_call_ = {time_at(at), phase};
  return false;
}

void StreamRun::run_slices(Micros end) {
  while (run_to_ < end && !undecided_) {
    while (sliced_ < came_ && came_at(sliced_) <= run_to_)
      sliced_ += kPeopleASlice;
    run_to_ = sliced_ < came_ ? std::min(end, came_at(sliced_)) : end;
    for (const Unit& unit : early_units_)
      run_unit(unit, run_to_, run_to_);
  }
}

void StreamRun::run_windows(Micros end) {
  while (run_to_ < end && !undecided_) {
    if (window_to_ <= run_to_)
      begin_window(end);
    CallingGroup& group = groups_[static_cast<std::size_t>(windowed_group_)];
    run_group(group, window_to_);
    if (next_call_.at != Time::never())
      return;
    for (const std::uint32_t station : group.stations)
      complete_departures(station);
    run_to_ = window_to_;
  }
  for (const auto* units : {&between_units_, &late_units_})
    for (const Unit& unit : *units)
      run_unit(unit, end, end);
}

/// Runs the stations before the windowed group to the `end`, and those between its stations as far as they have to be
/// for its next step.
void StreamRun::begin_window(Micros end) {
  for (const Unit& unit : early_units_)
    run_unit(unit, end, end);
  const Micros from = std::max({run_to_, opens_, std::min(first_return(), end)});
  window_to_ = std::min(end, from + window_);
  for (const Unit& unit : between_units_)
    run_unit(unit, std::min(window_to_, from + reached_[unit.station]),
             std::min(window_to_, from + passed_[unit.station]));
}

/// Before this instant nobody departs from a station of the windowed group who comes to one of them again. In a small
/// hub that may be minutes away, and windows short of it would go through all stations in vain.
Micros StreamRun::first_return() const {
  const CallingGroup& group = groups_[static_cast<std::size_t>(windowed_group_)];
  Micros first = kNever;
  for (const std::uint32_t s : group.stations) {
    const Stream& stream = streams_[s];
    if (!stream.leads_to_group)
      continue;
    if (stream.reached_from_group || !stream.in_order)
      return run_to_;
    const Micros joins = stream.lined_up < stream.joined ? stream.join[stream.lined_up] : kNever;
    const Micros due = group.sound
                           ? std::min({keys_.at(stream.servers.first()), stream.next_staffing_at, group.next_change_at})
                           : std::min(group.next_change_at, group.due.first_at());
    first = std::min({first, joins, due});
  }
  return first;
}

}  // namespace ripresa::model
