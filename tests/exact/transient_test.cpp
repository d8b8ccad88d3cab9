// The day as a Markov chain, against matrix exponentials, closed forms and its own bounds.

#include "ripresa/exact/transient.hpp"

#include <Eigen/Dense>
#include <catch2/catch.hpp>
#include <cmath>
#include <unsupported/Eigen/MatrixFunctions>

#include "ripresa/exact/erlang.hpp"

using namespace ripresa;
using namespace ripresa::exact;

namespace {

/// A small hub's day: quiet, busy with more staff, an outage across a change of the arrival rate, and the evening.
MarkovDay small_day(Serving outage, int room = 7) {
  return {{{Time::clock(8), Time::clock(9), Rate::per_minute(0.5), 2},
           {Time::clock(9), Time::clock(9, 30), Rate::per_minute(1.4), 3},
           {Time::clock(9, 30), Time::clock(9, 36), Rate::per_minute(1.4), 3, outage},
           {Time::clock(9, 36), Time::clock(9, 42), Rate::per_minute(0.7), 2, outage},
           {Time::clock(9, 42), Time::clock(11), Rate::per_minute(0.3), 2}},
          Rate::per_minute(0.6),
          room};
}

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// The generator of a piece over states (persons, under way) in full, under way kept apart always; row from, column to.
struct Reference {
  int room, most;
  int size() const { return (room + 1) * (most + 1); }
  int at(int persons, int under_way) const { return persons * (most + 1) + under_way; }

  Matrix generator(const DayPiece& piece, double mu) const {
    Matrix q = Matrix::Zero(size(), size());
    const auto move = [&q](int from, int to, double rate) {
      q(from, to) += rate;
      q(from, from) -= rate;
    };
    for (int n = 0; n <= room; ++n)
      for (int b = 0; b <= most; ++b) {
        if (n < room)
          move(at(n, b), at(n + 1, b), piece.arrivals.in_per_minute());
        if (piece.serving == Serving::working && n > 0)
          move(at(n, b), at(n - 1, b), mu * std::min(n, piece.servers));
        if (piece.serving == Serving::finish_under_way && b > 0 && n > 0)
          move(at(n, b), at(n - 1, b - 1), mu * b);
      }
    return q;
  }

  /// In working pieces the second number means nothing; when an outage begins it is set, when it ends it is dropped.
  Vector set_under_way(const Vector& p, int servers) const {
    Vector result = Vector::Zero(size());
    for (int n = 0; n <= room; ++n)
      for (int b = 0; b <= most; ++b)
        result(at(n, std::min(n, servers))) += p(at(n, b));
    return result;
  }
};

/// P(n persons) at the end of the first `minutes` of the day, by Eigen's matrix exponential.
Vector by_matrix_exponential(const MarkovDay& day, Time until) {
  const Reference reference{day.room, 3};
  Vector p = Vector::Zero(reference.size());
  p(0) = 1;
  bool in_outage = false;
  int servers = 0;
  for (const DayPiece& piece : day.pieces) {
    if (piece.from >= until)
      break;
    const bool outage = piece.serving != Serving::working;
    if (outage && !in_outage)
      p = reference.set_under_way(p, servers);
    in_outage = outage;
    servers = piece.servers;
    const double minutes = (std::min(until, piece.to) - piece.from).in_minutes();
    const Matrix q = reference.generator(piece, day.service.in_per_minute());
    p = (q * minutes).exp().transpose() * p;
  }
  Vector present = Vector::Zero(day.room + 1);
  for (int n = 0; n <= day.room; ++n)
    for (int b = 0; b <= reference.most; ++b)
      present(n) += p(reference.at(n, b));
  return present;
}

double distance(const TransientState& state, const Vector& exact) {
  double sum = 0;
  for (std::size_t n = 0; n < state.present.size(); ++n)
    sum += std::abs(state.present[n] - exact(static_cast<Eigen::Index>(n)));
  return sum;
}

const std::vector<Time> kInstants = {Time::clock(8, 20), Time::clock(9),     Time::clock(9, 30), Time::clock(9, 33),
                                     Time::clock(9, 40), Time::clock(9, 42), Time::clock(9, 50), Time::clock(11)};

}  // namespace

TEST_CASE("the distribution at any time is the matrix exponential's, in both kinds of outage") {
  for (const Serving outage : {Serving::working, Serving::stopped, Serving::finish_under_way}) {
    const MarkovDay day = small_day(outage);
    const auto states = solve(day, kInstants);
    REQUIRE(states.size() == kInstants.size());
    for (const TransientState& state : states) {
      INFO("outage " << static_cast<int>(outage) << " at " << state.at.since_midnight().in_minutes());
      CHECK(distance(state, by_matrix_exponential(day, state.at)) <= state.present_error + 1e-13);
      CHECK(state.present_error < 1.1e-10);
    }
  }
}

TEST_CASE("the stated error is kept, however coarse, and a smaller bound gives a smaller error") {
  for (const Serving outage : {Serving::stopped, Serving::finish_under_way}) {
    const MarkovDay day = small_day(outage);
    const auto best = solve(day, kInstants, 1e-14);
    double coarser = 1;
    for (double bound = 0.1; bound > 1e-9; bound /= 10) {
      const auto states = solve(day, kInstants, bound);
      const auto halved = solve(day, kInstants, bound / 2);
      for (std::size_t i = 0; i < states.size(); ++i) {
        const Vector exact = by_matrix_exponential(day, states[i].at);
        REQUIRE(states[i].present_error <= bound + 1e-12);
        REQUIRE(distance(states[i], exact) <= states[i].present_error + 1e-12);
        REQUIRE(distance(halved[i], exact) <= halved[i].present_error + 1e-12);
        REQUIRE(halved[i].present_error < states[i].present_error + 1e-15);
        for (const auto figure : {&TransientState::expected_present, &TransientState::expected_queue,
                                  &TransientState::expected_completions, &TransientState::expected_lost}) {
          const Bounded& value = states[i].*figure;
          REQUIRE(std::abs(value.value - (best[i].*figure).value) <= value.error + (best[i].*figure).error);
        }
      }
      CHECK(states.back().present_error < coarser);
      coarser = states.back().present_error;
    }
  }
}

TEST_CASE("who came is there, done or lost: expected completions, losses and presence add up to the arrivals") {
  for (const Serving outage : {Serving::working, Serving::stopped, Serving::finish_under_way}) {
    const MarkovDay day = small_day(outage);
    for (const TransientState& state : solve(day, kInstants)) {
      double arrivals = 0;
      for (const DayPiece& piece : day.pieces)
        if (piece.from < state.at)
          arrivals += piece.arrivals.in_per_minute() * (std::min(state.at, piece.to) - piece.from).in_minutes();
      CHECK(state.expected_completions.value + state.expected_lost.value + state.expected_present.value ==
            Approx(arrivals).epsilon(1e-11));
    }
  }
}

TEST_CASE("while servers are stopped people only come: the number grows by a Poisson variate") {
  MarkovDay day{{{Time::clock(8), Time::clock(9), Rate::per_minute(2), 3, Serving::stopped}}, Rate::per_minute(1), 400};
  const auto state = solve(day, {Time::clock(9)}).front();
  CHECK(state.expected_present.value == Approx(120));
  double variance = 0;
  for (std::size_t n = 0; n < state.present.size(); ++n)
    variance += std::pow(static_cast<double>(n) - 120, 2) * state.present[n];
  CHECK(variance == Approx(120).epsilon(1e-7));
  CHECK(state.expected_completions.value == 0);
}

TEST_CASE("services under way are finished one by one, and none starts") {
  // Two hours at four times the capacity: all five servers are busy. Then no arrivals, an outage of t minutes.
  const MarkovDay day{{{Time::clock(8), Time::clock(10), Rate::per_minute(20), 5},
                       {Time::clock(10), Time::clock(10, 3), Rate::per_minute(0), 5, Serving::finish_under_way}},
                      Rate::per_minute(1),
                      40};
  const auto states = solve(day, {Time::clock(10), Time::clock(10, 3)});
  CHECK(states[1].expected_completions.value - states[0].expected_completions.value ==
        Approx(5 * (1 - std::exp(-3.0))).epsilon(1e-6));
  CHECK(states[1].present[20] > 0);
}

TEST_CASE("after a long time at constant rates the chain is in its steady state") {
  const MarkovDay day{{{Time::clock(0), Time::clock(40), Rate::per_minute(2.7), 3}}, Rate::per_minute(1), 12};
  const auto state = solve(day, {Time::clock(40)}).front();
  const auto steady = steady_state_with_room({Rate::per_minute(2.7), Rate::per_minute(1), 3}, 12);
  CHECK(state.expected_present.value == Approx(steady.mean_present_persons).epsilon(1e-9));
  CHECK(state.expected_queue.value == Approx(steady.mean_queue_persons).epsilon(1e-9));
  CHECK(state.present.back() == Approx(steady.probability_of_blocking).epsilon(1e-9));
}

TEST_CASE("the first time empty again: without arrivals it is the sum of the services left") {
  // Stopped while 30 came on average; then one server clears them with nobody coming: P(Erlang(n) <= t) mixed over n.
  const MarkovDay day{{{Time::clock(8), Time::clock(8, 30), Rate::per_minute(1), 1, Serving::stopped},
                       {Time::clock(8, 30), Time::clock(12), Rate::per_minute(0), 1}},
                      Rate::per_minute(1),
                      120};
  for (const int minutes : {15, 30, 45}) {
    const Time at = Time::clock(8, 30 + minutes);
    // n ~ Poisson(30) left, m ~ Poisson(t) services possible: empty when m >= n.
    double exact = 0;
    double p = std::exp(-30.0);
    for (int n = 0; n <= 120; p *= 30.0 / ++n) {
      double fewer = 0;
      double q = std::exp(-static_cast<double>(minutes));
      for (int m = 0; m < n; q *= static_cast<double>(minutes) / ++m)
        fewer += q;
      exact += p * (1 - fewer);
    }
    CHECK(probability_of_return(day, Time::clock(8, 30), 0, {at}).front().value == Approx(exact).epsilon(1e-9));
  }
}

TEST_CASE("a return stays a return: its probability only grows, and is no less than being there now") {
  const MarkovDay day = small_day(Serving::stopped, 20);
  const std::vector<Time> later = {Time::clock(9, 42), Time::clock(9, 50), Time::clock(10), Time::clock(10, 30)};
  for (const int persons : {0, 2}) {
    const auto returned = probability_of_return(day, Time::clock(9, 42), persons, later);
    const auto states = solve(day, later);
    for (std::size_t i = 0; i < later.size(); ++i) {
      CHECK(returned[i].value >= states[i].probability_at_most(persons) - 1e-12);
      if (i > 0)
        CHECK(returned[i].value > returned[i - 1].value);
    }
    CHECK(returned.front().value == Approx(states.front().probability_at_most(persons)));
  }
}

TEST_CASE("the expected backlog rises through the outage, is what has piled up, and falls away") {
  const MarkovDay day = small_day(Serving::stopped, 60);
  const auto backlog = expected_backlog(day, kInstants);
  const auto outage = solve(day, kInstants);
  const auto baseline = solve(undisturbed(day), kInstants);
  for (std::size_t i = 0; i < kInstants.size(); ++i)
    CHECK(backlog[i].value ==
          Approx(outage[i].expected_present.value - baseline[i].expected_present.value).margin(1e-6));
  CHECK(backlog[2].value == Approx(0).margin(1e-12));
  CHECK(backlog[5].value > 5);
  CHECK(backlog[7].value < 0.2);
  for (const Bounded& b : backlog)
    CHECK(b.error < 1e-6);
}
