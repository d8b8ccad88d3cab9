// M/D/c against what is known of it by other ways.

#include <catch2/catch.hpp>
#include <cmath>
#include <complex>
#include <vector>

#include "ripresa/exact/erlang.hpp"
#include "ripresa/exact/general_service.hpp"

using namespace ripresa;
using namespace ripresa::exact;

namespace {

ConstantServiceQueue queue_of(double load, int servers) {
  return {Rate::per_minute(load * servers), Duration::minutes(1), servers};
}

/// P(wait <= t) in M/D/1 by Erlang's own series (1909): (1 − ρ) Σ_k (λ (k D − t))^k e^{−λ (k D − t)} / k!.
double erlang_1909(double load, double t) {
  double sum = 0;
  double factorial = 1;
  for (int k = 0; k <= static_cast<int>(t); ++k) {
    factorial *= k == 0 ? 1 : k;
    const double x = load * (k - t);
    sum += std::pow(x, k) * std::exp(-x) / factorial;
  }
  return (1 - load) * sum;
}

/// Crommelin's mean queue from the roots within the unit circle, here by plain fixed-point iteration.
double crommelin_mean_queue(double load, int servers) {
  const double offered = load * servers;
  double sum = 0;
  for (int k = 1; k < servers; ++k) {
    const auto unit = std::polar(1.0, 2 * std::acos(-1.0) * k / servers);
    std::complex<double> z = 0;
    for (int i = 0; i < 4'000; ++i)
      z = unit * std::exp(-load * (1.0 - z));
    sum += (1.0 / (1.0 - z)).real();
  }
  return sum - (servers * (servers - 1.0) - offered * offered) / (2 * (servers - offered));
}

/// The stationary number of persons from X' = (X − c)^+ + Poisson(A), by iterating it, cut off at `states`.
std::vector<double> iterated_number(double offered, int servers, std::size_t states) {
  std::vector<double> arrivals(states);
  for (std::size_t k = 0; k < states; ++k)
    arrivals[k] =
        std::exp(static_cast<double>(k) * std::log(offered) - offered - std::lgamma(static_cast<double>(k) + 1));
  std::vector<double> p(states);
  p[0] = 1;
  for (int step = 0; step < 400; ++step) {
    std::vector<double> next(states);
    for (std::size_t n = 0; n < states; ++n) {
      const std::size_t left = n > static_cast<std::size_t>(servers) ? n - static_cast<std::size_t>(servers) : 0;
      for (std::size_t k = 0; left + k < states; ++k)
        next[left + k] += p[n] * arrivals[k];
    }
    p.swap(next);
  }
  return p;
}

}  // namespace

TEST_CASE("M/D/1: mean wait by Pollaczek and Khinchine, distribution by Erlang's series of 1909") {
  for (const double load : {0.1, 0.5, 0.9}) {
    const auto queue = queue_of(load, 1);
    CHECK(queue.mean_wait_minutes() ==
          Approx(pollaczek_khinchine_wait_minutes(Rate::per_minute(load), {Duration::minutes(1), 0})));
    CHECK(queue.probability_wait_within(Duration{}) == Approx(1 - load));
    for (const double t : {0.3, 1.0, 2.7, 6.0})
      CHECK(queue.probability_wait_within(Duration::nearest_seconds(60 * t)) ==
            Approx(erlang_1909(load, t)).epsilon(1e-9));
  }
}

TEST_CASE("M/D/c: the mean queue is Crommelin's, by either of the two ways it is computed") {
  for (const int servers : {2, 3, 10, 60})
    for (const double load : {0.3, 0.6, 0.8, 0.9, 0.95, 0.99}) {
      INFO(servers << " servers, load " << load);
      CHECK(queue_of(load, servers).mean_queue_persons() ==
            Approx(crommelin_mean_queue(load, servers)).epsilon(1e-8).margin(1e-10 * servers));
    }
}

TEST_CASE("M/D/c: the distribution of the number waiting has the mean, and is that of the iterated chain") {
  for (const auto& [servers, load] : {std::pair{2, 0.8}, std::pair{7, 0.7}}) {
    const auto queue = queue_of(load, servers);
    const auto chain = iterated_number(load * servers, servers, 160);
    double mean = 0;
    double chain_within = 0;
    for (int n = 0; n <= servers; ++n)
      chain_within += chain[static_cast<std::size_t>(n)];
    for (int j = 0; j < 60; ++j) {
      REQUIRE(queue.probability_queue_within(j) == Approx(chain_within).epsilon(1e-8));
      chain_within += chain[static_cast<std::size_t>(servers + j + 1)];
      mean += 1 - queue.probability_queue_within(j);
    }
    CHECK(mean == Approx(queue.mean_queue_persons()).epsilon(1e-4));
  }
}

TEST_CASE("M/D/c: the waiting times' distribution has the mean wait, and its quantiles invert it") {
  for (const auto& [servers, load] : {std::pair{3, 0.9}, std::pair{20, 0.95}}) {
    const auto queue = queue_of(load, servers);
    // ∫ P(W > t) dt by the trapezoidal rule.
    double mean = 0;
    const Duration step = Duration::milliseconds(1200);
    for (int k = 0; k < 1500; ++k)
      mean += (1 - queue.probability_wait_within(step * k)) * step.in_minutes() * (k == 0 ? 0.5 : 1);
    CHECK(mean == Approx(queue.mean_wait_minutes()).epsilon(0.002));
    for (const double p : {0.5, 0.9, 0.99}) {
      const Duration q = queue.wait_quantile(p);
      CHECK(queue.probability_wait_within(q) >= p);
      if (q > Duration{})
        CHECK(queue.probability_wait_within(q - Duration::microseconds(1)) < p);
    }
  }
}

TEST_CASE("M/D/c waits less than M/M/c, about half as long in heavy traffic") {
  for (const int servers : {1, 2, 10, 100}) {
    const double markov =
        steady_state({Rate::per_minute(0.995 * servers), Rate::per_minute(1), servers}).mean_wait_minutes;
    CHECK(queue_of(0.995, servers).mean_wait_minutes() / markov == Approx(0.5).margin(0.03));
  }
}

TEST_CASE("M/D/c with thousands of servers and with next to no load keeps a positive, ordered result") {
  const auto large = queue_of(0.98, 4000);
  CHECK(large.mean_wait_minutes() > 0);
  CHECK(large.mean_wait_minutes() <
        steady_state({Rate::per_minute(0.98 * 4000), Rate::per_minute(1), 4000}).mean_wait_minutes);
  // One in a million: somebody waits who finds the one server busy, half a service on average.
  CHECK(queue_of(1e-6, 1).mean_wait_minutes() == Approx(0.5e-6).epsilon(1e-5));
  // Two servers at load ε: P(both busy) = (2 ε)^2 / 2, then a third of a service until the first is free.
  CHECK(queue_of(1e-4, 2).mean_wait_minutes() == Approx(2e-8 / 3).epsilon(1e-3));
}
