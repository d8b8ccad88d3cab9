#pragma once

// Internal to model: the appointment book as single appointments.

#include <vector>

#include "ripresa/base/time.hpp"
#include "ripresa/scenario/scenario.hpp"

namespace ripresa::model {

/// Due times, ascending: the book's persons times `factor`, to the nearest whole person, and of each block its share of
/// them to within one, spread over its slots as evenly as whole persons allow.
std::vector<Time> due_times(const scenario::AppointmentBook& book, double factor = 1);

}  // namespace ripresa::model
