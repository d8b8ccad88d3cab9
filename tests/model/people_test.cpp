// Who comes: walk-ins drawn a batch at a time are those drawn one by one.

#include "ripresa/model/people.hpp"

#include <catch2/catch.hpp>

#include "ripresa/model/purpose.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// The instants of a stream of unit rate, each mapped by itself through the inverse of the cumulative rate.
std::vector<Time> one_by_one(const model::HubModel& hub, const engine::RandomNumbers& random, Time horizon) {
  std::vector<Time> arrivals;
  std::uint32_t walk_in = 0;
  const auto gap = [&] {
    return engine::unit_exponential()(
        random.bits(model::People::kFirstWalkIn + walk_in++, model::purpose(0, model::Use::walk_in_gap)));
  };
  double instant = gap();
  double begin = 0;
  for (const auto& piece : hub.walk_ins) {
    if (piece.persons_per_hour <= 0)
      continue;
    const double end = begin + piece.persons_per_hour * (piece.to - piece.from).in_hours();
    for (; instant < end; instant += gap()) {
      const Time arrival = piece.from + Duration::nearest_seconds((instant - begin) * (3600 / piece.persons_per_hour));
      if (arrival >= horizon)
        return arrivals;
      arrivals.push_back(arrival);
    }
    begin = end;
  }
  return arrivals;
}

}  // namespace

TEST_CASE("walk-ins are those of a unit stream mapped one by one, and nobody comes at the horizon or after it") {
  Scenario s = empty_scenario();
  Hub hub = hub_of({staffed_station("dose", 5, Constant{Duration::minutes(1)})}, Time::clock(8), Time::clock(20));
  hub.walk_ins.pieces = {{Time::clock(8), Time::clock(9), 3},
                         {Time::clock(9), Time::clock(11), 5'000},
                         {Time::clock(11), Time::clock(12), 0},
                         {Time::clock(12), Time::clock(19), 64}};
  for (const Time horizon : {Time::clock(24), Time::clock(15), Time::clock(11, 30), Time::clock(9, 40)}) {
    s.experiment.horizon = horizon;
    s.hubs = {hub};
    const model::Model model = model::build_model(s);
    for (std::uint32_t replication = 0; replication < 20; ++replication) {
      const engine::RandomNumbers random(model.seed, replication, model.hubs[0].random_key);
      model::People people;
      model::draw_people(model.hubs[0], random, model.horizon, people);
      const std::vector<Time> expected = one_by_one(model.hubs[0], random, model.horizon);
      INFO("horizon " << horizon.in_microseconds() << ", replication " << replication);
      REQUIRE(people.arrival == expected);
      REQUIRE(people.order.size() == expected.size());
      const std::size_t some = expected.size() / 2;
      model::draw_people(model.hubs[0], random, expected[some], people);
      REQUIRE(people.arrival == one_by_one(model.hubs[0], random, expected[some]));
      REQUIRE(people.arrival.back() < expected[some]);
    }
  }
}
