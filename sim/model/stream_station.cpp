// A station's recursion, and moving on from station to station.

#include <algorithm>
#include <cassert>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

/// Serves all who join before `joining_until`, who are all known, and tells of the departures before `told_until`,
/// which nobody who joins later can come before.
void StreamRun::run_station(std::uint32_t station, Micros joining_until, Micros told_until) {
  Stream& stream = streams_[station];
  if (!stream.in_order)
    let_in_order(station, joining_until);
  if (stream.unlimited)
    serve_everybody(station, joining_until);
  else
    serve_in_line(station, joining_until, told_until);
  tell_departures(station, told_until);
}

/// A station with room for everybody: a service begins when its person joins.
void StreamRun::serve_everybody(std::uint32_t station, Micros end) {
  Stream& stream = streams_[station];
  // Where it takes everybody equally long and the hub is left from here, there is nothing to put in order.
  const bool last = stream.next == -1 && !stream.doses && stream.model->work_lane >= 0;
  for (; stream.begun < stream.joined && stream.join[stream.begun] < end; ++stream.begun) {
    const std::size_t place = stream.begun;
    const Micros begin = stream.join[place];
    const Micros service = stream.service[stream.person[place]].in_microseconds();
    note_short_service(stream, begin, service);
    stream.begin[place] = begin;
    if (!last)
      stream.departures.push_back(keys_.make(std::min(begin + service, horizon_), place));
    else if (begin + service < horizon_)
      depart(station, place, begin + service, begin, 0);
    else
      stream.occupied += horizon_ - begin;
  }
  memory_.sort(stream.departures, stream.told);
}

/// First come, first served by the servers on duty.
void StreamRun::serve_in_line(std::uint32_t station, Micros joining_until, Micros told_until) {
  Stream& stream = streams_[station];
  for (; stream.begun < stream.joined; ++stream.begun) {
    const std::size_t place = stream.begun;
    const Micros join = stream.join[place];
    if (join >= joining_until)
      break;
    Micros begin = std::max(join, keys_.at(stream.servers.first()));
    while (stream.next_staffing_at <= begin && stream.next_staffing_at < horizon_) {
      change_servers(stream);
      begin = std::max(join, keys_.at(stream.servers.first()));
    }
    if (begin >= horizon_)
      break;
    const StreamKeys::Key freed = stream.servers.first();
    if (!keys_.is_idle(freed))
      add_departure(stream, freed);
    if (stream.direct)
      stream.freed_place[place] =
          keys_.is_idle(freed) || keys_.at(freed) < begin ? kNobody : static_cast<std::uint32_t>(keys_.place(freed));
    stream.begin[place] = begin;
    stand_in_line(station, place);
    const Micros service = stream.service[stream.person[place]].in_microseconds();
    note_short_service(stream, begin, service);
    stream.servers.replace_first(keys_.make(std::min(begin + service, horizon_), place));
  }
  // Who is done has to be told of, whether somebody follows or not.
  const auto& keys = stream.servers.keys();
  for (std::size_t i = 0; i < stream.servers.size(); ++i)
    if (const auto key = keys[i]; keys_.at(key) < told_until && !keys_.is_idle(key)) {
      add_departure(stream, key);
      stream.servers.keys()[i] = keys_.idle(keys_.at(key));  // the order of the heap stays as it is
    }
}

/// A service that takes no time ends before anybody else joins, and that is the recursion's order. Not so when the
/// doors open, for all who stand there come in at once; and where people come from or go on to other stations by
/// releases, the order of these is not told.
void StreamRun::note_short_service(const Stream& stream, Micros begin, Micros service) {
  undecided_ = undecided_ || service < 0 || (service == 0 && (!stream.stands_alone || begin <= opens_));
}

/// A shift begins or ends. Where servers go, those free first go; who is served by one of them is served to the end.
void StreamRun::change_servers(Stream& stream) {
  const auto& staffing = stream.model->staffing;
  const StaffChange& change = staffing[stream.next_staffing++];
  for (; stream.on_duty < change.servers; ++stream.on_duty)
    stream.servers.push(keys_.idle(change.at.in_microseconds()));
  for (; stream.on_duty > change.servers; --stream.on_duty) {
    if (!keys_.is_idle(stream.servers.first()))
      add_departure(stream, stream.servers.first());
    stream.servers.pop();
  }
  stream.next_staffing_at =
      stream.next_staffing < staffing.size() ? staffing[stream.next_staffing].at.in_microseconds() : kNever;
}

/// Departures come nearly in order: only one from a server whose shift is over may have to go before others.
void StreamRun::add_departure(Stream& stream, StreamKeys::Key key) {
  auto& all = stream.departures;
  all.push_back(key);
  for (std::size_t i = all.size() - 1; i > stream.told && all[i - 1] > key; --i)
    std::swap(all[i - 1], all[i]);
}

/// When the event was scheduled that let the service at `place` begin; -1 where no departure did.
Micros StreamRun::freed_by(const Stream& stream, std::size_t place) const {
  const std::uint32_t freed = stream.freed_place[place];
  return freed == kNobody ? -1 : stream.begin[freed];
}

bool StreamRun::is_tied(const Stream& stream, std::size_t place) const {
  return std::binary_search(stream.tied.begin(), stream.tied.end(), static_cast<std::uint32_t>(place));
}

/// Whether the service at `earlier` had begun when the person at `place` joined, later in the same order.
bool StreamRun::begun_before_joining(const Stream& stream, std::size_t earlier, std::size_t place) {
  if (stream.begin[earlier] != stream.join[place])
    return stream.begin[earlier] < stream.join[place];
  // Servers are released before anybody joins, but who comes straight from another station comes by a release, too:
  // the one that was scheduled first comes first.
  if (!stream.direct || (stream.join[earlier] == stream.begin[earlier] && !is_tied(stream, earlier)))
    return true;
  undecided_ = undecided_ || freed_by(stream, earlier) == stream.cause[place];
  return freed_by(stream, earlier) < stream.cause[place];
}

/// Counts the person at `place`, who joins and whose service begins at an instant that is known, into the line.
void StreamRun::stand_in_line(std::uint32_t station, std::size_t place) {
  Stream& stream = streams_[station];
  const Micros join = stream.join[place];
  const Micros begin = stream.begin[place];
  if (begin == join) {
    if (!stream.direct || freed_by(stream, place) < stream.cause[place])
      return;
    undecided_ = undecided_ || freed_by(stream, place) == stream.cause[place];
    stream.tied.push_back(static_cast<std::uint32_t>(place));
  }
  // Longer than ever is the line where whoever came as many places before as the peak has still stands in it. M/M/1
  // costs 0.97 of what it did while the line was counted at every joining.
  observation::Peak& peak = record_.stations[station].peak_queue;
  const auto longest = static_cast<std::size_t>(peak.persons);
  if (longest <= place && !begun_before_joining(stream, place - longest, place))
    peak.raise_to(peak.persons + 1, Time::since_midnight(Duration::microseconds(join)));
  line_.join(join);
  if (begin < horizon_)
    line_.leave(begin);
}

void StreamRun::tell_departures(std::uint32_t station, Micros end) {
  Stream& stream = streams_[station];
  for (; stream.told < stream.departures.size() && keys_.at(stream.departures[stream.told]) < end; ++stream.told) {
    const StreamKeys::Key key = stream.departures[stream.told];
    const std::size_t place = keys_.place(key);
    const Micros begin = stream.begin[place];
    depart(station, place, keys_.at(key), begin, begin - stream.join[place]);
  }
  if (stream.told == stream.departures.size()) {
    stream.departures.clear();
    stream.told = 0;
  }
}

/// The service at `place` ends at `at`, by an event that was scheduled at `scheduled`; `waited` of the time was
/// waiting.
void StreamRun::depart(std::uint32_t station, std::size_t place, Micros at, Micros scheduled, Micros waited) {
  Stream& stream = streams_[station];
  auto& record = record_.stations[station];
  const std::uint32_t person = stream.person[place];
  waited_[person] += waited;
  stream.lined += stream.begin[place] - stream.join[place];
  stream.occupied += at - stream.begin[place];
  if (warm_up_ <= 0 || people_->arrival[person].in_microseconds() >= warm_up_) {
    const Micros walk = stream.walked_to ? stream.walk[person].in_microseconds() : 0;
    record.waits.push_back(Duration::microseconds(waited));
    record.sojourns.push_back(Duration::microseconds(at - stream.join[place] + walk));
  }
  record.last_release = std::max(record.last_release, Time::since_midnight(Duration::microseconds(at)));
  if (stream.doses)
    give_dose(station, person, at);
  const std::int32_t next = stream.next != kVaries ? stream.next : next_station(stream, person);
  if (next < 0)
    left_[person] = at;
  else
    approach(static_cast<std::uint32_t>(next), person, at, scheduled, static_cast<std::int32_t>(station));
}

/// As HubRun's.
void StreamRun::give_dose(std::uint32_t station, std::uint32_t person, Micros at) {
  const Time now = Time::since_midnight(Duration::microseconds(at));
  std::uint8_t& marks = marks_[person];
  if (station == hub_->vaccination_station) {
    marks |= kVaccinated;
    ++record_.counts.vaccinated;
    record_.vaccinations.push_back(now);
  }
  if (station == hub_->recording_station)
    marks |= kPassedRecording;
  if ((marks & kVaccinated) == 0 || (marks & kPassedRecording) == 0)
    return;
  if ((marks & kFormPending) != 0) {
    ++record_.counts.on_paper;
    if ((marks & kFormStays) == 0)
      paper_doses_.push_back({person, now});
  } else {
    ++record_.counts.recorded;
    record_.recordings.push_back(now);
  }
}

std::int32_t StreamRun::next_station(const Stream& stream, std::uint32_t person) const {
  const auto& branches = stream.model->onward[people_->person_class[person]];
  std::size_t chosen = 0;
  if (branches.size() > 1) {
    const double u =
        engine::uniform(random_.bits(people_->random_key(person), purpose(stream.model->code, Use::branch)));
    while (u >= branches[chosen].up_to)
      ++chosen;
  }
  return branches[chosen].station;
}

/// Sets out for `station` at `at`, by an event that was scheduled at `scheduled`.
void StreamRun::approach(std::uint32_t station, std::uint32_t person, Micros at, Micros scheduled, std::int32_t from) {
  Stream& stream = streams_[station];
  Micros join = at;
  if (stream.walked_to) {
    const Micros walk = stream.walk[person].in_microseconds();
    undecided_ = undecided_ || walk < 0;
    join += walk;
  }
  // Who is sent on at the very instant of a backend's return joins amid what that return sets off at the next station.
  undecided_ = undecided_ || (stream.direct && scheduled < 0);
  if (join >= horizon_)
    return;
  if (!stream.in_order) {
    stream.on_the_way.push_back(keys_.make(join, stream.set_out.size()));
    stream.set_out.push_back({person, from, scheduled});
    return;
  }
  const std::size_t place = stream.joined++;
  stream.person[place] = person;
  stream.join[place] = join;
  if (stream.direct)
    stream.cause[place] = scheduled;
}

/// Puts those who join before `end` in order, where they may overtake each other or come from several stations.
void StreamRun::let_in_order(std::uint32_t station, Micros end) {
  Stream& stream = streams_[station];
  auto& all = stream.on_the_way;
  memory_.sort(all, stream.arrived);
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
