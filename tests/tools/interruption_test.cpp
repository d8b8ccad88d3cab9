// Ctrl-C: what was finished is saved, and it is what an uninterrupted run begins with.

#include <catch2/catch.hpp>
#include <csignal>
#include <nlohmann/json.hpp>

#include "program.hpp"
#include "ripresa/base/utf8.hpp"

using namespace ripresa::testing;
using Catch::Contains;

namespace {

/// A run too long to end by itself, interrupted once it has told of its progress.
Outcome interrupted_run(const Desk& desk, int signal, Streams streams = {}) {
  streams.error = Streams::Error::terminal;
  streams.watch = [signal](const std::string& so_far) {
    return so_far.find("days simulated") != std::string::npos ? signal : 0;
  };
  return desk.ripresa({"run", "s.toml", "--force", "--replications", "200000", "--set", "measures.step=\"12 h\""},
                      streams);
}

}  // namespace

TEST_CASE("an interrupted run ends with 130 and saves the days it has finished") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    const Outcome outcome = interrupted_run(desk, signal);
    REQUIRE(outcome.status == 130);
    CHECK_THAT(outcome.err, Contains("interrupted after ") && Contains(" of 200000 days; these are saved"));
    CHECK_THAT(outcome.out, Contains("before the interruption"));
    const auto manifest = nlohmann::json::parse(desk.read("out/s/manifest.json"));
    CHECK(manifest["interrupted"] == true);
    const auto finished = manifest["replications"]["finished"].get<std::size_t>();
    CHECK(finished > 0);
    CHECK(finished < 200'000);

    // The same days as those of a run that was asked for no more.
    const Outcome whole = desk.ripresa({"run", "s.toml", "-q", "--force", "--out", "whole", "--replications",
                                        std::to_string(finished), "--set", "measures.step=\"12 h\""});
    CHECK(whole.status == 0);
    for (const std::string file : {"/backlog.csv", "/summary.csv", "/replications.csv"})
      CHECK(desk.read(std::string("out/s") + file) == desk.read(std::string("whole") + file));
  }
}

TEST_CASE(
    "the progress line is drawn on the terminal, not among the results, and is wiped before anything else is said") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  const Outcome outcome = interrupted_run(desk, SIGINT);
  CHECK_THAT(outcome.err, Contains(" of 200000 days simulated") && Contains("\r\033[Kinterrupted after"));
  CHECK_THAT(outcome.out, !Contains("\033") && !Contains("\r"));
}

TEST_CASE("on a terminal that knows no escape sequences the progress line has none, and is wiped with blanks") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  for (const char* terminal : {"dumb", ""}) {
    Streams streams;
    streams.terminal = terminal;
    streams.columns = 60;
    CHECK_THAT(interrupted_run(desk, SIGINT, streams).err,
               !Contains("\033") && Contains(" of 200000 days simulated") &&
                   Contains("\r" + std::string(59, ' ') + "\rinterrupted after"));
  }
}

TEST_CASE("on a terminal too narrow for it the progress line ends with a whole character") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  for (unsigned short columns = 34; columns <= 39; ++columns) {
    Streams streams;
    streams.columns = columns;
    const std::string shown = interrupted_run(desk, SIGINT, streams).err;
    INFO(shown);
    CHECK_FALSE(ripresa::first_byte_not_utf8(shown));
    CHECK(shown.find("left") == std::string::npos);
  }
}

TEST_CASE("a run whose terminal is closed saves the days it has finished and leaves no temporary file") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams streams;
  streams.output = Streams::Output::terminal;
  streams.terminal_closes = true;
  CHECK(interrupted_run(desk, SIGHUP, streams).status == 130);
  CHECK(desk.list("out/s") == "backends.csv backlog.csv manifest.json replications.csv summary.csv");
}

TEST_CASE("under nohup a closed terminal interrupts nothing") {
  const Desk desk;
  desk.write("s.toml", random_scenario());
  Streams streams;
  streams.error = Streams::Error::terminal;
  streams.hangup_is_ignored = true;
  streams.watch = [](const std::string& so_far) {
    return so_far.find("days simulated") != std::string::npos ? SIGHUP : 0;
  };
  const Outcome outcome = desk.ripresa({"run", "s.toml", "--replications", "3000"}, streams);
  CHECK(outcome.status == 0);
  CHECK_THAT(outcome.err, Contains("days simulated") && !Contains("interrupted"));
}
