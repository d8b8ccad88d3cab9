// Closed forms against figures printed in the literature, and against themselves in fifty digits.

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "ripresa/base/error.hpp"
#include "ripresa/exact/erlang.hpp"
#include "ripresa/exact/general_service.hpp"
#include "ripresa/exact/jackson.hpp"

using namespace ripresa;
using namespace ripresa::exact;

namespace {

using Digits = boost::multiprecision::cpp_dec_float_50;

/// 1 / B = Σ_k c! / ((c − k)! A^k), term by term.
double erlang_b_in_fifty_digits(int servers, double offered) {
  Digits sum = 0;
  Digits term = 1;
  for (int k = 0; k <= servers; ++k) {
    sum += term;
    term *= Digits(servers - k) / Digits(offered);
  }
  return static_cast<double>(Digits(1) / sum);
}

MarkovQueue queue_of(double arrivals_per_minute, double service_per_minute, int servers) {
  return {Rate::per_minute(arrivals_per_minute), Rate::per_minute(service_per_minute), servers};
}

}  // namespace

TEST_CASE("Erlang's B is that of the printed tables: the load that so many lines carry with 1, 2 and 5 % lost") {
  // Siemens, Telephone Traffic Theory: Tables and Charts (1970), loss tables; loads are printed to four figures.
  struct Printed {
    int servers;
    double load, loss;
  };
  for (const auto& [servers, load, loss] :
       {Printed{1, 0.0101, 0.01}, Printed{5, 1.361, 0.01}, Printed{10, 4.461, 0.01}, Printed{20, 12.03, 0.01},
        Printed{50, 37.90, 0.01}, Printed{100, 84.06, 0.01}, Printed{10, 5.084, 0.02}, Printed{30, 21.93, 0.02},
        Printed{100, 87.97, 0.02}, Printed{10, 6.216, 0.05}, Printed{20, 15.25, 0.05}}) {
    INFO(servers << " servers, " << load << " erlangs");
    // Half a unit of the last figure printed, by the loss's own slope.
    const double last_figure = load < 1 ? 0.00005 : load < 10 ? 0.0005 : 0.005;
    CHECK(erlang_b(servers, load - last_figure) <= loss);
    CHECK(erlang_b(servers, load + last_figure) >= loss);
  }
}

TEST_CASE("Erlang's B keeps twelve digits for thousands of servers and loads near nothing and near full") {
  for (const int servers : {1, 2, 10, 100, 1000, 5000})
    for (const double load : {1e-6, 0.01, 0.5, 0.9, 0.999, 1 - 1e-9, 1.0, 1.5}) {
      const double exact = erlang_b_in_fifty_digits(servers, load * servers);
      INFO(servers << " servers, load " << load << ": " << exact);
      CHECK(erlang_b(servers, load * servers) == Approx(exact).epsilon(1e-12).margin(1e-290));
    }
}

TEST_CASE("M/M/c: the emergency room of Hillier and Lieberman") {
  // Introduction to Operations Research, County Hospital example: 2 arrivals, 3 services an hour.
  const MarkovQueue one{Rate::per_hour(2), Rate::per_hour(3), 1};
  const MarkovQueue two{Rate::per_hour(2), Rate::per_hour(3), 2};
  CHECK(steady_state(one).mean_queue_persons == Approx(4.0 / 3));
  CHECK(steady_state(one).mean_wait_minutes == Approx(40));
  CHECK(steady_state(one).mean_present_persons == Approx(2));
  CHECK(steady_state(two).mean_queue_persons == Approx(1.0 / 12));
  CHECK(steady_state(two).mean_wait_minutes == Approx(2.5));
  CHECK(steady_state(two).probability_of_waiting == Approx(1.0 / 6));
  CHECK(probability_wait_exceeds(one, Duration::minutes(30)) == Approx(0.404).margin(0.0005));
  CHECK(probability_wait_exceeds(one, Duration::hours(1)) == Approx(0.245).margin(0.0005));
}

TEST_CASE("Erlang C and A: the call centre of Garnett, Mandelbaum and Reiman") {
  // 2002, table 1: 50 agents, 48 calls a minute, services of a minute, patience of two.
  const MarkovQueue queue = queue_of(48, 1, 50);
  CHECK(steady_state(queue).mean_wait_minutes * 60 == Approx(20.8).margin(0.05));
  CHECK(wait_quantile_minutes(queue, 0.9) * 60 == Approx(58.1).margin(0.05));
  CHECK(steady_state(queue).mean_queue_persons == Approx(17).margin(0.5));
  const SteadyState impatient = steady_state_with_patience(queue, Rate::per_minute(0.5));
  CHECK(impatient.probability_of_leaving == Approx(0.031).margin(0.0005));
  CHECK(impatient.mean_wait_minutes * 60 == Approx(3.7).margin(0.05));
  CHECK(impatient.mean_queue_persons == Approx(3).margin(0.5));
  CHECK(impatient.utilisation == Approx(0.93).margin(0.005));
}

TEST_CASE("a finite waiting room: the inspection station of Gross and Harris") {
  // Fundamentals of Queueing Theory, example 2.5: 3 stalls, at most 7 cars, one a minute, 6 min each. The last two are
  // printed from an empty station's probability rounded to 0.00088, within half a unit of which they are here.
  const SteadyState state = steady_state_with_room(queue_of(1, 1.0 / 6, 3), 7);
  CHECK(state.mean_queue_persons == Approx(3.09).margin(0.005));
  CHECK(state.mean_present_persons == Approx(6.06).margin(0.005));
  CHECK(state.mean_wait_minutes + 6 == Approx(12.3).margin(0.07));
  CHECK(60 * state.probability_of_blocking == Approx(30.4).epsilon(0.000005 / 0.00088));
}

TEST_CASE("the finite room is Erlang's B with no place to wait, and his C with room for everybody") {
  for (const int servers : {1, 7, 300, 3000}) {
    const MarkovQueue queue = queue_of(0.95 * servers, 1, servers);
    CHECK(steady_state_with_room(queue, servers).probability_of_blocking ==
          Approx(erlang_b(servers, 0.95 * servers)).epsilon(1e-11));
    const SteadyState all = steady_state(queue);
    const SteadyState room = steady_state_with_room(queue, servers + 2000);
    CHECK(room.probability_of_waiting == Approx(all.probability_of_waiting).epsilon(1e-11));
    CHECK(room.mean_wait_minutes == Approx(all.mean_wait_minutes).epsilon(1e-11));
  }
}

TEST_CASE("impatience: as patient as served is M/M/∞, endless patience is M/M/c, none at all is Erlang's loss") {
  // With patience as long as services the number present is Poisson of the offered load.
  const SteadyState equal = steady_state_with_patience(queue_of(120, 1, 100), Rate::per_minute(1));
  CHECK(equal.mean_present_persons == Approx(120).epsilon(1e-12));
  const MarkovQueue queue = queue_of(9, 1, 10);
  CHECK(steady_state_with_patience(queue, Rate::per_minute(1e-9)).mean_wait_minutes ==
        Approx(steady_state(queue).mean_wait_minutes).epsilon(1e-6));
  CHECK(steady_state_with_patience(queue, Rate::per_minute(1e9)).probability_of_leaving ==
        Approx(erlang_b(10, 9)).epsilon(1e-6));
  // Who enters is served or gives up: λ = μ E[busy] + θ E[queue].
  const SteadyState overloaded = steady_state_with_patience(queue_of(3000, 1, 2000), Rate::per_minute(0.1));
  CHECK(2000 * overloaded.utilisation + 0.1 * overloaded.mean_queue_persons == Approx(3000).epsilon(1e-11));
}

TEST_CASE("waiting probabilities near full load keep their digits") {
  // As the spare capacity ε goes to nothing in M/M/1, C = ρ exactly.
  for (const double spare : {1e-3, 1e-6, 1e-9})
    CHECK(erlang_c(1, 1 - spare) == Approx(1 - spare).epsilon(1e-14));
  for (const int servers : {10, 1000}) {
    const double offered = servers * (1 - 1e-6);
    const double b = erlang_b_in_fifty_digits(servers, offered);
    const Digits c = Digits(servers) * b / (Digits(servers) - Digits(offered) + Digits(offered) * b);
    CHECK(erlang_c(servers, offered) == Approx(static_cast<double>(c)).epsilon(1e-12));
  }
}

TEST_CASE("Pollaczek and Khinchine: exponential services give M/M/1, constant ones half of its wait") {
  const Rate arrivals = Rate::per_minute(0.9);
  CHECK(pollaczek_khinchine_wait_minutes(arrivals, {Duration::minutes(1), 1}) == Approx(9));
  CHECK(pollaczek_khinchine_wait_minutes(arrivals, {Duration::minutes(1), 0}) == Approx(4.5));
}

TEST_CASE("a Jackson network: the three facilities of Hillier and Lieberman") {
  // Introduction to Operations Research, section on Jackson networks: λ = 5, 10, 7.5 an hour, L = 1, 4/3, 3, W = 2/3 h.
  const auto network = solve_jackson({{Rate::per_hour(1), Rate::per_hour(10), 1, {0, 0.6, 0.3}},
                                      {Rate::per_hour(4), Rate::per_hour(10), 2, {0.1, 0, 0.3}},
                                      {Rate::per_hour(3), Rate::per_hour(10), 1, {0.4, 0.4, 0}}});
  const double rates[] = {5, 10, 7.5};
  const double present[] = {1, 4.0 / 3, 3};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(network.queues[i].arrivals.in_per_hour() == Approx(rates[i]));
    CHECK(network.nodes[i].mean_present_persons == Approx(present[i]));
  }
  CHECK(network.mean_sojourn_minutes == Approx(40));
}

TEST_CASE("a Jackson network that cannot keep up, or that nobody leaves, is refused") {
  CHECK_THROWS_AS(solve_jackson({{Rate::per_hour(11), Rate::per_hour(10), 1, {0}}}), InputError);
  CHECK_THROWS_AS(solve_jackson({{Rate::per_hour(1), Rate::per_hour(10), 1, {1}}}), InputError);
}
