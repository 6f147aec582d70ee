#include "sdk/v2tim/directory.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace chatproof::v2tim {

bool usable_directory(const std::string& path) {
  if (path.find('\0') != std::string::npos) return false;  // the system would take another path
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (!std::filesystem::is_directory(path, error)) return false;
  // Permissions say little: the file system may be read-only or full.
  std::string trial = path + "/.imsdk_XXXXXX";
  const int file = ::mkstemp(trial.data());
  if (file < 0) return false;
  ::close(file);
  return ::unlink(trial.c_str()) == 0;
}

}  // namespace chatproof::v2tim
