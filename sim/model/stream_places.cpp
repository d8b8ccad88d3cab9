#include "ripresa/model/stream_places.hpp"

#include <algorithm>

namespace ripresa::model {

StreamPlaces& StreamPlaces::operator=(const StreamPlaces& other) {
  if (this == &other)
    return *this;
  joined = other.joined;
  const auto take = [this](auto& mine, const auto& others) {
    mine.resize(std::max(mine.size(), others.size()));
    std::copy_n(others.begin(), std::min(joined, others.size()), mine.begin());
  };
  take(person, other.person);
  take(join, other.join);
  take(begin, other.begin);
  take(cause, other.cause);
  take(freed_place, other.freed_place);
  return *this;
}

}  // namespace ripresa::model
