#include "ripresa/exact/erlang.hpp"

#include <cassert>
#include <cmath>
#include <numeric>
#include <vector>

#include "birth_death.hpp"

namespace ripresa::exact {
namespace {

/// The rate at which persons leave `queue` with n there, each who waits giving up at `patience` a minute.
double leaving_rate(const MarkovQueue& queue, double patience_per_minute, int n) {
  const int busy = std::min(n, queue.servers);
  return busy * queue.service.in_per_minute() + (n - busy) * patience_per_minute;
}

/// The measures of the chain with stationary distribution `p`; whoever finds it in its last state is lost when `full`.
SteadyState measures(const MarkovQueue& queue, const std::vector<double>& p, bool full) {
  SteadyState state;
  double busy = 0;
  double waits = 0;
  double entering = 0;
  for (std::size_t i = p.size(); i-- > 0;) {
    const auto n = static_cast<double>(i);
    const double in_service = std::min(n, static_cast<double>(queue.servers));
    busy += p[i] * in_service;
    state.mean_queue_persons += p[i] * (n - in_service);
    if (full && i + 1 == p.size()) {
      state.probability_of_blocking = p[i];
      continue;
    }
    entering += p[i];
    if (n >= queue.servers)
      waits += p[i];
  }
  state.mean_present_persons = state.mean_queue_persons + busy;
  state.utilisation = queue.servers > 0 ? busy / queue.servers : 0;
  state.probability_of_waiting = waits / entering;
  state.mean_wait_minutes = state.mean_queue_persons / (queue.arrivals.in_per_minute() * entering);
  return state;
}

double spare_erlangs(const MarkovQueue& queue) {
  return queue.servers - offered_erlangs(queue.arrivals, queue.service);
}

}  // namespace

double erlang_b(int servers, double offered_erlangs) {
  assert(servers >= 0 && offered_erlangs >= 0);
  double blocked = 1;
  for (int k = 1; k <= servers; ++k)
    blocked = offered_erlangs * blocked / (k + offered_erlangs * blocked);
  return blocked;
}

double erlang_c(int servers, double offered_erlangs) {
  assert(offered_erlangs < servers);
  const double blocked = erlang_b(servers, offered_erlangs);
  return servers * blocked / ((servers - offered_erlangs) + offered_erlangs * blocked);
}

SteadyState steady_state(const MarkovQueue& queue) {
  const double offered = offered_erlangs(queue.arrivals, queue.service);
  SteadyState state;
  state.probability_of_waiting = erlang_c(queue.servers, offered);
  state.mean_wait_minutes = state.probability_of_waiting * queue.service.mean_minutes() / spare_erlangs(queue);
  state.mean_queue_persons = state.probability_of_waiting * offered / spare_erlangs(queue);
  state.mean_present_persons = state.mean_queue_persons + offered;
  state.utilisation = offered / queue.servers;
  return state;
}

double probability_wait_exceeds(const MarkovQueue& queue, Duration t) {
  const double delay = erlang_c(queue.servers, offered_erlangs(queue.arrivals, queue.service));
  return delay * std::exp(-spare_erlangs(queue) * queue.service.in_per_minute() * t.in_minutes());
}

double wait_quantile_minutes(const MarkovQueue& queue, double p) {
  const double delay = erlang_c(queue.servers, offered_erlangs(queue.arrivals, queue.service));
  if (1 - p >= delay)
    return 0;
  return std::log(delay / (1 - p)) / (spare_erlangs(queue) * queue.service.in_per_minute());
}

SteadyState steady_state_with_room(const MarkovQueue& queue, int room) {
  assert(room >= queue.servers);
  const auto birth = [&queue](int) { return queue.arrivals.in_per_minute(); };
  const auto death = [&queue](int n) { return leaving_rate(queue, 0, n); };
  return measures(queue, stationary_distribution(birth, death, room), true);
}

SteadyState steady_state_with_patience(const MarkovQueue& queue, Rate patience) {
  assert(patience.in_per_minute() > 0);
  const auto birth = [&queue](int) { return queue.arrivals.in_per_minute(); };
  const auto death = [&queue, patience](int n) { return leaving_rate(queue, patience.in_per_minute(), n); };
  SteadyState state = measures(queue, stationary_distribution(birth, death, negligible_from(birth, death)), false);
  state.probability_of_leaving = patience.in_per_minute() * state.mean_queue_persons / queue.arrivals.in_per_minute();
  return state;
}

}  // namespace ripresa::exact
