// What is drawn: people whose stay is one variate each.

#include <string>
#include <utility>

#include "experiments_by_subject.hpp"
#include "ripresa/exact/distribution.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

Experiment stays(const std::string& name, const scenario::Distribution& distribution) {
  const Stream stream{3000, 40, 0};
  const Window window = counted(stream);
  const exact::Moments m = exact::moments(distribution);
  const Duration far = Duration::nearest_seconds(60 * (m.mean_minutes + 3 * m.sd_minutes));
  const auto beyond = [far, window](const model::DayRun& day) {
    Contribution sum{0, 0};
    for (const auto& person : day.baseline(0).persons)
      if (window.holds(person.arrival)) {
        sum.numerator += person.left - person.arrival > far ? 1 : 0;
        sum.denominator += 1;
      }
    return sum;
  };
  Experiment experiment{"draws of " + name,
                        poisson_stream(stream, {seats("hall", distribution)}),
                        24,
                        {{"mean", "min", "closed form", m.mean_minutes, 0, mean_sojourn_minutes(window)},
                         {"variance", "min²", "closed form", m.sd_minutes * m.sd_minutes, 1e-9,
                          sojourn_variance(window, m.mean_minutes)}}};
  const double tail = exact::survival(distribution, far);
  if (tail > 1e-4)
    experiment.cases.push_back({"share beyond three standard deviations", "share", "Boost.Math", tail, 0, beyond});
  return experiment;
}

}  // namespace

std::vector<Experiment> distribution_experiments() {
  using namespace scenario;
  return {stays("a shifted exponential distribution", Exponential{kMinute * 3, kMinute}),
          stays("a uniform distribution", Uniform{kMinute, kMinute * 5}),
          stays("a triangular distribution", Triangular{kMinute, kMinute * 2, kMinute * 6}),
          stays("a truncated normal distribution", Normal{kMinute * 3, kMinute * 2, Duration{}, kMinute * 7}),
          stays("a lognormal distribution", Lognormal{kMinute * 3, 0.6}),
          stays("a gamma distribution", Gamma{kMinute * 3, 0.8}),
          stays("an Erlang distribution", Erlang{kMinute * 3, 4}),
          stays("a Weibull distribution", Weibull{kMinute * 3, 1.3}),
          stays("an empirical distribution", Empirical{{kMinute, kMinute * 2, kMinute * 9}, {1, 2, 1}})};
}

}  // namespace ripresa::verification
