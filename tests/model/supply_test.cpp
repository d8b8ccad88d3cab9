// The join of person and dose: who gets which dose when, computed by hand or by recursion; every run also keeps the
// conservation laws, which are checked wherever a day is run.

#include <algorithm>
#include <catch2/catch.hpp>
#include <queue>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

Preparation one_preparer(Duration a_dose, std::vector<Batch> batches) {
  return {{{Time{}, Time::clock(10'000), 1}}, Constant{a_dose}, std::move(batches)};
}

/// One person a minute from 8:00 to 9:00, a vaccinator who takes `service`, and a supply that is needed.
Scenario clinic(Duration service, Supply supply) {
  Scenario s = empty_scenario();
  Station station = staffed_station("vaccination", 1, Constant{service});
  station.needs = 0;
  Hub hub = hub_of({station}, Time::clock(8), Time::clock(9));
  supply.name = "doses";
  hub.supplies = {std::move(supply)};
  one_a_slot(hub, Duration::minutes(1));
  s.hubs = {hub};
  return s;
}

/// At 9:30 instead of 9:00, when everybody has to leave.
void close_later(Hub& hub) {
  Mitigation m;
  m.name = "longer";
  m.when = AtTime{Time::clock(8, 30)};
  m.without_failure = true;
  m.action = Overtime{Duration::minutes(30)};
  hub.mitigations = {m};
  hub.closing = Closing::hard;
}

const observation::SupplyRecord& doses(const Day& day) {
  return day.baseline().supplies[0];
}

}  // namespace

TEST_CASE("a person waits for a dose, and the dose that is ready first goes to the person who came first") {
  Supply supply;
  supply.preparation = one_preparer(Duration::seconds(90), {{Time::clock(8), 60}});
  const Day day(clinic(Duration::seconds(30), supply));
  // Doses at 8:01:30, 8:03:00, …; the person with index i came at 8:00 + i min: always later than the dose lets them.
  for (int i = 0; i < 60; ++i)
    REQUIRE(day.left(static_cast<std::size_t>(i)) == Time::clock(8, 0, 30) + Duration::seconds(90) * (i + 1));
  CHECK(doses(day).waits[9] == Duration::seconds(90) * 10 - Duration::minutes(9));
  CHECK(doses(day).used == 60);
  CHECK(doses(day).preparing_area == Duration::seconds(90) * 60);
  // While somebody waits for a dose no server is held.
  CHECK(day.baseline().stations[0].occupied_area == Duration::seconds(30) * 60);
}

TEST_CASE("person and dose joined in random order of readiness start when the recursion says") {
  Scenario s = clinic(Duration::minutes(2), {});
  s.hubs[0].appointments.punctuality = Normal{{}, Duration::minutes(6), {}, {}};
  s.hubs[0].stations[0] = staffed_station("vaccination", 3, Exponential{Duration::minutes(2), Duration::minutes(1)});
  s.hubs[0].stations[0].needs = 0;
  s.hubs[0].stations[0].next = {{Branch{}}};
  s.hubs[0].closes = Time::clock(12);
  const std::vector<Batch> batches = {{Time::clock(7), 25}, {Time::clock(8, 10), 40}};
  s.hubs[0].supplies[0].preparation = Preparation{
      {{Time{}, Time::clock(10'000), 2}}, Exponential{Duration::minutes(1), Duration::seconds(40)}, batches};
  const model::Model model = model::build_model(s);
  model::DayRun run(model);
  for (std::uint32_t replication = 0; replication < 20; ++replication) {
    run.run(replication);
    const auto& people = run.people(0);
    const engine::RandomNumbers random(model.seed, replication, model.hubs[0].random_key);
    const auto& supply = model.hubs[0].supplies[0];
    // Doses: two preparers, batch by batch.
    std::vector<Time> ready;
    std::vector<Time> preparers(2);
    for (const Batch& batch : batches)
      for (int k = 0; k < batch.doses; ++k) {
        Time& free = *std::min_element(preparers.begin(), preparers.end());
        const Time begun = std::max(batch.at, free);
        const auto bits =
            random.bits(static_cast<std::uint32_t>(ready.size()), model::purpose(supply.code, model::Use::preparation));
        ready.push_back(begun + supply.service->draw(bits));
        free = ready.back();
      }
    std::sort(ready.begin(), ready.end());
    // People: the k-th in line gets the k-th dose, then the first server free (three of them).
    std::vector<Time> servers(3);
    for (std::size_t k = 0; k < people.order.size(); ++k) {
      const std::uint32_t person = people.order[k];
      const Time arrival = std::max(people.arrival[person], Time::clock(8));
      Time& free = *std::min_element(servers.begin(), servers.end());
      free = std::max({arrival, ready[k], free}) + people.service[0][person];
      REQUIRE(run.baseline(0).persons[person].left == free);
    }
  }
}

TEST_CASE("doses in store are given until none is left; the line waits for the next delivery") {
  Supply supply;
  supply.stock = 10;
  supply.deliveries = {{Time::clock(8, 30), 15}};
  const Day day(clinic(Duration::seconds(30), supply));
  CHECK(day.left(9) == Time::clock(8, 9, 30));
  CHECK(day.left(10) == Time::clock(8, 30, 30));
  CHECK(day.left(24) == Time::clock(8, 30) + Duration::seconds(30) * 15);
  CHECK(day.baseline().counts.vaccinated == 25);
  CHECK(day.baseline().counts.present == 35);  // the doses ran out
  CHECK(doses(day).left_ready == 0);
  CHECK(doses(day).delivered == 15);
}

TEST_CASE("a dose is gone at the instant at which its shelf life ends, and not before") {
  Supply supply;
  supply.stock = 0;
  supply.deliveries = {{Time::clock(8, 5), 60}};
  supply.shelf_life = Duration::minutes(10);
  const Day day(clinic(Duration::seconds(30), supply));
  // Who comes at 8:00 … 8:14 gets one (the first six at 8:05); who comes at 8:15 does not.
  CHECK(day.baseline().counts.vaccinated == 15);
  CHECK(doses(day).expired == 45);
  CHECK(day.left(14) == Time::clock(8, 14, 30));
  CHECK(day.left(15) == Time::never());
}

TEST_CASE("a dose in hand is spoilt when a hard close sends its person home") {
  Supply supply;
  supply.stock = 100;
  Scenario s = clinic(Duration::minutes(7), supply);
  s.hubs[0].closing = Closing::hard;
  const Day day(s);
  CHECK(day.baseline().counts.vaccinated == 8);
  CHECK(doses(day).used == 8);
  CHECK(doses(day).spoiled == 1);
  CHECK(doses(day).left_ready == 91);
}

TEST_CASE("nobody is called at the very instant of a hard close, nor takes a dose that would be spoilt") {
  Supply supply;
  supply.stock = 100;
  Scenario s = clinic(Duration::minutes(6), supply);  // the tenth service ends at 9:00
  s.hubs[0].closing = Closing::hard;
  const Day from_line(s);
  CHECK(doses(from_line).used == 10);
  CHECK(doses(from_line).spoiled == 0);
  CHECK(from_line.baseline().counts.vaccinated == 10);
  CHECK(from_line.baseline().counts.turned_away == 50);

  // Who leaves another station at that instant finds the vaccinator idle.
  Station& vaccination = s.hubs[0].stations[0];
  vaccination.service = {Constant{Duration::seconds(30)}};
  vaccination.next = {{Branch{std::nullopt, 1}}};
  Station desk = staffed_station("desk", 1, Constant{Duration::minutes(6)});
  desk.next = {{Branch{1, 1}}};
  s.hubs[0].stations.insert(s.hubs[0].stations.begin(), desk);
  s.hubs[0].vaccination_station = s.hubs[0].recording_station = 1;
  const Day from_desk(s);
  CHECK(doses(from_desk).used == 9);
  CHECK(doses(from_desk).spoiled == 0);
  CHECK(from_desk.baseline().counts.turned_away == 51);
}

TEST_CASE("preparers keep so many doses ready, and after closing no more than people wait for") {
  Supply supply;
  supply.preparation = Preparation{{{Time{}, Time::clock(10'000), 1}}, Constant{Duration::seconds(20)}, KeepReady{4}};
  const Day day(clinic(Duration::seconds(30), supply));
  CHECK(day.baseline().counts.vaccinated == 60);
  CHECK(doses(day).left_ready == 4);
  CHECK(doses(day).became_ready == 64);
  CHECK(std::count(doses(day).waits.begin(), doses(day).waits.end(), Duration{}) == 60);
  CHECK(doses(day).first_begun == Time{});
  CHECK(doses(day).last_ready == Time::clock(8, 59, 20));

  // Slower than people come: all of them are served after closing, with doses made for them and none beyond.
  supply.preparation->service = Constant{Duration::seconds(75)};
  const Day slow(clinic(Duration::seconds(30), supply));
  CHECK(slow.baseline().counts.vaccinated == 60);
  CHECK(doses(slow).left_ready == 0);
}

TEST_CASE("preparers whose shift ends finish the dose in hand and begin no other") {
  Supply supply;
  supply.preparation = one_preparer(Duration::seconds(90), {{Time::clock(8), 60}});
  supply.preparation->preparers = {{Time::clock(7), Time::clock(8, 4), 1}};
  Scenario s = clinic(Duration::seconds(30), supply);
  const Day day(s);
  CHECK(doses(day).became_ready == 3);  // at 8:01:30, 8:03:00 and 8:04:30
  CHECK(day.baseline().counts.vaccinated == 3);
}

TEST_CASE(
    "preparers whose shift ends at the very instant of a batch, or of a delivery that it waits for, do not begin it") {
  Supply supply;
  supply.preparation = one_preparer(Duration::seconds(90), {{Time::clock(8), 60}});
  supply.preparation->preparers = {{Time::clock(7), Time::clock(8), 1}};
  CHECK(doses(Day(clinic(Duration::seconds(30), supply))).became_ready == 0);
  supply.preparation->preparers = {{Time::clock(8), Time::clock(8, 3), 1}};
  CHECK(doses(Day(clinic(Duration::seconds(30), supply))).became_ready == 2);

  // Nor is one that waits for a delivery until then.
  supply.preparation->preparers = {{Time::clock(7), Time::clock(8, 30), 1}};
  supply.stock = 0;
  supply.deliveries = {{Time::clock(8, 30), 60}};
  CHECK(doses(Day(clinic(Duration::seconds(30), supply))).became_ready == 0);
  supply.stock.reset();
  supply.deliveries.clear();

  // Overtime puts the end of the shift off to the later closing.
  supply.preparation->preparers = {{Time::clock(8), Time::clock(9), 1}};
  supply.preparation->plan = std::vector<Batch>{{Time::clock(9, 28), 1}, {Time::clock(9, 30), 1}};
  Scenario s = clinic(Duration::seconds(30), supply);
  close_later(s.hubs[0]);
  CHECK(doses(Day(s)).became_ready == 1);
}

TEST_CASE("what is prepared comes out of the store, and a store that is empty waits for its delivery") {
  Supply supply;
  supply.stock = 5;
  supply.deliveries = {{Time::clock(8, 20), 7}};
  supply.preparation = one_preparer(Duration::seconds(60), {{Time::clock(8), 10}});
  const Day day(clinic(Duration::seconds(30), supply));
  CHECK(day.left(4) == Time::clock(8, 5, 30));
  CHECK(day.left(5) == Time::clock(8, 21, 30));
  CHECK(doses(day).became_ready == 10);
  CHECK(doses(day).left_in_store == 2);
}

TEST_CASE("two stations that need the same doses are served in the order in which their people came to the line") {
  Supply supply;
  supply.stock = 0;
  for (int i = 0; i < 6; ++i)
    supply.deliveries.push_back({Time::clock(8, 30 + i), 1});
  Scenario s = clinic(Duration::seconds(30), supply);
  s.classes = {{"left", 1, 1}, {"right", 1, 1}};
  Station entrance = seats_station("entrance", Constant{});
  entrance.service = {Constant{}, Constant{}};
  entrance.next = {{Branch{1, 1}}, {Branch{2, 1}}};
  Station left = s.hubs[0].stations[0];
  left.service = {Constant{Duration::seconds(30)}, Constant{Duration::seconds(30)}};
  left.next = {{Branch{}}, {Branch{}}};
  Station right = left;
  right.name = "other";
  s.hubs[0].stations = {entrance, left, right};
  s.hubs[0].vaccination_station = s.hubs[0].recording_station = 1;
  const Day day(s);
  for (std::size_t i = 0; i < 6; ++i)
    CHECK(day.left(i) == Time::clock(8, 30 + static_cast<int>(i), 30));
  CHECK(day.left(6) == Time::never());
}

TEST_CASE("batches as booked follow the appointment book hour by hour, with a lead") {
  Supply supply;
  supply.preparation = Preparation{{{Time{}, Time::clock(10'000), 1}},
                                   Constant{Duration::seconds(10)},
                                   BatchesAsBooked{Duration::minutes(30), Duration::hours(1), 0.5}};
  Scenario s = clinic(Duration::seconds(30), supply);
  s.hubs[0].appointments.blocks = {{Time::clock(8), Time::clock(8, 30), 25}, {Time::clock(8, 30), Time::clock(9), 40}};
  const model::Model model = model::build_model(s);
  const auto& batches = model.hubs[0].supplies[0].batches;
  REQUIRE(batches.size() == 2);
  CHECK(batches[0].at == Time::clock(7));
  CHECK(batches[0].doses == 13);
  CHECK(batches[1].at == Time::clock(7, 30));
  CHECK(batches[1].doses == 20);
}

TEST_CASE("with more preparers nobody is vaccinated later, the same people and doses given") {
  Scenario s = clinic(Duration::seconds(50), {});
  s.hubs[0].supplies[0].preparation =
      Preparation{{}, Exponential{Duration::minutes(2), {}}, std::vector<Batch>{{Time::clock(8), 60}}};
  std::vector<Time> before(60, Time::never());
  for (const int preparers : {1, 2, 3, 6}) {
    s.hubs[0].supplies[0].preparation->preparers = {{Time{}, Time::clock(10'000), preparers}};
    const Day day(s);
    for (std::size_t i = 0; i < before.size(); ++i) {
      CHECK(day.left(i) <= before[i]);
      before[i] = day.left(i);
    }
  }
}

TEST_CASE("an outage leaves doses to expire that the day without it gives") {
  Supply supply;
  supply.shelf_life = Duration::minutes(20);
  supply.preparation = one_preparer(Duration::seconds(60), {{Time::clock(8), 60}});
  Scenario s = clinic(Duration::seconds(30), supply);
  s.backends = {{"poste", {}, Constant{}, {}}};
  s.hubs[0].stations[0].calls = {{0, CallPoint::throughout}};
  s.failures = {down_between(Time::clock(8, 10), Time::clock(8, 40))};
  const Day day(s);
  CHECK(doses(day).expired == 0);
  CHECK(doses(day).used == 60);
  const auto& outage = day.outage().supplies[0];
  CHECK(outage.expired > 0);
  CHECK(outage.became_ready == 60);
  CHECK(outage.used == day.outage().counts.vaccinated);
  CHECK(outage.used + outage.expired == 60);
}

TEST_CASE("a delivery that shortens the line, so that a mitigation ends, is handed out and topped up as any other") {
  // However many changes are pending: their list grows while one of them is carried out.
  for (int pending = 0; pending < 20; ++pending) {
    Supply supply;
    supply.stock = 0;
    supply.deliveries = {{Time::clock(8, 30), 60}};
    for (int i = 0; i < pending; ++i)
      supply.deliveries.push_back({Time::clock(23), 1});
    Scenario s = clinic(Duration::seconds(30), supply);
    s.hubs[0].stations[0].servers = Staffed{{{Time{}, Time::clock(10'000), 25}}};
    Mitigation m;
    m.name = "shorter";
    m.when = AtTime{Time::clock(8, 25)};
    m.until_queue_below = 20;
    m.without_failure = true;
    m.action = Shorten{0, 0.5};
    s.hubs[0].mitigations = {m};
    const Day day(s);
    CHECK(day.left(24) == Time::clock(8, 30, 15));
    CHECK(day.left(25) == Time::clock(8, 30, 45));
    CHECK(day.baseline().counts.vaccinated == 60);
  }
}

TEST_CASE("with overtime, doses are kept ready and preparers stay until the later closing") {
  Supply supply;
  supply.preparation = Preparation{{{Time{}, Time::clock(9), 1}}, Constant{Duration::seconds(20)}, KeepReady{4}};
  Scenario s = clinic(Duration::seconds(30), supply);
  s.hubs[0].appointments.punctuality = Constant{Duration::minutes(10)};
  close_later(s.hubs[0]);
  const Day day(s);
  CHECK(day.baseline().counts.vaccinated == 60);
  CHECK(doses(day).left_ready == 4);
  CHECK(std::count(doses(day).waits.begin(), doses(day).waits.end(), Duration{}) == 60);
}
