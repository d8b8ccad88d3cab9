#include "ripresa/base/scratch_file.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "ripresa/base/error.hpp"

using ripresa::ScratchFile;

namespace {

namespace fs = std::filesystem;

/// A folder of this test, which is gone with it.
class Folder {
 public:
  Folder() : path_(fs::temp_directory_path() / "ripresa-scratch-file-test") {
    fs::remove_all(path_);
    fs::create_directory(path_);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  std::string path() const { return path_.string(); }
  bool empty() const { return fs::is_empty(path_); }

 private:
  fs::path path_;
};

void append(ScratchFile& file, std::uint32_t number) {
  file.append(std::as_bytes(std::span(&number, 1)));
}

std::uint32_t number_at(const ScratchFile& file, std::size_t offset) {
  std::uint32_t number = 0;
  file.read(offset, std::as_writable_bytes(std::span(&number, 1)));
  return number;
}

}  // namespace

TEST_CASE("a scratch file gives back what was put into it, and its folder never shows it") {
  const Folder folder;
  ScratchFile file(folder.path());
  for (std::uint32_t i = 0; i < 1000; ++i)
    append(file, i * i);
  CHECK(file.bytes() == 4000);
  CHECK(number_at(file, 0) == 0);
  CHECK(number_at(file, 4 * 999) == 999 * 999);
  std::array<std::uint32_t, 3> several{};
  file.read(4 * 10, std::as_writable_bytes(std::span(several)));
  CHECK(several == std::array<std::uint32_t, 3>{100, 121, 144});
  CHECK(folder.empty());
}

TEST_CASE("a scratch file moves, and another may take its place") {
  ScratchFile one("");
  append(one, 1);
  ScratchFile moved(std::move(one));
  CHECK(number_at(moved, 0) == 1);
  ScratchFile other("");
  append(other, 2);
  append(other, 3);
  moved = std::move(other);
  CHECK(moved.bytes() == 8);
  CHECK(number_at(moved, 4) == 3);
}

TEST_CASE("a scratch file that its folder does not hold is an error that names the folder") {
  const Folder folder;
  CHECK_THROWS_MATCHES(
      ScratchFile(folder.path() + "/none"), ripresa::EnvironmentError,
      Catch::Message(folder.path() + "/none: intermediate results cannot be kept there: No such file or directory"));
}
