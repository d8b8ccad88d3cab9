#include <iterator>

#include "experiments_by_subject.hpp"

namespace ripresa::verification {

std::vector<Experiment> experiments() {
  std::vector<Experiment> all;
  for (const auto& subject :
       {markov_experiments, general_service_experiments, network_experiments, transient_experiments, day_experiments,
        distribution_experiments, demand_experiments, impatience_experiments, recovery_experiments}) {
    std::vector<Experiment> some = subject();
    all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
  }
  return all;
}

}  // namespace ripresa::verification
