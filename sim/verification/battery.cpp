#include "ripresa/verification/battery.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "ripresa/base/threads.hpp"

namespace ripresa::verification {
namespace {

/// The contributions of one experiment's replications, by case and then replication.
using Contributions = std::vector<std::vector<Contribution>>;

/// Each experiment has random numbers of its own.
scenario::Scenario seeded(const Experiment& experiment, std::size_t index, const Options& options) {
  scenario::Scenario scenario = experiment.scenario;
  scenario.experiment.seed = options.seed + (static_cast<std::uint64_t>(index) << 32);
  return scenario;
}

constexpr int kTasksAnExperiment = 32;

struct Task {
  std::size_t experiment;
  int first, last;
};

std::vector<Task> tasks_of(const std::vector<Experiment>& experiments, int times) {
  std::vector<Task> tasks;
  for (std::size_t e = 0; e < experiments.size(); ++e) {
    const int replications = experiments[e].replications * times;
    const int each = (replications + kTasksAnExperiment - 1) / kTasksAnExperiment;
    for (int first = 0; first < replications; first += each)
      tasks.push_back({e, first, std::min(replications, first + each)});
  }
  return tasks;
}

void observe_certain(const Case& test, const std::vector<Contribution>& contributions, CaseResult& result) {
  const double tolerance = test.exact_error + 1e-9 * std::abs(test.exact);
  result.simulated = test.exact;
  for (const Contribution& c : contributions)
    if (std::abs(c.numerator / c.denominator - test.exact) > std::abs(result.simulated - test.exact))
      result.simulated = c.numerator / c.denominator;
  result.p_value = std::abs(result.simulated - test.exact) <= tolerance ? 1 : 0;
  result.z = result.p_value == 0 ? std::numeric_limits<double>::infinity() : 0;
}

void observe_ratio(const Case& test, const std::vector<Contribution>& contributions, CaseResult& result) {
  double numerator = 0;
  double denominator = 0;
  for (const Contribution& c : contributions) {
    numerator += c.numerator;
    denominator += c.denominator;
  }
  const auto n = static_cast<double>(contributions.size());
  result.simulated = numerator / denominator;
  double squares = 0;
  for (const Contribution& c : contributions)
    squares += std::pow(c.numerator - result.simulated * c.denominator, 2);
  result.standard_error = std::sqrt(squares / (n - 1) / n) / (denominator / n);
  const double difference = result.simulated - test.exact;
  const double beyond = std::max(0.0, std::abs(difference) - test.exact_error);
  if (result.standard_error > 0) {
    result.z = std::copysign(beyond / result.standard_error, difference);
    result.p_value = 2 * cdf(complement(boost::math::students_t(n - 1), std::abs(result.z)));
  } else if (beyond > 0) {
    result.z = std::copysign(std::numeric_limits<double>::infinity(), difference);
    result.p_value = 0;
  }
}

CaseResult compare(const Experiment& experiment, std::size_t index, const std::vector<Contribution>& contributions) {
  const Case& test = experiment.cases[index];
  CaseResult result;
  result.system = experiment.system;
  result.what = test.what;
  result.unit = test.unit;
  result.source = test.source;
  result.exact = test.exact;
  result.replications = static_cast<int>(contributions.size());
  result.certain = test.certain;
  result.leads = index == 0;
  if (test.certain)
    observe_certain(test, contributions, result);
  else
    observe_ratio(test, contributions, result);
  return result;
}

}  // namespace

std::vector<CaseResult> run(const std::vector<Experiment>& experiments, const Options& options) {
  std::vector<model::Model> models;
  std::vector<Contributions> contributions;
  for (std::size_t e = 0; e < experiments.size(); ++e) {
    models.push_back(model::build_model(seeded(experiments[e], e, options)));
    const auto replications =
        static_cast<std::size_t>(experiments[e].replications) * static_cast<std::size_t>(options.times);
    contributions.emplace_back(experiments[e].cases.size(), std::vector<Contribution>(replications));
  }
  const std::vector<Task> tasks = tasks_of(experiments, options.times);
  on_threads(options.threads, [&](std::size_t) {
    in_parallel(0, tasks.size(), [&](std::size_t t) {
      const Task& task = tasks[t];
      model::DayRun day(models[task.experiment]);
      for (int replication = task.first; replication < task.last; ++replication) {
        day.run(static_cast<std::uint32_t>(replication));
        for (std::size_t c = 0; c < experiments[task.experiment].cases.size(); ++c)
          contributions[task.experiment][c][static_cast<std::size_t>(replication)] =
              experiments[task.experiment].cases[c].observe(day);
      }
    });
  });
  std::vector<CaseResult> results;
  for (std::size_t e = 0; e < experiments.size(); ++e)
    for (std::size_t c = 0; c < experiments[e].cases.size(); ++c)
      results.push_back(compare(experiments[e], c, contributions[e][c]));
  return results;
}

}  // namespace ripresa::verification
