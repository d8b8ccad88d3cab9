#pragma once

// What streamed runs pass from one step to the next: people who leave a station together, moves into lines and out of
// them, and the memory that the runs of a thread share.

#include <cstdint>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/engine/key_sort.hpp"
#include "ripresa/model/stream_heap.hpp"

namespace ripresa::model {

/// Somebody whose service at a station ends.
struct Departure {
  std::uint32_t person = 0;
  std::uint32_t place = 0;  // in the station's order of joining
  Micros at = 0;
  Micros scheduled = 0;  // when the event was that ends the service
  Micros waited = 0;     // of the time at the station, in line and at the counter
};

/// Somebody who comes to a line or leaves it. At one instant services end first, then the doors open, then people join.
struct LineMove {
  enum class Rank : std::uint8_t { progress, doors, joining };

  Micros at = 0;
  Rank rank = Rank::progress;
  std::int8_t change = 0;
  std::uint32_t station = 0;
  bool operator<(const LineMove& other) const {
    return at != other.at ? at < other.at : rank != other.rank ? rank < other.rank : change < other.change;
  }
};

/// What does not last beyond a step of a run: one does for all runs of a thread, and stays in its cache.
struct StreamMemory {
  std::vector<Departure> let_in;   // of admit_everybody
  std::vector<Departure> let_out;  // of tell_departures
  engine::KeySort sort;
  std::vector<std::uint32_t> under_way, waiting, in_turn;
  std::vector<LineMove> moves;  // of complete_peaks
  std::vector<Micros> leaving, releases;
  LineBins presence;
  std::vector<std::int32_t> exits;  // by the grid point that first sees them
  std::vector<Time> stored;         // of complete_paper_doses: by person, the last form
};

}  // namespace ripresa::model
