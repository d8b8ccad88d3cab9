// The course of a streamed day: lay-out, people coming, and completing the record.

#include "ripresa/model/stream_run.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <limits>

namespace ripresa::model {

using observation::Fate;
using observation::PersonRecord;

namespace {

constexpr std::uint8_t kVaccinated = 1;

/// A window shorter than this would cost more than it gains.
constexpr Micros kLeastWindow = 1'000'000;

}  // namespace

bool StreamKeys::fit(Time horizon, std::size_t persons) {
  place_bits_ = static_cast<int>(std::bit_width(persons + 1));
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon.in_microseconds()) + 1)) + place_bits_ <=
         64;
}

void ServerHeap::push(Key key) {
  std::size_t hole = size_++;
  // Two keys beyond the last are kept larger than all, at the children of the last parent too.
  if (keys_.size() < 2 * size_ + 3)
    keys_.resize(2 * (2 * size_ + 3), StreamKeys::kLast);
  while (hole > 0 && key < keys_[(hole - 1) / 2]) {
    keys_[hole] = keys_[(hole - 1) / 2];
    hole = (hole - 1) / 2;
  }
  keys_[hole] = key;
}

void ServerHeap::pop() {
  const Key last = keys_[--size_];
  keys_[size_] = StreamKeys::kLast;
  if (size_ > 0)
    replace_first(last);
}

void LineBins::clear(Time horizon, std::size_t persons) {
  // About as many bins as people, so that each holds a few moves.
  shift = std::max(0, static_cast<int>(std::bit_width(static_cast<std::uint64_t>(horizon.in_microseconds()))) -
                          std::max(6, static_cast<int>(std::bit_width(persons)) - 1));
  const std::size_t bins = static_cast<std::size_t>(horizon.in_microseconds() >> shift) + 1;
  change.assign(bins, 0);
  joined.assign(bins, 0);
}

// --- Lay-out: what stays the same from replication to replication. ---

void StreamRun::lay_out(std::size_t hub) {
  if (hub == hub_index_)
    return;
  hub_index_ = hub;
  hub_ = &model_->hubs[hub];
  opens_ = hub_->opens.in_microseconds();
  closes_ = hub_->closes.in_microseconds();
  horizon_ = model_->horizon.in_microseconds();
  warm_up_ = model_->warm_up.in_microseconds();
  streams_.resize(hub_->stations.size());
  record_.stations.resize(hub_->stations.size());
  for (std::uint32_t s = 0; s < streams_.size(); ++s)
    lay_out_station(s);
  lay_out_groups();
  lay_out_units();
}

void StreamRun::lay_out_station(std::uint32_t station) {
  Stream& stream = streams_[station];
  const StationModel& model = hub_->stations[station];
  stream.model = &model;
  std::size_t ways_in = station == 0 ? 1 : 0;
  for (const StationModel& other : hub_->stations)
    ways_in += std::any_of(other.onward.begin(), other.onward.end(),
                           [station](const auto& branches) {
                             return std::any_of(branches.begin(), branches.end(), [station](const Onward& onward) {
                               return onward.station == static_cast<std::int32_t>(station);
                             });
                           })
                   ? 1
                   : 0;
  stream.walked_to = model.walk.has_value();
  stream.direct = station > 0 && !stream.walked_to;
  stream.in_order = ways_in <= 1 && (!stream.walked_to || model.walk->constant_value());
  stream.unlimited = model.staffing.empty() && model.seats == std::numeric_limits<std::int32_t>::max();
  stream.calls = model.steps.size() > 1;
  stream.doses = station == hub_->vaccination_station || station == hub_->recording_station;
  const std::int32_t next = model.onward.front().front().station;
  const bool same_for_all = std::all_of(model.onward.begin(), model.onward.end(), [next](const auto& branches) {
    return branches.size() == 1 && branches.front().station == next;
  });
  stream.next = same_for_all ? next : kVaries;
  stream.stands_alone = !stream.direct && stream.next == -1;
}

void StreamRun::lay_out_groups() {
  groups_.clear();
  std::int32_t limited = -1;
  for (std::uint32_t s = 0; s < streams_.size(); ++s) {
    if (!streams_[s].calls)
      continue;
    const auto& steps = streams_[s].model->steps;
    const bool at_limited_backend = std::any_of(steps.begin(), steps.end(), [this](const Step& step) {
      return step.kind == Step::Kind::call && model_->backends[step.backend].capacity;
    });
    if (at_limited_backend && limited >= 0) {
      groups_[static_cast<std::size_t>(limited)].stations.push_back(s);
      continue;
    }
    if (at_limited_backend)
      limited = static_cast<std::int32_t>(groups_.size());
    CallingGroup& group = groups_.emplace_back();
    group.stations = {s};
    group.backends.resize(model_->backends.size());
  }
  windowed_group_ = -1;
  if (limited >= 0 && groups_[static_cast<std::size_t>(limited)].stations.size() > 1)
    windowed_group_ = limited;
}

void StreamRun::lay_out_units() {
  early_units_.clear();
  late_units_.clear();
  std::vector<bool> late(streams_.size());
  for (std::uint32_t s = 0; s < streams_.size(); ++s) {
    std::int32_t group = -1;
    for (std::size_t g = 0; g < groups_.size(); ++g)
      if (std::find(groups_[g].stations.begin(), groups_[g].stations.end(), s) != groups_[g].stations.end())
        group = static_cast<std::int32_t>(g);
    const bool in_windowed = group >= 0 && group == windowed_group_;
    if (late[s] || in_windowed)
      for (const auto& branches : streams_[s].model->onward)
        for (const Onward& onward : branches)
          if (onward.station >= 0)
            late[static_cast<std::size_t>(onward.station)] = true;
    if (in_windowed)
      continue;
    (late[s] ? late_units_ : early_units_).push_back({s, group});
  }
}

// --- The day. ---

void StreamRun::start(std::size_t hub, const People& people, const engine::RandomNumbers& random) {
  lay_out(hub);
  people_ = &people;
  random_ = random;
  undecided_ = !keys_.fit(model_->horizon, people.size());
  run_to_ = now_ = 0;
  last_call_at_ = last_call_scheduled_ = -1;
  queues_ = AdmissionTimes(model_->backends.size());
  log_.clear();
  services_.clear();
  spare_services_.clear();
  waited_.assign(people.size(), 0);
  left_.assign(people.size(), kNever);
  marks_.assign(people.size(), 0);
  line_.clear(model_->horizon, people.size());
  record_.vaccinations.clear();
  record_.recordings.clear();
  record_.counts = {};
  for (std::uint32_t s = 0; s < streams_.size(); ++s)
    start_station(s);
  for (CallingGroup& group : groups_)
    start_group(group);
  if (undecided_)
    return;
  draw_latencies();
  admit_everybody();
  if (windowed_group_ >= 0)
    find_window();
}

void StreamRun::start_station(std::uint32_t station) {
  Stream& stream = streams_[station];
  const std::size_t persons = people_->size();
  stream.service = people_->service[station].data();
  stream.walk = stream.walked_to ? people_->walk[station].data() : nullptr;
  if (stream.person.size() < persons) {
    stream.person.resize(persons);
    stream.join.resize(persons);
    stream.begin.resize(persons);
  }
  if (stream.direct && stream.cause.size() < persons) {
    stream.cause.resize(persons);
    stream.freed_by.resize(persons);
  }
  if (stream.calls && stream.step.size() < persons) {
    stream.step.resize(persons);
    stream.scheduled.resize(persons);
    stream.called_for.resize(persons);
  }
  stream.released.clear();
  stream.last_due = stream.last_scheduled = -1;
  stream.tied.clear();
  stream.joined = stream.lined_up = stream.begun = stream.out_of_line = 0;
  stream.set_out.clear();
  stream.on_the_way.clear();
  stream.arrived = 0;
  stream.servers.clear();
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
  stream.mode = Mode::usual;
  stream.backend_lost = false;
  stream.response = -1;
  stream.response_epoch = 0;
  stream.in_service.clear();
  stream.held.clear();
  auto& record = record_.stations[station];
  record.waits.clear();
  record.sojourns.clear();
  record.peak_queue = {};
  record.last_release = Time{};
}

void StreamRun::admit_everybody() {
  came_.clear();
  at_door_ = 0;
  record_.counts.arrivals = static_cast<std::int64_t>(people_->order.size());
  for (const std::uint32_t person : people_->order) {
    const Micros arrival = people_->arrival[person].in_microseconds();
    if (arrival >= closes_)
      break;
    came_.push_back(arrival);
    Micros in = arrival;
    if (arrival < opens_) {
      ++at_door_;
      in = opens_;
      waited_[person] = opens_ - arrival;
      line_.join(arrival);
      line_.leave(opens_);
    }
    approach(0, person, in, in, -1);
  }
  record_.counts.turned_away = record_.counts.arrivals - static_cast<std::int64_t>(came_.size());
}

/// The windowed group is run in steps of the least time from a departure at one of its stations to joining one of them:
/// what happens at these stations within a step cannot matter to who joins them in it. `reached_` has the least time
/// from such a departure to joining each station, `passed_` to departing from it.
void StreamRun::find_window() {
  const auto& members = groups_[static_cast<std::size_t>(windowed_group_)].stations;
  const auto is_member = [&members](std::uint32_t s) {
    return std::find(members.begin(), members.end(), s) != members.end();
  };
  const auto least = [](const std::vector<Duration>& all) {
    return all.empty() ? 0 : std::min_element(all.begin(), all.end())->in_microseconds();
  };
  reached_.assign(streams_.size(), kNever);
  passed_.assign(streams_.size(), kNever);
  window_ = horizon_;
  for (std::uint32_t s = 0; s < streams_.size(); ++s) {
    if (is_member(s)) {
      window_ = std::min(window_, reached_[s]);
      passed_[s] = 0;
    } else if (reached_[s] == kNever) {
      continue;
    } else {
      passed_[s] = reached_[s] + (streams_[s].calls ? 0 : least(people_->service[s]));
    }
    for (const auto& branches : streams_[s].model->onward)
      for (const Onward& onward : branches) {
        if (onward.station < 0)
          continue;
        const auto next = static_cast<std::size_t>(onward.station);
        reached_[next] =
            std::min(reached_[next], passed_[s] + (streams_[next].walked_to ? least(people_->walk[next]) : 0));
      }
  }
  undecided_ = undecided_ || window_ < kLeastWindow;
}

void StreamRun::take_over(const StreamRun& other) {
  *this = other;
}

void StreamRun::run_unit(const Unit& unit, Micros joining_until, Micros told_until) {
  if (unit.group < 0)
    run_station(unit.station, joining_until, told_until);
  else
    run_group(groups_[static_cast<std::size_t>(unit.group)], joining_until);
}

void StreamRun::run_until(Time end_time) {
  const Micros end = std::min(end_time.in_microseconds(), horizon_);
  if (windowed_group_ < 0 && !undecided_)
    for (const Unit& unit : early_units_)
      run_unit(unit, end, end);
  if (windowed_group_ >= 0)
    run_windows(end);
}

void StreamRun::run_windows(Micros end) {
  while (run_to_ < end && !undecided_) {
    const Micros from = std::max(run_to_, opens_);  // nobody departs before
    const Micros to = std::min(end, from + window_);
    for (const Unit& unit : early_units_)
      run_unit(unit, to, to);
    for (const Unit& unit : late_units_)
      run_unit(unit, std::min(to, from + reached_[unit.station]), std::min(to, from + passed_[unit.station]));
    run_group(groups_[static_cast<std::size_t>(windowed_group_)], to);
    run_to_ = to;
  }
  for (const Unit& unit : late_units_)
    run_unit(unit, end, end);
}

// --- Completing the record. ---

void StreamRun::finish() {
  if (undecided_)
    return;
  complete_services();
  for (std::uint32_t s = 0; s < streams_.size(); ++s)
    complete_station(s);
  complete_persons();
  complete_series();
  complete_peaks();
}

/// Those in line or in service at the horizon.
void StreamRun::complete_station(std::uint32_t station) {
  Stream& stream = streams_[station];
  if (!stream.calls) {
    const auto still_in_service = [&](StreamKeys::Key key) {
      const std::size_t place = keys_.place(key);
      waited_[stream.person[place]] += stream.begin[place] - stream.join[place];
      stream.lined += stream.begin[place] - stream.join[place];
      stream.occupied += horizon_ - stream.begin[place];
    };
    for (std::size_t i = 0; i < stream.servers.size(); ++i)
      if (const auto key = stream.servers.keys()[i]; !keys_.is_idle(key))
        still_in_service(key);
    for (std::size_t i = stream.told; i < stream.departures.size(); ++i)
      still_in_service(stream.departures[i]);
  }
  for (std::size_t place = stream.begun; place < stream.joined && stream.join[place] < horizon_; ++place) {
    stream.begin[place] = kNever;
    if (!stream.calls)
      stand_in_line(station, place);
    waited_[stream.person[place]] += horizon_ - stream.join[place];
    stream.lined += horizon_ - stream.join[place];
  }
  auto& record = record_.stations[station];
  record.occupied_area = Duration::microseconds(stream.occupied);
  record.entry_time = Duration{};
  record.queue_area = record.queued_total = Duration::microseconds(stream.lined);
}

void StreamRun::complete_persons() {
  auto& counts = record_.counts;
  const observation::Grid& grid = model_->grid;
  const bool roof_counts = hub_->indoor_capacity != std::numeric_limits<std::int32_t>::max();
  if (roof_counts)
    presence_.clear(model_->horizon, people_->size());
  exits_.assign(grid.points + 1, 0);
  const Micros first = grid.first.in_microseconds();
  const Micros step = grid.step.in_microseconds();
  record_.persons.resize(people_->size());
  record_.last_exit = Time{};
  std::int64_t left = 0;
  std::int64_t vaccinated_left = 0;
  for (std::uint32_t person = 0; person < people_->size(); ++person) {
    PersonRecord& record = record_.persons[person];
    record = {};
    const Time arrival = people_->arrival[person];
    if (arrival >= model_->horizon)
      continue;
    record.arrival = arrival;
    if (arrival.in_microseconds() >= closes_) {
      record.left = arrival;
      record.fate = Fate::turned_away;
      continue;
    }
    const bool vaccinated = (marks_[person] & kVaccinated) != 0;
    record.waited = Duration::microseconds(waited_[person]);
    if (roof_counts)
      presence_.join(arrival.in_microseconds());
    if (left_[person] == kNever) {
      record.fate = vaccinated ? Fate::vaccinated : Fate::inside;
      continue;
    }
    const Micros at = left_[person];
    record.left = Time::since_midnight(Duration::microseconds(at));
    record.fate = vaccinated ? Fate::vaccinated : Fate::left_unvaccinated;
    record_.last_exit = std::max(record_.last_exit, record.left);
    ++left;
    vaccinated_left += vaccinated ? 1 : 0;
    ++exits_[std::min(grid.points, static_cast<std::size_t>(std::max<Micros>(0, (at - first + step - 1) / step)))];
    if (roof_counts)
      presence_.leave(at);
  }
  counts.left_unvaccinated = left - vaccinated_left;
  counts.present = static_cast<std::int64_t>(came_.size()) - left;
  counts.present_vaccinated = counts.vaccinated - vaccinated_left;
}

namespace {

Micros micros(Micros at) {
  return at;
}

Micros micros(Time at) {
  return at.in_microseconds();
}

/// Counts the elements of an ascending array up to ever later instants.
template <class Instant>
class CountUpTo {
 public:
  CountUpTo(const std::vector<Instant>& times, std::size_t size) : times_(times.data()), size_(size) {}

  std::int32_t operator()(Micros instant) {
    std::size_t step = 1;
    while (count_ + step <= size_ && micros(times_[count_ + step - 1]) <= instant) {
      count_ += step;
      step *= 2;
    }
    for (; step > 0; step /= 2)
      if (count_ + step <= size_ && micros(times_[count_ + step - 1]) <= instant)
        count_ += step;
    return static_cast<std::int32_t>(count_);
  }

 private:
  const Instant* times_;
  std::size_t size_;
  std::size_t count_ = 0;
};

}  // namespace

void StreamRun::complete_series() {
  const observation::Grid& grid = model_->grid;
  auto& series = record_.series;
  for (auto* values : {&series.vaccinated, &series.recorded, &series.queue, &series.outdoors, &series.present})
    values->resize(grid.points);
  CountUpTo vaccinated(record_.vaccinations, record_.vaccinations.size());
  CountUpTo recorded(record_.recordings, record_.recordings.size());
  CountUpTo came(came_, came_.size());
  CountUpTo came_to_door(came_, at_door_);
  std::int32_t left = 0;
  for (std::size_t point = 0; point < grid.points; ++point) {
    const Micros at = grid.at(point).in_microseconds();
    left += exits_[point];
    series.vaccinated[point] = vaccinated(at);
    series.recorded[point] = recorded(at);
    const std::int32_t present = came(at) - left;
    series.present[point] = present;
    series.outdoors[point] = at < opens_ ? present : std::max(0, present - hub_->indoor_capacity);
    series.queue[point] = at < opens_ ? came_to_door(at) : 0;
  }
  for (std::size_t s = 0; s < streams_.size(); ++s) {
    const Stream& stream = streams_[s];
    auto& queue = record_.stations[s].queue;
    queue.assign(grid.points, 0);
    if (stream.unlimited)
      continue;
    const auto joined = static_cast<std::size_t>(
        std::lower_bound(stream.join.begin(), stream.join.begin() + static_cast<std::ptrdiff_t>(stream.joined),
                         horizon_) -
        stream.join.begin());
    CountUpTo joining(stream.join, joined);
    CountUpTo beginning(stream.begin, stream.begun);
    for (std::size_t point = 0; point < grid.points; ++point) {
      const Micros at = grid.at(point).in_microseconds();
      queue[point] = joining(at) - beginning(at);
      series.queue[point] += queue[point];
    }
  }
}

}  // namespace ripresa::model
