#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>

namespace ripresa::observation {

/// From which element of an array to which there is something.
struct Extent {
  std::size_t first = std::numeric_limits<std::size_t>::max();
  std::size_t end = 0;  // behind the last; 0: there is nothing

  void note(std::size_t index) {
    first = std::min(first, index);
    end = std::max(end, index + 1);
  }

  void note(const Extent& other) {
    first = std::min(first, other.first);
    end = std::max(end, other.end);
  }

  std::size_t size() const { return end == 0 ? 0 : end - first; }
};

}  // namespace ripresa::observation
