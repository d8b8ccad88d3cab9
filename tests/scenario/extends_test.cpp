// A scenario that extends another: its sections replace the other's, its [set] changes single values.

#include <catch2/catch.hpp>
#include <string>

#include "ripresa/base/error.hpp"
#include "ripresa/scenario/read.hpp"
#include "support/small_scenario.hpp"
#include "support/temporary_folder.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;

std::string error_in(const std::string& path) {
  try {
    read_scenario(path, {}, {});
  } catch (const InputError& error) {
    return error.diagnostics().front().reason;
  }
  return "no error";
}

}  // namespace

TEST_CASE("A scenario takes from the one that it extends what it does not say itself") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario);
  const Scenario s = read_scenario(folder.write("other.toml", R"(extends = "base.toml"
title = "other"
[[failure]]
backend = "poste"
from = 14:15:00
to = 15:00:00
[set]
"hub.Palazzo delle Scintille.station.registration.servers" = 3
)"),
                                   {}, {});
  CHECK(s.title == "other");
  REQUIRE(s.failures.size() == 1);
  CHECK(s.failures[0].from == Time::clock(14, 15));
  CHECK(std::get<Staffed>(s.hubs[0].stations[0].servers).shifts[0].servers == 3);
  CHECK(s.hubs[0].walk_ins.pieces.size() == 1);
}

TEST_CASE("An error in what a scenario extends or sets is reported where it stands") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario);
  const auto path = folder.write("other.toml", "extends = \"base.toml\"\n[set]\n\"hub.Torino.opens\" = 07:00:00\n");
  try {
    read_scenario(path, {}, {});
    FAIL("no error");
  } catch (const InputError& error) {
    const Diagnostic& d = error.diagnostics().front();
    CHECK(d.file == path);
    CHECK(d.line == 3);
    CHECK(d.reason == "in 'hub' there is no element named 'Torino'");
    CHECK(d.remedy == "valid are: Palazzo delle Scintille");
  }
}

TEST_CASE("A missing base, a circle and a [set] that is no table are errors") {
  const testing::TemporaryFolder folder;
  CHECK_THAT(error_in(folder.write("lost.toml", "extends = \"nowhere.toml\"\n")),
             Catch::Contains("the scenario to extend") && Catch::Contains("cannot be read: No such file or directory"));
  folder.write("a.toml", "extends = \"b.toml\"\n");
  CHECK(error_in(folder.write("b.toml", "extends = \"a.toml\"\n")) == "scenarios extend each other in a circle");
  CHECK(error_in(folder.write("number.toml", "extends = 3\n")) == "expected text, found a whole number");
  folder.write("base.toml", testing::kSmallScenario);
  CHECK_THROWS_WITH(read_scenario(folder.write("set.toml", "extends = \"base.toml\"\nset = 5\n"), {}, {}),
                    Catch::EndsWith("[set] has to be a table, found a whole number; write [set] and under it "
                                    "hub.0.opens = 07:00:00"));
}

TEST_CASE("a long chain of scenarios that extend each other is no circle") {
  const testing::TemporaryFolder folder;
  std::string last = folder.write("0.toml", testing::kSmallScenario);
  for (int i = 1; i <= 20; ++i)
    last = folder.write(std::to_string(i) + ".toml", "extends = \"" + std::to_string(i - 1) + ".toml\"\n");
  CHECK(error_in(last) == "no error");
}

TEST_CASE("A [set] of 'hubs' that means 'hub' is refused where it stands") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario);
  const auto path = folder.write("other.toml", "extends = \"base.toml\"\n[set]\n\"hubs.0.opens\" = 07:00:00\n");
  CHECK_THROWS_WITH(read_scenario(path, {}, {}),
                    Catch::EndsWith("other.toml:3:1: error: 'hubs' is the path of a hub table, and has no '0'; "
                                    "did you mean 'hub.0.opens'?"));
}

TEST_CASE("A key of [set] means the same with and without quotes") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario);
  const auto with = [&folder](const std::string& set) {
    return read_scenario(folder.write("other.toml", "extends = \"base.toml\"\n" + set), {}, {});
  };
  const Scenario quoted = with(R"([set]
"experiment.replications" = 7
"measures.tolerance" = 2
"hub.0.name" = "S. Donato"
"hub.\"S. Donato\".station.0.servers" = 5
"hub.0.walk_ins.per_day" = 50
)");
  CHECK(quoted.experiment.replications == 7);
  CHECK(std::get<Staffed>(quoted.hubs[0].stations[0].servers).shifts[0].servers == 5);
  CHECK(with(R"([set]
experiment.replications = 7
measures.tolerance = 2
hub.0.name = "S. Donato"
hub."S. Donato".station.0.servers = 5
"hub.0".walk_ins.per_day = 50
)") == quoted);
  CHECK(with(R"([set.experiment]
replications = 7
[set.measures]
tolerance = 2
[set.hub.0]
name = "S. Donato"
station.registration.servers = 5
walk_ins.per_day = 50
)") == quoted);
  CHECK(with("set = { experiment.replications = 7, measures.tolerance = 2, hub.0.name = \"S. Donato\", "
             "hub.0.station.0.servers = 5, hub.0.walk_ins.per_day = 50 }\n") == quoted);
}

TEST_CASE("A header under [set] with nothing under it is an error, for it would change nothing") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario);
  CHECK(error_in(folder.write("other.toml", "extends = \"base.toml\"\n[set.hub.0.station.0.on_failure.turn_away]\n")) ==
        "nothing is set under 'turn_away'");
}

TEST_CASE("A table in braces is a value of [set] that replaces the other") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario);
  const Scenario s = read_scenario(
      folder.write(
          "other.toml",
          "extends = \"base.toml\"\n[set]\nhub.0.station.0 = { name = \"lobby\", servers = 3, service = \"1 min\" }\n"),
      {}, {});
  CHECK(s.hubs[0].stations[0].name == "lobby");
  CHECK(s.hubs[0].stations[0].calls.empty());
}

TEST_CASE("Of two entries of [set] for one value the last in the file wins, in quotes or not") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario);
  const Scenario s = read_scenario(folder.write("other.toml", R"(extends = "base.toml"
[set]
experiment.seed = 3
"experiment.replications" = 4
experiment.replications = 5
)"),
                                   {}, {});
  CHECK(s.experiment.seed == 3);
  CHECK(s.experiment.replications == 5);
}

TEST_CASE("Quotes in a dotted key of [set] make a name of a number") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario);
  const std::string start = "extends = \"base.toml\"\n[set]\n";
  CHECK(error_in(folder.write("number.toml", start + "hub.0.opens = 07:00:00\n")) == "no error");
  CHECK(error_in(folder.write("name.toml", start + "hub.\"0\".opens = 07:00:00\n")) ==
        "in 'hub' there is no element named '0'");
  CHECK(error_in(folder.write("hubs.toml", start + "hubs.\"0\".opens = 07:00:00\n")) ==
        "'hubs' is the path of a hub table, and has no '0'");
}

TEST_CASE("A [set] of a scenario that extends none is refused in one that extends it, too") {
  const testing::TemporaryFolder folder;
  folder.write("base.toml", testing::kSmallScenario + "[set]\n\"hub.0.opens\" = 07:00:00\n");
  const auto path = folder.write("other.toml", "extends = \"base.toml\"\n[set]\n\"hub.0.opens\" = 07:30:00\n");
  CHECK(error_in(path) == "[set] is for a scenario that extends another");
}

TEST_CASE("A hub of the hub table that [set] replaces as a whole is still one of the table") {
  const testing::TemporaryFolder folder;
  folder.write("hubs.csv", "name,template\nComo,small\nLodi,small\n");
  folder.write("others.csv", "name,template\nErba,small\n");
  folder.write("base.toml",
               "date = 2021-12-15\nhubs = \"hubs.csv\"\n[[template]]\nname = \"small\"\nopens = 08:00:00\ncloses = "
               "18:00:00\nwalk_ins = { per_day = 10 }\n[[template.station]]\nname = \"desk\"\nservers = 1\nservice = "
               "\"1 min\"\n");
  folder.write(
      "middle.toml",
      "extends = \"base.toml\"\n[set]\nhub.Como = { name = \"Como\", template = \"small\", opens = 09:00:00 }\n");
  const auto names = [&folder](const std::string& text) {
    std::string all;
    for (const Hub& hub : read_scenario(folder.write("day.toml", "extends = \"middle.toml\"\n" + text), {}, {}).hubs)
      all += hub.name + " ";
    return all;
  };
  CHECK(names("hub = []\n") == "Como Lodi ");
  CHECK(names("hubs = \"others.csv\"\n") == "Erba ");
}
