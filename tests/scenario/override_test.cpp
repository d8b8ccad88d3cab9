// --set KEY=VALUE: any value of the scenario, by index or by name.

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "ripresa/base/error.hpp"
#include "ripresa/scenario/read.hpp"
#include "support/small_scenario.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;

Scenario with(const std::vector<std::string>& changes) {
  std::vector<Override> overrides;
  for (const auto& change : changes)
    overrides.push_back(parse_override(change));
  return parse_scenario(testing::kSmallScenario, "test.toml", overrides, {});
}

std::string error_of_changes(const std::vector<std::string>& changes) {
  try {
    with(changes);
  } catch (const InputError& error) {
    return error.diagnostics().front().text();
  }
  return "no error";
}

int servers_of(const Scenario& scenario) {
  return std::get<Staffed>(scenario.hubs[0].stations[0].servers).shifts[0].servers;
}

}  // namespace

TEST_CASE("An override changes a value by index or by name") {
  CHECK(with({"failure.0.to=16:00:00"}).failures[0].to == Time::clock(16));
  CHECK(servers_of(with({"hub.0.station.0.servers=7"})) == 7);
  CHECK(servers_of(with({"hub.Palazzo delle Scintille.station.registration.servers=8"})) == 8);
}

TEST_CASE("Text needs no quotes in an override, and tables and lists can be written in TOML") {
  CHECK(with({"measures.step=10 min"}).measures.step == Duration::minutes(10));
  CHECK(with({"hub.0.region=Lombardia"}).hubs[0].region == "Lombardia");
  const Scenario tables = with({"hub.0.station.0.service={ exponential = { mean = \"2 min\" } }"});
  CHECK(std::get<Exponential>(tables.hubs[0].stations[0].service[0]).mean == Duration::minutes(2));
  CHECK(with({"failure=[]"}).failures.empty());
}

TEST_CASE("Overrides add keys and sections that the file leaves out, and the last one wins") {
  CHECK(with({"experiment.seed=5"}).experiment.seed == 5);
  CHECK(with({"experiment.seed=5", "experiment.seed=6"}).experiment.seed == 6);
}

TEST_CASE("Errors of overrides name the override") {
  CHECK(error_of_changes({"failure.0.to=16 o'clock"}) ==
        "--set failure.0.to: error: '16 o'clock' is not a clock time; "
        "write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day");
  CHECK(error_of_changes({"failure.0.too=16:00:00"}) ==
        "--set failure.0.too: error: unknown key 'too' in [[failure]]; did you mean 'to'?");
  CHECK(error_of_changes({"failure.3.to=16:00:00"}) ==
        "--set failure.3.to: error: in 'failure' there is no element 3; the elements are numbered 0 to 0");
  CHECK(error_of_changes({"hub.Palazo delle Scintille.opens=07:00:00"}) ==
        "--set hub.Palazo delle Scintille.opens: error: in 'hub' there is no element named 'Palazo delle Scintille'; "
        "did you mean 'Palazzo delle Scintille'?");
  CHECK(error_of_changes({"failure=[]", "failure.0.to=16:00:00"}) ==
        "--set failure.0.to: error: in 'failure' there is no element 0; the list is empty");
  CHECK(error_of_changes({"hub.0.opens.hour=7"}) ==
        "--set hub.0.opens.hour: error: 'hub.0.opens' is a clock time and has no 'hour'; shorten the key");
}

TEST_CASE("An override with too short a step is told so") {
  CHECK(error_of_changes({"measures.hold=5 min", "measures.step=1 ms"}) ==
        "--set measures.step: error: the step is shorter than a second; write a step of \"1 s\" or more");
}

TEST_CASE("An override that takes away every hub is refused") {
  CHECK(error_of_changes({"hub=[]"}) ==
        "--set hub: error: the scenario has no hub; add [[hub]], or hubs = \"hubs.csv\"");
}

TEST_CASE("A whole number too long for the program is out of range, not text") {
  for (const std::string number : {"99999999999999999999", "-99999999999999999999"})
    CHECK(error_of_changes({"experiment.seed=" + number}) ==
          "--set experiment.seed: error: " + number +
              " is out of range; it has to lie between 0 and 9223372036854775807");
}

TEST_CASE("An override without '=' or key is refused") {
  CHECK_THROWS_WITH(parse_override("failure.0.to"),
                    Catch::Contains("--set failure.0.to: there is no '='; write it like --set failure.0.to=16:00:00"));
  CHECK_THROWS_WITH(parse_override("=5"), Catch::Contains("there is no key"));
  CHECK_THROWS_WITH(parse_override(" = 5"), Catch::Contains("there is no key"));
}

TEST_CASE("Blanks around an override's '=' are none of its key and value") {
  const Override change = parse_override(" failure.0.to\t =  16:00:00 ");
  CHECK(change.key == "failure.0.to");
  CHECK(change.value == "16:00:00");
  CHECK(parse_override("title = a b").value == "a b");
}

TEST_CASE("An override that is not in UTF-8 is refused") {
  CHECK_THROWS_WITH(parse_override("hub.0.name=Forl\xec"),
                    Catch::Contains("--set hub.0.name=Forl…: the byte EC is no character of UTF-8; set the terminal"));
}

TEST_CASE("A part of an override's key with a dot in it stands in quotes, as in TOML") {
  CHECK(with({"hub.0.name=S. Donato", "hub.\"S. Donato\".opens=09:00:00"}).hubs[0].opens == Time::clock(9));
  CHECK(servers_of(with({"hub.0.name=S. Donato", "hub.'S. Donato'.station.\"registration\".servers=8"})) == 8);
  // Quotes that quote no part are the name's own.
  CHECK(with({"hub.0.name=Valle d'Aosta", "hub.Valle d'Aosta.opens=09:00:00"}).hubs[0].opens == Time::clock(9));
  CHECK(error_of_changes({"hub.0.name=S. Donato", "hub.S. Donato.opens=09:00:00"}) ==
        "--set hub.S. Donato.opens: error: in 'hub' there is no element named 'S'; "
        "write a name with a dot in it in quotes, like \"S. Donato\"");
}

TEST_CASE("An override of 'hubs' that means 'hub' is refused") {
  const std::string why = ": error: 'hubs' is the path of a hub table, and has no '";
  CHECK(error_of_changes({"hubs.0.opens=09:00:00"}) == "--set hubs.0.opens" + why + "0'; did you mean 'hub.0.opens'?");
  CHECK(error_of_changes({"hubs.Milano.opens=09:00:00"}) ==
        "--set hubs.Milano.opens" + why + "Milano'; did you mean 'hub.Milano.opens'?");
  CHECK(error_of_changes({"\"hubs\".0.nosuch.x=5"}) ==
        "--set \"hubs\".0.nosuch.x" + why + "0'; did you mean 'hub.0.nosuch.x'?");
  CHECK(error_of_changes({"hubs.A=3"}) == "--set hubs.A" + why + "A'; did you mean 'hub.A'?");
  // However it is written, it names a table of hubs.
  CHECK_THAT(error_of_changes({"\"hubs\"=none.csv"}), Catch::Contains("the hub table none.csv cannot be read"));
}

TEST_CASE("A part in quotes is a name, a number outside them the element's, or else a name") {
  const std::string stations =
      "hub.0.station=[{ name = \"registration\", servers = 2, service = \"3 min\", calls = [{ backend = \"poste\" }] "
      "}, "
      "{ name = \"0\", servers = 2, service = \"3 min\" }, { name = \"101\", servers = 2, service = \"3 min\" }, "
      "{ name = \"02\", servers = 2, service = \"3 min\" }]";
  const auto servers = [&stations](const std::string& change) {
    const Scenario scenario = with({stations, change});
    std::vector<int> all;
    for (const Station& station : scenario.hubs[0].stations)
      all.push_back(std::get<Staffed>(station.servers).shifts[0].servers);
    return all;
  };
  CHECK(servers("hub.0.station.0.servers=7") == std::vector{7, 2, 2, 2});
  CHECK(servers("hub.0.station.\"0\".servers=7") == std::vector{2, 7, 2, 2});
  CHECK(servers("hub.0.station.'0'.servers=7") == std::vector{2, 7, 2, 2});
  CHECK(servers("hub.0.station.101.servers=7") == std::vector{2, 2, 7, 2});
  CHECK(servers("hub.0.station.02.servers=7") == std::vector{2, 2, 2, 7});
  CHECK(error_of_changes({stations, "hub.0.station.9.servers=7"}) ==
        "--set hub.0.station.9.servers: error: in 'hub.0.station' there is no element 9; "
        "the elements are numbered 0 to 3");
  CHECK(error_of_changes({stations, "hub.0.station.\"1\".servers=7"}) ==
        "--set hub.0.station.\"1\".servers: error: in 'hub.0.station' there is no element named '1'; "
        "did you mean '0'?");
  CHECK(error_of_changes({"failure.\"0\".to=16:00:00"}) ==
        "--set failure.\"0\".to: error: in 'failure' there is no element named '0'; "
        "the elements are numbered 0 to 0");
}

TEST_CASE("An override in one form replaces what the hub says in another") {
  const auto hub = [](const std::vector<std::string>& changes) { return with(changes).hubs[0]; };
  const auto service = [&hub](std::vector<std::string> changes) { return hub(changes).stations[0].service[0]; };
  const std::string station = "hub.0.station.registration.";
  CHECK(
      std::get<Staffed>(hub({station + "shifts=[{ from = 08:00:00, to = 20:00:00, servers = 9 }]"}).stations[0].servers)
          .shifts[0]
          .servers == 9);
  CHECK(std::holds_alternative<Seated>(hub({station + "seats=9"}).stations[0].servers));
  // 100 persons in 12 h × 3 min are 0.42 servers busy.
  CHECK(servers_of(with({station + "servers.utilisation=0.1"})) == 5);
  CHECK(hub({"hub.0.walk_ins.rates=[{ from = 09:00:00, to = 10:00:00, per_hour = 5 }]"}).walk_ins.pieces[0].from ==
        Time::clock(9));
  const std::string book = "hub.0.appointments={ per_day = 400, from = 09:00:00, show_rate = 0.9 }";
  const Hub blocks = hub({book, "hub.0.appointments.blocks=[{ from = 10:00:00, to = 11:00:00, persons = 60 }]"});
  CHECK(blocks.appointments.blocks == std::vector<BookBlock>{{Time::clock(10), Time::clock(11), 60}});
  CHECK(blocks.appointments.show_rate == 0.9);
  const std::string lognormal = station + "service.lognormal={ mean = \"3 min\", cv = 0.5 }";
  CHECK(service({lognormal}) == Distribution(Lognormal{Duration::minutes(3), 0.5}));
  CHECK(service({lognormal, station + "service.gamma={ mean = \"2 min\", cv = 0.5 }"}) ==
        Distribution(Gamma{Duration::minutes(2), 0.5}));
  CHECK(service({lognormal, station + "service.lognormal.sd=3 min"}) ==
        Distribution(Lognormal{Duration::minutes(3), 1}));
  const auto failing = hub({station + "on_failure=wait", station + "on_failure.paper.service=4 min"});
  CHECK(std::holds_alternative<Paper>(failing.stations[0].on_failure[0].how));
}

TEST_CASE("One override that says a thing in two forms is refused") {
  CHECK(error_of_changes({"hub.0.walk_ins={ per_day = 5, rates = [] }"}) ==
        "--set hub.0.walk_ins: error: walk_ins has just one of per_day, rates, here are 2; "
        "write just one, like per_day = 100");
  CHECK(error_of_changes({"hub.0.appointments={ per_day = 5, blocks = [] }"}) ==
        "--set hub.0.appointments: error: appointments has just one of per_day, blocks, here are 2; "
        "write just one, like per_day = 2000");
}

TEST_CASE("An override that is deeper than any key is refused") {
  std::string deep = "title";
  for (int i = 0; i < 30000; ++i)
    deep += ".a";
  CHECK_THAT(error_of_changes({deep + "=1"}),
             Catch::EndsWith(".a: error: the key has 30001 parts; no key of a scenario has more than 100"));
  CHECK(error_of_changes({"hub={ " + deep + " = 1 }"}) ==
        "--set hub: error: 'hub' has to be a list, found text; write [ …, … ], or [[section]] for each");
}
