#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "ripresa/verification/battery.hpp"

namespace ripresa::verification {
namespace {

/// Holm's: the smallest p-value against level / m, the next against level / (m − 1), … until one is not rejected.
std::vector<bool> rejected_by_holm(const std::vector<CaseResult>& results, double level) {
  std::vector<std::size_t> order(results.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&results](std::size_t a, std::size_t b) { return results[a].p_value < results[b].p_value; });
  std::vector<bool> rejected(results.size(), false);
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (!(results[order[i]].p_value <= level / static_cast<double>(order.size() - i)))
      break;
    rejected[order[i]] = true;
  }
  return rejected;
}

/// The square of the standard normal variate that is as improbable.
double normal_square(double p_value) {
  const double smallest = 1e-300;
  const double z = quantile(complement(boost::math::normal(), std::max(p_value, smallest) / 2));
  return z * z;
}

}  // namespace

Judgement judge(const std::vector<CaseResult>& results) {
  Judgement judgement;
  judgement.differs = rejected_by_holm(results, kFamilyLevel / 2);
  for (std::size_t i = 0; i < results.size(); ++i) {
    const CaseResult& result = results[i];
    if (result.certain || std::isnan(result.simulated)) {
      judgement.differs[i] = !(result.p_value > 0) || std::isnan(result.simulated);
    } else if (result.leads) {
      judgement.chi_square += normal_square(result.p_value);
      ++judgement.degrees_of_freedom;
    }
  }
  if (judgement.degrees_of_freedom > 0)
    judgement.chi_square_p_value =
        cdf(complement(boost::math::chi_squared(judgement.degrees_of_freedom), judgement.chi_square));
  judgement.holds = judgement.chi_square_p_value > kFamilyLevel / 2 &&
                    std::none_of(judgement.differs.begin(), judgement.differs.end(), [](bool d) { return d; });
  return judgement;
}

}  // namespace ripresa::verification
