#pragma once

#include <vector>

#include "ripresa/verification/battery.hpp"

namespace ripresa::verification {

std::vector<Experiment> markov_experiments();           // M/M/c
std::vector<Experiment> impatience_experiments();       // Erlang's loss, a finite room, patience
std::vector<Experiment> general_service_experiments();  // M/D/c, M/G/1, M/G/∞
std::vector<Experiment> network_experiments();          // Jackson networks
std::vector<Experiment> transient_experiments();        // a day with an outage, as a Markov chain
std::vector<Experiment> recovery_experiments();         // catching up, of known distribution
std::vector<Experiment> day_experiments();              // days computed by hand
std::vector<Experiment> distribution_experiments();     // moments and tails of what is drawn
std::vector<Experiment> demand_experiments();           // who comes, and calls by fits and starts

}  // namespace ripresa::verification
