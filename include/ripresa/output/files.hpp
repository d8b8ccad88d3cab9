#pragma once

// Files and folders, safely.

#include <string>
#include <string_view>
#include <vector>

namespace ripresa::output {

/// A file on its way: written under a temporary name in the folder of `path`, which it gets when it is kept. One that
/// is not kept is removed. Throws EnvironmentError with the path and the system's reason.
class NewFile {
 public:
  explicit NewFile(const std::string& path);
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile();

  void write(std::string_view text);
  void keep();

 private:
  std::string final_path_;
  std::string path_;
  int descriptor_ = -1;
};

/// Writes `text` to `path` by way of a temporary file in the same folder and a rename, so that the path never holds
/// half a file. Throws EnvironmentError with the path and the system's reason; the temporary file is then gone.
void write_atomically(const std::string& path, std::string_view text);

/// Makes sure, before the work for it begins, that a file can be written to `path`. Throws InputError when it exists
/// and `force` is not set, is no file or is in no folder, EnvironmentError when the system refuses.
void prepare_file(const std::string& path, bool force);

/// Prepares the folder for results before a run starts: makes it (and those above it) and makes sure that files can be
/// created in it. Throws InputError when one of `files` exists and `force` is not set or is no file, EnvironmentError
/// when the system refuses.
void prepare_folder(const std::string& folder, const std::vector<std::string>& files, bool force);

/// Removes of `files` those that the folder still has from an earlier run.
void remove_files(const std::string& folder, const std::vector<std::string>& files);

}  // namespace ripresa::output
