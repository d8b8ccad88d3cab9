#pragma once

// A call that a hub is sure to make, known before those ahead of it are answered.

#include <cstdint>

#include "ripresa/base/time.hpp"

namespace ripresa::model {

struct CallAhead {
  Time at;
  std::uint32_t backend = 0;
  Duration work;  // that the backend does for it
  Time admitted;  // by the backend, once that is known
};

}  // namespace ripresa::model
