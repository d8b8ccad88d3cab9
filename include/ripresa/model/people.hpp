#pragma once

// The people of one hub in one replication: who comes when, of which class, and how long each service would take them.
// Drawn once and shared by the run and its twin.

#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/key_sort.hpp"
#include "ripresa/engine/random.hpp"
#include "ripresa/model/hub_model.hpp"

namespace ripresa::model {

/// Arrays by person index: those booked first, in the order of the book, then walk-ins in the order they come.
struct People {
  std::uint32_t booked = 0;
  std::vector<Time> arrival;
  std::vector<std::uint8_t> person_class;
  std::vector<std::vector<Duration>> service;  // by station, then by person
  std::vector<std::vector<Duration>> walk;     // likewise; empty for a station without a walk
  std::vector<std::uint32_t> order;            // those who come, by arrival and then index

  // Working memory of drawing.
  std::vector<engine::UniformBits> bits;
  std::vector<std::uint64_t> arrival_keys;
  engine::KeySort sort;

  std::uint32_t size() const { return static_cast<std::uint32_t>(arrival.size()); }
  /// The person's word in the key of random numbers: walk-ins have a range of their own, so that a longer
  /// appointment book does not change them.
  std::uint32_t random_key(std::uint32_t person) const {
    return person < booked ? person : kFirstWalkIn + (person - booked);
  }

  static constexpr std::uint32_t kFirstWalkIn = 0x8000'0000u;
};

/// Draws the people of `hub` into `people`, whose memory is used again. Nobody comes at or after `horizon`.
void draw_people(const HubModel& hub, const engine::RandomNumbers& random, Time horizon, People& people);

}  // namespace ripresa::model
