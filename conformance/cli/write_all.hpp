#pragma once

#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace chatproof::cli {

// However long it takes. False: errno says why not.
[[nodiscard]] inline bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written < 0 ? 0 : written));
  }
  return true;
}

}  // namespace chatproof::cli
