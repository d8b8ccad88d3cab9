// A station's recursion: who is served when.

#include <algorithm>

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
    if (service <= 0)
      note_short_service(stream, begin, service);
    stream.begin[place] = begin;
    if (!last)
      stream.departures.push_back(keys_.make(std::min(begin + service, horizon_), place));
    else if (begin + service < horizon_)
      let_depart(station, {stream.person[place], static_cast<std::uint32_t>(place), begin + service, begin, 0});
    else
      leave_under_way(station, begin);
  }
  memory_->sort(stream.departures, stream.told);
}

/// First come, first served by the servers on duty.
void StreamRun::serve_in_line(std::uint32_t station, Micros joining_until, Micros told_until) {
  Stream& stream = streams_[station];
  // Local, for the compiler cannot know that what is stored below leaves members as they are.
  const StreamKeys keys = keys_;
  const Micros horizon = horizon_;
  const PersonDurations::View services = stream.service;
  const Micros* const join = stream.join.data();
  const std::uint32_t* const person = stream.person.data();
  const std::size_t first = stream.begun;
  const std::size_t joined = stream.joined;
  std::size_t place = first;
  for (; place < joined && join[place] < joining_until; ++place) {
    Micros begin = std::max(join[place], keys.at(stream.servers.first()));
    while (stream.next_staffing_at <= begin && stream.next_staffing_at < horizon) {
      change_servers(stream);
      begin = std::max(join[place], keys.at(stream.servers.first()));
    }
    if (begin >= horizon)
      break;
    const StreamKeys::Key freed = stream.servers.first();
    if (!keys.is_idle(freed))
      add_departure(stream, freed);
    if (stream.direct) {
      // Who was told of in an earlier window left at this very instant, and whether before this joining is forgotten.
      undecided_ = undecided_ || (keys.is_idle(freed) && keys.at(freed) == join[place] && begin == join[place]);
      stream.freed_place[place] =
          keys.is_idle(freed) || keys.at(freed) < begin ? kNobody : static_cast<std::uint32_t>(keys.place(freed));
    }
    stream.begin[place] = begin;
    const Micros service = services[person[place]].in_microseconds();
    if (service <= 0)
      note_short_service(stream, begin, service);
    stream.servers.replace_first(keys.make(std::min(begin + service, horizon), place));
  }
  stream.begun = place;
  stand_in_line(station, first, place);
  // Who is done has to be told of, whether somebody follows or not.
  for (StreamKeys::Key& key : stream.servers.keys())
    if (keys.at(key) < told_until && !keys.is_idle(key)) {
      add_departure(stream, key);
      key = keys.idle(keys.at(key));  // the order of the heap stays as it is
    }
}

/// A service that takes no time ends before anybody else joins, and that is the recursion's order. Not so when the
/// doors open, for all who stand there come in at once; and where people come from or go on to other stations by
/// releases, the order of these is not told.
void StreamRun::note_short_service(const Stream& stream, Micros begin, Micros service) {
  undecided_ = undecided_ || service < 0 || !stream.stands_alone || begin <= opens_;
}

/// A shift begins or ends. Where servers go, those free first go; who is served by one of them is served to the end,
/// and whoever still serves as others come is one of these: those who are free last, for nobody is called before fewer
/// are busy than there are servers.
void StreamRun::change_servers(Stream& stream) {
  const auto& staffing = stream.model->staffing;
  const StaffChange& change = staffing[stream.next_staffing++];
  const Micros now = change.at.in_microseconds();
  auto& leaving = stream.leaving;
  leaving.erase(leaving.begin(), std::upper_bound(leaving.begin(), leaving.end(), now));
  for (; stream.on_duty < change.servers; ++stream.on_duty) {
    stream.servers.push(keys_.idle(leaving.empty() ? now : leaving.back()));
    if (leaving.empty())
      continue;
    // Whether the departure that frees them comes before somebody else's, who joins by it, is forgotten.
    undecided_ = undecided_ || stream.direct;
    leaving.pop_back();
  }
  for (; stream.on_duty > change.servers; --stream.on_duty) {
    const StreamKeys::Key first = stream.servers.first();
    if (!keys_.is_idle(first))
      add_departure(stream, first);
    if (keys_.at(first) > now)
      leaving.insert(std::upper_bound(leaving.begin(), leaving.end(), keys_.at(first)), keys_.at(first));
    stream.servers.pop();
  }
  stream.next_staffing_at =
      stream.next_staffing < staffing.size() ? staffing[stream.next_staffing].at.in_microseconds() : kNever;
}

/// Departures come nearly in order: only one from a server whose shift is over may have to go before others.
void StreamRun::insert_departure(Stream& stream, StreamKeys::Key key) {
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

/// Counts those at the places from `from` up to `to`, who join and whose services begin at instants that are known,
/// into the line.
void StreamRun::stand_in_line(std::uint32_t station, std::size_t from, std::size_t to) {
  Stream& stream = streams_[station];
  observation::Peak& peak = record_.stations[station].peak_queue;
  for (std::size_t place = from; place < to; ++place) {
    const Micros join = stream.join[place];
    const Micros begin = stream.begin[place];
    if (begin == join) {
      if (!stream.direct || freed_by(stream, place) < stream.cause[place])
        continue;
      undecided_ = undecided_ || freed_by(stream, place) == stream.cause[place];
      stream.tied.push_back(static_cast<std::uint32_t>(place));
    }
    // Longer than ever is the line where whoever came as many places before as the peak has still stands in it. M/M/1
    // costs 0.97 of what it did while the line was counted at every joining.
    const auto longest = static_cast<std::size_t>(peak.persons);
    if (longest <= place && !begun_before_joining(stream, place - longest, place))
      peak.raise_to(peak.persons + 1, time_at(join));
    line_.join(join);
    if (begin < horizon_)
      line_.leave(begin);
  }
}

void StreamRun::tell_departures(std::uint32_t station, Micros end) {
  Stream& stream = streams_[station];
  const StreamKeys keys = keys_;
  const auto next = [&] { return stream.departures.begin() + static_cast<std::ptrdiff_t>(stream.told); };
  const auto last = std::lower_bound(next(), stream.departures.end(), end,
                                     [&keys](StreamKeys::Key key, Micros at) { return keys.at(key) < at; });
  auto& let_out = memory_->let_out;
  let_out.resize(kTogether);
  while (next() != last) {
    const auto count = std::min(kTogether, static_cast<std::size_t>(last - next()));
    std::transform(next(), next() + static_cast<std::ptrdiff_t>(count), let_out.begin(),
                   [&stream, &keys](StreamKeys::Key key) {
                     const std::size_t place = keys.place(key);
                     const Micros begin = stream.begin[place];
                     return Departure{stream.person[place], static_cast<std::uint32_t>(place), keys.at(key), begin,
                                      begin - stream.join[place]};
                   });
    tell_of(station, std::span(let_out).first(count));
    stream.told += count;
  }
  if (stream.told == stream.departures.size()) {
    stream.departures.clear();
    stream.told = 0;
  }
}

}  // namespace ripresa::model
