// Steady states against closed forms. Each case has a fixed seed; a simulated mean may lie four of its own standard
// errors, over independent replications, from the exact value (a true model fails one such check in 16,000).

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>
#include <vector>

#include "ripresa/model/day_run.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;
using observation::RunRecord;

namespace {

constexpr int kReplications = 12;
constexpr int kHours = 600;
constexpr int kWarmUpHours = 50;

/// A Poisson stream through `stations`, round the clock.
Scenario poisson_stream(double per_hour, std::vector<Station> stations) {
  Scenario s = empty_scenario();
  s.experiment.horizon = Time::clock(kHours);
  s.experiment.warm_up = Time::clock(kWarmUpHours);
  s.measures.step = Duration::hours(1);
  Hub hub = hub_of(std::move(stations), Time{}, Time::clock(kHours));
  hub.walk_ins.pieces = {{Time{}, Time::clock(kHours), per_hour}};
  s.hubs = {hub};
  return s;
}

struct Simulated {
  double mean = 0;
  double standard_error = 0;
};

/// The mean over replications of a statistic of one run.
Simulated simulated(const Scenario& s, const std::function<double(const RunRecord&)>& statistic) {
  const model::Model model = model::build_model(s);
  model::DayRun run(model);
  double sum = 0;
  double squares = 0;
  for (std::uint32_t r = 0; r < kReplications; ++r) {
    run.run(r);
    const double value = statistic(run.baseline(0));
    sum += value;
    squares += value * value;
  }
  const double mean = sum / kReplications;
  const double variance = (squares - kReplications * mean * mean) / (kReplications - 1);
  return {mean, std::sqrt(variance / kReplications)};
}

void check(const Scenario& s, double exact, const std::function<double(const RunRecord&)>& statistic) {
  const Simulated result = simulated(s, statistic);
  INFO("exact " << exact << ", simulated " << result.mean << " ± " << result.standard_error);
  CHECK(result.standard_error < 0.05 * exact);
  CHECK(std::abs(result.mean - exact) <= 4 * result.standard_error);
}

double mean_wait_minutes(const RunRecord& record, std::size_t station = 0) {
  const auto& waits = record.stations[station].waits;
  return std::accumulate(waits.begin(), waits.end(), Duration{}).in_minutes() / static_cast<double>(waits.size());
}

double share_waiting_longer(const RunRecord& record, Duration limit) {
  const auto& waits = record.stations[0].waits;
  return static_cast<double>(std::count_if(waits.begin(), waits.end(), [limit](Duration w) { return w > limit; })) /
         static_cast<double>(waits.size());
}

/// Over the grid points after the warm-up.
double mean_present(const RunRecord& record) {
  const auto& present = record.series.present;
  const auto from = present.begin() + kWarmUpHours;
  const auto to = present.begin() + kHours;
  return static_cast<double>(std::accumulate(from, to, std::int64_t{0})) / static_cast<double>(to - from);
}

Distribution exponential(double minutes) {
  return Exponential{Duration::nearest_seconds(60 * minutes), Duration{}};
}

/// Erlang C (Erlang 1917; Cooper 1981, eq. 3.4.7): probability of waiting with `offered` erlangs on c servers.
double erlang_c(int c, double offered) {
  double b = 1;
  for (int k = 1; k <= c; ++k)
    b = offered * b / (k + offered * b);
  return b / (1 - offered / c * (1 - b));
}

}  // namespace

TEST_CASE("M/M/1: mean wait, its distribution and the number in system") {
  // λ = 48 an hour, μ = 60 an hour: ρ = 0.8, Wq = ρ/(μ-λ) = 4 min, P(W > t) = ρ e^{-(μ-λ)t}, L = ρ/(1-ρ) = 4.
  const Scenario s = poisson_stream(48, {staffed_station("desk", 1, exponential(1))});
  check(s, 4, [](const RunRecord& r) { return mean_wait_minutes(r); });
  check(s, 0.8, [](const RunRecord& r) { return share_waiting_longer(r, Duration{}); });
  check(s, 0.8 * std::exp(-0.2 * 5), [](const RunRecord& r) { return share_waiting_longer(r, Duration::minutes(5)); });
  check(s, 4, mean_present);
}

TEST_CASE("M/M/c: mean wait and probability of waiting by Erlang's C") {
  for (const auto& [servers, per_hour] : {std::pair{3, 75.0}, std::pair{20, 510.0}}) {
    const double offered = per_hour / 30;  // services of 2 min
    const double delay = erlang_c(servers, offered);
    const Scenario s = poisson_stream(per_hour, {staffed_station("desk", servers, exponential(2))});
    check(s, delay, [](const RunRecord& r) { return share_waiting_longer(r, Duration{}); });
    check(s, delay * 2 / (servers - offered), [](const RunRecord& r) { return mean_wait_minutes(r); });
  }
}

TEST_CASE("M/D/1 and M/G/1: mean wait by Pollaczek and Khinchine") {
  // Wq = ρ s (1 + cv²) / (2 (1 - ρ)) with s = 1 min, ρ = 0.75.
  const auto wait = [](double cv) { return 0.75 * (1 + cv * cv) / (2 * 0.25); };
  const Duration minute = Duration::minutes(1);
  const std::pair<Distribution, double> cases[] = {
      {Constant{minute}, 0},
      {Lognormal{minute, 0.5}, 0.5},
      {Gamma{minute, 1.5}, 1.5},
      {Erlang{minute, 4}, 0.5},
      {Uniform{Duration{}, minute * 2}, 1 / std::sqrt(3.0)},
      {Triangular{Duration{}, Duration::seconds(30), Duration::seconds(150)},
       std::sqrt(1.0 / 18 * (0.25 + 6.25 - 1.25) * 1)},
  };
  for (const auto& [service, cv] : cases) {
    const Scenario s = poisson_stream(45, {staffed_station("desk", 1, service)});
    check(s, wait(cv), [](const RunRecord& r) { return mean_wait_minutes(r); });
  }
}

TEST_CASE("M/G/∞: the number present is Poisson, whatever the service times") {
  const Scenario s = poisson_stream(60, {seats_station("observation", Lognormal{Duration::minutes(15), 0.8})});
  check(s, 15, mean_present);
  check(s, std::sqrt(15.0), [](const RunRecord& r) {
    const double mean = mean_present(r);
    double squares = 0;
    for (int hour = kWarmUpHours; hour < kHours; ++hour)
      squares += std::pow(r.series.present[static_cast<std::size_t>(hour)] - mean, 2);
    return std::sqrt(squares / (kHours - kWarmUpHours - 1));
  });
}

TEST_CASE("tandem of M/M/c: by Burke's theorem each station waits as if it stood alone") {
  const Scenario s =
      poisson_stream(54, {staffed_station("first", 1, exponential(1)), staffed_station("second", 2, exponential(1.5))});
  check(s, 0.9 / 0.1, [](const RunRecord& r) { return mean_wait_minutes(r, 0); });
  const double offered = 54.0 / 60 * 1.5;
  check(s, erlang_c(2, offered) * 1.5 / (2 - offered), [](const RunRecord& r) { return mean_wait_minutes(r, 1); });
}

TEST_CASE("branching by probability thins a Poisson stream into independent ones") {
  Station triage = staffed_station("triage", 1, exponential(0.5));
  triage.next = {{Branch{1, 0.3}, Branch{2, 0.7}}};
  Station left = staffed_station("left", 1, exponential(2));
  left.next = {{Branch{}}};
  const Station right = staffed_station("right", 1, exponential(1));
  Scenario s = poisson_stream(60, {triage, left, right});
  check(s, 0.6 * 2 / 0.4, [](const RunRecord& r) { return mean_wait_minutes(r, 1); });
  check(s, 0.7 / 0.3, [](const RunRecord& r) { return mean_wait_minutes(r, 2); });
}

TEST_CASE("walk-ins follow their rate through the day") {
  Scenario s = poisson_stream(0, {seats_station("hall", Constant{Duration::hours(kHours)})});
  s.hubs[0].walk_ins.pieces = {{Time::clock(10), Time::clock(12), 100}, {Time::clock(14), Time::clock(15), 400}};
  check(s, 200, [](const RunRecord& r) { return r.series.present[13]; });
  check(s, 600, [](const RunRecord& r) { return r.series.present[20]; });
}
