// The peaks over all stations of a streamed day: the one thing that needs the events of all stations in one order.

#include <algorithm>
#include <array>
#include <limits>

#include "ripresa/model/stream_run.hpp"

namespace ripresa::model {

using observation::Peak;

namespace {

/// Keeps the higher peak, and of equal ones the earlier.
void keep_higher(Peak& best, const Peak& other) {
  if (other.persons > best.persons || (other.persons == best.persons && other.at < best.at))
    best = other;
}

/// Looks closely, by `look(bin, before)`, at the bins that may hold the peak, the most likely first: often it is the
/// only one.
template <class Look>
void search_bins(const LineBins& line, std::int32_t roof, const Peak& best, Look look) {
  std::size_t likely = 0;
  std::int32_t most = std::numeric_limits<std::int32_t>::min();
  std::int32_t before = 0;
  std::int32_t before_likely = 0;
  for (std::size_t i = 0; i < line.bins.size(); ++i) {
    const LineBins::Bin bin = line.bins[i];
    if (before + bin.joined > most) {
      most = before + bin.joined;
      likely = i;
      before_likely = before;
    }
    before += bin.joined - bin.left;
  }
  if (most - roof < best.persons || most - roof <= 0)
    return;
  look(likely, before_likely);
  before = 0;
  for (std::size_t i = 0; i < line.bins.size(); ++i) {
    const LineBins::Bin bin = line.bins[i];
    // Later than the best so far only more would count.
    const bool later = static_cast<Micros>(i) << line.shift > best.at.in_microseconds();
    if (i != likely && bin.joined > 0 && before + bin.joined - roof >= best.persons + (later ? 1 : 0))
      look(i, before);
    before += bin.joined - bin.left;
  }
}

}  // namespace

void StreamRun::complete_peaks() {
  complete_peak_queue();
  complete_peak_outdoors();
}

void StreamRun::complete_peak_queue() {
  Peak& best = record_.peak_queue;
  best = {};
  Peak doubtful;
  search_bins(line_, 0, best, [&](std::size_t bin, std::int32_t before) {
    const Peak peak = peak_in_line(bin, before, doubtful);
    if (peak.persons > 0)
      keep_higher(best, peak);
  });
  // What may have been as high, had the order of events at one instant been another.
  undecided_ = undecided_ || doubtful.persons > best.persons ||
               (doubtful.persons > 0 && doubtful.persons == best.persons && doubtful.at < best.at);
}

/// The peak of all lines together within a bin that begins with `before` in line. At one instant services end before
/// people join, and of a service that ends, the next begins before its person goes on. Where several that end and
/// join straight away fall on one instant, their order is left open: `doubtful` is raised to the most there may have
/// been.
Peak StreamRun::peak_in_line(std::size_t bin, std::int32_t before, Peak& doubtful) {
  const Micros from = static_cast<Micros>(bin) << line_.shift;
  const Micros to = from + (Micros{1} << line_.shift);
  auto& moves = memory_->moves;
  moves.clear();
  const auto each_in_bin = [from, to](const std::vector<Micros>& times, std::size_t size, auto visit) {
    const auto end = times.begin() + static_cast<std::ptrdiff_t>(size);
    for (auto at = std::lower_bound(times.begin(), end, from); at != end && *at < to; ++at)
      visit(static_cast<std::size_t>(at - times.begin()));
  };
  for (std::size_t i = came_before(from, at_door_); i < at_door_ && came_at(i) < to; ++i)
    moves.push_back({came_at(i), LineMove::Rank::joining, +1, 0});
  if (from <= opens_ && opens_ < to)
    for (std::size_t i = 0; i < at_door_; ++i)
      moves.push_back({opens_, LineMove::Rank::doors, -1, 0});
  for (std::uint32_t s = 0; s < streams_.size(); ++s) {
    const Stream& stream = streams_[s];
    if (stream.unlimited)
      continue;
    const auto in_line = [&](std::size_t i) { return stream.begin[i] > stream.join[i] || is_tied(stream, i); };
    each_in_bin(stream.join, stream.joined, [&](std::size_t i) {
      if (in_line(i))
        moves.push_back({stream.join[i], stream.direct ? LineMove::Rank::progress : LineMove::Rank::joining, +1, s});
    });
    each_in_bin(stream.begin, stream.begun, [&](std::size_t i) {
      if (in_line(i))
        moves.push_back({stream.begin[i], LineMove::Rank::progress, -1, s});
    });
  }
  std::sort(moves.begin(), moves.end());
  Peak peak;
  std::int32_t total = before;
  for (std::size_t i = 0; i < moves.size();) {
    std::size_t minus = i;
    while (minus < moves.size() && moves[minus].at == moves[i].at && moves[minus].rank == moves[i].rank &&
           moves[minus].change < 0)
      ++minus;
    std::size_t plus = minus;
    while (plus < moves.size() && moves[plus].at == moves[i].at && moves[plus].rank == moves[i].rank)
      ++plus;
    const auto leaving = static_cast<std::int32_t>(minus - i);
    const auto coming = static_cast<std::int32_t>(plus - minus);
    if (coming > 0) {
      const bool one_event = leaving == 1 && coming == 1 &&
                             streams_[moves[i].station].next == static_cast<std::int32_t>(moves[minus].station);
      if (moves[i].rank == LineMove::Rank::progress && leaving > 0 && !one_event) {
        const Peak most{total + coming, time_at(moves[i].at)};
        keep_higher(doubtful, most);
      }
      peak.raise_to(total - leaving + coming, time_at(moves[i].at));
    }
    total += coming - leaving;
    i = plus;
  }
  return peak;
}

/// Before the doors open everybody stands outside; later those beyond the indoor capacity. Who leaves at an instant
/// leaves before anybody comes.
void StreamRun::complete_peak_outdoors() {
  Peak& best = record_.peak_outdoors;
  best = {};
  if (at_door_ > 0)
    best = {static_cast<std::int32_t>(at_door_), time_at(came_at(at_door_ - 1))};
  if (hub_->indoor_capacity == std::numeric_limits<std::int32_t>::max())
    return;
  auto& leaving = memory_->leaving;
  search_bins(memory_->presence, hub_->indoor_capacity, best, [&](std::size_t bin, std::int32_t before) {
    const Micros from = static_cast<Micros>(bin) << memory_->presence.shift;
    const Micros to = from + (Micros{1} << memory_->presence.shift);
    leaving.clear();
    // The turned away are among them, and do not matter: they come when nobody is let in any more.
    for (const Time left : record_.persons.left)
      if (const Micros at = left.in_microseconds(); from <= at && at < to)
        leaving.push_back(at);
    std::sort(leaving.begin(), leaving.end());
    std::size_t left = 0;
    std::int32_t present = before;
    Peak peak;
    for (std::size_t i = came_before(from, came_); i < came_ && came_at(i) < to; ++i) {
      for (; left < leaving.size() && leaving[left] <= came_at(i); ++left)
        --present;
      ++present;
      if (came_at(i) >= opens_)
        peak.raise_to(present - hub_->indoor_capacity, time_at(came_at(i)));
    }
    if (peak.persons > best.persons || (peak.persons == best.persons && peak.persons > 0 && peak.at < best.at))
      best = peak;
  });
}

}  // namespace ripresa::model
