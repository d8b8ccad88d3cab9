// People who do not wait: who goes away at once when there is no place in line, and who gives up.

#include <fmt/format.h>

#include "experiments_by_subject.hpp"
#include "ripresa/exact/erlang.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

using observation::Fate;
using observation::PersonRecord;

constexpr Duration kService = Duration::minutes(3);

exact::MarkovQueue queue_of(int servers, double load) {
  const exact::Rate service = exact::Rate::one_every(kService);
  return {exact::Rate::per_minute(load * servers * service.in_per_minute()), service, servers};
}

scenario::Station desk(int servers) {
  return staffed("desk", servers, scenario::Exponential{kService, Duration{}});
}

Observe share_with_fate(Window window, Fate fate) {
  return [window, fate](const model::DayRun& day) {
    Contribution sum{0, 0};
    for (const PersonRecord& person : day.baseline(0).persons)
      if (window.holds(person.arrival)) {
        sum.numerator += person.fate == fate ? 1 : 0;
        sum.denominator += 1;
      }
    return sum;
  };
}

Observe mean_wait_of_who_enters(Window window) {
  return [window](const model::DayRun& day) {
    Contribution sum{0, 0};
    for (const PersonRecord& person : day.baseline(0).persons)
      if (window.holds(person.arrival) && person.fate != Fate::balked) {
        sum.numerator += person.waited.in_minutes();
        sum.denominator += 1;
      }
    return sum;
  };
}

Experiment loss(int servers, double load) {
  const exact::MarkovQueue queue = queue_of(servers, load);
  const double lost = exact::erlang_b(servers, exact::offered_erlangs(queue.arrivals, queue.service));
  const Stream stream{queue.arrivals.in_per_hour(), 300, 24};
  scenario::Station station = desk(servers);
  station.balking = {{0, 1}};
  return {fmt::format("M/M/{0}/{0}, load {1:g}", servers, load),
          poisson_stream(stream, {station}),
          32,
          {{"share lost", "share", "Erlang 1917, B", lost, 0, share_with_fate(counted(stream), Fate::balked)}}};
}

Experiment finite_room(int servers, int room, double load) {
  const exact::MarkovQueue queue = queue_of(servers, load);
  const exact::SteadyState state = exact::steady_state_with_room(queue, room);
  const Stream stream{queue.arrivals.in_per_hour(), 300, 24};
  const Window window = counted(stream);
  scenario::Station station = desk(servers);
  station.balking = {{room - servers, 1}};
  return {fmt::format("M/M/{}/{}, load {:g}", servers, room, load),
          poisson_stream(stream, {station}),
          32,
          {{"share lost", "share", "birth and death", state.probability_of_blocking, 0,
            share_with_fate(window, Fate::balked)},
           {"mean wait of who enters", "min", "birth and death", state.mean_wait_minutes, 0,
            mean_wait_of_who_enters(window)},
           {"mean number present", "persons", "birth and death", state.mean_present_persons, 0, mean_present(window)}}};
}

Experiment impatient(int servers, double load, Duration patience) {
  const exact::MarkovQueue queue = queue_of(servers, load);
  const exact::SteadyState state = exact::steady_state_with_patience(queue, exact::Rate::one_every(patience));
  const Stream stream{queue.arrivals.in_per_hour(), 300, 24};
  const Window window = counted(stream);
  scenario::Station station = desk(servers);
  station.patience = scenario::Exponential{patience, Duration{}};
  return {fmt::format("M/M/{}+M, load {:g}, patience of {:g} min", servers, load, patience.in_minutes()),
          poisson_stream(stream, {station}),
          32,
          {{"share who give up", "share", "Palm 1946, Erlang A", state.probability_of_leaving, 0,
            share_with_fate(window, Fate::abandoned)},
           {"mean wait, until served or given up", "min", "Palm 1946, Erlang A", state.mean_wait_minutes, 0,
            mean_wait_of_who_enters(window)},
           {"mean queue", "persons", "Palm 1946, Erlang A", state.mean_queue_persons, 0, mean_queue(window, 0)}}};
}

}  // namespace

std::vector<Experiment> impatience_experiments() {
  return {loss(12, 0.85), finite_room(5, 9, 1.1), impatient(10, 0.95, Duration::minutes(6)),
          impatient(4, 1.5, Duration::minutes(10))};
}

}  // namespace ripresa::verification
