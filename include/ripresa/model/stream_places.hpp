#pragma once

// What a streamed run knows of people by their places in a station's order of joining.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ripresa/model/stream_heap.hpp"

namespace ripresa::model {

inline constexpr std::uint32_t kNobody = 0xffff'ffffu;

/// As long as there are people; the first `joined` places are taken. A copy takes these alone: a day with its outage
/// and its twin costs 0.98 of what it does with all of them copied.
struct StreamPlaces {
  std::vector<std::uint32_t> person;
  std::vector<Micros> join, begin;
  std::vector<Micros> cause;               // direct: when the event that brings the person was scheduled
  std::vector<std::uint32_t> freed_place;  // direct: whose departure let the service begin; kNobody: none did
  std::size_t joined = 0;                  // known so far

  StreamPlaces() = default;
  StreamPlaces(const StreamPlaces&) = default;
  StreamPlaces& operator=(const StreamPlaces& other);
};

}  // namespace ripresa::model
