// Completing the record of a streamed day: those still there at the horizon, every person, the series on the grid.

#include <algorithm>
#include <limits>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

using observation::Fate;

void StreamRun::finish() {
  if (undecided_)
    return;
  complete_services();
  for (std::uint32_t s = 0; s < streams_.size(); ++s)
    complete_station(s);
  complete_persons();
  complete_paper_doses();
  complete_series();
  complete_levels();
  complete_peaks();
}

/// The service that began at `begin` lasts beyond the horizon.
void StreamRun::leave_under_way(std::uint32_t station, Micros begin) {
  streams_[station].occupied += horizon_ - begin;
  record_.stations[station].last_release = time_at(horizon_);
}

/// Those in line or in service at the horizon.
void StreamRun::complete_station(std::uint32_t station) {
  Stream& stream = streams_[station];
  auto& record = record_.stations[station];
  if (!stream.calls) {
    const auto still_in_service = [&](StreamKeys::Key key) {
      const std::size_t place = keys_.place(key);
      note_wait(stream.person[place], stream.begin[place] - stream.join[place]);
      stream.lined += stream.begin[place] - stream.join[place];
      leave_under_way(station, stream.begin[place]);
    };
    for (const StreamKeys::Key key : stream.servers.all())
      if (!keys_.is_idle(key))
        still_in_service(key);
    for (std::size_t i = stream.told; i < stream.departures.size(); ++i)
      still_in_service(stream.departures[i]);
  }
  for (std::size_t place = stream.begun; place < stream.joined && stream.join[place] < horizon_; ++place) {
    stream.begin[place] = kNever;
    if (!stream.calls)
      stand_in_line(station, place, place + 1);
    note_wait(stream.person[place], horizon_ - stream.join[place]);
    stream.lined += horizon_ - stream.join[place];
  }
  record.occupied_area = Duration::microseconds(stream.occupied);
  record.queue_area = record.queued_total = Duration::microseconds(stream.lined);
}

void StreamRun::complete_persons() {
  auto& counts = record_.counts;
  auto& persons = record_.persons;
  const observation::Grid& grid = model_->grid;
  const bool roof_counts = hub_->indoor_capacity != std::numeric_limits<std::int32_t>::max();
  if (roof_counts)
    memory_->presence.clear(model_->horizon, people_->size());
  auto& exits = memory_->exits;
  exits.assign(grid.points + 1, 0);
  observation::StepLookup step_of(grid);
  persons.arrival.reserve(people_->room());
  persons.arrival.resize(people_->size());
  persons.fate.reserve(people_->room());
  persons.fate.resize(people_->size());
  Micros last_exit = 0;
  std::int64_t left = 0;
  std::int64_t vaccinated_left = 0;
  for (std::uint32_t person = 0; person < people_->size(); ++person) {
    const Micros arrival = people_->arrival[person].in_microseconds();
    Fate& fate = persons.fate[person];
    persons.arrival[person] = arrival < horizon_ ? time_at(arrival) : Time::never();
    if (arrival >= horizon_) {
      fate = Fate::absent;
      continue;
    }
    if (arrival >= closes_) {
      persons.left[person] = time_at(arrival);
      fate = Fate::turned_away;
      continue;
    }
    const bool vaccinated = (marks_[person] & kVaccinated) != 0;
    if (roof_counts)
      memory_->presence.join(arrival);
    const Micros at = persons.left[person].in_microseconds();
    if (at == kNever) {
      fate = vaccinated ? Fate::vaccinated : Fate::inside;
      continue;
    }
    fate = vaccinated ? Fate::vaccinated : Fate::left_unvaccinated;
    last_exit = std::max(last_exit, at);
    ++left;
    vaccinated_left += vaccinated ? 1 : 0;
    ++exits[step_of(persons.left[person])];
    if (roof_counts)
      memory_->presence.leave(at);
  }
  record_.last_exit = time_at(last_exit);
  counts.left_unvaccinated = left - vaccinated_left;
  counts.present = static_cast<std::int64_t>(came_) - left;
  counts.present_vaccinated = counts.vaccinated - vaccinated_left;
}

namespace {

/// Counts, of `size` ascending instants, the nth of which is instant_of(n), those up to ever later ones.
template <class InstantOf>
class CountUpTo {
 public:
  CountUpTo(std::size_t size, InstantOf instant_of) : instant_of_(instant_of), size_(size) {}

  std::int32_t operator()(Micros instant) {
    // Of a small hub mostly none is new.
    if (count_ == size_ || instant_of_(count_) > instant)
      return static_cast<std::int32_t>(count_);
    std::size_t step = 1;
    while (count_ + step <= size_ && instant_of_(count_ + step - 1) <= instant) {
      count_ += step;
      step *= 2;
    }
    for (; step > 0; step /= 2)
      if (count_ + step <= size_ && instant_of_(count_ + step - 1) <= instant)
        count_ += step;
    return static_cast<std::int32_t>(count_);
  }

 private:
  InstantOf instant_of_;
  std::size_t size_;
  std::size_t count_ = 0;
};

}  // namespace

void StreamRun::complete_series() {
  const observation::Grid& grid = model_->grid;
  auto& series = record_.series;
  for (auto* values : {&series.vaccinated, &series.recorded, &series.queue, &series.outdoors, &series.present})
    values->resize(grid.points);
  const auto instant_in = [](const std::vector<Time>& times) {
    return [instants = times.data()](std::size_t nth) { return instants[nth].in_microseconds(); };
  };
  const auto came_in_order = [this](std::size_t nth) { return came_at(nth); };
  CountUpTo vaccinated(record_.vaccinations.size(), instant_in(record_.vaccinations));
  CountUpTo recorded(record_.recordings.size(), instant_in(record_.recordings));
  CountUpTo came(came_, came_in_order);
  CountUpTo came_to_door(at_door_, came_in_order);
  std::int32_t left = 0;
  for (std::size_t point = 0; point < grid.points; ++point) {
    const Micros at = grid.at(point).in_microseconds();
    left += memory_->exits[point];
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
    CountUpTo joining(joined, [&stream](std::size_t place) { return stream.join[place]; });
    CountUpTo beginning(stream.begun, [&stream](std::size_t place) { return stream.begin[place]; });
    for (std::size_t point = 0; point < grid.points; ++point) {
      const Micros at = grid.at(point).in_microseconds();
      queue[point] = joining(at) - beginning(at);
      series.queue[point] += queue[point];
    }
  }
}

/// What HubRun counts at every change.
void StreamRun::complete_levels() {
  auto& queue = record_.queue_levels;
  auto& outdoors = record_.outdoor_levels;
  if (!model_->adds_up_lines) {
    queue.leave_out();
    outdoors.leave_out();
    return;
  }
  queue.start(model_->horizon);
  outdoors.start(model_->horizon);
  const auto stand = [&queue](Micros from, Micros to) {
    if (from == to)
      return;
    queue.note(time_at(from), +1);
    if (to != kNever)
      queue.note(time_at(to), -1);
  };
  for (std::size_t i = 0; i < at_door_; ++i)
    stand(came_at(i), opens_);
  for (const Stream& stream : streams_)
    if (!stream.unlimited)
      for (std::size_t place = 0; place < stream.joined && stream.join[place] < horizon_; ++place)
        stand(stream.join[place], stream.begin[place]);
  // Without a limit indoors nobody stands outdoors once the hub is open.
  const bool roof_counts = hub_->indoor_capacity != std::numeric_limits<std::int32_t>::max();
  for (std::size_t i = 0; i < (roof_counts ? came_ : at_door_); ++i)
    outdoors.note(time_at(came_at(i)), +1);
  if (roof_counts)
    for (std::uint32_t person = 0; person < people_->size(); ++person)
      if (const Time left = record_.persons.left[person];
          left != Time::never() && record_.persons.fate[person] != Fate::turned_away)
        outdoors.note(left, -1);
  outdoors.leave_outdoors(hub_->opens, hub_->indoor_capacity);
}

}  // namespace ripresa::model
