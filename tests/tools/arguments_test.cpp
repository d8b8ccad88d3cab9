// Use and misuse of the command line itself.

#include <catch2/catch.hpp>
#include <filesystem>

#include "program.hpp"

using namespace ripresa::testing;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("without a command the program says how it is used, and that it was used wrongly") {
  const Desk desk;
  const Outcome outcome = desk.ripresa({});
  CHECK(outcome.status == 2);
  CHECK(outcome.out.empty());
  CHECK_THAT(outcome.err, Contains("usage: ripresa COMMAND"));
}

TEST_CASE("--version names the program and its version") {
  const Desk desk;
  const Outcome outcome = desk.ripresa({"--version"});
  CHECK(outcome.status == 0);
  CHECK_THAT(outcome.out, StartsWith("ripresa ") && Catch::EndsWith("\n"));
  CHECK(outcome.err.empty());
}

TEST_CASE(
    "help is there for the program and for each command, in each of its forms, with an example of files that are "
    "there") {
  const Desk desk;
  constexpr const char* kCommands[] = {"run",    "campaign", "risk",   "check",   "estimate",
                                       "import", "compare",  "verify", "measures"};
  for (const char* form : {"--help", "-h", "help"}) {
    const Outcome outcome = desk.ripresa({form});
    CHECK(outcome.status == 0);
    for (const char* command : kCommands)
      CHECK_THAT(outcome.out, Contains(command));
  }
  for (const char* command : kCommands) {
    const Outcome outcome = desk.ripresa({command, "--help"});
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains(std::string("usage: ripresa ") + command) && Contains("exit status: 0 ") &&
                                Contains(" · 1 ") && Contains(" · 2 bad use") && Contains("example:"));
    CHECK(desk.ripresa({"help", command}).out == outcome.out);
    const auto begin = outcome.out.find(" scenarios/");
    if (begin == std::string::npos)
      continue;
    const std::string file = outcome.out.substr(begin + 1, outcome.out.find_first_of(" \n", begin + 1) - begin - 1);
    CHECK(std::filesystem::exists(std::string(RIPRESA_SOURCE_DIR) + "/" + file));
  }
}

TEST_CASE("measures lists what objectives may name, and what the summary holds") {
  const Desk desk;
  const Outcome outcome = desk.ripresa({"measures"});
  CHECK(outcome.status == 0);
  for (const char* measure : {"catch_up_time", "peak_queue", "sojourn_p99", "utilisation"})
    CHECK_THAT(outcome.out, Contains(measure));
  CHECK(desk.ripresa({"measures", "all"}).status == 2);
}

TEST_CASE("a misspelt command is answered with the nearest one") {
  const Desk desk;
  const Outcome outcome = desk.ripresa({"rum", "scenario.toml"});
  CHECK(outcome.status == 2);
  CHECK_THAT(outcome.err, Contains("there is no command 'rum'") && Contains("did you mean 'run'?"));
  CHECK_THAT(desk.ripresa({"help", "chekc"}).err, Contains("did you mean 'check'?"));
}

TEST_CASE("a misspelt option is answered with the nearest one; an abbreviation is not guessed at") {
  const Desk desk;
  for (const auto& [option, meant] :
       {std::pair("--replicatons", "--replications"), std::pair("--sede", "--seed"), std::pair("--forc", "--force")}) {
    const Outcome outcome = desk.ripresa({"run", "scenario.toml", option, "3"});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, Contains(option) && Contains(std::string("did you mean '") + meant + "'?"));
  }
}

TEST_CASE("options that cannot be are refused with the reason") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  const auto refused = [&desk](std::vector<std::string> arguments) {
    const Outcome outcome = desk.ripresa(arguments);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    return outcome.err;
  };
  CHECK_THAT(refused({"run"}), Contains("run takes one scenario"));
  CHECK_THAT(refused({"run", "s.toml", "s.toml"}), Contains("run takes one scenario"));
  CHECK_THAT(refused({"check"}), Contains("check takes one scenario"));
  CHECK_THAT(refused({"compare", "out/s"}), Contains("compare takes two or more"));
  CHECK_THAT(refused({"run", "s.toml", "--threads", "0"}), Contains("--threads 0 is out of range"));
  CHECK_THAT(refused({"run", "s.toml", "--threads", "many"}), Contains("many"));
  CHECK_THAT(refused({"run", "s.toml", "--replications", "0"}), StartsWith("--replications: error: 0 is out of range"));
  CHECK_THAT(refused({"run", "s.toml", "--replications", "ten"}),
             StartsWith("--replications: error: expected a whole number"));
  CHECK_THAT(refused({"run", "s.toml", "--seed", "-1"}), StartsWith("--seed: error: -1 is out of range"));
  CHECK_THAT(refused({"verify", "--seed", "-1"}), Contains("--seed -1 is out of range"));
  CHECK_THAT(refused({"run", "s.toml", "--out"}), Contains("--out"));
  CHECK_THAT(refused({"run", "s.toml", "--set", "seed"}), Contains("there is no '='"));
  CHECK_THAT(refused({"run", "s.toml", "--set", "failure.1.to=16:00:00"}), Contains("there is no element 1"));
  CHECK_THAT(refused({"run", "s.toml", "--set", "hub.0.opnes=07:00:00"}), Contains("unknown key 'opnes'"));
  CHECK_FALSE(desk.exists("out"));
}

TEST_CASE("a file for results that cannot be is found before anything runs, with one remedy by every command") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  desk.write("there.csv", "mine");
  desk.write("folder/x", "");
  for (const char* run : {"a", "b"})
    REQUIRE(desk.ripresa({"run", "s.toml", "-q", "--out", run}).status == 0);
  const std::vector<std::vector<std::string>> commands = {
      {"estimate", "s.toml"}, {"verify", "--thorough"}, {"compare", "a", "b"}};
  for (const auto& command : commands) {
    const auto check = [&](const std::string& file, bool force, int status, const std::string& message) {
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"--out", file});
      if (force)
        arguments.emplace_back("--force");
      const Outcome outcome = desk.ripresa(arguments);
      INFO(command.front());
      CHECK(outcome.status == status);
      CHECK(outcome.err == "error: " + message + "\n");
      CHECK(outcome.out.empty());
    };
    check("there.csv", false, 2,
          "there.csv exists already; choose another name with --out, or overwrite it with --force");
    check("folder", true, 2, "folder is a folder; choose another name with --out");
    check("nowhere/x.csv", false, 2, "there is no folder nowhere; make it, or choose another with --out");
    check("/proc/x.csv", false, 1, "/proc/x.csv: cannot be written: No such file or directory");
  }
  CHECK(desk.read("there.csv") == "mine");
}
