// Whose random number is whose: no two things that are drawn share a key, and what people get is independent.

#include <boost/math/distributions/normal.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "ripresa/model/day_run.hpp"
#include "ripresa/model/purpose.hpp"
#include "support/goodness_of_fit.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

constexpr double kLevel = 1e-5;

/// Exponential services of one minute at a station, through their distribution function.
std::vector<double> uniforms(const model::People& people, std::size_t station) {
  std::vector<double> values;
  for (std::uint32_t person = 0; person < people.size(); ++person)
    values.push_back(std::min(-std::expm1(-people.service[station][person].in_minutes()), 1 - 1e-12));
  return values;
}

Scenario two_hubs_of_two_stations() {
  Scenario s = empty_scenario();
  const Distribution minute = Exponential{Duration::minutes(1), Duration{}};
  Hub hub = hub_of({staffed_station("first", 5000, minute), staffed_station("second", 5000, minute)});
  hub.appointments.blocks = {{hub.opens, hub.closes, 50'000}};
  hub.walk_ins.pieces = {{hub.opens, hub.closes, 50'000.0 / 12}};
  s.hubs = {hub, hub};
  s.hubs[1].name = "other";
  return s;
}

void check_independent(const std::vector<double>& a, const std::vector<double>& b) {
  const std::size_t n = std::min(a.size(), b.size());
  CHECK(correlation_p_value({a.data(), n}, {b.data(), n}) > kLevel);
  CHECK(pairs_p_value({a.data(), n}, {b.data(), n}) > kLevel);
}

}  // namespace

TEST_CASE("no two purposes share a key: every station, use, call and attempt has its own") {
  std::set<std::uint32_t> seen;
  std::size_t made = 0;
  for (const std::uint32_t station : {0u, 1u, 2u, 0x800u, 0xffeu, 0xfffu})
    for (std::uint32_t use = 0; use < model::kUses; ++use)
      for (const std::uint32_t ordinal : {0u, 1u, 2u, 0xfffu, 0x1000u, 0x1001u, 0xffffu}) {
        seen.insert(model::purpose(station, static_cast<model::Use>(use), ordinal));
        ++made;
      }
  CHECK(seen.size() == made);
}

TEST_CASE("the ordinals of a purpose do not meet: steps and attempts of calls, keying in a form, what people decide") {
  std::set<std::uint32_t> calls, forms = {0}, choices;
  for (std::uint32_t step = 0; step < 16; ++step)
    for (std::uint32_t attempt = 0; attempt < 4096; ++attempt)
      calls.insert(model::call_ordinal(step, attempt));
  CHECK(calls.size() == 16 * 4096);
  CHECK(*calls.rbegin() == 0xffff);
  for (std::uint32_t attempt = 0; attempt < model::kFormAttempts; ++attempt) {
    forms.insert(model::form_latency_ordinal(attempt));
    forms.insert(model::form_outcome_ordinal(attempt));
  }
  CHECK(forms.size() == 2 * model::kFormAttempts + 1);
  CHECK(*forms.rbegin() <= 0xffff);
  for (std::uint32_t choice = 0; choice <= static_cast<std::uint32_t>(model::Choice::hold_back); ++choice)
    for (std::uint32_t visit = 0; visit < 256; ++visit)
      choices.insert(model::choice_ordinal(static_cast<model::Choice>(choice), visit));
  CHECK(choices.size() == (static_cast<std::size_t>(model::Choice::hold_back) + 1) * 256);
  CHECK(*choices.rbegin() <= 0xffff);
}

TEST_CASE("walk-ins never take the numbers of people with an appointment, however long the book") {
  model::People people;
  people.booked = 1'000'000;
  people.arrival.resize(2'000'000);
  people.first_returning = people.size();
  CHECK(people.random_key(999'999) == 999'999);
  CHECK(people.random_key(1'000'000) == model::People::kFirstWalkIn);
  CHECK(people.random_key(1'500'000) > people.random_key(1'000'000));
}

TEST_CASE("thousands of hubs and the stations of each have keys of their own") {
  Scenario s = empty_scenario();
  std::vector<Station> stations;
  for (int i = 0; i < 60; ++i)
    stations.push_back(staffed_station("station " + std::to_string(i), 1, Constant{}));
  const Hub hub = hub_of(stations);
  for (int i = 0; i < 500; ++i) {
    s.hubs.push_back(hub);
    s.hubs.back().name = "hub " + std::to_string(i);
  }
  const model::Model model = model::build_model(s);
  std::set<std::uint32_t> hubs;
  for (const auto& built : model.hubs) {
    hubs.insert(built.random_key);
    std::set<std::uint32_t> codes;
    for (const auto& station : built.stations) {
      CHECK((station.code >= 1 && station.code <= 0xfff));
      codes.insert(station.code);
    }
    CHECK(codes.size() == built.stations.size());
  }
  CHECK(hubs.size() == s.hubs.size());
}

TEST_CASE("service times are independent between persons, stations, hubs and replications") {
  const model::Model model = model::build_model(two_hubs_of_two_stations());
  model::DayRun run(model);
  run.run(0);
  const auto first = uniforms(run.people(0), 0);
  const auto second = uniforms(run.people(0), 1);
  const auto other_hub = uniforms(run.people(1), 0);
  run.run(1);
  const auto next_day = uniforms(run.people(0), 0);
  for (const auto* values : {&first, &second, &other_hub, &next_day}) {
    auto copy = *values;
    CHECK(kolmogorov_smirnov(copy) > kLevel);
  }
  check_independent(first, second);
  check_independent(first, other_hub);
  check_independent(first, next_day);
  check_independent({first.begin(), first.end() - 1}, {first.begin() + 1, first.end()});
  // Those with an appointment against the walk-ins of the same day, in their order.
  const auto booked = static_cast<std::ptrdiff_t>(run.people(0).booked);
  check_independent({first.begin(), first.begin() + booked}, {first.begin() + booked, first.end()});
}

TEST_CASE("who comes when does not tell how long the service takes") {
  const model::Model model = model::build_model(two_hubs_of_two_stations());
  model::DayRun run(model);
  run.run(0);
  const model::People& people = run.people(0);
  const auto services = uniforms(people, 0);
  // Gaps between walk-ins are exponential: through their distribution function.
  std::vector<double> gaps;
  std::vector<double> of_these;
  for (std::uint32_t i = people.booked + 1; i < people.size(); ++i) {
    const double minutes = (people.arrival[i] - people.arrival[i - 1]).in_minutes();
    gaps.push_back(std::min(-std::expm1(-minutes * 50'000.0 / 720), 1 - 1e-12));
    of_these.push_back(services[i]);
  }
  auto copy = gaps;
  CHECK(kolmogorov_smirnov(copy) > kLevel);
  check_independent(gaps, of_these);
}
