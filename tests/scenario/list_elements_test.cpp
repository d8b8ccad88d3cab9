// Elements of a template's lists by their numbers, as of the lists of a hub without one.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "ripresa/base/error.hpp"
#include "ripresa/scenario/read.hpp"
#include "support/temporary_folder.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;

/// A hub's keys in a section of that name.
std::string keys_of(const std::string& section) {
  const std::string station = "[[" + section + ".station]]\n";
  return R"(opens = 08:00:00
closes = 18:00:00
appointments.blocks = [{ from = 08:00:00, to = 12:00:00, persons = 90 }, { from = 13:00:00, to = 18:00:00, persons = 8 }]
)" + station +
         R"(name = "registration"
servers = 2
service = { empirical = { values = ["2 min", "4 min"] } }
calls = [{ backend = "poste", at = "start" }]
on_failure = [{ retry = { timeout = "5 s", for = "10 min", backoff = { fixed = "1 s" } } }, { paper = { service = "4 min" } }]
)" + station +
         R"(name = "vaccination"
service = "3 min"
shifts = [{ from = 08:00:00, to = 13:00:00, servers = 4 }, { from = 13:00:00, to = 18:00:00, servers = 3 }]
)" + station +
         R"(name = "101"
servers = 1
service = "1 min"
)";
}

const std::string kStart = "date = 2021-12-15\n[[backend]]\nname = \"poste\"\n";
const std::string kPlain = kStart + "[[hub]]\nname = \"Como\"\n" + keys_of("hub");
const std::string kTemplate = kStart + "[[template]]\nname = \"small\"\n" + keys_of("template");
const std::string kTemplated = kTemplate + "[[hub]]\nname = \"Como\"\ntemplate = \"small\"\n";

Hub hub_with(const std::string& scenario, const std::vector<std::string>& changes) {
  std::vector<Override> overrides;
  for (const auto& change : changes)
    overrides.push_back(parse_override(change));
  return parse_scenario(scenario, "day.toml", overrides, {}).hubs.front();
}

std::string error_of(const std::string& scenario, const std::vector<std::string>& changes) {
  try {
    hub_with(scenario, changes);
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

const std::vector<std::string> kChanges = {
    "hub.0.station.0.servers=30",
    "hub.Como.station.registration.calls.0.at=end",
    "hub.0.station.0.service.empirical.values.1=9 min",
    "hub.0.station.1.shifts.0.servers=7",
    "hub.0.appointments.blocks.1.persons=60",
    "hub.0.station.0.on_failure.1.paper.service=5 min",
    "hub.0.station.101.servers=5",  // too high a number is a name
};

}  // namespace

TEST_CASE("A number names an element of a template's list as it does of a hub's own") {
  const Hub plain = hub_with(kPlain, kChanges);
  CHECK(std::get<Staffed>(plain.stations[0].servers).shifts[0].servers == 30);
  CHECK(plain.stations[0].calls[0].at == CallPoint::end);
  CHECK(std::get<Staffed>(plain.stations[1].servers).shifts[0].servers == 7);
  CHECK(plain.appointments.blocks[1].persons == 60);
  CHECK(std::get<Staffed>(plain.stations[2].servers).shifts[0].servers == 5);
  CHECK(hub_with(kTemplated, kChanges) == plain);
  for (const std::string& change : kChanges)
    CHECK(hub_with(kTemplated, {change}) == hub_with(kPlain, {change}));
}

TEST_CASE("A number in a hub's own keys, and in a template's that extends another, names an element") {
  const Hub changed = hub_with(kPlain, {kChanges[0], kChanges[3]});
  const std::string keys = "station.0.servers = 30\nstation.1.shifts.0.servers = 7\n";
  CHECK(hub_with(kTemplated + keys, {}) == changed);
  const std::string extending = kTemplate + "[[template]]\nname = \"new\"\nextends = \"small\"\n";
  const std::string hub = "[[hub]]\nname = \"Como\"\ntemplate = \"new\"\n";
  CHECK(hub_with(extending + keys + hub, {}) == changed);
  CHECK(hub_with(extending + hub, {"template.new.station.0.servers=30", "template.1.station.1.shifts.0.servers=7"}) ==
        changed);
}

TEST_CASE("A number in a column of a hub table names an element") {
  const testing::TemporaryFolder folder;
  folder.write("hubs.csv", "name,template,station.0.servers,station.vaccination.shifts.0.servers\nComo,small,30,7\n");
  CHECK(read_scenario(folder.write("day.toml", "hubs = \"hubs.csv\"\n" + kTemplate), {}, {}).hubs.front() ==
        hub_with(kPlain, {kChanges[0], kChanges[3]}));
}

TEST_CASE("A number that names no element of a template's list is an error, and so is one in quotes") {
  CHECK(error_of(kTemplated, {"hub.0.station.7.servers=3"}) ==
        "--set hub.0.station.7.servers: error: in the template's 'station' there is no element 7; the elements are "
        "numbered 0 to 2");
  CHECK(error_of(kTemplated, {"hub.0.station.1.shifts.2.servers=3"}) ==
        "--set hub.0.station.1.shifts.2.servers: error: in the template's 'shifts' there is no element 2; "
        "the elements are numbered 0 to 1");
  CHECK(error_of(kTemplated, {"hub.0.station.\"0\".servers=3"}) ==
        "--set hub.0.station.\"0\".servers: error: the template has no station '0'; valid are: registration, "
        "vaccination, 101");
}

TEST_CASE("What a hub says over its template in two forms is refused, as in a hub without one") {
  const std::string shifts = "shifts = [{ from = 08:00:00, to = 18:00:00, servers = 9 }]";
  CHECK_THAT(error_of(kTemplated + "station.registration = { servers = 3, " + shifts + " }\n", {}),
             Catch::Contains("a station has either 'servers', or 'shifts', or 'seats'"));
}

TEST_CASE("A response in braces over a template's list of responses replaces it; one of its keys does not") {
  const Hub hub = hub_with(kTemplated, {"hub.0.station.0.on_failure={ turn_away = {} }"});
  REQUIRE(hub.stations[0].on_failure.size() == 1);
  CHECK(std::holds_alternative<TurnAway>(hub.stations[0].on_failure[0].how));
  CHECK_THAT(error_of(kTemplated, {"hub.0.station.0.on_failure.wait.for=\"9 min\""}),
             Catch::Contains("the template has no on_failure 'wait'; the elements are numbered 0 to 1"));
}

TEST_CASE("Of changes of one element by its name and by its number the last wins") {
  const Hub last = hub_with(kTemplated, {"hub.0.station.registration.servers=5", "hub.0.station.0.servers=9",
                                         "hub.0.station.registration.servers=7"});
  CHECK(last == hub_with(kTemplated, {"hub.0.station.registration.servers=7"}));
  const Hub nine = hub_with(kTemplated, {"hub.0.station.0.servers=9"});
  CHECK(hub_with(kTemplated, {"hub.0.station.registration.servers=5", "hub.0.station.0.servers=9"}) == nine);
  CHECK(hub_with(kTemplated, {"hub.0.station.registration.servers=5", "hub.0.station.0.servers=9",
                              "hub.0.station.registration.walk=\"1 min\""}) ==
        hub_with(kTemplated, {"hub.0.station.0.servers=9", "hub.0.station.0.walk=\"1 min\""}));
}

TEST_CASE("Names that are those of forms take nothing away from each other") {
  const std::string day =
      "date = 2021-12-15\n[[class]]\nname = \"seats\"\nshare = 1\n[[class]]\nname = \"shifts\"\nshare = 1\n"
      "[[template]]\nname = \"small\"\nopens = 08:00:00\ncloses = 18:00:00\nwalk_ins = { per_day = 10 }\n"
      "[[template.station]]\nname = \"wait\"\nservers = 2\nservice = \"1 min\"\n"
      "[[template.station]]\nname = \"paper\"\nservers = 2\nservice = \"1 min\"\n"
      "[[hub]]\nname = \"A\"\ntemplate = \"small\"\n";
  const Hub hub = hub_with(
      day, {"hub.A.station.wait.servers=7", "hub.A.station.paper.servers=8",
            "hub.A.station.wait.service_for.seats=\"3 min\"", "hub.A.station.wait.service_for.shifts=\"4 min\""});
  CHECK(hub == hub_with(day, {"hub.A.station.0.servers=7", "hub.A.station.1.servers=8",
                              "hub.A.station.0.service_for={ seats = \"3 min\", shifts = \"4 min\" }"}));
  const auto servers = [&hub](std::size_t station) {
    return std::get<Staffed>(hub.stations[station].servers).shifts.front().servers;
  };
  CHECK(servers(0) == 7);
  CHECK(servers(1) == 8);
  CHECK(hub.stations[0].service ==
        std::vector<Distribution>{Constant{Duration::minutes(3)}, Constant{Duration::minutes(4)}});
}

TEST_CASE("Where a station is called as what holds names is, one form replaces another there too") {
  const std::string day =
      "date = 2021-12-15\n[[template]]\nname = \"small\"\nopens = 08:00:00\ncloses = 18:00:00\nwalk_ins = { per_day = "
      "10 "
      "}\n[[template.station]]\nname = \"station\"\nservers = 2\nservice = \"1 min\"\n";
  const std::string change = "hub.A.station.station.shifts=[{ from = 08:00:00, to = 18:00:00, servers = 9 }]";
  const Hub templated = hub_with(day + "[[hub]]\nname = \"A\"\ntemplate = \"small\"\n", {change});
  const Hub plain = hub_with(
      "date = 2021-12-15\n[[hub]]\nname = \"A\"\nopens = 08:00:00\ncloses = 18:00:00\nwalk_ins = { per_day = 10 }\n"
      "[[hub.station]]\nname = \"station\"\nservers = 2\nservice = \"1 min\"\n",
      {change});
  CHECK(templated == plain);
  CHECK(std::get<Staffed>(plain.stations[0].servers).shifts.front().servers == 9);
}

TEST_CASE("A key of a response that the hub has named in place of its template's list belongs to that response") {
  const Hub hub =
      hub_with(kTemplated, {"hub.0.station.0.on_failure=\"wait\"", "hub.0.station.0.on_failure.wait.for=\"9 min\""});
  REQUIRE(hub.stations[0].on_failure.size() == 1);
  CHECK(hub.stations[0].on_failure[0].lasts == Duration::minutes(9));
}
