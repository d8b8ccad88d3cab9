#include "ripresa/base/scratch_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "ripresa/base/error.hpp"

namespace ripresa {
namespace {

[[noreturn]] void fail(const std::string& folder, const char* what, int error) {
  throw EnvironmentError(
      fmt::format("{}: intermediate results cannot be {} there: {}", folder, what, std::strerror(error)));
}

std::string folder_for_temporary_files() {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  if (error)
    throw EnvironmentError(fmt::format("there is no folder for temporary files: {}", error.message()));
  return folder.string();
}

/// Not every file system has files that never had a name: there it is taken away at once.
int open_nameless(const std::string& folder) {
  const int nameless = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (nameless >= 0)
    return nameless;
  std::string path = (std::filesystem::path(folder) / "ripresa-XXXXXX").string();
  const int named = ::mkostemp(path.data(), O_CLOEXEC);
  if (named < 0)
    fail(folder, "kept", errno);
  ::unlink(path.c_str());
  return named;
}

}  // namespace

ScratchFile::ScratchFile(const std::string& folder)
    : folder_(folder.empty() ? folder_for_temporary_files() : folder), descriptor_(open_nameless(folder_)) {}

ScratchFile::ScratchFile(ScratchFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_(std::exchange(other.bytes_, 0)) {}

ScratchFile& ScratchFile::operator=(ScratchFile&& other) noexcept {
  std::swap(folder_, other.folder_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

ScratchFile::~ScratchFile() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

void ScratchFile::append(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(bytes_));
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      fail(folder_, "kept", errno);
    bytes_ += static_cast<std::size_t>(written);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void ScratchFile::read(std::size_t offset, std::span<std::byte> bytes) const {
  assert(offset + bytes.size() <= bytes_);
  while (!bytes.empty()) {
    const ssize_t read = ::pread(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (read < 0 && errno == EINTR)
      continue;
    if (read <= 0)
      fail(folder_, "read", read < 0 ? errno : EIO);
    offset += static_cast<std::size_t>(read);
    bytes = bytes.subspan(static_cast<std::size_t>(read));
  }
}

}  // namespace ripresa
