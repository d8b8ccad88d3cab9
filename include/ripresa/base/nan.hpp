#pragma once

#include <limits>

namespace ripresa {

/// Of a quantity that has no value: the mean of nothing, a time that never came.
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace ripresa
