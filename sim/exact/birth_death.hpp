#pragma once

#include <functional>
#include <vector>

namespace ripresa::exact {

/// The stationary distribution on 0 … last of a birth–death chain, by detailed balance: from the most probable state
/// outwards, so that no product over- or underflows where it matters. `birth(n)` is the rate n → n + 1, `death(n)` the
/// rate n → n − 1, > 0 for n >= 1; birth(n) / death(n + 1) must not grow with n.
std::vector<double> stationary_distribution(const std::function<double(int)>& birth,
                                            const std::function<double(int)>& death, int last);

/// The state from which on the stationary distribution's terms are negligible: below 1e-20 of the largest.
int negligible_from(const std::function<double(int)>& birth, const std::function<double(int)>& death);

}  // namespace ripresa::exact
