#include "ripresa/output/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "ripresa/base/error.hpp"

namespace ripresa::output {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, int error) {
  throw EnvironmentError(fmt::format("{}: cannot be written: {}", path, std::strerror(error)));
}

/// Where a file of this name lies: a link stays one, and what it leads to is replaced.
std::string followed(const std::string& path) {
  std::error_code error;
  constexpr int kMostLinks = 40;  // as Linux follows
  fs::path there = path;
  for (int links = 0; fs::is_symlink(fs::symlink_status(there, error)); ++links) {
    if (links == kMostLinks)
      fail(path, ELOOP);
    there = there.parent_path() / fs::read_symlink(there);
  }
  return there.string();
}

void check_free(const fs::path& path, bool force) {
  std::error_code error;
  const fs::file_status there = fs::status(path, error);
  if (!fs::exists(there))
    return;
  // A file takes the place of what has its name: never that of a device.
  if (!fs::is_regular_file(there))
    throw InputError(fmt::format("{} is {}", path.string(), fs::is_directory(there) ? "a folder" : "no regular file"),
                     "choose another name with --out");
  if (!force)
    throw InputError(fmt::format("{} exists already", path.string()),
                     "choose another name with --out, or overwrite it with --force");
}

}  // namespace

NewFile::NewFile(const std::string& path) : final_path_(followed(path)) {
  // A process with this number that was killed may have left its file: then the next name.
  for (unsigned number = 0; descriptor_ < 0; ++number) {
    path_ = fmt::format("{}.{}-{}", final_path_, ::getpid(), number);
    descriptor_ = ::open(path_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor_ < 0 && errno != EEXIST)
      fail(final_path_, errno);
  }
}

NewFile::~NewFile() {
  if (descriptor_ >= 0)
    ::close(descriptor_);
  if (!path_.empty())
    ::unlink(path_.c_str());
}

void NewFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      fail(final_path_, errno);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void NewFile::keep() {
  if (::fsync(descriptor_) != 0)
    fail(final_path_, errno);
  const int closed = ::close(descriptor_);
  descriptor_ = -1;
  if (closed != 0 || ::rename(path_.c_str(), final_path_.c_str()) != 0)
    fail(final_path_, errno);
  path_.clear();
}

void write_atomically(const std::string& path, std::string_view text) {
  NewFile file(path);
  file.write(text);
  file.keep();
}

void prepare_file(const std::string& path, bool force) {
  if (path.empty())
    throw InputError("'' names no file", "name one with --out");
  check_free(path, force);
  const fs::path folder = fs::path(path).parent_path();
  std::error_code error;
  if (!folder.empty() && !fs::exists(folder, error) && !error)
    throw InputError(fmt::format("there is no folder {}", folder.string()), "make it, or choose another with --out");
  const NewFile probe(path);
}

void prepare_folder(const std::string& folder, const std::vector<std::string>& files, bool force) {
  if (folder.empty())
    throw InputError("'' names no folder", "name one with --out");
  std::error_code error;
  if (fs::exists(folder, error) && !fs::is_directory(folder, error))
    throw InputError(fmt::format("{} is not a folder", folder), "choose another folder with --out");
  for (const std::string& file : files)
    check_free(fs::path(folder) / file, force);
  fs::create_directories(folder, error);
  if (error)
    throw EnvironmentError(fmt::format("{}: the folder cannot be made: {}", folder, error.message()));
  NewFile probe((fs::path(folder) / "probe").string());
  probe.write("probe");
}

void remove_files(const std::string& folder, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    std::error_code error;
    const fs::path path = fs::path(folder) / file;
    fs::remove(path, error);
    if (error)
      throw EnvironmentError(fmt::format("{}: cannot be removed: {}", path.string(), error.message()));
  }
}

}  // namespace ripresa::output
