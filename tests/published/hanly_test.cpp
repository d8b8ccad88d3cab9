// The mass-vaccination hub of Hanly et al. (2022), BMC Health Services Research 22:1059, against what the paper states
// and against an independent computation in the paper's own way: station by station, by recursion over sorted times.

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

#include "ripresa/model/day_run.hpp"
#include "ripresa/scenario/read.hpp"

using namespace ripresa;

namespace {

constexpr int kDays = 60;

struct Size {
  const char* name;
  int an_hour, preparers, entrance, registration, assessment, vaccination;
  double doses;  // the paper's "500" and "1400" for the first and the last, and what lies between
};

constexpr Size kSizes[] = {
    {"low", 60, 2, 4, 6, 4, 5, 470}, {"medium", 120, 4, 8, 12, 8, 10, 941}, {"high", 180, 6, 12, 18, 12, 15, 1411}};

double median_of(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

struct Estimate {
  double mean = 0, standard_error = 0;
};

Estimate estimate_of(const std::vector<double>& values) {
  const double n = static_cast<double>(values.size());
  double sum = 0;
  double squares = 0;
  for (const double v : values) {
    sum += v;
    squares += v * v;
  }
  return {sum / n, std::sqrt((squares / n - sum / n * sum / n) / (n - 1))};
}

/// Minutes; minute 0 is when preparation begins. What one person goes through is a row.
class PaperDay {
 public:
  PaperDay(const Size& size, std::uint64_t seed) : random_(seed) {
    std::vector<double> arrivals;
    for (int hour = 0; hour < 8; ++hour)
      for (int k = 0; k < size.an_hour; ++k)
        if (uniform() >= 0.02)
          arrivals.push_back(std::max(120.0, 120 + 60 * hour + normal(0, 5)));
    std::sort(arrivals.begin(), arrivals.end());
    std::vector<double> batches;
    for (int hour = 0; hour < 8; ++hour)
      batches.insert(batches.end(), static_cast<std::size_t>(size.an_hour), 60.0 * hour);
    auto doses = queue(batches, size.preparers, 1, 3);
    std::sort(doses.begin(), doses.end());
    auto at = queue(arrivals, size.entrance, 2, 1);
    at = queue(walk(at), size.registration, 3, 0.7);
    at = queue(walk(at), size.assessment, 2, 1);
    at = queue(joined(walk(at), doses), size.vaccination, 3, 1);
    at = walk(at);
    for (std::size_t i = 0; i < at.size(); ++i) {
      const bool reacts = uniform() < 0.01;
      sojourns.push_back(at[i] + (reacts ? 20 + exponential(0.1) : normal(20, 0.5)) - arrivals[i]);
    }
  }

  std::vector<double> sojourns;

 private:
  double uniform() { return (static_cast<double>(random_() >> 11) + 0.5) * 0x1p-53; }
  double exponential(double rate) { return -std::log(uniform()) / rate; }
  double normal(double mean, double sd) {
    return mean + sd * std::sqrt(-2 * std::log(uniform())) * std::cos(2 * 3.14159265358979323846 * uniform());
  }

  /// Departures, by person, of a queue with `servers` and service times shift + Exp(rate), served in order of arrival.
  std::vector<double> queue(const std::vector<double>& arrivals, int servers, double shift, double rate) {
    std::vector<double> free_at(static_cast<std::size_t>(servers), 0.0);
    std::vector<double> departures(arrivals.size());
    for (const std::size_t i : by_time(arrivals)) {
      double& server = *std::min_element(free_at.begin(), free_at.end());
      server = departures[i] = std::max(server, arrivals[i]) + shift + exponential(rate);
    }
    return departures;
  }

  std::vector<double> walk(std::vector<double> from) {
    for (double& at : from)
      at += exponential(2);
    return from;
  }

  /// The k-th to come gets the k-th dose.
  static std::vector<double> joined(std::vector<double> people, const std::vector<double>& doses) {
    const auto order = by_time(people);
    for (std::size_t k = 0; k < order.size(); ++k)
      people[order[k]] = std::max(people[order[k]], doses[k]);
    return people;
  }

  static std::vector<std::size_t> by_time(const std::vector<double>& times) {
    std::vector<std::size_t> order(times.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      order[i] = i;
    std::sort(order.begin(), order.end(), [&times](std::size_t a, std::size_t b) { return times[a] < times[b]; });
    return order;
  }

  std::mt19937_64 random_;
};

model::Model model_of(const std::string& size, const std::vector<scenario::Override>& overrides = {}) {
  const std::string file = RIPRESA_SOURCE_DIR "/scenarios/hanly-2022-mass-hub-" + size + ".toml";
  return model::build_model(scenario::read_scenario(file, overrides, {}));
}

std::vector<double> sojourns_of(const observation::RunRecord& record) {
  std::vector<double> minutes;
  for (const auto& person : record.persons)
    if (person.left != Time::never())
      // As in the paper, the clock starts when the hub is open.
      minutes.push_back((person.left - std::max(person.arrival, Time::clock(8))).in_minutes());
  return minutes;
}

void compare_medians(const Size& size, const model::Model& model) {
  model::DayRun run(model);
  std::vector<double> simulated;
  std::vector<double> independent;
  for (std::uint32_t day = 0; day < kDays; ++day) {
    run.run(day);
    simulated.push_back(median_of(sojourns_of(run.baseline(0))));
    independent.push_back(median_of(PaperDay(size, day).sojourns));
  }
  const Estimate ours = estimate_of(simulated);
  const Estimate theirs = estimate_of(independent);
  INFO(size.name << ": " << ours.mean << " ± " << ours.standard_error << " against " << theirs.mean << " ± "
                 << theirs.standard_error);
  CHECK(std::abs(ours.mean - theirs.mean) < 4 * std::hypot(ours.standard_error, theirs.standard_error));
  CHECK(ours.standard_error < 0.3);
}

}  // namespace

TEST_CASE(
    "the hub of Hanly et al. gives the doses, the median time under an hour and the utilisation that they state") {
  for (const Size& size : kSizes) {
    const model::Model model = model_of(size.name);
    model::DayRun run(model);
    std::vector<double> doses;
    std::vector<double> medians;
    for (std::uint32_t day = 0; day < kDays; ++day) {
      run.run(day);
      const auto& record = run.baseline(0);
      doses.push_back(static_cast<double>(record.counts.vaccinated));
      medians.push_back(median_of(sojourns_of(record)));
      // As their software counts it: over the time from minute 0 to the station's last departure.
      for (std::size_t s = 0; s < 4; ++s) {
        const auto& station = record.stations[s];
        const double on_duty =
            (station.last_release - Time::clock(6)).in_hours() * model.hubs[0].stations[s].staffing.front().servers;
        CHECK(station.occupied_area.in_hours() / on_duty < 0.7);
      }
      CHECK(record.supplies[0].used == record.counts.vaccinated);
    }
    const Estimate given = estimate_of(doses);
    CHECK(std::abs(given.mean - 8 * 0.98 * size.an_hour) < 4 * given.standard_error);
    CHECK(std::abs(given.mean - size.doses) < 5);
    CHECK(estimate_of(medians).mean < 60);
  }
}

TEST_CASE("the hub of Hanly et al. gives the median time that the paper's own way of computing gives") {
  for (const Size& size : kSizes)
    compare_medians(size, model_of(size.name));
}

TEST_CASE("and so it does when preparation is short of staff and people wait for their doses") {
  Size short_of_preparers = kSizes[0];
  short_of_preparers.preparers = 1;
  compare_medians(short_of_preparers, model_of("low", {{"hub.0.supply.preparation.preparation.preparers", "1"}}));
}
