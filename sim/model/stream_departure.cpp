// Leaving a station and moving on to the next: times, doses, ways.

#include <algorithm>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

namespace {

/// Makes the vector longer by `count` elements and gives the first of them.
template <class Value>
Value* grow(std::vector<Value>& values, std::size_t count) {
  values.resize(values.size() + count);
  return values.data() + (values.size() - count);
}

}  // namespace

void StreamRun::complete_departures(std::uint32_t station) {
  auto& departures = streams_[station].to_complete;
  if (!departures.empty())
    tell_of(station, departures);
  departures.clear();
}

void StreamRun::tell_of(std::uint32_t station, std::span<const Departure> departures) {
  note_times(station, departures);
  if (streams_[station].doses)
    give_doses(station, departures);
  move_on(station, departures);
}

void StreamRun::note_times(std::uint32_t station, std::span<const Departure> departures) {
  Stream& stream = streams_[station];
  auto& record = record_.stations[station];
  Duration* wait = grow(record.waits, departures.size());
  Duration* sojourn = grow(record.sojourns, departures.size());
  Micros lined = 0;
  Micros occupied = 0;
  Micros last = record.last_release.in_microseconds();
  for (const Departure& departure : departures) {
    const Micros join = stream.join[departure.place];
    const Micros begin = stream.begin[departure.place];
    lined += begin - join;
    occupied += departure.at - begin;
    last = std::max(last, departure.at);
    note_wait(departure.person, departure.waited);
    if (warm_up_ > 0 && people_->arrival[departure.person].in_microseconds() < warm_up_)
      continue;
    const Micros walk = stream.walked_to ? stream.walk[departure.person].in_microseconds() : 0;
    *wait++ = Duration::microseconds(departure.waited);
    *sojourn++ = Duration::microseconds(departure.at - join + walk);
  }
  stream.lined += lined;
  stream.occupied += occupied;
  record.last_release = time_at(last);
  record.waits.resize(static_cast<std::size_t>(wait - record.waits.data()));
  record.sojourns.resize(record.waits.size());
}

/// As HubRun's.
void StreamRun::give_doses(std::uint32_t station, std::span<const Departure> departures) {
  const bool vaccinates = station == hub_->vaccination_station;
  const std::uint8_t passed = static_cast<std::uint8_t>((vaccinates ? kVaccinated : 0) |
                                                        (station == hub_->recording_station ? kPassedRecording : 0));
  if (vaccinates) {
    Time* given = grow(record_.vaccinations, departures.size());
    for (const Departure& departure : departures)
      *given++ = time_at(departure.at);
    record_.counts.vaccinated += static_cast<std::int64_t>(departures.size());
  }
  Time* recorded = grow(record_.recordings, departures.size());
  for (const Departure& departure : departures) {
    const std::uint8_t marks = marks_[departure.person] |= passed;
    if ((marks & kVaccinated) == 0 || (marks & kPassedRecording) == 0)
      continue;
    if ((marks & kFormPending) == 0) {
      *recorded++ = time_at(departure.at);
      continue;
    }
    ++record_.counts.on_paper;
    if ((marks & kFormStays) == 0)
      paper_doses_.push_back({departure.person, time_at(departure.at)});
  }
  record_.recordings.resize(static_cast<std::size_t>(recorded - record_.recordings.data()));
  record_.counts.recorded = static_cast<std::int64_t>(record_.recordings.size());
}

void StreamRun::move_on(std::uint32_t station, std::span<const Departure> departures) {
  const Stream& stream = streams_[station];
  const auto go_on = [&](std::int32_t next, std::span<const Departure> together) {
    if (next >= 0)
      approach(static_cast<std::uint32_t>(next), together, static_cast<std::int32_t>(station));
    else
      for (const Departure& departure : together)
        record_.persons.left[departure.person] = time_at(departure.at);
  };
  if (stream.next != kVaries)
    go_on(stream.next, departures);
  else
    for (const Departure& departure : departures)
      go_on(next_station(stream, departure.person), {&departure, 1});
}

std::int32_t StreamRun::next_station(const Stream& stream, std::uint32_t person) const {
  const auto& branches = stream.model->onward[people_->person_class[person]];
  std::size_t chosen = 0;
  if (branches.size() > 1) {
    const double u = engine::uniform(people_->bits(random_, person, purpose(stream.model->code, Use::branch)));
    while (u >= branches[chosen].up_to)
      ++chosen;
  }
  return branches[chosen].station;
}

/// Those who depart at the station `from`, -1 for the door, set out for `station`.
void StreamRun::approach(std::uint32_t station, std::span<const Departure> departures, std::int32_t from) {
  Stream& stream = streams_[station];
  const bool walked_to = stream.walked_to;
  const bool direct = stream.direct;
  bool undecided = undecided_;
  std::size_t place = stream.joined;
  for (const Departure& departure : departures) {
    Micros join = departure.at;
    if (walked_to) {
      const Micros walk = stream.walk[departure.person].in_microseconds();
      undecided = undecided || walk < 0;
      join += walk;
    }
    // Who is sent on at the very instant of a backend's return joins amid what that return sets off at the next
    // station.
    undecided = undecided || (direct && departure.scheduled < 0);
    if (join >= horizon_)
      continue;
    if (!stream.in_order) {
      stream.on_the_way.push_back(keys_.make(join, stream.set_out.size()));
      stream.set_out.push_back({departure.person, from, departure.scheduled});
      continue;
    }
    stream.person[place] = departure.person;
    stream.join[place] = join;
    if (direct)
      stream.cause[place] = departure.scheduled;
    ++place;
  }
  stream.joined = place;
  undecided_ = undecided;
}

/// Puts those who join before `end` in order, where they may overtake each other or come from several stations.
void StreamRun::let_in_order(std::uint32_t station, Micros end) {
  Stream& stream = streams_[station];
  auto& all = stream.on_the_way;
  memory_->sort(all, stream.arrived);
  Micros last_join = -1;
  std::int32_t last_from = -1;
  for (; stream.arrived < all.size() && keys_.at(all[stream.arrived]) < end; ++stream.arrived) {
    const Setout& setout = stream.set_out[keys_.place(all[stream.arrived])];
    const std::size_t place = stream.joined++;
    stream.person[place] = setout.person;
    stream.join[place] = keys_.at(all[stream.arrived]);
    if (stream.direct)
      stream.cause[place] = setout.cause;
    undecided_ = undecided_ || (stream.join[place] == last_join && setout.from != last_from);
    last_join = stream.join[place];
    last_from = setout.from;
  }
}

}  // namespace ripresa::model
