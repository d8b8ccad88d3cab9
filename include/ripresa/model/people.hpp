#pragma once

// The people of one hub in one replication: who comes when, of which class, and how long each service would take them.
// Drawn once and shared by the run and its twin.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/key_sort.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/model/hub_model.hpp"
#include "ripresa/model/person_durations.hpp"

namespace ripresa::model {

/// Somebody who was sent home on an earlier day of a campaign and comes again with an appointment.
struct ReturningPerson {
  Time due;
  std::uint32_t key = 0;  // the person's word in the key of random numbers
  std::uint8_t person_class = 0;
  bool operator==(const ReturningPerson&) const = default;
};

/// Who is to come on a day.
struct DayDemand {
  std::span<const Time> appointments;  // due times, ascending
  double walk_in_factor = 1;
  std::span<const ReturningPerson> returning;
};

/// Somebody who comes by a failure of the booking. They keep the random numbers of the hub that has them in its book.
struct ExtraPerson {
  engine::RandomNumbers random;
  std::uint32_t key = 0;  // the person's word in the key of random numbers
};

/// Arrays by person index: those booked first, in the order of the book, then walk-ins in the order they come, then
/// those returning, then those who come by a failure of the booking.
struct People {
  std::uint32_t booked = 0;
  std::uint32_t first_returning = 0xffff'ffffu;  // its index; beyond all where nobody is
  std::vector<std::uint32_t> returning_keys;
  std::vector<Time> arrival;
  std::vector<std::uint8_t> person_class;
  std::vector<PersonDurations> service;  // by station
  std::vector<PersonDurations> walk;     // likewise; of nobody for a station without a walk
  std::vector<std::uint32_t> order;      // those who come, by arrival and then index
  std::vector<ExtraPerson> extra;        // who come by a failure of the booking, after all others

  // Working memory of drawing.
  std::vector<std::uint64_t> arrival_keys;
  engine::KeySort sort;

  std::uint32_t size() const { return static_cast<std::uint32_t>(arrival.size()); }
  /// So many will nearly always do, whatever the replication. What is known of each should have room for them from the
  /// start: getting larger when more come than ever, a few times in ten replications, has the system give all the
  /// memory anew. Ten replications of M/M/1, a million walk-ins each, cost 0.85 of what they do without.
  std::size_t room() const { return arrival.capacity(); }
  /// The person's word in the key of random numbers: walk-ins have a range of their own, so that a longer
  /// appointment book does not change them.
  std::uint32_t random_key(std::uint32_t person) const {
    if (person < booked)
      return person;
    if (person >= expected())
      return extra[person - expected()].key;
    return person < first_returning ? kFirstWalkIn + (person - booked) : returning_keys[person - first_returning];
  }

  /// How many there are but for those who come by a failure of the booking.
  std::uint32_t expected() const { return static_cast<std::uint32_t>(size() - extra.size()); }
  /// Where the person's random numbers are from, at a hub whose own are `random`.
  const engine::RandomNumbers& random_of(const engine::RandomNumbers& random, std::uint32_t person) const {
    return person < expected() ? random : extra[person - expected()].random;
  }
  /// The person's random bits for `wanted`, a purpose, likewise.
  engine::UniformBits bits(const engine::RandomNumbers& random, std::uint32_t person, std::uint32_t wanted) const {
    return random_of(random, person).bits(random_key(person), wanted);
  }

  static constexpr std::uint32_t kFirstWalkIn = 0x8000'0000u;
  static constexpr std::uint32_t kFirstReturning = 0xc000'0000u;
  static constexpr std::uint32_t kFirstSecondCaller = kFirstReturning;  // no campaign has failures of its booking
  static constexpr int kReturningDayBit = 20;  // from which on a returning person's key has the first day they came on
  static constexpr int kMostCampaignDays = 1 << (30 - kReturningDayBit);  // for which these have room
};

/// Draws the people of `hub` into `people`, whose memory is used again. Nobody comes at or after `horizon`.
void draw_people(const HubModel& hub, const engine::RandomNumbers& random, Time horizon, People& people);

/// The same for a day on which others come than the model's own book and walk-ins.
void draw_people(const HubModel& hub, const DayDemand& demand, const engine::RandomNumbers& random, Time horizon,
                 People& people);

/// So many of a portion at most.
inline constexpr std::size_t kPortion = 1024;

/// Everybody's random bits for `wanted`, a purpose, by visit(first person, bits) in portions: they stay in the cache,
/// and a large day needs no memory for those of all at once.
template <class Visit>
void visit_bits(const engine::RandomNumbers& random, const People& people, std::uint32_t wanted, Visit visit) {
  std::array<engine::UniformBits, kPortion> portion;
  const auto visit_range = [&](std::uint32_t from, std::uint32_t to, std::uint32_t first_key) {
    for (std::uint32_t first = from; first < to; first += static_cast<std::uint32_t>(portion.size())) {
      const auto bits = std::span(portion).first(std::min(portion.size(), std::size_t{to - first}));
      random.fill(first_key + (first - from), wanted, bits);
      visit(first, std::span<const engine::UniformBits>(bits));
    }
  };
  visit_range(0, people.booked, 0);
  visit_range(people.booked, people.first_returning, People::kFirstWalkIn);
  for (std::uint32_t person = people.first_returning; person < people.size(); ++person) {
    const engine::UniformBits bits = people.bits(random, person, wanted);
    visit(person, std::span(&bits, 1));
  }
}

/// How long what is wanted, a purpose, takes everybody; what takes all equally long needs no numbers.
void draw_durations(const engine::Sampler& sampler, const engine::RandomNumbers& random, const People& people,
                    std::uint32_t wanted, PersonDurations& durations);

/// When a booked person comes: the due time plus punctuality, not before midnight; never for one who does not show.
Time booked_arrival(const HubModel& hub, const engine::RandomNumbers& random, std::uint32_t person);

/// Puts those who come before `horizon` in the order of their arrival.
void sort_arrivals(Time horizon, People& people);

}  // namespace ripresa::model
