#pragma once

// Measures that the objectives of test scenarios name.

#include <vector>

#include "ripresa/scenario/read.hpp"

namespace ripresa::testing {

inline std::vector<scenario::KnownMeasure> known_measures() {
  return {{"catch_up_time", true, "min after midnight"},
          {"recording_catch_up_time", true, "min after midnight"},
          {"peak_queue", false, "persons"},
          {"vaccinated", false, "doses"},
          {"overtime", false, "min"},
          {"caught_up", false, "share"},
          {"target_day", false, "day", true},
          {"doses_delayed", false, "doses", true}};
}

}  // namespace ripresa::testing
