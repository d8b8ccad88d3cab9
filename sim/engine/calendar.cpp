#include "ripresa/engine/calendar.hpp"

#include "ripresa/base/error.hpp"

namespace ripresa::engine {

void Calendar::throw_too_many_events() {
  throw InputError("one run of a hub has more events than can be numbered, 4,294,967,295",
                   "write longer time-outs and pauses between calls, or fewer people");
}

}  // namespace ripresa::engine
