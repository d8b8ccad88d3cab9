#pragma once

// Memory that lies on a disk.

#include <cstddef>
#include <span>
#include <string>

namespace ripresa {

/// A file without a name, which is gone with the object or with the process, however that ends. Where the system does
/// not give, take or return what is asked, EnvironmentError is thrown, which names the folder.
class ScratchFile {
 public:
  /// In `folder`; where that is empty, in the system's folder for temporary files.
  explicit ScratchFile(const std::string& folder);
  ScratchFile(ScratchFile&& other) noexcept;
  ScratchFile& operator=(ScratchFile&& other) noexcept;
  ~ScratchFile();

  std::size_t bytes() const { return bytes_; }
  void append(std::span<const std::byte> bytes);
  /// From `offset` on; precondition: there are so many. May be called from several threads at once.
  void read(std::size_t offset, std::span<std::byte> bytes) const;

 private:
  std::string folder_;
  int descriptor_ = -1;
  std::size_t bytes_ = 0;
};

}  // namespace ripresa
