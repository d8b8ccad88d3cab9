#include <fmt/format.h>

#include <cmath>

#include "experiments_by_subject.hpp"
#include "ripresa/exact/distribution.hpp"
#include "ripresa/exact/general_service.hpp"
#include "ripresa/exact/infinite_servers.hpp"
#include "systems.hpp"

namespace ripresa::verification {
namespace {

Experiment constant_service(int servers, double load, int hours, int replications) {
  const auto arrivals = exact::Rate::per_minute(load * servers);
  const exact::ConstantServiceQueue queue(arrivals, kMinute, servers);
  const Stream stream{arrivals.in_per_hour(), hours, 48};
  const Window window = counted(stream);
  const Duration quantile = queue.wait_quantile(0.95);
  const Duration half = Duration::seconds(30);
  const auto beyond = [&queue](Duration t) { return 1 - queue.probability_wait_within(t); };
  return {fmt::format("M/D/{}, load {:g}", servers, load),
          poisson_stream(stream, {staffed("desk", servers, scenario::Constant{kMinute})}),
          replications,
          {{"mean wait", "min", servers == 1 ? "Khinchine 1932" : "Crommelin 1932", queue.mean_wait_minutes(), 0,
            mean_wait_minutes(window)},
           {"share who wait", "share", "Franx 2001", beyond(Duration{}), 0, share_waiting_longer(window, Duration{})},
           {"share who wait beyond half a service", "share", "Franx 2001", beyond(half), 0,
            share_waiting_longer(window, half)},
           {"share who wait beyond the 95 % quantile", "share", "Franx 2001", beyond(quantile), 0,
            share_waiting_longer(window, quantile)}}};
}

Experiment one_server(const std::string& name, const scenario::Distribution& service) {
  const exact::Moments m = exact::moments(service);
  const auto arrivals = exact::Rate::per_minute(0.75 / m.mean_minutes);
  const Stream stream{arrivals.in_per_hour(), 900, 72};
  const exact::ServiceMoments moments{Duration::nearest_seconds(60 * m.mean_minutes), m.sd_minutes / m.mean_minutes};
  return {fmt::format("M/G/1, {}, load 0.75", name),
          poisson_stream(stream, {staffed("desk", 1, service)}),
          40,
          {{"mean wait", "min", "Pollaczek 1930, Khinchine 1932",
            exact::pollaczek_khinchine_wait_minutes(arrivals, moments), 0, mean_wait_minutes(counted(stream))},
           {"share who wait", "share", "Khinchine 1932: the load", 0.75, 0,
            share_waiting_longer(counted(stream), Duration{})}}};
}

Experiment infinite_servers() {
  const scenario::Distribution stay = scenario::Lognormal{Duration::minutes(90), 0.8};
  const Stream stream{40, 300, 48};
  const double mean = 40 * 1.5;
  const Window window = counted(stream);
  Experiment experiment{
      "M/G/∞, lognormal stays",
      poisson_stream(stream, {seats("hall", stay)}),
      40,
      {{"mean number present", "persons", "Palm 1943", mean, 0, mean_present(window)},
       {"variance of the number present", "persons²", "Palm 1943: Poisson", mean, 0, present_variance(window, mean)}}};
  const exact::ArrivalPiece piece{Time{}, Time::clock(stream.hours), exact::Rate::per_hour(40)};
  for (const int hours : {1, 2, 4}) {
    const double exact = exact::expected_present({{piece}}, stay, Time::clock(hours));
    experiment.cases.push_back({fmt::format("number present {} h after the start", hours), "persons",
                                "Eick, Massey and Whitt 1993", exact, 1e-7 * exact,
                                present_at(Time::clock(hours), false)});
  }
  return experiment;
}

}  // namespace

std::vector<Experiment> general_service_experiments() {
  std::vector<Experiment> all = {constant_service(1, 0.9, 600, 40), constant_service(5, 0.9, 400, 32),
                                 constant_service(40, 0.93, 160, 32)};
  all.push_back(one_server("lognormal of cv 1", scenario::Lognormal{kMinute, 1}));
  all.push_back(one_server("gamma of cv 1.5", scenario::Gamma{kMinute, 1.5}));
  all.push_back(one_server("Weibull", scenario::Weibull{kMinute, 1.5}));
  all.push_back(infinite_servers());
  return all;
}

}  // namespace ripresa::verification
