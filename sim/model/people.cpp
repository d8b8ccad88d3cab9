#include "ripresa/model/people.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include "ripresa/model/purpose.hpp"

namespace ripresa::model {
namespace {

using engine::RandomNumbers;
using engine::UniformBits;

/// Appointment holders: due time plus punctuality; nobody is earlier than midnight. Those who do not show never arrive.
void draw_booked(const HubModel& hub, std::span<const Time> due, const RandomNumbers& random, People& people) {
  people.booked = people.first_returning = static_cast<std::uint32_t>(due.size());
  people.arrival.assign(due.begin(), due.end());
  std::array<Duration, kPortion> early_or_late;
  visit_bits(random, people, purpose(0, Use::punctuality), [&](std::uint32_t first, auto bits) {
    hub.punctuality.draw(bits, std::span(early_or_late).first(bits.size()));
    for (std::uint32_t i = 0; i < bits.size(); ++i)
      people.arrival[first + i] = std::max(Time{}, people.arrival[first + i] + early_or_late[i]);
  });
  if (hub.show_rate >= 1)
    return;
  visit_bits(random, people, purpose(0, Use::show), [&](std::uint32_t first, auto bits) {
    for (std::uint32_t i = 0; i < bits.size(); ++i)
      if (engine::uniform(bits[i]) >= hub.show_rate)
        people.arrival[first + i] = Time::never();
  });
}

/// Instants of a Poisson stream of unit rate, from a hub's numbers for its walk-ins.
class UnitStream {
 public:
  explicit UnitStream(const RandomNumbers& random) : random_(random) { draw(); }

  /// The next instants that have not been passed, ascending: there is one at least, and more come once all are passed.
  std::span<const double> ahead() const { return std::span(instants_).subspan(passed_); }
  void pass(std::size_t count) {
    passed_ += count;
    if (passed_ == instants_.size())
      draw();
  }

 private:
  /// A batch at a time, with gaps from the table, costs a fraction of one by one with gaps of -log1p(-u).
  void draw() {
    std::array<UniformBits, kBatch> bits;
    random_.fill(People::kFirstWalkIn + drawn_, purpose(0, Use::walk_in_gap), bits);
    engine::unit_exponential()(bits, instants_);
    double instant = last_;
    for (double& each : instants_)  // a gap so far
      each = instant += each;
    last_ = instant;
    drawn_ += kBatch;
    passed_ = 0;
  }

  static constexpr std::uint32_t kBatch = 64;
  const RandomNumbers& random_;
  std::array<double, kBatch> instants_;
  std::size_t passed_ = 0;
  std::uint32_t drawn_ = 0;
  double last_ = 0;
};

/// Walk-ins of one piece: at each of `instants` of the unit stream, which has reached `begin` at the piece's beginning.
void map_to_piece(std::span<const double> instants, double begin, double seconds_each, Time from,
                  std::span<Time> arrivals) {
  const auto map = [=]() __attribute__((always_inline)) {
    for (std::size_t i = 0; i < instants.size(); ++i)
      arrivals[i] = from + Duration::nearest_seconds((instants[i] - begin) * seconds_each);
  };
  in_vectors(best_instructions(), map);
}

/// A Poisson stream of piecewise constant rate, by mapping a stream of unit rate through the inverse of the cumulative
/// rate (Çinlar 1975, Introduction to Stochastic Processes, section 4.7): one uniform a person.
void draw_walk_ins(const HubModel& hub, double factor, const RandomNumbers& random, Time horizon, People& people) {
  if (hub.walk_ins.empty())
    return;
  auto& arrivals = people.arrival;
  double expected_in_all = 0;
  for (const DemandPiece& piece : hub.walk_ins)
    expected_in_all += factor * piece.persons_per_hour * (piece.to - piece.from).in_hours();
  // At once what will do nearly always: growing by doubling touches twice the memory.
  arrivals.reserve(arrivals.size() + static_cast<std::size_t>(expected_in_all + 5 * std::sqrt(expected_in_all)));
  UnitStream stream(random);
  double expected_so_far = 0;  // cumulative rate at the start of the piece
  for (const DemandPiece& piece : hub.walk_ins) {
    const double per_hour = factor * piece.persons_per_hour;
    if (per_hour <= 0)
      continue;
    const double expected = per_hour * (piece.to - piece.from).in_hours();
    for (bool goes_on = true; goes_on;) {
      const std::span ahead = stream.ahead();
      const auto end = std::lower_bound(ahead.begin(), ahead.end(), expected_so_far + expected);
      const std::span within(ahead.begin(), end);
      goes_on = end == ahead.end();
      const std::size_t before = arrivals.size();
      arrivals.resize(before + within.size());
      map_to_piece(within, expected_so_far, 3600 / per_hour, piece.from, std::span(arrivals).subspan(before));
      if (!within.empty() && arrivals.back() >= horizon) {
        arrivals.erase(
            std::lower_bound(arrivals.begin() + static_cast<std::ptrdiff_t>(before), arrivals.end(), horizon),
            arrivals.end());
        return;
      }
      stream.pass(within.size());
    }
    expected_so_far += expected;
  }
}

/// Those who come again are as punctual, and as likely to show, as any with an appointment.
void draw_returning(const HubModel& hub, std::span<const ReturningPerson> returning, const RandomNumbers& random,
                    People& people) {
  people.first_returning = people.size();
  people.returning_keys.clear();
  for (const ReturningPerson& person : returning) {
    people.returning_keys.push_back(person.key);
    const bool shows = engine::uniform(random.bits(person.key, purpose(0, Use::show))) < hub.show_rate;
    const Duration early_or_late = hub.punctuality.draw(random.bits(person.key, purpose(0, Use::punctuality)));
    people.arrival.push_back(shows ? std::max(Time{}, person.due + early_or_late) : Time::never());
  }
}

void draw_classes(const HubModel& hub, const RandomNumbers& random, People& people) {
  people.person_class.reserve(people.room());
  people.person_class.assign(people.size(), 0);
  if (hub.appointment_classes.size() == 1)
    return;
  visit_bits(random, people, purpose(0, Use::person_class), [&](std::uint32_t first, auto bits) {
    const auto& cumulative = first < people.booked ? hub.appointment_classes : hub.walk_in_classes;
    for (std::uint32_t i = 0; i < bits.size(); ++i) {
      const auto at = std::upper_bound(cumulative.begin(), cumulative.end() - 1, engine::uniform(bits[i]));
      people.person_class[first + i] = static_cast<std::uint8_t>(at - cumulative.begin());
    }
  });
}

/// How long what is wanted takes everybody, by class; what takes all equally long needs no numbers.
void draw_by_class(std::span<const engine::Sampler> by_class, const RandomNumbers& random, const People& people,
                   std::uint32_t wanted, PersonDurations& durations) {
  if (by_class.size() == 1) {
    draw_durations(by_class.front(), random, people, wanted, durations);
    return;
  }
  const std::span<Duration> drawn = durations.each(people.size(), people.room());
  visit_bits(random, people, wanted, [&](std::uint32_t first, auto bits) {
    for (std::uint32_t i = 0; i < bits.size(); ++i)
      drawn[first + i] = by_class[people.person_class[first + i]].draw(bits[i]);
  });
}

}  // namespace

void draw_durations(const engine::Sampler& sampler, const RandomNumbers& random, const People& people,
                    std::uint32_t wanted, PersonDurations& durations) {
  if (const auto constant = sampler.constant_value()) {
    durations.assign_to_all(*constant);
    return;
  }
  const std::span<Duration> drawn = durations.each(people.size(), people.room());
  visit_bits(random, people, wanted,
             [&](std::uint32_t first, auto bits) { sampler.draw(bits, drawn.subspan(first, bits.size())); });
}

void sort_arrivals(Time horizon, People& people) {
  auto& keys = people.arrival_keys;
  keys.clear();
  // An arrival and its person in one word; longer runs of more people than fit into it are sorted by comparing.
  const int person_bits = static_cast<int>(std::bit_width(people.size()));
  const auto horizon_in_microseconds = static_cast<std::uint64_t>(horizon.in_microseconds());
  people.order.clear();
  people.order.reserve(people.room());
  // As where nobody has an appointment.
  if (std::is_sorted(people.arrival.begin(), people.arrival.end())) {
    const auto later = std::lower_bound(people.arrival.begin(), people.arrival.end(), horizon);
    people.order.resize(static_cast<std::size_t>(later - people.arrival.begin()));
    std::iota(people.order.begin(), people.order.end(), 0u);
    return;
  }
  for (std::uint32_t i = 0; i < people.size(); ++i)
    if (people.arrival[i] < horizon)
      people.order.push_back(i);
  if (static_cast<int>(std::bit_width(horizon_in_microseconds)) + person_bits > 64) {
    std::sort(people.order.begin(), people.order.end(), [&people](std::uint32_t a, std::uint32_t b) {
      return std::pair(people.arrival[a], a) < std::pair(people.arrival[b], b);
    });
    return;
  }
  keys.reserve(people.order.size());
  for (const std::uint32_t person : people.order)
    keys.push_back(static_cast<std::uint64_t>(people.arrival[person].in_microseconds()) << person_bits | person);
  people.sort(keys);
  const std::uint64_t person_mask = (std::uint64_t{1} << person_bits) - 1;
  std::transform(keys.begin(), keys.end(), people.order.begin(),
                 [person_mask](std::uint64_t key) { return static_cast<std::uint32_t>(key & person_mask); });
}

Time booked_arrival(const HubModel& hub, const RandomNumbers& random, std::uint32_t person) {
  if (hub.show_rate < 1 && engine::uniform(random.bits(person, purpose(0, Use::show))) >= hub.show_rate)
    return Time::never();
  return std::max(Time{},
                  hub.appointments[person] + hub.punctuality.draw(random.bits(person, purpose(0, Use::punctuality))));
}

void draw_people(const HubModel& hub, const RandomNumbers& random, Time horizon, People& people) {
  draw_people(hub, {hub.appointments, 1, {}}, random, horizon, people);
}

void draw_people(const HubModel& hub, const DayDemand& demand, const RandomNumbers& random, Time horizon,
                 People& people) {
  people.extra.clear();
  draw_booked(hub, demand.appointments, random, people);
  draw_walk_ins(hub, demand.walk_in_factor, random, horizon, people);
  draw_returning(hub, demand.returning, random, people);
  draw_classes(hub, random, people);
  for (std::size_t i = 0; i < demand.returning.size(); ++i)
    people.person_class[people.first_returning + i] = demand.returning[i].person_class;
  people.service.resize(hub.stations.size());
  people.walk.resize(hub.stations.size());
  for (std::size_t s = 0; s < hub.stations.size(); ++s) {
    const StationModel& station = hub.stations[s];
    draw_by_class(station.service, random, people, purpose(station.code, Use::service), people.service[s]);
    if (station.walk)
      draw_durations(*station.walk, random, people, purpose(station.code, Use::walk), people.walk[s]);
  }
  sort_arrivals(horizon, people);
}

}  // namespace ripresa::model
