// ripresa compare from the command line.

#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "program.hpp"
#include "ripresa/base/csv_rows.hpp"

using namespace ripresa::testing;
using Catch::Contains;
using Catch::StartsWith;

namespace {

void run(const Desk& desk, const std::string& folder, std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"run", "s.toml", "-q", "--out", folder};
  arguments.insert(arguments.end(), more.begin(), more.end());
  REQUIRE(desk.ripresa(arguments).status == 0);
}

}  // namespace

TEST_CASE("runs with the same seed and people are compared in pairs, others not, and the table says which") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  run(desk, "reference");
  run(desk, "longer", {"--set", "failure.0.to=16:00:00"});
  run(desk, "reseeded", {"--seed", "4"});
  run(desk, "fuller", {"--set", "hub.0.appointments.per_day=310"});
  const Outcome outcome = desk.ripresa({"compare", "reference", "longer/", "reseeded", "fuller"});
  CHECK(outcome.status == 0);
  CHECK_THAT(outcome.out, StartsWith("hub, means over days") && Contains("reference: reference (A small hub)") &&
                              Contains("longer (A small hub)"));
  const std::string file = desk.read("comparison.csv");
  CHECK_THAT(file, StartsWith("time,scope,name,measure,reference,run,reference_estimate,run_estimate,difference,lower,"
                              "upper,method,replications,reference_censored,run_censored\n"));
  const auto rows_of = [&file](const std::string& run, const std::string& method) {
    std::size_t rows = 0;
    for (std::size_t line = file.find('\n') + 1; line < file.size(); line = file.find('\n', line) + 1) {
      const std::string row = file.substr(line, file.find('\n', line) - line);
      rows +=
          row.find(",reference," + run + ",") != std::string::npos && row.find("," + method + ",") != std::string::npos;
    }
    return rows;
  };
  CHECK(rows_of("longer", "paired") > 0);
  CHECK(rows_of("longer", "unpaired") == 0);
  CHECK(rows_of("reseeded", "paired") == 0);
  CHECK(rows_of("reseeded", "unpaired") > 0);
  CHECK(rows_of("fuller", "paired") == 0);
}

TEST_CASE("where paired runs have different numbers of days, the screen says which days are compared") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  run(desk, "long");
  run(desk, "short", {"--replications", "30"});
  run(desk, "reseeded", {"--replications", "30", "--seed", "4"});
  const std::string told = "compared: the first 30 days, which both have (long has 40, short has 30)\n";
  CHECK_THAT(
      desk.ripresa({"compare", "long", "short", "--out", "a.csv"}).out,
      Contains(told) && Contains("\nover the days that all of these have, the first 30: long (40), short (30)\n"));
  CHECK_THAT(desk.ripresa({"compare", "long", "reseeded", "--out", "b.csv"}).out, !Contains("compared: the first"));
  CHECK_THAT(desk.ripresa({"compare", "long", "long", "--out", "c.csv"}).out, !Contains("compared: the first"));
}

TEST_CASE("a run compared with itself differs by nothing") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  run(desk, "a");
  run(desk, "b");
  REQUIRE(desk.ripresa({"compare", "a", "b", "--out", "c.csv", "--quiet"}).status == 0);
  CHECK_THAT(desk.read("c.csv"), Contains(",peak_backlog,a,b,") && Contains(",0,0,0,paired,40,0,0\n"));
}

TEST_CASE("runs that cannot be compared are refused with the reason, and nothing is written") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  run(desk, "a");
  const auto refused = [&desk](const std::vector<std::string>& changes) {
    std::vector<std::string> more = {"--force"};
    for (const std::string& change : changes) {
      more.emplace_back("--set");
      more.push_back(change);
    }
    run(desk, "b", more);
    const Outcome outcome = desk.ripresa({"compare", "a", "b"});
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    return outcome.err;
  };
  CHECK_THAT(refused({"hub.0.name=Milano"}), Contains("b cannot be compared with a: it has other hubs or stations"));
  CHECK_THAT(refused({"hub.0.station.0.name=desk"}), Contains("other hubs or stations"));
  CHECK_THAT(refused({"date=2021-12-16"}), Contains("another date"));
  CHECK_THAT(refused({"measures.step=10 min"}), Contains("another time step"));
  CHECK_THAT(refused({"experiment.horizon=23:00:00"}), Contains("another"));
  CHECK_THAT(refused({"measures.tolerance=5"}), Contains("another catch-up tolerance"));
  CHECK_THAT(refused({"experiment.warm_up=10:00:00"}), Contains("b cannot be compared with a: it has another warm-up"));
  CHECK_FALSE(desk.exists("comparison.csv"));
}

TEST_CASE("a result folder of a version that did not say the warm-up had none") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  run(desk, "a", {"--replications", "2"});
  run(desk, "b", {"--replications", "2", "--set", "experiment.warm_up=10:00:00"});
  auto manifest = nlohmann::json::parse(desk.read("a/manifest.json"));
  REQUIRE(manifest.erase("warm_up") == 1);
  desk.write("old/manifest.json", manifest.dump());
  desk.write("old/replications.csv", desk.read("a/replications.csv"));
  CHECK(desk.ripresa({"compare", "a", "old"}).status == 0);
  CHECK_THAT(desk.ripresa({"compare", "b", "old", "--force"}).err, Contains("another warm-up"));
}

TEST_CASE("the order in which a scenario lists its hubs does not matter to a comparison; that of stations does") {
  const Desk desk;
  const std::string text = random_scenario();
  const std::string head = text.substr(0, text.find("[[hub]]"));
  const auto hub = [&text](const std::string& lines) {
    std::string copy = text.substr(text.find("[[hub]]"));
    return copy.replace(copy.find("name = \"hub\""), 12, lines);
  };
  const std::string alfa = hub("name = 'Alfa'\nregion = 'North'");
  const std::string beta = hub("name = 'Beta'\nregion = 'South'\nindoor_capacity = 5");
  desk.write("s.toml", head + alfa + beta);
  run(desk, "a", {"--replications", "5"});
  desk.write("s.toml", head + beta + alfa);
  run(desk, "b", {"--replications", "5"});
  CHECK(desk.ripresa({"compare", "a", "b"}).err == "");
  const auto rows = ripresa::csv_rows(desk.read("comparison.csv"), "comparison.csv");
  CHECK(rows.size() > 100);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    CHECK(rows[i][6] == rows[i][7]);
    CHECK(rows[i][11] == "paired");
  }
  const auto station = beta.find("[[hub.station]]");
  const auto other = beta.find("[[hub.station]]", station + 1);
  desk.write("s.toml",
             head + alfa + beta.substr(0, station) + beta.substr(other) + beta.substr(station, other - station));
  run(desk, "c", {"--replications", "5"});
  CHECK_THAT(desk.ripresa({"compare", "a", "c", "--force"}).err, Contains("it has other hubs or stations"));
}

TEST_CASE("what is no result folder is refused, and a comparison that is there is not overwritten without --force") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  run(desk, "a");
  run(desk, "b");
  const auto err = [&desk](const std::vector<std::string>& arguments) {
    const Outcome outcome = desk.ripresa(arguments);
    CHECK(outcome.status == 2);
    return outcome.err;
  };
  CHECK_THAT(err({"compare", "a", "nowhere"}), Contains("nowhere/manifest.json: error: cannot be read"));
  for (const std::string made_by : {"campaign", "risk"}) {
    desk.write(made_by + "-folder/" + made_by + "_manifest.json", "{}");
    CHECK_THAT(err({"compare", "a", made_by + "-folder"}), Contains(made_by + "-folder has the results of ripresa " +
                                                                    made_by + "; compare takes those of ripresa run"));
  }
  desk.write("comparison.csv", "mine");
  CHECK_THAT(err({"compare", "a", "b"}), Contains("comparison.csv exists already"));
  CHECK(desk.read("comparison.csv") == "mine");
  CHECK(desk.ripresa({"compare", "a", "b", "--force"}).status == 0);
  CHECK_THAT(err({"compare", "a", "b", "--out", "a"}), Contains("a is a folder"));
  desk.write("b/manifest.json", "{}");
  CHECK_THAT(err({"compare", "a", "b", "--force"}), Contains("b/manifest.json is not the manifest of a run"));
}

TEST_CASE("a comparison never takes the place of what it compares") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  run(desk, "a", {"--replications", "2"});
  run(desk, "b", {"--replications", "2"});
  for (const std::string file : {"a/replications.csv", "a/summary.csv", "./b/../b/manifest.json"}) {
    const std::string before = desk.read(file);
    const Outcome outcome = desk.ripresa({"compare", "a", "b", "--out", file, "--force"});
    CHECK(outcome.status == 2);
    CHECK(outcome.err == "error: " + file + " is part of a run that is compared; choose another name with --out\n");
    CHECK(desk.read(file) == before);
  }
}

TEST_CASE("a result folder whose files were changed is refused with the file, what is wrong and a remedy") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  run(desk, "a", {"--replications", "2"});
  run(desk, "b", {"--replications", "2"});
  const std::string whole = desk.read("b/replications.csv");
  const auto check_refused = [&desk](const std::string& text, const std::string& message) {
    desk.write("b/replications.csv", text);
    const Outcome outcome = desk.ripresa({"compare", "a", "b"});
    CHECK(outcome.err == "error: " + message + "\n");
    CHECK(outcome.status == 2);
  };
  const std::string anew = "; make it anew with ripresa run";
  const std::string header = whole.substr(0, whole.find('\n') + 1);
  const auto changed = [&whole](const std::string& replaced, const std::string& by) {
    const auto at = whole.find(replaced);
    REQUIRE(at != std::string::npos);
    return std::string(whole).replace(at, replaced.size(), by);
  };
  check_refused("\"\"x", "b/replications.csv is not a CSV file" + anew);
  check_refused(header, "b/replications.csv has no replications; make the run anew with ripresa run");
  check_refused(header + "0\n", "b/replications.csv: row 2 has 1 fields and the header " +
                                    std::to_string(1 + std::count(header.begin(), header.end(), ',')) + anew);
  check_refused(changed("catch_up_time", "caught"),
                "b/replications.csv has no column 'catch_up_time'; make it anew with this version of ripresa run");
  check_refused(changed("T15:10:00", "!15:10:00"),
                "b/replications.csv: '2021-12-15!15:10:00' is not a local time" + anew);
  check_refused(changed("\n0,hub,hub,14,", "\n0,hub,hub,x,"), "b/replications.csv: 'x' is not a number" + anew);
  desk.write("b/manifest.json", "{}");
  check_refused(whole, "b/manifest.json is not the manifest of a run; make the run anew with ripresa run");
}
