#pragma once

// Sorting 64-bit keys whose upper bits are instants spread over a day.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ripresa::engine {

/// Sorts the keys from the `first` on, ascending. They are dealt to about as many buckets as there are keys, by their
/// distance from the least, and each bucket is sorted: linear where keys are spread, as arrivals are, and no worse than
/// std::sort where they are not. Keeps its memory.
class KeySort {
 public:
  void operator()(std::vector<std::uint64_t>& keys, std::size_t first = 0);

 private:
  void sort_full_buckets();

  std::vector<std::uint64_t> dealt_;
  std::vector<std::uint32_t> bucket_end_;
};

}  // namespace ripresa::engine
