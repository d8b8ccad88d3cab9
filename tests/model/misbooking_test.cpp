// A failure of the booking: who comes instead, and what it does to the hubs.

#include <algorithm>
#include <catch2/catch.hpp>
#include <utility>
#include <vector>

#include "support/day.hpp"
#include "support/scenarios.hpp"

using namespace ripresa;
using namespace ripresa::testing;

namespace {

/// Two hubs of the same kind with 600 booked each; the failure hits the first one's slots from 10:00 to 14:00.
Scenario two_hubs(BookingFailure failure) {
  Scenario s = empty_scenario();
  Station desk = staffed_station("desk", 4, Lognormal{Duration::minutes(4), 0.5});
  for (const char* name : {"A", "B"}) {
    Hub hub = hub_of({desk, seats_station("observation", Constant{Duration::minutes(15)})});
    hub.vaccination_station = hub.recording_station = 0;
    hub.name = name;
    hub.appointments = {{{hub.opens, hub.closes, 600}}, Duration::minutes(10), 0.9, Constant{-Duration::minutes(3)}};
    hub.walk_ins.pieces = {{hub.opens, hub.closes, 5}};
    s.hubs.push_back(hub);
  }
  failure.from = Time::clock(10);
  failure.to = Time::clock(14);
  failure.hubs = {0};
  s.booking_failures = {failure};
  return s;
}

BookingFailure shares(double not_called, double elsewhere, double twice) {
  BookingFailure failure;
  failure.not_called = not_called;
  failure.called_elsewhere = elsewhere;
  failure.called_twice = twice;
  if (elsewhere > 0)
    failure.elsewhere = 1;
  return failure;
}

std::int64_t arrivals(const observation::RunRecord& record) {
  return record.counts.arrivals;
}

}  // namespace

TEST_CASE("who is not called stays away, from the slots that are hit and from no others") {
  const Day day(two_hubs(shares(1, 0, 0)));
  const auto& outage = day.outage().persons;
  const auto& baseline = day.baseline().persons;
  REQUIRE(outage.size() == baseline.size());
  std::int64_t kept_away = 0;
  for (std::uint32_t i = 0; i < outage.size(); ++i) {
    const bool hit = i < 600 && day.model.hubs[0].appointments[i] >= Time::clock(10) &&
                     day.model.hubs[0].appointments[i] < Time::clock(14);
    if (hit)
      CHECK(outage[i].arrival == Time::never());
    else
      CHECK(outage[i].arrival == baseline[i].arrival);
    kept_away += hit && baseline[i].arrival != Time::never() ? 1 : 0;
  }
  CHECK(arrivals(day.outage()) == arrivals(day.baseline()) - kept_away);
  CHECK(day.outage(1).vaccinations == day.baseline(1).vaccinations);
}

TEST_CASE("who is called elsewhere comes there at the time they would have come here") {
  const Day day(two_hubs(shares(0, 1, 0)));
  const std::int64_t moved = arrivals(day.baseline()) - arrivals(day.outage());
  CHECK(moved > 150);
  CHECK(arrivals(day.outage(1)) - arrivals(day.baseline(1)) == moved);
  std::vector<Time> from_a, extra_at_b;
  for (std::size_t i = 0; i < day.baseline().persons.size(); ++i)
    if (day.outage().persons[i].arrival == Time::never() && day.baseline().persons[i].arrival != Time::never())
      from_a.push_back(day.baseline().persons[i].arrival);
  const std::size_t expected = day.baseline(1).persons.size();
  for (std::size_t i = expected; i < day.outage(1).persons.size(); ++i)
    extra_at_b.push_back(day.outage(1).persons[i].arrival);
  std::sort(from_a.begin(), from_a.end());
  std::sort(extra_at_b.begin(), extra_at_b.end());
  CHECK(from_a == extra_at_b);
}

namespace {

/// When each of the run's people from the one with index `first` on came, and how long they were in the hub, by the
/// time they came.
std::vector<std::pair<Time, Duration>> visits(const observation::PersonRecords& persons, std::size_t first) {
  std::vector<std::pair<Time, Duration>> all;
  for (std::size_t i = first; i < persons.size(); ++i)
    if (persons[i].arrival != Time::never())
      all.emplace_back(persons[i].arrival, persons[i].left - persons[i].arrival);
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

TEST_CASE("who is called elsewhere stays who they are: of the same class, with the same service times") {
  Scenario s = two_hubs(shares(0, 1, 0));
  s.classes = {{"quick", 1, 1}, {"slow", 1, 1}};
  s.booking_failures[0].from = Time::clock(8);
  s.booking_failures[0].to = Time::clock(20);
  for (Hub& hub : s.hubs) {
    hub.walk_ins.pieces.clear();
    hub.appointments.punctuality = Normal{-Duration::minutes(5), Duration::minutes(8), {}, {}};
    hub.stations[0] = staffed_station("desk", 1000, Lognormal{Duration::minutes(4), 0.5});
    hub.stations[0].service.push_back(Lognormal{Duration::minutes(40), 0.5});
    hub.stations[0].next.assign(2, {Branch{1, 0.5}, Branch{std::nullopt, 0.5}});
    hub.stations[1].next.resize(2, hub.stations[1].next[0]);
    hub.stations[0].walk = Exponential{Duration::minutes(3), Duration{}};
  }
  const Day day(s);
  const auto at_home = visits(day.baseline().persons, 0);
  CHECK(at_home.size() > 500);
  CHECK((visits(day.outage(1).persons, day.baseline(1).persons.size()) == at_home));
}

namespace {

/// Three hubs by name, in this order in the file; the books of "A" and "B" are called to "C", and some twice.
Scenario three_hubs(std::vector<std::string> names) {
  Scenario s = two_hubs(shares(0, 0.5, 0.3));
  const Hub hub = s.hubs[0];
  s.hubs.clear();
  BookingFailure& failure = s.booking_failures[0];
  failure.hubs.clear();
  for (std::size_t i = 0; i < names.size(); ++i) {
    s.hubs.push_back(hub);
    s.hubs.back().name = names[i];
    if (names[i] == "C")
      failure.elsewhere = i;
    else
      failure.hubs.push_back(i);
  }
  return s;
}

}  // namespace

TEST_CASE("in which order the hubs stand in the file changes nobody who is called wrongly") {
  const Day day(three_hubs({"A", "B", "C"}));
  const Day other(three_hubs({"C", "B", "A"}));
  for (const std::size_t hub : {0u, 1u, 2u}) {
    CHECK(day.outage(hub).vaccinations == other.outage(2 - hub).vaccinations);
    CHECK((visits(day.outage(hub).persons, 0) == visits(other.outage(2 - hub).persons, 0)));
  }
}

TEST_CASE("where all are called twice, as many again come as are likely to") {
  double extra = 0;
  constexpr int kDays = 40;
  for (std::uint32_t r = 0; r < kDays; ++r) {
    const Day day(two_hubs(shares(0, 0, 1)), r);
    extra += static_cast<double>(arrivals(day.outage()) - arrivals(day.baseline()));
  }
  // 200 places a day, of which 0.9 are taken up: a standard error of 0.67 over 40 days.
  CHECK(std::abs(extra / kDays - 180) < 4 * std::sqrt(200 * 0.9 * 0.1 / kDays));
}

TEST_CASE("a larger share not called keeps away those whom a smaller one does, and others") {
  const Day few(two_hubs(shares(0.2, 0, 0)));
  const Day many(two_hubs(shares(0.5, 0, 0)));
  for (std::size_t i = 0; i < few.outage().persons.size(); ++i)
    if (few.outage().persons[i].arrival == Time::never())
      CHECK(many.outage().persons[i].arrival == Time::never());
  CHECK(arrivals(many.outage()) < arrivals(few.outage()));
}

TEST_CASE("hubs advanced side by side are misbooked as they are apart") {
  Scenario s = two_hubs(shares(0.3, 0.3, 0.2));
  s.backends = {{"poste", {}, Constant{Duration::seconds(1)}, {}}};
  for (Hub& hub : s.hubs)
    hub.stations[0].calls = {{0, CallPoint::end}};
  const Day apart(s);
  s.backends[0].capacity = Capacity{1e7};  // shorter than a microsecond apart: never in anybody's way
  const Day together(s);
  REQUIRE(together.model.groups.size() == 1);
  for (const std::size_t hub : {0u, 1u}) {
    CHECK(apart.outage(hub).vaccinations == together.outage(hub).vaccinations);
    CHECK(apart.baseline(hub).vaccinations == together.baseline(hub).vaccinations);
  }
}
