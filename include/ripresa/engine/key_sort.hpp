#pragma once

// Sorting 64-bit keys whose upper bits are instants spread over a day, and merging such instants.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ripresa/base/time.hpp"

namespace ripresa::engine {

/// Keys are dealt to about as many buckets as there are keys, by their distance from the least, and each bucket is
/// sorted: linear where keys are spread, as arrivals are, and no worse than std::sort where they are not. Keeps its
/// memory.
class KeySort {
 public:
  /// Sorts the keys from the `first` on, ascending.
  void operator()(std::vector<std::uint64_t>& keys, std::size_t first = 0);

  /// Makes `all` the instants of all `parts`, ascending, as each part is; none is before midnight of the first day.
  void merge(std::span<const std::span<const Time>> parts, std::vector<Time>& all);

 private:
  struct Buckets;
  Buckets prepare(std::uint64_t least, std::uint64_t most, std::size_t count);
  std::uint32_t begin_buckets();
  template <class Key>
  void sort_dealt(Key* dealt, std::size_t count, std::uint32_t fullest);

  std::vector<std::uint64_t> dealt_;
  std::vector<std::uint32_t> bucket_end_;
};

}  // namespace ripresa::engine
