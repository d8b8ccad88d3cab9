// Many hubs from few lines: templates, hub tables, rules for servers.

#include <catch2/catch.hpp>

#include "support/hub_folder.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;
using Folder = testing::HubFolder;
using testing::kTemplates;

int servers(const Hub& hub, std::size_t station) {
  return std::get<Staffed>(hub.stations[station].servers).shifts.front().servers;
}

}  // namespace

TEST_CASE("a row of the hub table is a hub: its template, and over it the columns that are not empty") {
  const Folder folder(
      "name,region,health_agency,template,appointments,opens,walk_ins.per_day,station.registration.servers\n"
      "\"Forlì, fiera\",Emilia-Romagna,AUSL Romagna,large,2000,07:30,,\n"
      "Rho,Lombardia,ATS Milano,small,,,80,7\n");
  const Scenario s = folder.read();
  REQUIRE(s.hubs.size() == 2);
  CHECK(s.hubs[0].name == "Forlì, fiera");
  CHECK(s.hubs[0].region == "Emilia-Romagna");
  CHECK(s.hubs[0].health_agency == "AUSL Romagna");
  CHECK(s.hubs[0].opens == Time::clock(7, 30));
  CHECK(s.hubs[0].closes == Time::clock(20));
  CHECK(s.hubs[0].appointments.blocks.front().persons == 2000);
  CHECK(s.hubs[0].appointments.show_rate == 0.9);
  CHECK(servers(s.hubs[0], 0) == 30);
  CHECK(s.hubs[1].appointments.blocks.front().persons == 400);
  CHECK(s.hubs[1].walk_ins.pieces.front().persons_per_hour == 10);
  CHECK(servers(s.hubs[1], 0) == 7);
}

TEST_CASE("servers by a rule: the busiest hour's work over the utilisation, or so many per 1,000 persons a day") {
  const Folder folder("name,template\nRho,small\n");
  const Hub hub = folder.read().hubs[0];
  // 400 × 0.9 / 8 h + 40 / 8 h = 50 persons an hour × 3 min = 2.5 servers busy; over 0.8 that is 3.125.
  CHECK(servers(hub, 0) == 4);
  // 400 persons a day × 10 / 1,000.
  CHECK(servers(hub, 1) == 4);
}

TEST_CASE("--set reaches hubs of the table and templates") {
  const Folder folder("name,template\nRho,small\nDesio,small\n");
  const Scenario s = folder.read({{"hub.Rho.station.vaccination.servers", "9"},
                                  {"template.small.appointments.per_day", "800"},
                                  {"hub.Desio.walk_ins.rates", "[{ from = 09:00:00, to = 10:00:00, per_hour = 5 }]"}});
  CHECK(servers(s.hubs[0], 1) == 9);
  CHECK(s.hubs[1].appointments.blocks.front().persons == 800);
  CHECK(s.hubs[1].walk_ins.pieces.front().persons_per_hour == 5);
}

TEST_CASE("a scenario that is not in UTF-8 is refused with the place and the byte, as a hub table is") {
  CHECK_THROWS_WITH(
      parse_scenario("date = 2021-12-15\ntitle = \"Forl\xec\"\n", "s.toml", {}, {}),
      Catch::Contains("s.toml:2:14: error: the byte EC is no character of UTF-8; save the file as UTF-8") &&
          !Catch::Contains("CSV"));
}

TEST_CASE("--set and [set] name another hub table than the file") {
  const Folder folder("name,template\nRho,small\n", std::string("hubs = \"hubs.csv\"\n") + kTemplates +
                                                        "[[hub]]\nname = \"Fiera\"\ntemplate = \"large\"\n");
  folder.add("other.csv", "name,template\nMonza,large\n");
  const Scenario s = folder.read({{"hub.Monza.opens", "06:00:00"}, {"hubs", "other.csv"}});
  REQUIRE(s.hubs.size() == 2);
  CHECK(s.hubs[0].name == "Fiera");
  CHECK(s.hubs[1].name == "Monza");
  CHECK(s.hubs[1].opens == Time::clock(6));
  folder.add("child.toml", "extends = \"day.toml\"\n[set]\n\"hubs\" = \"other.csv\"\n\"hub.Monza.opens\" = 07:00:00\n");
  const Scenario child = folder.read({}, "child.toml");
  REQUIRE(child.hubs.size() == 2);
  CHECK(child.hubs[1].name == "Monza");
  CHECK(child.hubs[1].opens == Time::clock(7));
}

TEST_CASE("what a hub lays over a station of its template has to be a table") {
  CHECK(Folder("name,template,station.registration\nRho,small,5\n").messages() ==
        "hubs.csv:2:11: error: 'registration' has to be a table, found a whole number; write { key = value, … }");
}

TEST_CASE("templates that extend each other in a circle, or twice have one name, are errors") {
  const Folder folder("name,template\nRho,a\n",
                      "hubs = \"hubs.csv\"\ndate = 2021-12-15\n[[template]]\nname = \"a\"\nextends = \"b\"\n"
                      "[[template]]\nname = \"b\"\nextends = \"a\"\n[[template]]\nname = \"b\"\n");
  CHECK(folder.messages().find("error: template 'a' extends itself in a circle; let one of them stand by itself") !=
        std::string::npos);
  CHECK(folder.messages().find("error: a second template is called 'b'") != std::string::npos);
}

TEST_CASE("keys that there are not are found in templates that no hub uses, and only those") {
  const Folder folder("name,template\nRho,small\n",
                      std::string("hubs = \"hubs.csv\"\n") + kTemplates +
                          "[[template]]\nname = \"base\"\nclses = 18:00:00\n"
                          "[[template]]\nname = \"over\"\nextends = \"base\"\nregions = \"Lombardia\"\n"
                          "[[template]]\nname = \"more\"\nextends = \"small\"\nstation.registration.servres = 2\n"
                          "[[template]]\nname = \"part\"\n[[template.station]]\nname = \"registration\"\n");
  CHECK(folder.messages() ==
        "day.toml:29:1: error: unknown key 'clses' in [[hub]]; did you mean 'closes'?\n"
        "day.toml:33:1: error: unknown key 'regions' in [[hub]]; did you mean 'region'?\n"
        "day.toml:37:22: error: unknown key 'servres' in [[hub.station]]; did you mean 'servers'?");
}

TEST_CASE("a hub's distribution, shifts or book replace the template's in another form and change it in the same") {
  const Folder folder("name\n", std::string(kTemplates) + R"([[hub]]
name = "one"
template = "small"
appointments.blocks = [{ from = 10:00:00, to = 11:00:00, persons = 60 }]
station.registration.service.lognormal.mean = "4 min"
station.vaccination.service = { exponential = { mean = "1 min" } }
)");
  const Hub hub = folder.read().hubs[0];
  CHECK(hub.appointments.blocks == std::vector<BookBlock>{{Time::clock(10), Time::clock(11), 60}});
  CHECK(hub.stations[0].service.front() == Distribution(Lognormal{Duration::minutes(4), 0.5}));
  CHECK(hub.stations[1].service.front() == Distribution(Exponential{Duration::minutes(1), Duration{}}));
}

TEST_CASE("whatever can be said in several forms, the hub's form replaces the template's") {
  const auto hub = [](const std::string& own) {
    return Folder("", std::string(kTemplates) + R"([[template]]
name = "with plans"
extends = "small"
station.registration.on_failure = [{ retry = { timeout = "5 s", backoff = { fixed = "1 s" } } }]
[[template.mitigation]]
name = "help"
when = { queue_above = 9, station = "registration" }
extra_servers = { station = "registration", servers = 2 }
[[hub]]
name = "one"
template = "with plans"
)" + own)
        .read()
        .hubs[0];
  };
  const auto service = [&](const std::string& own) {
    return hub("station.registration.service." + own + "\n").stations[0].service.front();
  };
  CHECK(service("lognormal.sd = \"90 s\"") == Distribution(Lognormal{Duration::minutes(3), 0.5}));
  CHECK(std::get<Lognormal>(service("lognormal.sigma = 1")).mean == Duration::minutes(3));
  CHECK(std::get<Lognormal>(service("lognormal = { median = \"2 min\", sigma = 1 }")).mean < Duration::seconds(198));
  CHECK(service("gamma = { mean = \"2 min\", sd = \"1 min\" }") == Distribution(Gamma{Duration::minutes(2), 0.5}));
  const auto when = [&](const std::string& own) {
    return hub("mitigation.help.when." + own + "\n").mitigations[0].when;
  };
  CHECK(std::get<AtTime>(when("at = 15:00:00")).at == Time::clock(15));
  CHECK(std::get<BackendDown>(when("backend_down = \"poste\"")).lasting == Duration{});
  CHECK(std::get<BehindPlan>(when("behind_plan = 50")).persons == 50);
  CHECK(std::get<QueueAbove>(when("queue_above = 50")).station == 0u);
  CHECK(std::holds_alternative<Overtime>(hub("mitigation.help.overtime = \"1 h\"\n").mitigations[0].action));
  const auto on_failure = [&](const std::string& own) {
    return hub("station.registration.on_failure = " + own + "\n").stations[0].on_failure.front().how;
  };
  CHECK(std::holds_alternative<TurnAway>(on_failure("{ turn_away = {} }")));
}

TEST_CASE("a backoff of the hub's replaces the template's of the other kind") {
  const Folder folder("", std::string(kTemplates) + R"([[template]]
name = "trying again"
extends = "small"
station.registration.on_failure.retry = { timeout = "5 s", backoff = { fixed = "1 s" } }
[[hub]]
name = "one"
template = "trying again"
station.registration.on_failure.retry.backoff.exponential = { first = "2 s", cap = "1 min" }
)");
  const auto retry = std::get<Retry>(folder.read().hubs[0].stations[0].on_failure.front().how);
  CHECK(retry.backoff == Backoff{Duration::seconds(2), 2, Duration::minutes(1)});
}

TEST_CASE("the resolved scenario has every hub written out and reads back to the same") {
  const Folder folder("name,region,template\nRho,Lombardia,small\nDesio,Lombardia,large\n");
  const Scenario once = folder.read();
  CHECK(parse_scenario(resolved_toml(once), "resolved.toml", {}, testing::known_measures()) == once);
}

TEST_CASE("a scenario that extends another keeps its hubs, and replaces its hub table by its own") {
  const Folder folder(
      "name,template\nRho,small\nDesio,small\n",
      std::string("hubs = \"hubs.csv\"\n") + kTemplates + "[[hub]]\nname = \"Fiera\"\ntemplate = \"large\"\n");
  folder.add("other.csv", "name,template\nMonza,large\n");
  folder.add("child.toml", "extends = \"day.toml\"\n[set]\n\"hub.Rho.opens\" = 07:00:00\n");
  folder.add("grandchild.toml",
             "extends = \"child.toml\"\nhubs = \"other.csv\"\n[set]\n\"hub.Monza.opens\" = 06:00:00\n");
  const Scenario child = folder.read({}, "child.toml");
  REQUIRE(child.hubs.size() == 3);
  CHECK(child.hubs[1].name == "Rho");
  CHECK(child.hubs[1].opens == Time::clock(7));
  const Scenario grandchild = folder.read({}, "grandchild.toml");
  REQUIRE(grandchild.hubs.size() == 2);
  CHECK(grandchild.hubs[0].name == "Fiera");
  CHECK(grandchild.hubs[1].name == "Monza");
  CHECK(grandchild.hubs[1].opens == Time::clock(6));
}

TEST_CASE("the hubs of a scenario that extends another replace all but those of its hub table") {
  const Folder folder(
      "name,template\nRho,small\nDesio,small\n",
      std::string("hubs = \"hubs.csv\"\n") + kTemplates + "[[hub]]\nname = \"Fiera\"\ntemplate = \"large\"\n");
  folder.add("other.csv", "name,template\nMonza,large\n");
  const auto names = [&folder](const std::string& scenario) {
    folder.add("child.toml", scenario);
    std::string all;
    for (const Hub& hub : folder.read({}, "child.toml").hubs)
      all += hub.name + " ";
    return all;
  };
  const std::string hub = "[[hub]]\nname = \"Lodi\"\ntemplate = \"large\"\n";
  CHECK(names("extends = \"day.toml\"\n" + hub) == "Lodi Rho Desio ");
  CHECK(names("extends = \"day.toml\"\nhub = []\n") == "Rho Desio ");
  CHECK(names("extends = \"day.toml\"\n[set]\nhub = []\n") == "Rho Desio ");
  CHECK(names("extends = \"day.toml\"\nhubs = \"other.csv\"\n" + hub) == "Lodi Monza ");
  folder.add("middle.toml", "extends = \"day.toml\"\n" + hub);
  CHECK(names("extends = \"middle.toml\"\nhubs = \"other.csv\"\n") == "Lodi Monza ");
  CHECK(names("extends = \"middle.toml\"\n[set]\nhub.Rho.opens = 07:00:00\n") == "Lodi Rho Desio ");
}

TEST_CASE("groups, failure windows and objectives name hubs by what they belong to") {
  const Folder folder(
      "name,region,health_agency,template\nA,R1,H1,small\nB,R1,H2,small\nC,R2,H3,small\nD,R3,H4,small\n",
      std::string("hubs = \"hubs.csv\"\n") + kTemplates + R"([[group]]
name = "on the platform"
regions = ["R1"]
health_agencies = ["H3"]
[[group]]
name = "not on it"
except = ["on the platform"]
[[failure]]
backend = "poste"
from = 14:00:00
to = 15:00:00
groups = ["on the platform"]
[[failure]]
backend = "poste"
from = 16:00:00
to = 17:00:00
health_agencies = ["H2", "H4"]
[[objective]]
measure = "catch_up_time"
before = 20:00:00
every = "region"
[[objective]]
measure = "vaccinated"
above = 10
group = "not on it"
[[objective]]
measure = "vaccinated"
above = 10
scope = "nation"
)");
  const Scenario s = folder.read();
  REQUIRE(s.groups.size() == 2);
  CHECK(s.groups[0].hubs == std::vector<std::size_t>{0, 1, 2});
  CHECK(s.groups[1].hubs == std::vector<std::size_t>{3});
  CHECK(s.failures[0].hubs == std::vector<std::size_t>{0, 1, 2});
  CHECK(s.failures[1].hubs == std::vector<std::size_t>{1, 3});
  CHECK(s.objectives[0].scope.kind == ScopeKind::region);
  CHECK(s.objectives[0].scope.name.empty());
  CHECK(s.objectives[1].scope.name == "not on it");
  CHECK(s.objectives[2].scope.kind == ScopeKind::nation);
  CHECK(parse_scenario(resolved_toml(s), "resolved.toml", {}, testing::known_measures()) == s);
}

TEST_CASE("groups without hubs, groups that come later and objectives about two scopes are errors") {
  const Folder folder("name,region,template\nA,R1,small\n", std::string("hubs = \"hubs.csv\"\n") + kTemplates +
                                                                R"([[group]]
name = "early"
groups = ["late"]
[[group]]
name = "late"
[[objective]]
measure = "vaccinated"
above = 10
region = "R1"
scope = "nation"
)");
  CHECK(folder.messages().find("the group 'late' comes later; name groups that stand above") != std::string::npos);
  CHECK(folder.messages().find("no hub belongs to the group 'early'") != std::string::npos);
  CHECK(folder.messages().find("more than one scope is named") != std::string::npos);
}

TEST_CASE("many hubs are told of less than few, unless the scenario wants more") {
  std::string table = "name,template\n";
  for (int i = 0; i < 150; ++i)
    table += "hub " + std::to_string(i) + ",small\n";
  CHECK(Folder(table).read().output == OutputOptions{Detail::summary, Detail::nothing});
  CHECK(Folder("name,template\nRho,small\n").read().output == OutputOptions{Detail::everything, Detail::everything});
  CHECK(Folder(table).read({{"output.hubs", "everything"}}).output ==
        OutputOptions{Detail::everything, Detail::nothing});
  const Folder wrong(table,
                     std::string("hubs = \"hubs.csv\"\n[output]\nstations = \"summary\"\nhubs = \"nothing\"\n") + "");
  CHECK(wrong.messages().find("output.stations wants more than output.hubs") != std::string::npos);
}
