// So many servers that they are busy for a share of their station's busiest hour.

#include <catch2/catch.hpp>
#include <string>

#include "ripresa/scenario/read.hpp"
#include "support/measures.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;

Hub hub_of(const std::string& text) {
  return parse_scenario("date = 2024-01-01\n" + text, "test.toml", {}, testing::known_measures()).hubs.front();
}

int servers(const Hub& hub, std::size_t station) {
  return std::get<Staffed>(hub.stations[station].servers).shifts.front().servers;
}

/// Servers of the only station of a hub, at 4 minutes each and never idle in the busiest hour.
int servers_for(const std::string& hours_and_demand) {
  return servers(hub_of("[[hub]]\nname = \"A\"\n" + hours_and_demand + R"(
[[hub.station]]
name = "vaccination"
servers = { utilisation = 1 }
service = "4 min"
)"),
                 0);
}

}  // namespace

TEST_CASE("servers by a rule: each station has a busiest hour of its own, by who passes through it") {
  const Hub hub = hub_of(R"(
[[class]]
name = "booked"
share = 1
walk_in_share = 0
[[class]]
name = "to be registered"
share = 0
walk_in_share = 1
[[hub]]
name = "A"
opens = 08:00:00
closes = 18:00:00
appointments = { blocks = [{ from = 08:00:00, to = 12:00:00, persons = 240 }] }
walk_ins = { rates = [{ from = 13:00:00, to = 18:00:00, per_hour = 50 }] }
[[hub.station]]
name = "check-in"
servers = { utilisation = 0.85 }
service = "2 min"
next = [{ to = "vaccination" }, { to = "registration", class = "to be registered" }]
[[hub.station]]
name = "registration"
servers = { utilisation = 0.85 }
service = "12 min"
[[hub.station]]
name = "vaccination"
servers = { utilisation = 0.85 }
service = "3 min"
)");
  CHECK(servers(hub, 0) == 3);   // 60 an hour × 2 min = 2, over 0.85
  CHECK(servers(hub, 1) == 12);  // 50 an hour × 12 min = 10: walk-ins come when fewer come in all
  CHECK(servers(hub, 2) == 4);   // 60 an hour × 3 min = 3
}

TEST_CASE("servers by a rule: longer services weigh more than more people") {
  const Hub hub = hub_of(R"(
[[class]]
name = "adult"
share = 1
walk_in_share = 0
[[class]]
name = "child"
share = 0
walk_in_share = 1
[[hub]]
name = "A"
opens = 08:00:00
closes = 18:00:00
appointments = { blocks = [{ from = 08:00:00, to = 12:00:00, persons = 240 }] }
walk_ins = { rates = [{ from = 13:00:00, to = 18:00:00, per_hour = 30 }] }
[[hub.station]]
name = "vaccination"
servers = { utilisation = 1 }
service = "2 min"
service_for = { child = "10 min" }
)");
  CHECK(servers(hub, 0) == 5);  // 30 an hour × 10 min against 60 × 2 min
}

TEST_CASE("servers by a rule: who comes in a short block comes within an hour, with whoever else does") {
  const std::string hours = "opens = 08:00:00\ncloses = 18:00:00\n";
  // 100 and then 60 an hour from 09:00: 100 in the first hour, not the 600 an hour of its first 10 minutes.
  CHECK(servers_for(hours + "appointments = { blocks = [{ from = 08:00:00, to = 08:10:00, persons = 100 }, "
                            "{ from = 09:00:00, to = 17:00:00, persons = 480 }] }") == 7);
  // The hour that ends with a short block: 45 min of 60 an hour, and 75.
  CHECK(servers_for(hours + "appointments = { blocks = [{ from = 09:00:00, to = 12:00:00, persons = 180 }, "
                            "{ from = 12:00:00, to = 12:15:00, persons = 75 }] }") == 8);
  // Two short blocks half an hour apart are of one hour.
  CHECK(servers_for(hours + "appointments = { blocks = [{ from = 10:00:00, to = 10:10:00, persons = 45 }, "
                            "{ from = 10:40:00, to = 10:50:00, persons = 45 }] }") == 6);
  // 60 booked from 10:00 to 11:00, 60 an hour walking in from 10:30: 90 in each hour between.
  CHECK(servers_for(hours + "appointments = { blocks = [{ from = 10:00:00, to = 11:00:00, persons = 60 }] }\n"
                            "walk_ins = { rates = [{ from = 10:30:00, to = 18:00:00, per_hour = 60 }] }") == 6);
}

TEST_CASE("servers by a rule: a hub that is open for less than an hour has all its time for its busiest hour") {
  CHECK(servers_for("opens = 08:00:00\ncloses = 08:30:00\nappointments = { per_day = 60 }") == 8);
}
