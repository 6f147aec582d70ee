// A directory for files that nobody needs afterwards.
#pragma once

#include <filesystem>
#include <string>

namespace chatproof::stage {

// In memory when this machine has a file system there with room, otherwise below the directory for temporary files:
// the stores of thousands of cases need not wait for a disk. Comes into being when it is used; gone with its object.
class Scratch {
 public:
  explicit Scratch(const std::string& purpose);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace chatproof::stage
