#pragma once

// The scenarios that are timed.

#include "ripresa/scenario/scenario.hpp"

namespace ripresa::benchmarks {

inline constexpr int kCustomers = 1'000'000;

/// M/M/1 at 90 % load: walk-ins at one station, so that about kCustomers come in a day.
scenario::Scenario mm1();

/// A slot every 1/3.6 min, each customer late by a lognormal time (mean 10 min, σ 0.5); 4 servers of mean 1 min, 10 of
/// 2.5, 20 of 5 (lognormal, σ 0.5), then room for everybody, mean 15 min (σ 0.2). Straight on, without walks.
scenario::Scenario tandem(int customers);

/// The Scintille day, with or without its outage.
scenario::Scenario hub_day(bool with_outage);

/// Calls that are made again at once and keep their backend down; with or without the failure that sets them off.
scenario::Scenario retry_storm(bool with_failure);

/// Whether hubs meet at their backend: it has no limit; as much room for each as the Scintille hub has; or that hub's
/// alone, so that with some hundred hubs one call in a dozen waits for its turn.
enum class Coupling { none, with_room, calls_wait };

/// `hubs` hubs of a tenth of the Scintille day.
scenario::Scenario nation(int hubs, Coupling coupling);

/// `hubs` hubs of 20 clerks at 85 % load, whose calls end the service (latency exponential, mean 1 s), down for 40 min
/// in the afternoon. Coupled: the backend has room for twice the calls that are usual at a time.
scenario::Scenario calling_nation(int hubs, const scenario::Response& response, bool coupled);

}  // namespace ripresa::benchmarks
