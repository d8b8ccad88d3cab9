// ripresa campaign and ripresa risk: their files, their screens and their exit status.

#include <catch2/catch.hpp>
#include <csignal>
#include <nlohmann/json.hpp>

#include "program.hpp"

using namespace ripresa::testing;
using Catch::Contains;
using Catch::StartsWith;

namespace {

/// A week of the small hub, with failures at random besides its own.
std::string week(const std::string& more = "") {
  return random_scenario(R"(
[[random_failure]]
name = "platform"
backends = ["poste"]
time_between = { exponential = { mean = "2 d" } }
time_to_repair = { exponential = { mean = "1 h" } }
[campaign]
days = 7
replications = 20
target_doses = 1500
risk = { campaigns = 300, start_strata = 4, length_strata = 3, failures_each = 3 }
)" + more);
}

std::string without(std::string scenario, const std::string& section) {
  const auto begin = scenario.find(section);
  return scenario.erase(begin, scenario.find("\n[", begin) + 1 - begin);
}

/// Its failures at random alone.
std::string random_week(const std::string& more = "") {
  return without(week(more), "[[failure]]");
}

std::string objective(const std::string& bound) {
  return "[[campaign.objective]]\nname = \"wanted\"\n" + bound + "\n";
}

}  // namespace

TEST_CASE("a campaign writes its four files and says on one screen what its failures cost") {
  const Desk desk;
  desk.write("s.toml", week());
  const Outcome outcome = desk.ripresa({"campaign", "s.toml"});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(desk.list("out/s") == "campaign.csv campaign_manifest.json campaign_replications.csv campaign_summary.csv");
  CHECK_THAT(outcome.out, StartsWith("A small hub\n") && Contains("doses came late on their day") &&
                              Contains("The target of 1500 doses was reached on day "));
  CHECK_THAT(
      desk.read("out/s/campaign_replications.csv"),
      StartsWith("replication,scope,name,doses_outage,doses_baseline,doses_recorded_outage,") && Contains("\n19,hub,"));
}

TEST_CASE("a campaign's exit status says whether its objectives hold, and its screen and manifest say so too") {
  const Desk desk;
  desk.write("holds.toml", week(objective("measure = \"target_day\"\nby = 2021-12-21")));
  desk.write("fails.toml", week(objective("measure = \"target_day\"\nby = 2021-12-16")));
  const Outcome holds = desk.ripresa({"campaign", "holds.toml"});
  CHECK(holds.status == 0);
  CHECK_THAT(holds.out, Contains("HOLDS \"wanted\""));
  const Outcome fails = desk.ripresa({"campaign", "fails.toml"});
  CHECK(fails.status == 3);
  CHECK_THAT(fails.out, Contains("FAILS \"wanted\""));
  const auto manifest = nlohmann::json::parse(desk.read("out/fails/campaign_manifest.json"));
  CHECK(manifest["objectives"][0]["holds"] == false);
}

TEST_CASE("a campaign in which nothing fails is shown in one column") {
  const Desk desk;
  desk.write("s.toml", without(random_week(), "[[random_failure]]"));
  const Outcome outcome = desk.ripresa({"campaign", "s.toml"});
  CHECK(outcome.status == 0);
  CHECK_THAT(outcome.out,
             Contains("Nothing fails in this campaign.") && !Contains("difference") && !Contains("undisturbed"));
}

TEST_CASE("a study of random years writes its five files and begins its screen with the expected doses delayed") {
  const Desk desk;
  desk.write("s.toml", random_week());
  const Outcome outcome = desk.ripresa({"risk", "s.toml"});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK(desk.list("out/s") == "availability.csv exceedance.csv risk_failures.csv risk_manifest.json risk_summary.csv");
  CHECK_THAT(outcome.out, StartsWith("A small hub\n7 days, 300 campaigns put together from 36 simulated failures\n\n"
                                     "Expected doses delayed: ") &&
                              Contains("in a year of such days"));
  // A failure every two days.
  CHECK_THAT(outcome.out, Contains("so that some overlap; ripresa campaign simulates them together."));
  CHECK_THAT(desk.read("out/s/exceedance.csv"),
             StartsWith("measure,unit,loss,probability,lower,upper\ndoses_delayed,"));
  CHECK_THAT(desk.read("out/s/risk_summary.csv"), Contains(",doses_delayed_a_year,") && Contains(",availability,"));
  const Outcome again = desk.ripresa({"risk", "s.toml"});
  CHECK(again.status == 2);
  CHECK_THAT(again.err, Contains("--force"));
  CHECK(desk.ripresa({"risk", "s.toml", "-q", "--threads", "3", "--out", "three"}).out.empty());
  for (const std::string file :
       {"/availability.csv", "/exceedance.csv", "/risk_failures.csv", "/risk_summary.csv", "/risk_manifest.json"})
    CHECK(desk.read("out/s" + file) == desk.read("three" + file));
}

TEST_CASE("a study of random years says what availability an objective takes, and its exit status whether it holds") {
  const Desk desk;
  desk.write("s.toml", random_week(objective("measure = \"doses_delayed\"\nbelow = 1\nprobability = 0.99")));
  const Outcome outcome = desk.ripresa({"risk", "s.toml"});
  CHECK(outcome.status == 3);
  CHECK_THAT(outcome.out, Contains("99 % takes an availability of 99.") && Contains("FAILS \"wanted\""));
  const auto manifest = nlohmann::json::parse(desk.read("out/s/risk_manifest.json"));
  CHECK(manifest["objectives"][0]["availability_needed"] > 0.98);
  CHECK(manifest["objectives"][0]["availability_needed_or_less"] == false);
  desk.write("lax.toml", random_week(objective("measure = \"doses_delayed\"\nbelow = 1e9\nprobability = 0.9")));
  const Outcome lax = desk.ripresa({"risk", "lax.toml"});
  CHECK(lax.status == 0);
  CHECK_THAT(lax.out, Contains(" % or less.\n"));
  CHECK(nlohmann::json::parse(
            desk.read("out/lax/risk_manifest.json"))["objectives"][0]["availability_needed_or_less"] == true);
}

TEST_CASE("a target out of reach fails its objective, and one that random years cannot judge is named") {
  const Desk desk;
  desk.write("far.toml", random_week(objective("measure = \"target_delay\"\nbelow = 0\nprobability = 0.5")));
  const Outcome far = desk.ripresa({"risk", "far.toml", "--set", "campaign.target_doses=1000000"});
  CHECK(far.status == 3);
  CHECK_THAT(far.out, Contains("is not reached in the 7 days, even undisturbed") && Contains("FAILS \"wanted\"") &&
                          Contains("; not even without failures"));
  desk.write("other.toml", random_week(objective("measure = \"doses_wasted\"\nbelow = 1")));
  const Outcome other = desk.ripresa({"risk", "other.toml"});
  CHECK(other.status == 0);
  CHECK_THAT(other.out, Contains("NOT JUDGED \"wanted\""));
}

TEST_CASE("a run of a campaign's scenario says what its first day has that the usual day has not") {
  const Desk desk;
  desk.write("s.toml", week());
  const Outcome same = desk.ripresa({"run", "s.toml", "--out", "same"});
  CHECK(same.status == 0);
  CHECK_THAT(same.out, !Contains("usual day"));
  const Outcome less = desk.ripresa({"run", "s.toml", "--set", "campaign.demand={wednesday=0.5}", "--out", "less"});
  CHECK_THAT(less.out, Contains("This is the usual day. The campaign's first, which ripresa campaign simulates, has a "
                                "demand of 0.5."));
  const Outcome closed = desk.ripresa({"run", "s.toml", "--set", "campaign.closed=[2021-12-15]", "--out", "closed"});
  CHECK_THAT(closed.out, Contains("has closed hubs."));
  CHECK(desk.read("same/summary.csv") == desk.read("less/summary.csv"));
}

TEST_CASE("a study of random years says what it lacks") {
  const Desk desk;
  desk.write("day.toml", random_scenario());
  desk.write("sound.toml", random_scenario("[campaign]\ndays = 7\n"));
  const Outcome day = desk.ripresa({"risk", "day.toml"});
  CHECK(day.status == 2);
  CHECK_THAT(day.err, Contains("day.toml has no [campaign]"));
  const Outcome sound = desk.ripresa({"risk", "sound.toml"});
  CHECK(sound.status == 2);
  CHECK_THAT(sound.err, Contains("sound.toml has no [[random_failure]]"));
}

TEST_CASE("a study of random years refuses failures at fixed times, which a campaign has its verdicts on") {
  const Desk desk;
  const std::string wanted = objective("measure = \"doses_delayed\"\nbelow = 5\nprobability = 0.9");
  desk.write("s.toml", week(wanted));
  const Outcome dated = desk.ripresa({"risk", "s.toml"});
  CHECK(dated.status == 2);
  CHECK_THAT(dated.err, Contains("[[failure]]") && Contains("ripresa campaign"));
  CHECK(desk.list(".") == "s.toml");
  CHECK(desk.ripresa({"risk", "s.toml", "--set", "failure=[]", "--out", "set"}).err.empty());
}

TEST_CASE("an interrupted study of random years ends with 130 and saves what is whole") {
  const Desk desk;
  desk.write("s.toml", random_week());
  Streams streams;
  streams.error = Streams::Error::terminal;
  // Once there are at least three in each of the twelve strata.
  streams.watch = [](const std::string& so_far) {
    const auto line = so_far.rfind("\033[K");
    const bool told = line != std::string::npos && so_far.find("failures simulated", line) != std::string::npos;
    return told && std::stoul(so_far.substr(line + 3)) >= 36 ? SIGINT : 0;
  };
  const Outcome outcome = desk.ripresa({"risk", "s.toml", "--force", "--replications", "100000"}, streams);
  REQUIRE(outcome.status == 130);
  CHECK_THAT(outcome.err, Contains("of 100000 failures in each stratum; these are saved"));
  const auto manifest = nlohmann::json::parse(desk.read("out/s/risk_manifest.json"));
  CHECK(manifest["interrupted"] == true);
  const auto finished = manifest["failures_each"]["finished"].get<std::size_t>();
  CHECK(finished >= 3);
  desk.ripresa({"risk", "s.toml", "-q", "--out", "whole", "--replications", std::to_string(finished)});
  for (const std::string file : {"/exceedance.csv", "/risk_failures.csv", "/risk_summary.csv"})
    CHECK(desk.read("out/s" + file) == desk.read("whole" + file));
}

TEST_CASE("a study of random years tells how far it is with the campaigns without failures, and can be interrupted") {
  const Desk desk;
  desk.write("s.toml", random_week());
  Streams streams;
  streams.error = Streams::Error::terminal;
  streams.watch = [](const std::string& so_far) {
    return so_far.find(" of 100000 undisturbed campaigns simulated") != std::string::npos ? SIGINT : 0;
  };
  const Outcome outcome = desk.ripresa(
      {"risk", "s.toml", "--set", "campaign.target_doses=1000", "--set", "campaign.risk.undisturbed=100000"}, streams);
  CHECK(outcome.status == 130);
  CHECK_THAT(outcome.err, !Contains("failures simulated") && Contains("nothing is written"));
}

TEST_CASE("a study of random years interrupted before every stratum has two failures writes nothing") {
  const Desk desk;
  desk.write("s.toml", random_week());
  Streams streams;
  streams.error = Streams::Error::terminal;
  streams.watch = [](const std::string& so_far) {
    return so_far.find("failures simulated") != std::string::npos ? SIGINT : 0;
  };
  // So many strata of so many people that the first round through them lasts.
  const Outcome outcome = desk.ripresa({"risk", "s.toml", "--set", "campaign.risk.start_strata=24", "--set",
                                        "campaign.risk.length_strata=50", "--set", "hub.0.appointments.per_day=3000"},
                                       streams);
  CHECK(outcome.status == 130);
  CHECK_THAT(outcome.err,
             Contains("interrupted before two failures in each stratum were finished; nothing is written\r\n"));
  CHECK(outcome.out == "");
  CHECK(desk.list("out/s") == "");
}
