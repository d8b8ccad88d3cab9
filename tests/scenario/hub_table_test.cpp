// Many hubs from few lines: templates, hub tables, rules for servers.

#include <catch2/catch.hpp>

#include "ripresa/base/error.hpp"
#include "ripresa/scenario/read.hpp"
#include "support/measures.hpp"
#include "support/temporary_folder.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;

constexpr const char* kTemplates = R"(title = "hubs"
date = 2021-12-15
[[backend]]
name = "poste"
[[template]]
name = "small"
opens = 09:00:00
closes = 17:00:00
appointments = { per_day = 400, slot = "10 min", show_rate = 0.9 }
walk_ins = { per_day = 40 }
[[template.station]]
name = "registration"
servers = { utilisation = 0.8, least = 2 }
service = { lognormal = { mean = "3 min", cv = 0.5 } }
calls = [{ backend = "poste" }]
[[template.station]]
name = "vaccination"
servers = { per_1000_a_day = 10 }
service = "3 min"
[[template]]
name = "large"
extends = "small"
opens = 08:00:00
closes = 20:00:00
station.registration.shifts = [{ from = 08:00:00, to = 20:00:00, servers = 30 }]
)";

/// A scenario and its hub table in a folder of their own.
class Folder {
 public:
  explicit Folder(const std::string& table,
                  const std::string& scenario = std::string("hubs = \"hubs.csv\"\n") + kTemplates) {
    folder_.write("hubs.csv", table);
    folder_.write("day.toml", scenario);
  }

  Scenario read(const std::vector<Override>& overrides = {}, const std::string& name = "day.toml") const {
    return read_scenario(folder_.file(name), overrides, testing::known_measures());
  }

  void add(const std::string& name, const std::string& text) const { folder_.write(name, text); }

  /// All messages, without the folder.
  std::string messages() const {
    try {
      read();
    } catch (const ripresa::InputError& error) {
      std::string text = error.what();
      const std::string prefix = folder_.file("");
      for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
        text.erase(at, prefix.size());
      return text;
    }
    return "";
  }

 private:
  testing::TemporaryFolder folder_;
};

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

TEST_CASE("what a hub table says wrong is reported with its line and column, all at once") {
  const Folder folder(
      "name,template,opens,appointments,opnes,station.registration.servres,station.triage.servers\n"
      "Rho,smal,,,,,\n"
      "Desio,small,9 o'clock,many,,,\n"
      "Desio,small,,,,,\n"
      "Monza,small\n"
      "Lodi,small,,,08:00,3,1\n"
      "Como,small,,,08:00,3,\n");
  CHECK(folder.messages() ==
        "hubs.csv:1:34: error: unknown key 'opnes' in [[hub]]; did you mean 'opens'?\n"
        "hubs.csv:1:40: error: unknown key 'servres' in [[hub.station]]; did you mean 'servers'?\n"
        "hubs.csv:1:69: error: the template has no station 'triage'; valid are: registration, vaccination\n"
        "hubs.csv:2:5: error: there is no template 'smal'; did you mean 'small'?\n"
        "hubs.csv:3:13: error: '9 o'clock' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on "
        "the next day\n"
        "hubs.csv:3:23: error: expected a whole number, found text; write it without quotes, unit or decimal point\n"
        "hubs.csv:4:1: error: a second hub is called 'Desio'; give it a name of its own\n"
        "hubs.csv:5:1: error: the row has 2 fields and the header 7; give each column a field, empty where the "
        "template's value holds; put a name with a comma in quotes");
}

TEST_CASE("a row with a key that its template has not is told so where it stands, if another template has it") {
  const std::string triage =
      "[[template]]\nname = \"with triage\"\nextends = \"small\"\n[[template.station]]\nname = \"triage\"\n"
      "servers = 2\nservice = \"1 min\"\n";
  const Folder folder("name,template,station.triage.servers\nRho,small,\nDesio,with triage,3\nLodi,small,4\n",
                      std::string("hubs = \"hubs.csv\"\n") + kTemplates + triage);
  CHECK(folder.messages() ==
        "hubs.csv:4:12: error: the template has no station 'triage'; valid are: registration, vaccination");
  CHECK(Folder("name,template,station.registration.calls.1.at\nRho,small,\nDesio,small,end\n").messages() ==
        "hubs.csv:3:13: error: in the template's 'calls' there is no element 1; the elements are numbered 0 to 0");
}

TEST_CASE("a hub table without names, with a column twice or nameless, is refused at its header") {
  CHECK(Folder("region,opens,opens,\nA,,,\n").messages() ==
        "hubs.csv:1:1: error: the hub table has no column 'name'; add one with a name of its own for each hub\n"
        "hubs.csv:1:14: error: a second column is called 'opens'; remove one of them\n"
        "hubs.csv:1:20: error: the column has no name; name it after the hub's key that it sets");
}

TEST_CASE("a hub table without a hub is an error of its own") {
  CHECK(Folder("name,template\n").messages() ==
        "hubs.csv:1:1: error: the hub table has no hub; write a line of column names, and below it a line a hub");
  CHECK(Folder("").messages() ==
        "hubs.csv:1:1: error: the hub table has no hub; write a line of column names, and below it a line a hub");
}

TEST_CASE("a row with too few or too many fields is one error: what names its hub is right") {
  const std::string group =
      "[[group]]\nname = \"some\"\nhubs = [\"Rho\", \"Lodi\"]\n[[group]]\nname = \"west\"\nregions = [\"R1\"]\n";
  const Folder folder("name,region,template,opens\nRho,R1,small\nDesio,R2,small,\nLodi,R1,small,,\n",
                      std::string("hubs = \"hubs.csv\"\n") + kTemplates + group);
  const std::string remedy =
      " fields and the header 4; give each column a field, empty where the template's value holds; put a name with a "
      "comma in quotes";
  CHECK(folder.messages() ==
        "hubs.csv:2:1: error: the row has 3" + remedy + "\nhubs.csv:4:1: error: the row has 5" + remedy);
}

TEST_CASE("a number with a decimal comma is told so") {
  CHECK(Folder("name;template;walk_ins.per_day;appointments.show_rate\nRho;small;1,5;0.9\nDesio;small;many;0,9\n")
            .messages() ==
        "hubs.csv:2:11: error: expected a number, found text; write it with a decimal point\n"
        "hubs.csv:3:13: error: expected a number, found text; write it without quotes\n"
        "hubs.csv:3:18: error: expected a number, found text; write it with a decimal point");
}

TEST_CASE("a hub table that is not there is reported where the scenario names it") {
  const Folder folder("name,template\nRho,small\n", std::string("hubs = \"other.csv\"\n") + kTemplates);
  CHECK(folder.messages().find("day.toml:1:8: error: the hub table ") == 0);
  CHECK(folder.messages().find("other.csv cannot be read: No such file or directory; check the path") !=
        std::string::npos);
}

TEST_CASE("where the hub table cannot be read, no name is reported that it may have") {
  const std::string failure =
      "[[failure]]\nbackend = \"poste\"\nfrom = 10:00:00\nto = 11:00:00\nregions = [\"Lazio\"]\n";
  const Folder latin("name,template\nForl\xec,small\n", std::string("hubs = \"hubs.csv\"\n") + kTemplates + failure);
  CHECK(latin.messages() ==
        "hubs.csv:2:5: error: the byte EC is no character of UTF-8; "
        "save the file as UTF-8 (a spreadsheet calls it \"CSV UTF-8\")");
}

TEST_CASE("where a hub has no template, nothing is reported that it would have had of it") {
  const Folder folder("name,template,station.registration.servers\nRho,huge,3\nLodi,small,4\n");
  CHECK(folder.messages() == "hubs.csv:2:5: error: there is no template 'huge'; valid are: small, large");
  // Nor of one that builds on none.
  const std::string text =
      std::string("hubs = \"hubs.csv\"\n") + kTemplates + "[[template]]\nname = \"odd\"\nextends = \"huge\"\n";
  CHECK(Folder("name,template\nRho,odd\nLodi,small\n", text).messages() ==
        "day.toml:29:11: error: there is no template 'huge'; valid are: small, large, odd");
}

TEST_CASE("a header that nearly says 'name' is told so") {
  CHECK(Folder("template,Name\nsmall,Rho\n").messages() ==
        "hubs.csv:1:10: error: the hub table has a column 'Name' and none 'name'; write 'name' for 'Name'");
  CHECK(Folder("NAME,template\nRho,small\n").messages() ==
        "hubs.csv:1:1: error: the hub table has a column 'NAME' and none 'name'; write 'name' for 'NAME'");
}

TEST_CASE("a scenario that is not in UTF-8 is refused with the place and the byte, as a hub table is") {
  CHECK_THROWS_WITH(
      parse_scenario("date = 2021-12-15\ntitle = \"Forl\xec\"\n", "s.toml", {}, {}),
      Catch::Contains("s.toml:2:14: error: the byte EC is no character of UTF-8; save the file as UTF-8") &&
          !Catch::Contains("CSV"));
}

TEST_CASE("an error that many hubs have is shown for the first of them and counted for the others") {
  std::string table = "name,template,opens\n";
  for (int i = 0; i < 150; ++i)
    table += "hub " + std::to_string(i) + ",small,late\n";
  const std::string error =
      "error: 'late' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day";
  CHECK(Folder(table).messages() == "hubs.csv:2:13: " + error + "\nhubs.csv:3:13: " + error +
                                        "\nhubs.csv:4:13: " + error + " (147 more like this)");
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

TEST_CASE("a hub table that --set names and that is not there is an error of the option") {
  const Folder folder("name,template\nRho,small\n");
  try {
    folder.read({{"hubs", "nonexistent.csv"}});
    FAIL("no error");
  } catch (const InputError& error) {
    CHECK_THAT(error.what(), Catch::StartsWith("--set hubs: error: the hub table ") &&
                                 Catch::Contains("nonexistent.csv cannot be read: No such file or directory"));
  }
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

TEST_CASE("a hub near by is listed once") {
  const std::string nearby =
      "nearby\n\"[{ hub = \"\"Desio\"\", travel = \"\"20 min\"\" }, "
      "{ hub = \"\"Desio\"\", travel = \"\"30 min\"\" }]\"";
  CHECK(Folder("name,template," + nearby.substr(0, 7) + "Rho,small," + nearby.substr(7) + "\nDesio,small,\n")
            .messages() == "hubs.csv:2:11: error: this hub is listed twice; list each hub once");
}
