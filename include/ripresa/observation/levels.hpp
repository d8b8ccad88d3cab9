#pragma once

// How many people there were just before and at every whole minute of a day: what the peaks of several hubs together
// are told by, for their single changes would be too many to keep.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/observation/extent.hpp"

namespace ripresa::observation {

inline constexpr Duration kLevelStep = Duration::minutes(1);

/// The level that a change at the instant makes another, with all later ones. Level 2k is that at minute k, with every
/// event of that instant; level 2k + 1 that just before minute k + 1.
inline std::size_t level_at(Time instant) {
  const Duration since = std::max(Duration{}, instant.since_midnight());
  const std::int64_t whole = since / kLevelStep;
  return static_cast<std::size_t>(2 * whole + (since > kLevelStep * whole ? 1 : 0));
}

/// When a level was first seen, to the minute.
inline Time minute_of_level(std::size_t level) {
  return Time{} + kLevelStep * static_cast<std::int64_t>(level / 2);
}

/// By how many people each level of a day differs from the one before: such changes of several hubs add up. Small hubs
/// are open for half a day and a nation has thousands of them, so that only the levels from the first change to the
/// last are gone through: with CallRecord's extents and RankSelection's few bins Italy's days cost 0.87 of the
/// instructions. Keeps its memory.
class LevelChanges {
 public:
  /// None yet, in a day up to the horizon.
  void start(Time horizon) {
    const std::size_t levels = level_at(horizon) + 1;
    if (changes_.size() == levels)
      for (std::size_t level = extent_.first; level < extent_.end; ++level)
        changes_[level] = 0;
    else
      changes_.assign(levels, 0);
    extent_ = {};
  }

  /// For a day whose levels are not wanted: nothing may be noted then.
  void leave_out() {
    changes_.clear();
    extent_ = {};
  }
  bool wanted() const { return !changes_.empty(); }

  /// The instant is not after the horizon.
  void note(Time instant, std::int32_t change) {
    const std::size_t level = level_at(instant);
    changes_[level] += change;
    extent_.note(level);
  }

  /// Adds those of the same day at another hub, which are wanted too.
  void add(const LevelChanges& other) {
    for (std::size_t level = other.extent_.first; level < other.extent_.end; ++level)
      changes_[level] += other.changes_[level];
    extent_.note(other.extent_);
  }

  /// From the people present to those outdoors: all of them until the hub opens, then those whom it has no room for.
  void leave_outdoors(Time opens, std::int32_t capacity) {
    const std::size_t open = level_at(opens);
    if (extent_.first < open)
      extent_.note(std::min(open, changes_.size() - 1));
    std::int32_t present = 0;
    std::int32_t before = 0;
    for (std::size_t level = extent_.first; level < extent_.end; ++level) {
      present += changes_[level];
      const std::int32_t outdoors = level < open ? present : std::max(0, present - capacity);
      changes_[level] = outdoors - before;
      before = outdoors;
    }
  }

  /// The people at each level.
  std::vector<std::int32_t> levels() const {
    std::vector<std::int32_t> people(changes_.size());
    std::partial_sum(changes_.begin(), changes_.end(), people.begin());
    return people;
  }

 private:
  std::vector<std::int32_t> changes_;
  Extent extent_;
};

}  // namespace ripresa::observation
