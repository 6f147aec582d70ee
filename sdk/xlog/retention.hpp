// Old log files go when the SDK starts (spec login 11.08 and 15.32).
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/runtime/loop.hpp"

namespace chatproof::xlog {

inline constexpr std::chrono::hours retention{7 * 24};

struct CleanedUp {
  std::vector<std::filesystem::path> deleted;  // sorted by name
  std::vector<std::string> problems;           // for the log; a clean-up never stops anything
};

// Deletes the regular files `<prefix>*.xlog` in the directory itself that were last written strictly longer than
// `retention` before `now`. Everything else stays: other names, directories, links, and the file of the current day.
// A directory that is not there is clean.
CleanedUp clean_up(const std::filesystem::path& directory, runtime::UnixTime now, std::chrono::minutes zone = {},
                   std::string_view prefix = "imsdk");

}  // namespace chatproof::xlog
