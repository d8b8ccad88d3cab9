// Every message of wrong use, to the letter.

#include <catch2/catch.hpp>

#include "program.hpp"

using namespace ripresa::testing;

namespace {

struct Misuse {
  std::vector<std::string> arguments;
  const char* message;
};

const std::vector<Misuse> kMisuses = {
    {{"run"}, "error: run takes one scenario; see ripresa run --help\n"},
    {{"run", "day.toml", "--threads", "4097"}, "error: --threads 4097 is out of range; write 1 to 4096\n"},
    {{"campaign"}, "error: campaign takes one scenario; see ripresa campaign --help\n"},
    {{"campaign", "day.toml"},
     "error: day.toml has no [campaign]; add [campaign] with days = 90, or use ripresa run\n"},
    {{"risk", "day.toml"},
     "error: day.toml has no [campaign]; add [campaign] with days = 365\n"
     "error: day.toml has no [[random_failure]]; add one with time_between and time_to_repair\n"
     "error: day.toml has a [[failure]] at a fixed time, which random years leave out; remove it (--set failure=[]), "
     "or use ripresa campaign\n"},
    {{"risk", "sound.toml"},
     "error: sound.toml has no [[random_failure]]; add one with time_between and time_to_repair\n"
     "error: sound.toml has a [[failure]] at a fixed time, which random years leave out; remove it (--set failure=[]), "
     "or use ripresa campaign\n"},
    {{"risk", "dated.toml"},
     "error: dated.toml has a [[failure]] at a fixed time, which random years leave out; remove it (--set failure=[]), "
     "or use ripresa campaign\n"},
    {{"check"}, "error: check takes one scenario; see ripresa check --help\n"},
    {{"check", "day.toml", "--sets", "x=1"}, "error: there is no option --sets; did you mean '--set'?\n"},
    {{"check", "day.toml", "--set"}, "error: the required argument for option '--set' is missing; see --help\n"},
    {{"run", "day.toml", "--out", "--force"},
     "error: the required argument for option '--out' is missing; if it is to be '--force': --out=--force\n"},
    {{"compare", "a"}, "error: compare takes two or more result folders; see ripresa compare --help\n"},
    {{"compare", "a", "b", "--out", ""}, "error: '' names no file; name one with --out\n"},
    {{"estimate"}, "error: estimate takes one scenario; see ripresa estimate --help\n"},
    {{"estimate", "day.toml", "day.toml"}, "error: estimate takes one scenario; see ripresa estimate --help\n"},
    {{"import", "table"}, "error: import takes a format and a source; see ripresa import --help\n"},
    {{"import", "table", "sites.csv"}, "error: --out is missing; see ripresa import --help\n"},
    {{"import", "italy-opendata", "italy", "--out", "made"}, "error: --date is missing; see ripresa import --help\n"},
    {{"import", "italy-opendata", "italy", "--out", "made", "--date", "2021-12-15"},
     "italy/somministrazioni-vaccini-summary-latest.csv: error: has no row for 2021-12-15; it has no rows\n"},
    {{"import", "table", "sites.csv", "--out", "made", "--date", "2021-02-29"},
     "error: --date 2021-02-29 is not a date; write it like 2021-12-15\n"},
    {{"import", "table", "sites.csv", "--out", "made", "--exponent", "4"},
     "error: --exponent 4 is out of range; write 0 to 3\n"},
    {{"import", "table", "sites.csv", "--out", "sites.csv"},
     "error: sites.csv is not a folder; choose another folder with --out\n"},
    {{"import", "table", "nowhere.csv", "--out", "made"},
     "nowhere.csv: error: cannot be read: No such file or directory; check the path\n"},
    {{"import", "table", "empty.csv", "--out", "made"},
     "empty.csv:1:1: error: the file is empty; begin with a line of column names\n"},
    {{"import", "table", "header.csv", "--out", "made"},
     "header.csv:1:1: error: the table has no row; write a line for each site or area\n"},
    {{"import", "table", "closed.csv", "--out", "made"},
     "error: no site gives a dose on that day; choose another day\n"},
    {{"measures", "all"}, "error: measures takes no arguments; see ripresa measures --help\n"},
    {{"verify", "day.toml"}, "error: verify takes options only; see ripresa verify --help\n"},
    {{"verify", "--threads", "0"}, "error: --threads 0 is out of range; write 1 to 4096\n"},
};

}  // namespace

TEST_CASE("wrong use is answered with the reason and a remedy, ends with status 2 and leaves nothing behind") {
  const Desk desk;
  desk.write("day.toml", random_scenario());
  desk.write("sound.toml", random_scenario("[campaign]\ndays = 7\n"));
  desk.write("dated.toml", random_scenario("[campaign]\ndays = 7\n[[random_failure]]\nbackends = [\"poste\"]\n"
                                           "time_between = \"2 d\"\ntime_to_repair = \"1 h\"\n"));
  desk.write("empty.csv", "\n");
  desk.write("header.csv", "name,doses\n");
  desk.write("closed.csv", "name,doses\nNord,0\n");
  desk.write("sites.csv", "name,doses\nNord,10\n");
  desk.write("italy/somministrazioni-vaccini-summary-latest.csv", "data,area,totale\n");
  desk.write("italy/punti-somministrazione-tipologia.csv", "area,denominazione_struttura,tipologia,reg\n");
  const std::string before = desk.list(".");
  for (const Misuse& misuse : kMisuses) {
    const Outcome outcome = desk.ripresa(misuse.arguments);
    CHECK(outcome.err == misuse.message);
    CHECK(outcome.status == 2);
    CHECK(outcome.out == "");
  }
  CHECK(desk.list(".") == before);
}

TEST_CASE("with standard streams closed the exit status is the same and files get no messages") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams streams;
  streams.error = Streams::Error::closed;
  CHECK(desk.ripresa({"check", "nowhere.toml"}, streams).status == 2);
  CHECK(desk.ripresa({"run", "s.toml"}, streams).status == 0);
  const std::string replications = desk.read("out/s/replications.csv");
  streams.output = Streams::Output::closed;
  CHECK(desk.ripresa({"run", "s.toml", "--force"}, streams).status == 1);
  CHECK(desk.ripresa({"run", "s.toml", "--force", "--quiet"}, streams).status == 0);
  CHECK(desk.read("out/s/replications.csv") == replications);
}
