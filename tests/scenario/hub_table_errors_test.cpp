// What can be wrong with a hub table, and where it is told.

#include <catch2/catch.hpp>

#include "support/hub_folder.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;
using Folder = testing::HubFolder;
using testing::kTemplates;

}  // namespace

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

TEST_CASE("a row that says a thing in two forms is told so where it stands") {
  CHECK(
      Folder(
          "name;template;appointments;appointments.blocks;station.registration.servers;station.registration.seats\n"
          "Rho;small;30;[{ from = 09:00:00, to = 10:00:00, persons = 60 }];;\nDesio;small;30;;4;5\nLodi;small;30;;;5\n")
          .messages() ==
      "hubs.csv:2:14: error: appointments has just one of per_day, blocks, here are 2; write just one, like per_day = "
      "2000\n"
      "hubs.csv:3:19: error: a station has either 'servers', or 'shifts', or 'seats'; write just one of servers = 20, "
      "shifts = [ … ], seats = \"unlimited\"");
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

TEST_CASE("an error that many hubs have is shown for the first of them and counted for the others") {
  std::string table = "name,template,opens\n";
  for (int i = 0; i < 150; ++i)
    table += "hub " + std::to_string(i) + ",small,late\n";
  const std::string error =
      "error: 'late' is not a clock time; write it like 14:30:00, or \"26:00\" for 2 o'clock on the next day";
  CHECK(Folder(table).messages() == "hubs.csv:2:13: " + error + "\nhubs.csv:3:13: " + error +
                                        "\nhubs.csv:4:13: " + error + " (147 more like this)");
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

TEST_CASE("a hub near by is listed once") {
  const std::string nearby =
      "nearby\n\"[{ hub = \"\"Desio\"\", travel = \"\"20 min\"\" }, "
      "{ hub = \"\"Desio\"\", travel = \"\"30 min\"\" }]\"";
  CHECK(Folder("name,template," + nearby.substr(0, 7) + "Rho,small," + nearby.substr(7) + "\nDesio,small,\n")
            .messages() == "hubs.csv:2:11: error: this hub is listed twice; list each hub once");
}
