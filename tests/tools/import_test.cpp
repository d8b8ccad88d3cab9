// ripresa import: from open data or a plain table to hubs that check accepts.

#include <catch2/catch.hpp>

#include "program.hpp"
#include "ripresa/base/csv_rows.hpp"

using namespace ripresa::testing;

namespace {

constexpr const char* kDosesHeader = "data,area,totale,m,f,d1,d2,dpi,db1,db2,db3,N1,N2,ISTAT,reg\n";
constexpr const char* kSitesHeader = "area,denominazione_struttura,tipologia,N1,N2,ISTAT,reg\n";

void write_open_data(const Desk& desk, const std::string& doses, const std::string& sites) {
  desk.write("data/somministrazioni-vaccini-summary-latest.csv", doses);
  desk.write("data/punti-somministrazione-tipologia.csv", sites);
}

Outcome import_italy(const Desk& desk) {
  return desk.ripresa({"import", "italy-opendata", "data", "--date", "2021-12-15", "--out", "made"});
}

long doses_of(const std::string& hub_table, const std::string& region) {
  double doses = 0;
  const auto rows = ripresa::csv_rows(hub_table, "hubs.csv");
  for (std::size_t i = 1; i < rows.size(); ++i)
    if (rows[i][1] == region)
      doses += 0.95 * std::stod(rows[i][4]) + std::stod(rows[i][5]);
  return std::lround(doses);
}

}  // namespace

TEST_CASE("Italy's open data become a hub table with each area's doses, and a scenario that check accepts") {
  const Desk desk;
  write_open_data(desk,
                  std::string("\xEF\xBB\xBF") + kDosesHeader +
                      "2021-12-14,LOM,99,0,0,0,0,0,0,0,0,ITC,ITC4,3,Lombardia\r\n"
                      "2021-12-15,LOM,5001,0,0,0,0,0,0,0,0,ITC,ITC4,3,Lombardia\r\n"
                      "2021-12-15,VDA,300,0,0,0,0,0,0,0,0,ITC,ITC2,2,Valle d'Aosta / Vallée d'Aoste\r\n",
                  std::string(kSitesHeader) +
                      "LOM,\"Palestra \"\"Forlì\"\", via Roma\",Territoriale,ITC,ITC4,3,Lombardia\r\n"
                      "LOM,OSPEDALE NIGUARDA,Ospedaliero,ITC,ITC4,3,Lombardia\r\n"
                      "LOM,OSPEDALE NIGUARDA,Ospedaliero,ITC,ITC4,3,Lombardia\r\n"
                      "VDA,Pollein,Territoriale,ITC,ITC2,2,Valle d'Aosta / Vallée d'Aoste\r\n");
  const Outcome made = import_italy(desk);
  REQUIRE(made.err == "");
  CHECK(made.status == 0);
  const std::string table = desk.read("made/hubs.csv");
  CHECK(doses_of(table, "Lombardia") == 5001);
  CHECK(doses_of(table, "Valle d'Aosta / Vallée d'Aoste") == 300);
  CHECK(table.find("\"Palestra \"\"Forlì\"\", via Roma\",Lombardia,") != std::string::npos);
  CHECK(table.find("OSPEDALE NIGUARDA (1),") != std::string::npos);
  CHECK(table.find("OSPEDALE NIGUARDA (2),") != std::string::npos);
  CHECK(desk.ripresa({"check", "made/scenario.toml"}).status == 0);
  const Outcome run = desk.ripresa({"run", "made/scenario.toml", "--replications", "2", "--out", "o"});
  CHECK(run.status == 0);
  CHECK_THAT(run.out, Catch::Contains("no hub states an indoor_capacity."));
  // The line that says so is one that can be put in.
  std::string scenario = desk.read("made/scenario.toml");
  const std::string commented = "\n# indoor_capacity = 200\n";
  REQUIRE(scenario.find(commented) != std::string::npos);
  scenario.replace(scenario.find(commented), 3, "\n");
  desk.write("made/scenario.toml", scenario);
  CHECK_THAT(desk.ripresa({"run", "made/scenario.toml", "--replications", "2", "--out", "o", "--force"}).out,
             !Catch::Contains("indoor_capacity"));
}

TEST_CASE("every bad row of both files is reported with its line, and nothing is written") {
  const Desk desk;
  write_open_data(desk,
                  std::string(kDosesHeader) +
                      "2021-12-15,LOM,many,0,0,0,0,0,0,0,0,ITC,ITC4,3,Lombardia\n"
                      "15/12/2021,LOM,5,0,0,0,0,0,0,0,0,ITC,ITC4,3,Lombardia\n"
                      "2021-12-15,LOM,5,0,0,0,0,0,0,0,0,ITC,ITC4,3,Lombardia\n"
                      "2021-12-15,MAR,-5,0,0,0,0,0,0,0,0,ITC,ITC4,3,Marche\n"
                      "2021-12-15,LOM,5\n",
                  std::string(kSitesHeader) +
                      "LOM,,Territoriale,ITC,ITC4,3,Lombardia\n"
                      "LOM,Rho,Palestra,ITC,ITC4,3,Lombardia\n");
  const Outcome made = import_italy(desk);
  CHECK(made.status == 2);
  const std::string doses = "data/somministrazioni-vaccini-summary-latest.csv";
  const std::string sites = "data/punti-somministrazione-tipologia.csv";
  for (const std::string& message :
       {doses + ":2:16: error: 'many' is not a number of doses", doses + ":3:1: error: '15/12/2021' is not a date",
        doses + ":4:12: error: a second row for area 'LOM' on 2021-12-15",
        doses + ":5:16: error: '-5' is not a number of doses",
        doses + ":5:12: error: area 'MAR' has no site in punti-somministrazione-tipologia.csv",
        doses + ":6:1: error: the row has 3 fields and the header 15", sites + ":2:1: error: the site has no name",
        sites + ":3:9: error: 'Palestra' is no kind of site; valid are: Ospedaliero, Territoriale"}) {
    INFO(message << "\nin\n" << made.err);
    CHECK(made.err.find(message) != std::string::npos);
  }
  CHECK_FALSE(desk.exists("made/hubs.csv"));
}

TEST_CASE("a day that the data do not have is an error that tells which days they have") {
  const Desk desk;
  write_open_data(desk, std::string(kDosesHeader) + "2021-12-14,LOM,5,0,0,0,0,0,0,0,0,ITC,ITC4,3,Lombardia\n",
                  std::string(kSitesHeader) + "LOM,Rho,Territoriale,ITC,ITC4,3,Lombardia\n");
  CHECK(import_italy(desk).err ==
        "data/somministrazioni-vaccini-summary-latest.csv: error: has no row for 2021-12-15; its days are 2021-12-14 "
        "to 2021-12-14\n");
}

TEST_CASE("a plain table of any country becomes hubs: areas share their doses by rank, sites have their own") {
  const Desk desk;
  desk.write("areas.csv",
             "name,region,health_agency,doses,sites,system\nNord,North,Agency 1,1001,4,\nFair,North,,2500,,card\n");
  REQUIRE(desk.ripresa({"import", "table", "areas.csv", "--out", "made"}).status == 0);
  const std::string table = desk.read("made/hubs.csv");
  CHECK(doses_of(table, "North") == 3501);
  CHECK(table.find("Nord 1,North,Agency 1,medium,") != std::string::npos);
  CHECK(table.find("Nord 4,North,Agency 1,small,") != std::string::npos);
  CHECK(table.find("Fair,North,,large on card,") != std::string::npos);
  CHECK(desk.ripresa({"check", "made/scenario.toml"}).status == 0);
  CHECK(desk.ripresa({"import", "table", "areas.csv", "--out", "made"}).status == 2);
}

TEST_CASE("a system may have any name: check reads what import made of it") {
  const Desk desk;
  desk.write("areas.csv", "name,doses,system\nNord,500,\"Poste \"\"new\"\" \\ 2\"\n");
  REQUIRE(desk.ripresa({"import", "table", "areas.csv", "--out", "made"}).status == 0);
  const Outcome checked = desk.ripresa({"check", "made/scenario.toml"});
  CHECK(checked.err == "");
  CHECK(checked.status == 0);
}

TEST_CASE("a disk that fills up leaves neither of import's files, and earlier ones as they were") {
  const Desk desk;
  desk.write("areas.csv", "name,doses\nNord,500\n");
  Streams streams;
  streams.largest_file = 1000;
  const Outcome outcome = desk.ripresa({"import", "table", "areas.csv", "--out", "made"}, streams);
  CHECK(outcome.status == 1);
  CHECK(outcome.err == "error: made/scenario.toml: cannot be written: File too large\n");
  CHECK(desk.list("made") == "");
  desk.write("made/hubs.csv", "mine");
  CHECK(desk.ripresa({"import", "table", "areas.csv", "--out", "made", "--force"}, streams).status == 1);
  CHECK(desk.read("made/hubs.csv") == "mine");
}

TEST_CASE("the help says which day a table is of when --date does not") {
  const Desk desk;
  const Outcome help = desk.ripresa({"import", "--help"});
  CHECK_THAT(help.out, Catch::Contains("(of a table 2021-12-15)"));
  desk.write("areas.csv", "name,doses\nNord,500\n");
  REQUIRE(desk.ripresa({"import", "table", "areas.csv", "--out", "made"}).status == 0);
  CHECK_THAT(desk.read("made/scenario.toml"), Catch::Contains("date = 2021-12-15\n"));
}

TEST_CASE("bad rows of a plain table and bad arguments of import are errors with a remedy") {
  const Desk desk;
  desk.write("areas.csv", "name,doses,sites\nNord,x,0\n,5,1\n");
  CHECK(desk.ripresa({"import", "table", "areas.csv", "--out", "made"}).err ==
        "areas.csv:2:6: error: 'x' is not a number of doses; write a whole number from 0 to 100,000,000\n"
        "areas.csv:2:8: error: 0 sites; write 1 to 100,000\n"
        "areas.csv:3:1: error: the row has no name; name the site or the area\n");
  desk.write("twice.csv", "name,doses,sites\nNord 2,10,1\nSud,10,1\nNord,30,3\nSud,5,1\n");
  CHECK(desk.ripresa({"import", "table", "twice.csv", "--out", "made"}).err ==
        "twice.csv:4:1: error: 'Nord 2' is a site of line 2 too; give every site and area a name of its own\n"
        "twice.csv:5:1: error: 'Sud' is a site of line 3 too; give every site and area a name of its own\n");
  desk.write("columns.csv", "name,doses,doses,note,\"\",note,\"\"\nNord,5,6,,,,\n");
  CHECK(desk.ripresa({"import", "table", "columns.csv", "--out", "made"}).err ==
        "columns.csv:1:12: error: a second column is called 'doses'; remove one of them\n"
        "columns.csv:1:26: error: a second column is called 'note'; remove one of them\n");
  desk.write("other.csv", "nome,doses\nNord,5\n");
  CHECK(desk.ripresa({"import", "table", "other.csv", "--out", "made"}).err ==
        "other.csv:1:1: error: there is no column 'name'; did you mean 'nome'?\n");
  CHECK(desk.ripresa({"import", "tables", "areas.csv", "--out", "made"}).err ==
        "error: there is no format 'tables'; did you mean 'table'?\n");
  CHECK(desk.ripresa({"import", "table", "areas.csv"}).err == "error: --out is missing; see ripresa import --help\n");
}

TEST_CASE("a table that is not in UTF-8 is refused before anything is written") {
  const Desk desk;
  desk.write("areas.csv", "name,doses\nForl\xec,5\n");
  const Outcome refused = desk.ripresa({"import", "table", "areas.csv", "--out", "made"});
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Catch::StartsWith("areas.csv:2:5: error: the byte EC is no character of UTF-8; save the"));
  CHECK_FALSE(desk.exists("made"));
}

TEST_CASE("import says which columns of a plain table it does not read, and what may have been meant") {
  const Desk desk;
  const auto err = [&desk](const std::string& header) {
    desk.write("areas.csv", header + "\nNord,1000,North,x,y,1\n");
    const Outcome made = desk.ripresa({"import", "table", "areas.csv", "--out", "made", "--force"});
    CHECK(made.status == 0);
    return made.err;
  };
  CHECK(err("name,doses,region,health_agency,system,\"\"") == "");
  CHECK(err("name,doses,regoin,note,system,\"\"") ==
        "areas.csv: these columns are not read: 'regoin' (did you mean 'region'?), 'note'\n");
  CHECK(err("name,doses,region,Region,b,c") == "areas.csv: these columns are not read: 'Region', 'b', 'c'\n");
  CHECK(err("name,doses,region,health_agency,system,extra") == "areas.csv: this column is not read: 'extra'\n");
}

TEST_CASE("import says how many sites got no doses and make no hub") {
  const Desk desk;
  desk.write("sites.csv", "name,doses,sites\nNord,2,5\nSud,0,1\nEst,10,2\n");
  const Outcome made = desk.ripresa({"import", "table", "sites.csv", "--out", "made"});
  CHECK(made.status == 0);
  CHECK(made.err == "4 of 8 sites got no doses and make no hub\n");
}
