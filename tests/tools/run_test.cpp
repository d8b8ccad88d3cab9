// ripresa run: its files, its screen and its exit status.

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace ripresa::testing;
using Catch::Contains;
using Catch::StartsWith;

namespace {

const std::string kFiles = "backends.csv backlog.csv manifest.json replications.csv summary.csv";

std::string objective_by(const std::string& bound) {
  return "[[objective]]\nname = \"in time\"\nmeasure = \"catch_up_time\"\nbefore = " + bound + "\n";
}

void check_same_files(const Desk& desk, const std::string& a, const std::string& b) {
  for (const char* file : {"backlog.csv", "backends.csv", "summary.csv", "replications.csv", "manifest.json"}) {
    INFO(file);
    CHECK(desk.read(a + "/" + file) == desk.read(b + "/" + file));
  }
}

}  // namespace

TEST_CASE("a run writes its five files and says on one screen what the outage did") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  const Outcome outcome = desk.ripresa({"run", "s.toml"});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(desk.list("out/s") == kFiles);
  CHECK_THAT(outcome.out, StartsWith("A small hub\n") && Contains("The queue peaked at ") &&
                              Contains("Caught up at ") && Contains("95 % interval") &&
                              Contains("Results are in out/s/"));
  CHECK_THAT(desk.read("out/s/backlog.csv"), StartsWith("time,scope,name,"));
  CHECK_THAT(
      desk.read("out/s/summary.csv"),
      StartsWith("scope,name,station,measure,unit,run,estimate,lower,upper,p05,p50,p95,replications,censored\n"));
}

TEST_CASE("the exit status says whether the objectives hold, and the screen and the manifest say so too") {
  const Desk desk;
  desk.write("holds.toml", random_scenario(objective_by("20:00:00")));
  desk.write("fails.toml", random_scenario(objective_by("15:11:00")));
  const Outcome holds = desk.ripresa({"run", "holds.toml"});
  CHECK(holds.status == 0);
  CHECK_THAT(holds.out, Contains("HOLDS \"in time\""));
  const Outcome fails = desk.ripresa({"run", "fails.toml"});
  CHECK(fails.status == 3);
  CHECK_THAT(fails.out, Contains("FAILS \"in time\""));
  const auto manifest = nlohmann::json::parse(desk.read("out/fails/manifest.json"));
  CHECK(manifest["objectives"][0]["holds"] == false);
}

TEST_CASE("results that are there are not overwritten without --force, and nothing is simulated to find that out") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  REQUIRE(desk.ripresa({"run", "s.toml", "--out", "r"}).status == 0);
  const std::string before = desk.read("r/replications.csv");
  // So many days of so many people would not end.
  const Outcome refused = desk.ripresa({"run", "s.toml", "--out", "r", "--seed", "9", "--replications", "50000000"});
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("r/backlog.csv exists already") && Contains("--force"));
  CHECK(desk.read("r/replications.csv") == before);
  CHECK(desk.ripresa({"run", "s.toml", "--out", "r", "--seed", "9", "--force"}).status == 0);
  CHECK(desk.read("r/replications.csv") != before);
  CHECK(desk.list("r") == kFiles);
}

TEST_CASE("a folder that cannot be written is found before anything is simulated") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  desk.write("file", "");
  const auto status_of = [&desk](const std::string& folder, const std::string& reason) {
    const Outcome outcome = desk.ripresa({"run", "s.toml", "--replications", "50000000", "--out", folder});
    CHECK_THAT(outcome.err, Contains(folder) && Contains(reason));
    return outcome.status;
  };
  CHECK(status_of("file", "is not a folder") == 2);
  CHECK(status_of("file/below", "Not a directory") == 1);
  CHECK(status_of("/proc/ripresa", "the folder cannot be made") == 1);
  CHECK(status_of("/proc", "cannot be written") == 1);
}

TEST_CASE("a disk that fills up is a failure that names the file, and leaves neither half a file nor a manifest") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams streams;
  streams.largest_file = 20'000;
  for (const char* threads : {"1", "2", "8"}) {
    const Outcome outcome = desk.ripresa({"run", "s.toml", "--threads", threads}, streams);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("out/s/backlog.csv: cannot be written: File too large"));
    CHECK(desk.list("out/s").empty());
  }
}

TEST_CASE("a disk that fills up leaves earlier results as they were") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  REQUIRE(desk.ripresa({"run", "s.toml", "-q", "--out", "r"}).status == 0);
  REQUIRE(desk.ripresa({"run", "s.toml", "-q", "--out", "before"}).status == 0);
  Streams streams;
  streams.largest_file = desk.read("r/backlog.csv").size() + 1000;
  // Fewer steps and many more days: the first file fits, a later one does not.
  const Outcome outcome = desk.ripresa(
      {"run", "s.toml", "--out", "r", "--force", "--replications", "2000", "--set", "measures.step=\"60 min\""},
      streams);
  CHECK(outcome.status == 1);
  CHECK_THAT(outcome.err, Contains("r/replications.csv: cannot be written: File too large"));
  CHECK(desk.list("r") == kFiles);
  check_same_files(desk, "r", "before");
}

TEST_CASE("a disk that fills up with what does not fit into memory is a failure that names the folder") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams streams;
  streams.largest_file = 1'000'000;
  const Outcome outcome =
      desk.ripresa({"run", "s.toml", "--replications", "60", "--set", "measures.step=\"1 min\""}, streams);
  CHECK(outcome.status == 1);
  CHECK_THAT(outcome.err, Contains("out/s: intermediate results cannot be kept there: File too large"));
  CHECK(desk.list("out/s").empty());
}

TEST_CASE(
    "results of which most lie in a file while they come in are the same bytes with one thread and with several") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  for (const char* threads : {"1", "2", "7"})
    REQUIRE(desk.ripresa({"run", "s.toml", "-q", "--threads", threads, "--out", threads, "--replications", "60",
                          "--set", "measures.step=\"1 min\""})
                .status == 0);
  check_same_files(desk, "1", "2");
  check_same_files(desk, "1", "7");
  CHECK(desk.list("1") == kFiles);
}

TEST_CASE("--quiet prints nothing, and the results are the same") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  const Outcome loud = desk.ripresa({"run", "s.toml", "--out", "a"});
  for (const char* option : {"--quiet", "-q"}) {
    const Outcome quiet = desk.ripresa({"run", "s.toml", "--out", "b", "--force", option});
    CHECK(quiet.status == 0);
    CHECK(quiet.out.empty());
    CHECK(quiet.err.empty());
  }
  check_same_files(desk, "a", "b");
}

TEST_CASE("the results are the same bytes with one thread and with two, and again tomorrow") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  for (const char* threads : {"1", "2", "7"}) {
    const Outcome outcome = desk.ripresa({"run", "s.toml", "-q", "--out", threads, "--threads", threads});
    REQUIRE(outcome.status == 0);
    CHECK(outcome.err.empty());
  }
  check_same_files(desk, "1", "2");
  check_same_files(desk, "1", "7");
}

TEST_CASE("--seed, --replications and --set change what is simulated, and the manifest tells") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  REQUIRE(desk.ripresa({"run", "s.toml", "-q", "--seed", "11", "--replications", "3", "--set",
                        "hub.hub.station.registration.servers=3", "--set", "failure.0.to=16:00:00"})
              .status == 0);
  const auto manifest = nlohmann::json::parse(desk.read("out/s/manifest.json"));
  CHECK(manifest["seed"] == 11);
  CHECK(manifest["replications"]["finished"] == 3);
  CHECK(manifest["options"]["set"][0] == "hub.hub.station.registration.servers=3");
  CHECK(manifest["failure_end"] == "2021-12-15T16:00:00");
  CHECK_THAT(manifest["resolved_scenario"].get<std::string>(), Contains("servers = 3") && Contains("to = 16:00:00"));
}

TEST_CASE("a scenario without failures says that nothing fails, and run and twin are the same") {
  const Desk desk;
  desk.write("s.toml", random_scenario(objective_by("20:00:00")));
  const Outcome outcome = desk.ripresa({"run", "s.toml", "--set", "failure=[]"});
  CHECK_THAT(outcome.out, Contains("Nothing fails in this scenario"));
  const std::string summary = desk.read("out/s/summary.csv");
  CHECK_THAT(summary, Contains("hub,hub,,added_waiting,h,difference,0,0,0,0,0,0,40,0"));
  CHECK_THAT(summary, Contains("hub,hub,,peak_queue,persons,difference,0,0,0,0,0,0,40,0"));
}

TEST_CASE(
    "nobody comes, or a single day is simulated: there is a result all the same, with gaps where nothing is known") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  for (const char* change : {"hub.0.appointments.per_day=0", "hub.0.appointments.show_rate=0"}) {
    const Outcome nobody =
        desk.ripresa({"run", "s.toml", "--force", "--set", change, "--set", "hub.0.walk_ins.per_day=0"});
    CHECK(nobody.status == 0);
    CHECK_THAT(desk.read("out/s/summary.csv"), Contains("hub,hub,,arrivals,persons,outage,0,0,0,0,0,0,40,0"));
    CHECK_THAT(desk.read("out/s/summary.csv"), Contains("hub,hub,,waiting_mean,min,outage,,,,,,,0,0"));
    CHECK(nlohmann::json::accept(desk.read("out/s/manifest.json")));
    CHECK_THAT(nobody.out, !Contains("nan"));
  }
  const Outcome one = desk.ripresa({"run", "s.toml", "--force", "--replications", "1"});
  CHECK(one.status == 0);
  CHECK_THAT(one.out, Contains("1 day simulated") && !Contains("nan"));
}

TEST_CASE("an objective on a day nobody comes does not break the manifest") {
  const Desk desk;
  desk.write("s.toml", random_scenario("[[objective]]\nmeasure = \"waiting_mean\"\nbelow = \"10 min\"\n"));
  const Outcome outcome =
      desk.ripresa({"run", "s.toml", "--set", "hub.0.appointments.per_day=0", "--set", "hub.0.walk_ins.per_day=0"});
  CHECK(outcome.status == 0);
  CHECK(nlohmann::json::parse(desk.read("out/s/manifest.json"))["objectives"][0]["met"] == 1);
}

TEST_CASE("a day that goes past midnight is told with the days counted") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  REQUIRE(desk.ripresa({"run", "s.toml", "-q", "--set", "hub.0.closes=\"25:30\"", "--set", "failure.0.from=23:30:00",
                        "--set", "failure.0.to=\"24:45\"", "--set", "measures.step=\"30 min\""})
              .status == 0);
  CHECK_THAT(desk.read("out/s/backlog.csv"), Contains("\n2021-12-16T01:30:00,hub,hub,"));
  const auto manifest = nlohmann::json::parse(desk.read("out/s/manifest.json"));
  CHECK(manifest["failure_end"] == "2021-12-16T00:45:00");
  CHECK_THAT(desk.read("out/s/replications.csv"), Contains("backlog_at_d1_01_00") && Contains("2021-12-16T"));
}

TEST_CASE("an only hub is all there is to report, whatever [output] says of single hubs") {
  const Desk desk;
  desk.write("s.toml", random_scenario(R"([[objective]]
measure = "peak_backlog"
below = 0
)"));
  const Outcome whole = desk.ripresa({"run", "s.toml", "--out", "everything"});
  CHECK(whole.status == 3);
  for (const std::string hubs : {"summary", "nothing"}) {
    const Outcome told = desk.ripresa(
        {"run", "s.toml", "--out", hubs, "--set", "output.hubs=" + hubs, "--set", "output.stations=nothing"});
    CHECK(told.err == whole.err);
    CHECK(told.status == 3);
    CHECK(told.out.substr(0, told.out.find("Results are in")) == whole.out.substr(0, whole.out.find("Results are in")));
    CHECK(desk.read(hubs + "/replications.csv") == desk.read("everything/replications.csv"));
    CHECK_THAT(desk.read(hubs + "/summary.csv"), Contains("\nhub,hub,,peak_queue,"));
    CHECK_THAT(desk.read(hubs + "/backlog.csv"), Contains(",hub,hub,"));
    CHECK(desk.ripresa({"compare", "everything", hubs, "--force"}).status == 0);
  }
}

TEST_CASE("three hubs on one backend are reported one by one, by region and together") {
  const Desk desk;
  const std::string text = random_scenario();
  const std::string hub = text.substr(text.find("[[hub]]"));
  const auto renamed = [&hub](const std::string& name_and_region) {
    std::string copy = hub;
    return copy.replace(copy.find("name = \"hub\""), 12, name_and_region);
  };
  desk.write("s.toml", text.substr(0, text.find("[[hub]]")) + renamed("name = 'Milano'\nregion = 'Lombardia'") +
                           renamed("name = 'Bergamo, via \"Roma\"'\nregion = 'Lombardia'") +
                           renamed("name = 'Palermo'\nregion = 'Sicilia'"));
  const Outcome outcome = desk.ripresa({"run", "s.toml"});
  CHECK(outcome.status == 0);
  CHECK_THAT(outcome.out, Contains("nation (3 hubs)") && Contains("Hubs 1 % or more of their doses behind"));
  const std::string summary = desk.read("out/s/summary.csv");
  CHECK_THAT(summary, Contains("hub,\"Bergamo, via \"\"Roma\"\"\",,") && Contains("region,Lombardia,,") &&
                          Contains("region,Sicilia,,") && Contains("nation,nation,,"));
}

// A sanitizer's own memory is beyond any such limit.
#ifndef __SANITIZE_ADDRESS__
TEST_CASE("threads that cannot be had are a failure that says so") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams little;
  little.address_space = 400'000'000;
  const auto outcome = desk.ripresa({"run", desk.path("s.toml"), "--replications", "300", "--threads", "64"}, little);
  CHECK(outcome.status == 1);
  CHECK_THAT(outcome.err, Contains("error: ") && Contains("use fewer"));
}
#endif

TEST_CASE("without a terminal, or when it is not wanted, there is no progress line") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams terminal;
  terminal.error = Streams::Error::terminal;
  const std::vector<std::string> long_run = {
      "run", "s.toml", "--force", "--replications", "4000", "--set", "measures.step=\"12 h\""};
  for (const char* option : {"--no-progress", "--quiet"}) {
    auto arguments = long_run;
    arguments.emplace_back(option);
    CHECK(desk.ripresa(arguments, terminal).err.empty());
  }
  CHECK(desk.ripresa(long_run).err.empty());
}

TEST_CASE("with --force, what an earlier run wrote and this one does not is gone") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  REQUIRE(desk.ripresa({"run", "s.toml", "--out", "out"}).status == 0);
  desk.write("out/notes.txt", "mine");
  // A day at which nothing calls anybody: no backends.
  desk.write("plain.toml",
             "date = 2021-12-15\n[[hub]]\nname = \"hub\"\nopens = 08:00:00\ncloses = 12:00:00\n"
             "walk_ins = { per_day = 20 }\n[[hub.station]]\nname = \"vaccination\"\nservers = 2\n"
             "service = \"3 min\"\n");
  REQUIRE(desk.ripresa({"run", "plain.toml", "--out", "out", "--force"}).status == 0);
  CHECK(desk.list("out") == "backlog.csv manifest.json notes.txt replications.csv summary.csv");
}

TEST_CASE("the screen says when a backend storms: how many calls there are for a new one, and when goodput is back") {
  const Desk desk;
  const Outcome storm = desk.ripresa({"run", shipped_scenario("retry-storm.toml"), "--replications", "2"});
  CHECK_THAT(storm.out, Contains("Calls to poste rose to ") && Contains("for each new one;\nits goodput was not back"));
  CHECK_THAT(desk.ripresa({"run", shipped_scenario("retry-storm-budget.toml"), "--replications", "2"}).out,
             Contains("its goodput was back "));
}

TEST_CASE("clock times of single days are rounded to the nearest second") {
  const Desk desk;
  desk.write("s.toml", hand_computed_scenario());
  // The person at the counter is done 0.6 s late, at 14:30:48.6.
  REQUIRE(desk.ripresa({"run", "s.toml", "-q", "--set", "failure.0.to=14:30:00.6"}).status == 0);
  CHECK_THAT(desk.read("out/s/replications.csv"), Contains("2021-12-15T14:30:49"));
}

TEST_CASE("the name of a scenario's file need not be UTF-8: results are saved all the same") {
  const Desk desk;
  desk.write("sci\xe8.toml", random_scenario());
  const Outcome outcome = desk.ripresa({"run", "sci\xe8.toml", "--replications", "2", "--out", "o"});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(desk.exists("o/manifest.json"));
}
