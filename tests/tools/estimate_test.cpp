// ripresa estimate from the command line.

#include <catch2/catch.hpp>

#include "program.hpp"

using namespace ripresa::testing;
using Catch::Contains;
using Catch::StartsWith;

TEST_CASE("estimate prints what to expect of the failure and what it leaves out, and writes the table when asked to") {
  const Desk desk;
  desk.write("s.toml", hand_computed_scenario());
  const Outcome outcome = desk.ripresa({"estimate", "s.toml", "--out", "e.csv"});
  CHECK(outcome.status == 0);
  CHECK(outcome.err.empty());
  CHECK_THAT(outcome.out, StartsWith("One a minute\n") && Contains("A fluid estimate. It leaves out:"));
  CHECK_THAT(desk.read("e.csv"),
             StartsWith("scope,name,peak_queue,peak_queue_time,") && Contains("\nhub,hub,40,2021-12-15T15:10:00,"));
}

TEST_CASE("an estimate whose file cannot be written is printed all the same") {
  const Desk desk;
  desk.write("s.toml", hand_computed_scenario());
  Streams streams;
  streams.largest_file = 100;
  const Outcome outcome = desk.ripresa({"estimate", "s.toml", "--out", "e.csv"}, streams);
  CHECK(outcome.status == 1);
  CHECK_THAT(outcome.err, Contains("e.csv: cannot be written: File too large"));
  CHECK_THAT(outcome.out, Contains("A fluid estimate."));
  CHECK_FALSE(desk.exists("e.csv"));
}

TEST_CASE("an estimate of a scenario with failures at random does not say that nothing fails") {
  const Desk desk;
  std::string sound = hand_computed_scenario();
  const auto begin = sound.find("[[failure]]");
  sound.erase(begin, sound.find("\n[", begin) + 1 - begin);
  desk.write("sound.toml", sound);
  CHECK_THAT(desk.ripresa({"estimate", "sound.toml"}).out, Contains("\n\nNothing fails in this scenario.\n\n"));
  desk.write("random.toml", sound + R"(
[[random_failure]]
backends = ["poste"]
time_between = "60 d"
time_to_repair = "1 h"
)");
  const Outcome random = desk.ripresa({"estimate", "random.toml"});
  CHECK(random.err == "");
  CHECK_THAT(random.out, Contains("\n\nNothing fails at a fixed time in this scenario; its failures at random are left "
                                  "out.\n\n"));
}
