// Files are written whole or not at all.

#include "ripresa/output/files.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "ripresa/base/error.hpp"
#include "ripresa/base/text_file.hpp"
#include "support/temporary_folder.hpp"

using namespace ripresa;
using namespace ripresa::output;
namespace fs = std::filesystem;

namespace {

struct Folder : testing::TemporaryFolder {
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(path()), fs::directory_iterator()));
  }
};

template <class Error, class Act>
std::string message_of(Act act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "no such error";
}

}  // namespace

TEST_CASE("a file is there whole, replaces what was there, and leaves nothing beside it") {
  const Folder folder;
  write_atomically(folder.file("a.csv"), "first");
  write_atomically(folder.file("a.csv"), "second");
  CHECK(read_text_file(folder.file("a.csv")) == "second");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a file has the permissions of any new file") {
  const Folder folder;
  const mode_t mask = ::umask(027);
  write_atomically(folder.file("a.csv"), "x");
  ::umask(mask);
  struct stat status {};
  REQUIRE(::stat(folder.file("a.csv").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
}

TEST_CASE("a file that is not kept is gone, and what was there before stays") {
  const Folder folder;
  write_atomically(folder.file("a.csv"), "before");
  {
    NewFile file(folder.file("a.csv"));
    file.write("half");
    CHECK(read_text_file(folder.file("a.csv")) == "before");
  }
  CHECK(read_text_file(folder.file("a.csv")) == "before");
  CHECK(folder.entries() == 1);
}

TEST_CASE("a link stays a link, and what it leads to is replaced, or made") {
  const Folder folder;
  write_atomically(folder.file("a.csv"), "first");
  fs::create_directory(folder.path() / "links");
  fs::create_symlink("../a.csv", folder.path() / "links" / "there.csv");
  fs::create_symlink("../b.csv", folder.path() / "links" / "not yet.csv");
  write_atomically(folder.file("links/there.csv"), "second");
  write_atomically(folder.file("links/not yet.csv"), "new");
  CHECK(read_text_file(folder.file("a.csv")) == "second");
  CHECK(read_text_file(folder.file("b.csv")) == "new");
  CHECK(fs::is_symlink(folder.path() / "links" / "there.csv"));
  CHECK(fs::is_symlink(folder.path() / "links" / "not yet.csv"));
  fs::create_symlink("c.csv", folder.path() / "second");
  fs::create_symlink("second", folder.path() / "first");
  write_atomically(folder.file("first"), "through both");
  CHECK(read_text_file(folder.file("c.csv")) == "through both");
  CHECK(fs::is_symlink(folder.path() / "second"));
  fs::create_symlink("circle", folder.path() / "circle");
  CHECK_THAT(message_of<EnvironmentError>([&] { write_atomically(folder.file("circle"), "x"); }),
             Catch::Contains("circle: cannot be written"));
}

TEST_CASE("a path that cannot be written is an error with the path and the system's reason") {
  const Folder folder;
  const std::string lost = folder.file("nowhere/a.csv");
  CHECK(message_of<EnvironmentError>([&] { write_atomically(lost, "x"); }) ==
        lost + ": cannot be written: No such file or directory");
  fs::create_directory(folder.path() / "taken");
  CHECK_THAT(message_of<EnvironmentError>([&] { write_atomically(folder.file("taken"), "x"); }),
             Catch::Contains("taken: cannot be written: Is a directory"));
  CHECK(folder.entries() == 1);
}

TEST_CASE("a folder is made with those above it; results in it are an error unless they may be overwritten") {
  const Folder folder;
  const std::string results = folder.file("out/2021/scintille");
  prepare_folder(results, {"a.csv"}, false);
  CHECK(fs::is_directory(results));
  CHECK(fs::is_empty(results));
  prepare_folder(results, {"a.csv"}, false);
  write_atomically(results + "/other.csv", "mine");
  prepare_folder(results, {"a.csv"}, false);
  write_atomically(results + "/a.csv", "x");
  CHECK_THAT(message_of<InputError>([&] { prepare_folder(results, {"a.csv"}, false); }),
             Catch::Contains("a.csv exists already") && Catch::Contains("--force"));
  prepare_folder(results, {"a.csv"}, true);
  CHECK(read_text_file(results + "/a.csv") == "x");
  CHECK_THAT(message_of<InputError>([&] { prepare_folder("", {"a.csv"}, true); }),
             Catch::Contains("'' names no folder"));
  CHECK_THAT(message_of<InputError>([&] { prepare_folder(results + "/a.csv", {}, true); }),
             Catch::Contains("is not a folder"));
}

TEST_CASE("a file for results is found wanting before there are any: there already, no file, or in no folder") {
  const Folder folder;
  const auto refused = [&folder](const std::string& name, bool force) {
    return message_of<InputError>([&] { prepare_file(folder.file(name), force); });
  };
  prepare_file(folder.file("a.csv"), false);
  CHECK(folder.entries() == 0);
  write_atomically(folder.file("a.csv"), "mine");
  CHECK_THAT(refused("a.csv", false), Catch::Contains("a.csv exists already") && Catch::Contains("--force"));
  prepare_file(folder.file("a.csv"), true);
  CHECK(read_text_file(folder.file("a.csv")) == "mine");
  fs::create_directory(folder.path() / "taken");
  fs::create_symlink("/dev/null", folder.path() / "null");
  CHECK_THAT(refused("taken", true), Catch::Contains("taken is a folder"));
  CHECK_THAT(refused("null", true), Catch::Contains("null is no regular file"));
  CHECK_THAT(refused("nowhere/a.csv", false), Catch::Contains("there is no folder ") && Catch::Contains("nowhere"));
  CHECK_THAT(message_of<InputError>([] { prepare_file("", true); }), Catch::Contains("'' names no file"));
}

TEST_CASE("results are not begun where a folder has the name of one of their files") {
  const Folder folder;
  fs::create_directory(folder.path() / "a.csv");
  CHECK_THAT(message_of<InputError>([&] { prepare_folder(folder.path().string(), {"a.csv"}, true); }),
             Catch::Contains("a.csv is a folder"));
}
