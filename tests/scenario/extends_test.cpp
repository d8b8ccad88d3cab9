// A scenario that extends another: its sections replace the other's, its [set] changes single values.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>

#include "ripresa/base/error.hpp"
#include "ripresa/scenario/read.hpp"

namespace {

using namespace ripresa;
using namespace ripresa::scenario;

/// A folder of scenario files that goes with the test.
class Folder {
 public:
  explicit Folder(const std::string& name) : path_(std::filesystem::temp_directory_path() / ("ripresa-test-" + name)) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

const std::string kBase = R"(title = "base"
date = 2021-12-15
[[backend]]
name = "poste"
[[failure]]
backend = "poste"
from = 14:30:00
to = 15:10:00
[[hub]]
name = "Milano"
opens = 08:00:00
closes = 20:00:00
walk_ins = { per_day = 100 }
[[hub.station]]
name = "registration"
servers = 2
service = "3 min"
calls = [{ backend = "poste" }]
)";

std::string error_of(const std::string& path) {
  try {
    read_scenario(path, {}, {});
  } catch (const InputError& error) {
    return error.diagnostics().front().reason;
  }
  return "no error";
}

}  // namespace

TEST_CASE("A scenario takes from the one that it extends what it does not say itself") {
  const Folder folder("extends");
  folder.file("base.toml", kBase);
  const Scenario s = read_scenario(folder.file("other.toml", R"(extends = "base.toml"
title = "other"
[[failure]]
backend = "poste"
from = 14:15:00
to = 15:00:00
[set]
"hub.Milano.station.registration.servers" = 3
)"),
                                   {}, {});
  CHECK(s.title == "other");
  REQUIRE(s.failures.size() == 1);
  CHECK(s.failures[0].from == Time::clock(14, 15));
  CHECK(std::get<Staffed>(s.hubs[0].stations[0].servers).shifts[0].servers == 3);
  CHECK(s.hubs[0].walk_ins.pieces.size() == 1);
}

TEST_CASE("An error in what a scenario extends or sets is reported where it stands") {
  const Folder folder("extends-errors");
  folder.file("base.toml", kBase);
  const auto path = folder.file("other.toml", "extends = \"base.toml\"\n[set]\n\"hub.Torino.opens\" = 07:00:00\n");
  try {
    read_scenario(path, {}, {});
    FAIL("no error");
  } catch (const InputError& error) {
    const Diagnostic& d = error.diagnostics().front();
    CHECK(d.file == path);
    CHECK(d.line == 3);
    CHECK(d.reason == "in 'hub' there is no element named 'Torino'");
    CHECK(d.remedy == "valid are: Milano");
  }
}

TEST_CASE("A missing base, a circle and a [set] that is no table are errors") {
  const Folder folder("extends-circle");
  CHECK_THAT(error_of(folder.file("lost.toml", "extends = \"nowhere.toml\"\n")),
             Catch::Contains("the scenario to extend") && Catch::Contains("cannot be read: No such file or directory"));
  folder.file("a.toml", "extends = \"b.toml\"\n");
  CHECK(error_of(folder.file("b.toml", "extends = \"a.toml\"\n")) == "scenarios extend each other in a circle");
  folder.file("base.toml", kBase);
  CHECK(error_of(folder.file("set.toml", "extends = \"base.toml\"\nset = 5\n")) ==
        "[set] has to be a table, found a whole number");
}
