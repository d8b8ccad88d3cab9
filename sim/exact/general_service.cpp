#include "ripresa/exact/general_service.hpp"

#include <algorithm>
#include <boost/math/distributions/poisson.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cassert>
#include <cmath>
#include <complex>

namespace ripresa::exact {
namespace {

constexpr double kNegligible = 1e-18;

double poisson(double mean, double k) {
  return boost::math::gamma_p_derivative(k + 1, mean);
}

/// E[(X − k)^+] of a Poisson variate with mean below k, from the terms of its tail.
double expected_excess(double mean, double k) {
  double term = poisson(mean, k);
  double sum = 0;
  for (double j = 1; term > 0; ++j) {
    term *= mean / (k + j);
    const double next = j * term;
    sum += next;
    if (next < kNegligible * sum)
      break;
  }
  return sum;
}

/// Spitzer's mean of the maximum of the walk: Σ_n E[(A_1 + … + A_n − n c)^+] / n. Every term is positive; they fall
/// like exp(−n c θ) with θ = ρ − 1 − ln ρ (Chernoff).
double mean_maximum_by_spitzer(double offered, int servers) {
  double sum = 0;
  for (double n = 1;; ++n) {
    const double next = expected_excess(n * offered, n * servers) / n;
    sum += next;
    if (next <= kNegligible * sum)
      return sum;
  }
}

/// The same from the roots of z^c = exp(−A (1 − z)) within the unit circle (Crommelin 1932; Bailey 1954, JRSS B 16:
/// 80–87): good where the load is high and Spitzer's sum slow, as there the result is not a small difference.
double mean_maximum_by_roots(double offered, int servers) {
  using Complex = std::complex<double>;
  const double pi = std::acos(-1.0);
  double sum = 0;
  for (int k = 1; k < servers; ++k) {
    const Complex unit = std::polar(1.0, 2 * pi * k / servers);
    Complex z = 0.5 * unit;
    for (int step = 0; step < 10'000; ++step) {
      const Complex power = unit * std::exp(-(offered / servers) * (1.0 - z));
      // Newton's step for z − f(z), f' = (A / c) f.
      const Complex next = z - (z - power) / (1.0 - (offered / servers) * power);
      if (std::abs(next - z) <= 1e-16 * std::abs(next)) {
        z = next;
        break;
      }
      z = next;
    }
    sum += (1.0 / (1.0 - z)).real();
  }
  const double c = servers;
  return sum - (c * (c - 1) - offered * offered) / (2 * (c - offered));
}

double mean_maximum(double offered, int servers) {
  const double load = offered / servers;
  const double decay = servers * (load - 1 - std::log(load));
  if (servers == 1)
    return offered * offered / (2 * (1 - offered));
  return decay > 0.02 ? mean_maximum_by_spitzer(offered, servers) : mean_maximum_by_roots(offered, servers);
}

/// P(maximum = 0) = exp(−Σ_n P(S_n > 0) / n), Spitzer's.
double probability_of_no_queue(double offered, int servers) {
  double sum = 0;
  for (double n = 1;; ++n) {
    const double next = boost::math::gamma_p(n * servers + 1, n * offered) / n;
    sum += next;
    if (next <= kNegligible * sum)
      return std::exp(-sum);
  }
}

}  // namespace

double pollaczek_khinchine_wait_minutes(Rate arrivals, const ServiceMoments& service) {
  const double load = arrivals.in_per_minute() * service.mean.in_minutes();
  assert(load < 1);
  return load * service.mean.in_minutes() * (1 + service.cv * service.cv) / (2 * (1 - load));
}

ConstantServiceQueue::ConstantServiceQueue(Rate arrivals, Duration service, int servers)
    : arrivals_(arrivals),
      service_(service),
      servers_(servers),
      offered_(arrivals.in_per_minute() * service.in_minutes()),
      mean_queue_(mean_maximum(offered_, servers)) {
  assert(offered_ > 0 && offered_ < servers);
}

void ConstantServiceQueue::extend_queue_distribution(std::size_t persons) const {
  if (queue_.empty()) {
    queue_ = cumulative_ = {probability_of_no_queue(offered_, servers_)};
    spitzer_ = {0};
  }
  while (queue_.size() <= persons) {
    const std::size_t j = queue_.size();
    double sum = 0;
    double largest = 0;
    for (double n = 1;; ++n) {
      const double next = poisson(n * offered_, n * servers_ + static_cast<double>(j)) / n;
      sum += next;
      if (next < largest && next <= kNegligible * sum)
        break;
      largest = std::max(largest, next);
    }
    spitzer_.push_back(sum);
    // q = q_0 exp(b(z)), so j q_j = Σ_i i b_i q_{j−i}.
    double q = 0;
    for (std::size_t i = 1; i <= j; ++i)
      q += static_cast<double>(i) * spitzer_[i] * queue_[j - i];
    queue_.push_back(q / static_cast<double>(j));
    cumulative_.push_back(cumulative_.back() + queue_.back());
  }
}

double ConstantServiceQueue::probability_queue_within(int persons) const {
  const auto j = static_cast<std::size_t>(persons);
  extend_queue_distribution(j);
  return cumulative_[j];
}

double ConstantServiceQueue::probability_wait_within(Duration t) const {
  assert(t >= Duration{});
  // Franx 2001, eq. (1): the smallest k with t < k D.
  const std::int64_t k = t / service_ + 1;
  const double mean = arrivals_.in_per_minute() * (service_ * k - t).in_minutes();
  const auto last = static_cast<int>(k * servers_ - 1);
  double sum = 0;
  for (int j = 0; j <= last; ++j)
    sum += probability_queue_within(last - j) * poisson(mean, j);
  return std::min(1.0, sum);
}

Duration ConstantServiceQueue::wait_quantile(double p) const {
  assert(p > 0 && p < 1);
  Duration low = Duration::microseconds(-1);  // its probability is below p
  Duration high;
  while (probability_wait_within(high) < p) {
    low = high;
    high += service_;
  }
  while (high - low > Duration::microseconds(1)) {
    const Duration middle = low + Duration::microseconds((high - low).in_microseconds() / 2);
    (probability_wait_within(middle) < p ? low : high) = middle;
  }
  return high;
}

}  // namespace ripresa::exact
