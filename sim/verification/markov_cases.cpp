#include <fmt/format.h>

#include "experiments_by_subject.hpp"
#include "ripresa/exact/erlang.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

/// M/M/c with services of `service` on average, at `load` of its capacity.
Experiment queue_with(int servers, double load, Duration service, int hours, int replications) {
  const exact::Rate service_rate = exact::Rate::one_every(service);
  const auto arrivals = exact::Rate::per_minute(load * servers * service_rate.in_per_minute());
  const exact::MarkovQueue queue{arrivals, service_rate, servers};
  const exact::SteadyState state = exact::steady_state(queue);
  const Stream stream{arrivals.in_per_hour(), hours, 48};
  const Window window = counted(stream);
  const auto longest_of = Duration::nearest_seconds(60 * exact::wait_quantile_minutes(queue, 0.95));
  Experiment experiment{
      fmt::format("M/M/{}, load {:g}", servers, load),
      poisson_stream(stream, {staffed("desk", servers, scenario::Exponential{service, Duration{}})}),
      replications,
      {{"mean wait", "min", "Erlang 1917", state.mean_wait_minutes, 0, mean_wait_minutes(window)},
       {"share who wait", "share", "Erlang 1917, C", state.probability_of_waiting, 0,
        share_waiting_longer(window, Duration{})},
       {"share who wait beyond the 95 % quantile", "share", "Cooper 1981, eq. 3.4.10",
        exact::probability_wait_exceeds(queue, longest_of), 0, share_waiting_longer(window, longest_of)},
       {"mean number present", "persons", "Erlang 1917", state.mean_present_persons, 0, mean_present(window)},
       {"mean queue", "persons", "Erlang 1917", state.mean_queue_persons, 0, mean_queue(window, 0)}}};
  return experiment;
}

}  // namespace

std::vector<Experiment> markov_experiments() {
  return {queue_with(1, 0.8, Duration::minutes(1), 600, 40), queue_with(3, 0.85, Duration::minutes(2), 600, 40),
          queue_with(20, 0.9, Duration::minutes(3), 300, 32), queue_with(200, 0.95, Duration::minutes(3), 120, 32)};
}

}  // namespace ripresa::verification
