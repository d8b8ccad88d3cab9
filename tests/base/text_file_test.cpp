#include "ripresa/base/text_file.hpp"

#include <catch2/catch.hpp>

#include "ripresa/base/error.hpp"
#include "support/temporary_folder.hpp"

using namespace ripresa;

TEST_CASE("a file is read whole, byte for byte, and an empty one is empty") {
  const testing::TemporaryFolder folder;
  const std::string text("a\r\nb\0c", 6);
  CHECK(read_text_file(folder.write("some.txt", text)) == text);
  CHECK(read_text_file(folder.write("empty.txt", "")).empty());
}

TEST_CASE("a file that cannot be read is bad input, with the system's reason") {
  const testing::TemporaryFolder folder;
  const std::string lost = folder.file("lost.txt");
  CHECK_THROWS_WITH(read_text_file(lost), lost + ": error: cannot be read: No such file or directory; check the path");
  const std::string itself = folder.path().string();
  CHECK_THROWS_WITH(read_text_file(itself), itself + ": error: is a folder; name a file in it");
  CHECK_THROWS_AS(read_text_file(lost), InputError);
}
